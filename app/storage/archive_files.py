"""Archives: one file, the key header and then the database; looked into through an encrypted copy that nobody sees.

SQLCipher cannot open a database in the middle of a file. So the part behind the header is copied, encrypted as it is,
into a folder of its own (in the computer's place for temporary files, or where the person says) and, where the system
allows it, removed as soon as it is open: even a kill leaves nothing but, at worst, bytes that need the passphrase.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from app.domain.errors import ArchiveDamaged, CaseMissing, DatabaseDamaged, KeyFileDamaged
from app.storage import keyfile, opening, slots
from app.storage.database import Database
from app.storage.disk import PART, disk_faults, private, remove

SUFFIX: Final = ".evenhand-archive"

_BLOCK: Final = 1 << 20
_PAGE: Final = 4096


class _Room:
    """The folder of the copy, where a file that is open cannot be removed; it goes when the copy is closed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def release(self) -> None:
        """Remove it."""
        remove(self._folder)


class Found(NamedTuple):
    """An archive that a passphrase opened."""

    file: keyfile.KeyFile
    unlocked: slots.Unlocked
    database: Database

    def __repr__(self) -> str:
        """Name nothing of the content."""
        return "Found()"


def look_into(path: Path, passphrase: str, room: Path | None = None) -> Found:
    """Open an archive for reading; not a byte of it is written, and it may lie on a medium that allows none.

    `room` is where the encrypted copy stands while it is open. ArchiveDamaged for a file that is cut or is none.
    """
    file = header(path)
    unlocked = slots.unlock(file, passphrase)
    with disk_faults():
        private_room = Path(tempfile.mkdtemp(prefix="evenhand-", suffix=PART, dir=room))
    try:
        bare = private_room / opening.DATABASE_NAME
        with disk_faults(), private():
            _copy_database(path, bare)
        try:
            database = Database.open(bare, unlocked.dek, opening.salt_of(file), read_only=True, still=True)
        except DatabaseDamaged:
            raise ArchiveDamaged from None
    except BaseException:
        remove(private_room)
        raise
    if os.name == "posix":  # an open file needs no name
        remove(private_room)
    else:
        database.held = _Room(private_room)
    return Found(file, unlocked, database)


@contextlib.contextmanager
def opened(path: Path, passphrase: str, room: Path | None = None) -> Iterator[Found]:
    """`look_into`, closed again at the end."""
    found = look_into(path, passphrase, room)
    try:
        yield found
    finally:
        found.database.close()


def claims(path: Path) -> bool:
    """True for a file that bears an archive's name, or that begins as one under any other."""
    if SUFFIX in path.name:
        return True
    try:
        with path.open("rb") as stream:
            return keyfile.begins(stream.read(keyfile.SIZE))
    except OSError:
        return False


def header(path: Path) -> keyfile.KeyFile:
    """The key header of an archive whose length can be right; ArchiveDamaged for any other file."""
    try:
        with path.open("rb") as stream:
            data = stream.read(keyfile.SIZE)
            size = os.fstat(stream.fileno()).st_size
    except (FileNotFoundError, IsADirectoryError):
        raise CaseMissing from None
    except OSError:
        raise ArchiveDamaged from None
    try:
        file = keyfile.read(data)
    except KeyFileDamaged:
        raise ArchiveDamaged from None
    if size <= keyfile.SIZE or (size - keyfile.SIZE) % _PAGE:
        raise ArchiveDamaged
    return file


def _copy_database(path: Path, bare: Path) -> None:
    with path.open("rb") as reading, bare.open("xb") as writing:
        reading.seek(keyfile.SIZE)
        while block := reading.read(_BLOCK):
            writing.write(block)
