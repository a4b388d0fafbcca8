"""What the disk may refuse, as named kinds; who may read what is made; how a rename is made durable."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import CannotWrite, DiskFull


def flush_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def private() -> Iterator[None]:
    """Files made here are for their owner only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def disk_faults() -> Iterator[None]:
    """Turn the disk's refusals into kinds; paths stay out of messages."""
    try:
        yield
    except OSError as fault:
        raise (DiskFull if fault.errno in (errno.ENOSPC, errno.EDQUOT) else CannotWrite)() from None
