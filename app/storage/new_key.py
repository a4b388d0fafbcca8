"""A case under a new case key: everything is written beside it first, then one rename decides.

`case.keys.next` and `case.db.next` lie complete on the disk before anything of the case changes. The rename of the key
file is the one point of decision: before it the old key file and the old database belong together, after it the new
key file and `case.db.next` do, which takes its name in a second rename. Which database a key file belongs to is told
by the salt, which stands in the header and in the first 16 bytes of the database: so a crash between the two renames
leaves a case that opens, for reading too, and that the next writer brings into its usual form.
"""

import contextlib
import os
from pathlib import Path
from typing import Final

from app.storage import keyfile
from app.storage.disk import disk_faults, flush_folder

KEYS_NAME: Final = "case.keys"
DATABASE_NAME: Final = "case.db"
NEXT_KEYS: Final = "case.keys.next"
NEXT_DATABASE: Final = "case.db.next"
_JOURNALS: Final = ("-journal", "-wal", "-shm")


def database_of(folder: Path, header: keyfile.Header) -> Path:
    """The database that this key file belongs to: the usual one, unless only the one beside it bears its salt."""
    usual, beside = folder / DATABASE_NAME, folder / NEXT_DATABASE
    return beside if _bears(beside, header) and not _bears(usual, header) else usual


def settle(folder: Path, header: keyfile.Header) -> None:
    """Finish a change of key that was decided but not finished. Only for whoever holds the case for writing.

    A journal beside the old database belongs to the old key and must never be played into the new one.
    """
    if database_of(folder, header).name == NEXT_DATABASE:
        with disk_faults():
            flush_folder(folder)  # the first rename must rest on the disk before the second is made
            for ending in _JOURNALS:
                (folder / (DATABASE_NAME + ending)).unlink(missing_ok=True)
            (folder / NEXT_DATABASE).replace(folder / DATABASE_NAME)
            flush_folder(folder)


def discard(folder: Path) -> None:
    """Delete what an undecided change of key left. Only for whoever holds the case for writing."""
    for name in (NEXT_KEYS, NEXT_DATABASE, *(NEXT_DATABASE + ending for ending in _JOURNALS)):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)


def write_next_keys(folder: Path, data: bytes) -> None:
    """The whole new key file beside the old one, on the disk when this returns."""
    with (folder / NEXT_KEYS).open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    flush_folder(folder)


def decide(folder: Path) -> None:
    """The one rename after which the new key counts."""
    (folder / NEXT_KEYS).replace(folder / KEYS_NAME)
    flush_folder(folder)


def decided(folder: Path, data: bytes) -> bool:
    """True if the key file at its place is this one."""
    with (folder / KEYS_NAME).open("rb") as stream:
        return stream.read() == data


def _bears(path: Path, header: keyfile.Header) -> bool:
    """True if a database begins with the salt of this header."""
    try:
        with path.open("rb") as stream:
            return stream.read(16).hex() == header.payload.salt
    except OSError:
        return False
