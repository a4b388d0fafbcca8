"""Opening the files of a case folder: an interrupted step is finished, strangers are refused, one writer holds it."""

from pathlib import Path
from typing import Final

from app.domain.errors import (
    CannotWrite,
    CaseInUse,
    CaseMissing,
    DestructionUnfinished,
    KeyFileDamaged,
    LinkedElsewhere,
    NoLocks,
    RecoveryNeedsWriting,
    WrongPassphrase,
)
from app.storage import keyfile, new_key, recovery, swap
from app.storage.database import Database
from app.storage.disk import sweep_parts
from app.storage.writing import Writing

KEYS_NAME: Final = new_key.KEYS_NAME
DATABASE_NAME: Final = new_key.DATABASE_NAME
BACKUPS_NAME: Final = "backups"
DESTROYING_NAME: Final = "case.destroying"


def read_key_file(folder: Path) -> keyfile.KeyFile:
    """The key file of a case folder; a replacement of its files that was interrupted is finished first."""
    if (folder / DESTROYING_NAME).exists():
        raise DestructionUnfinished
    swap.finish(folder)
    path = folder / KEYS_NAME
    try:
        with path.open("rb") as stream:
            data = stream.read(keyfile.SIZE + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise CaseMissing from None
    except OSError:
        raise KeyFileDamaged from None
    return keyfile.read(data)


def salt_of(file: keyfile.KeyFile) -> bytes:
    """The salt of the database that a proved header names; WrongPassphrase if it is none."""
    try:
        return bytes.fromhex(file.header.payload.salt)
    except ValueError:
        raise WrongPassphrase from None


def open_database(folder: Path, file: keyfile.KeyFile, dek: bytes, *, read_only: bool) -> Database:
    """The database of a case whose header is proved.

    For writing, the case is held until the database is closed: CaseInUse where somebody else holds it. A change of the
    case key that was decided is finished then. Reading needs no hold and sees the newest commit; a save that was cut
    short is rolled back first.
    """
    path, salt = new_key.database_of(folder, file.header), salt_of(file)
    if not path.is_file():
        raise CaseMissing
    recovery.refuse_strangers(folder)
    if read_only:
        if path.name == DATABASE_NAME and recovery.interrupted(folder):
            _recover_if_nobody_writes(folder, file.header.case, dek, salt)
        return Database.open(path, dek, salt, read_only=True)
    recovery.refuse_links(folder)
    right = Writing.take(folder)
    try:
        _refuse_overtaken(folder, file)
        new_key.settle(folder, file.header)
        path = new_key.database_of(folder, file.header)
        sweep_parts(folder)
        sweep_parts(folder / BACKUPS_NAME)
        if recovery.interrupted(folder):
            recovery.recover(folder, file.header.case, dek, salt)
        database = Database.open(path, dek, salt, read_only=False)
    except BaseException:
        right.release()
        raise
    database.held = right
    return database


def _refuse_overtaken(folder: Path, file: keyfile.KeyFile) -> None:
    """CaseInUse if another program wrote the key file between our reading it and our holding the case."""
    if read_key_file(folder) != file:
        raise CaseInUse


def _recover_if_nobody_writes(folder: Path, case: str, dek: bytes, salt: bytes) -> None:
    """A journal beside the database is either of a save that is going on, or it has to be rolled back."""
    try:
        recovery.refuse_links(folder)
        right = Writing.take(folder)
    except CaseInUse:
        return
    except (CannotWrite, NoLocks, LinkedElsewhere):
        raise RecoveryNeedsWriting from None
    try:
        if recovery.interrupted(folder):
            recovery.recover(folder, case, dek, salt)
    finally:
        right.release()
