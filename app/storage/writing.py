"""Who writes a case: a lock that the operating system frees when its holder ends, however it ends."""

import contextlib
import errno
import os
import sys
import time
from pathlib import Path
from typing import Final

from app.domain.errors import CaseInUse, NoLocks
from app.storage.disk import disk_faults

LOCK_NAME: Final = "case.lock"

_TRIES: Final = 5
_PAUSE_S: Final = 0.1
_HELD: Final = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})
_UNKNOWN: Final = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})


class Writing:
    """The right to write one case. Its empty file goes when the right is given back; a stale one binds nobody."""

    __slots__ = ("_handle", "_path")

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle: int | None = handle

    @classmethod
    def take(cls, folder: Path) -> "Writing":
        """The right to write, or within a second CaseInUse while another holds it; NoLocks where none can be had."""
        path = folder / LOCK_NAME
        for n in range(_TRIES):
            if n:
                time.sleep(_PAUSE_S)
            with disk_faults():
                handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            if _locked(handle) and _is_still(path, handle):
                return cls(path, handle)
            os.close(handle)
        raise CaseInUse

    def release(self) -> None:
        """Give the right back; a second time is no fault."""
        if self._handle is None:
            return
        with contextlib.suppress(OSError):
            if sys.platform != "win32":  # there, a file that is open cannot be removed
                self._path.unlink()
        os.close(self._handle)
        self._handle = None
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._path.unlink()


def _is_still(path: Path, handle: int) -> bool:
    """True if the file that was locked is the one of this name: its last holder may just have removed it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _locked(handle: int) -> bool:
    try:
        _lock(handle)
    except OSError as fault:
        if fault.errno in _UNKNOWN:
            os.close(handle)
            raise NoLocks from None
        if fault.errno not in _HELD:
            os.close(handle)
            raise
        return False
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
