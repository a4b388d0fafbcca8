"""What the disk may refuse, as named kinds; who may read what is made; how a copy or a rename is made durable."""

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.domain.errors import CannotWrite, DiskFull

PART: Final = ".part"
"""What is not whole yet ends in this; nobody opens it, and whoever holds the case for writing sweeps it away."""

_BLOCK: Final = 1 << 20


def flush_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def flush_file(path: Path) -> None:
    """Make the bytes of a file durable."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def copy_file(source: Path, target: Path) -> None:
    """A durable copy, plain bytes only, at a place where nothing is yet."""
    with source.open("rb") as reading, target.open("xb") as writing:
        while block := reading.read(_BLOCK):
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file (hex), read from the disk block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def sweep_parts(folder: Path) -> None:
    """Remove what an interrupted step left unfinished in this folder. Only for whoever holds the case for writing."""
    with contextlib.suppress(FileNotFoundError):
        for path in folder.iterdir():
            if path.name.endswith(PART):
                remove(path)


def remove(path: Path) -> None:
    """Remove a file or a folder with what is in it; what is not there is no fault."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


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
