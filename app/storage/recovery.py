"""After an interrupted save: the journal is tried on a copy first, so that a strange one never harms a case."""

from pathlib import Path
from typing import Final

from app.domain.errors import (
    DatabaseDamaged,
    LinkedElsewhere,
    OurFault,
    RecordBroken,
    StrangeFile,
    StrangeJournal,
)
from app.storage.crypto import random_bytes
from app.storage.database import Database
from app.storage.disk import PART, copy_file, disk_faults, private, remove
from app.storage.reader import Log

_STRANGE: Final = ("-wal", "-shm")
_NAMES: Final = ("case.keys", "case.db")


def refuse_strangers(folder: Path) -> None:
    """StrangeFile where files of another way of writing lie beside the database: SQLite would read them."""
    for ending in _STRANGE:
        if (folder / f"case.db{ending}").exists():
            raise StrangeFile(file=f"case.db{ending}")


def refuse_links(folder: Path) -> None:
    """LinkedElsewhere where a file of the case has a second name: its lock and its journal would not be shared."""
    for name in _NAMES:
        path = folder / name
        if path.is_symlink() or (path.exists() and path.stat().st_nlink > 1):
            raise LinkedElsewhere(file=name)


def interrupted(folder: Path) -> bool:
    """True if a journal lies beside the database: of a save that is going on, or of one that was cut short.

    One that begins with a zero byte is finished and counts for nothing, as for SQLite itself.
    """
    try:
        with (folder / "case.db-journal").open("rb") as stream:
            return stream.read(1) not in (b"", b"\0")
    except FileNotFoundError:
        return False
    except OSError:
        return True


def recover(folder: Path, case: str, key: bytes, salt: bytes) -> None:
    """Roll back an interrupted save. The caller holds the case for writing.

    StrangeJournal, with every byte as it was, where the journal does not lead to a sound record: it is of another
    case, or the database is damaged.
    """
    trial = folder / f"recovery.{random_bytes(4).hex()}{PART}"
    with disk_faults(), private():
        trial.mkdir(mode=0o700)
    try:
        with disk_faults(), private():
            for name in ("case.db", "case.db-journal"):
                copy_file(folder / name, trial / name)
        _roll_back_and_read(trial / "case.db", case, key, salt)
    except (DatabaseDamaged, RecordBroken, OurFault):
        raise StrangeJournal from None
    finally:
        remove(trial)
    Database.open(folder / "case.db", key, salt, read_only=False).close()


def _roll_back_and_read(path: Path, case: str, key: bytes, salt: bytes) -> None:
    database = Database.open(path, key, salt, read_only=False)
    try:
        if database.damaged_pages():
            raise DatabaseDamaged
        contents = {row.seq: row for row in database.contents()}
        Log(case).read(database.entries(), contents, {})
    finally:
        database.close()
