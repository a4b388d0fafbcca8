"""From an earlier format of the database to this one: in a new file, checked, put there in one step, the old one kept.

Each step takes a database of one format to the next, inside the copy; entries are never rewritten by it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from app.domain.errors import CopyNotSound, DatabaseDamaged
from app.domain.receipts import anchor
from app.storage import keyfile, swap, verify
from app.storage.copies import CopiesOf
from app.storage.database import FORMAT, Database, EntryRow
from app.storage.disk import disk_faults, flush_file, remove
from app.storage.journal import decode
from app.storage.opening import DATABASE_NAME

Step = Callable[[Database], None]

STEPS: Final[Mapping[int, Step]] = {}
"""By the format that a step reads; it gives the next number. Empty while there is only the first format."""


def kept_name(found: int) -> str:
    """Under which name the database of an earlier format stays in the case folder until somebody deletes it."""
    return f"{DATABASE_NAME}.v{found}.bak"


def upgrade(
    folder: Path,
    file: keyfile.KeyFile,
    database: Database,
    *,
    to: int = FORMAT,
    steps: Mapping[int, Step] = STEPS,
) -> None:
    """Bring the database of a case to the format `to`. Closes `database`, which the caller opened for writing.

    The old file stays as `case.db.v1.bak` (or whichever number it had). CopyNotSound where the new one does not pass
    every check; then, as after a kill before the last step, the old one is the case.
    """
    try:
        found = database.format
        part = swap.begin(folder)
        try:
            new = part / DATABASE_NAME
            with disk_faults():
                database.compact_to(new)
            copy = database.open_copy(new, read_only=False)
            try:
                for number in range(found, to):
                    if number not in steps:
                        raise DatabaseDamaged
                    steps[number](copy)
                copy.set_format(to)
                if not verify.check(file, copy, None, anchor(_last(database).hash.hex())).sound:
                    raise CopyNotSound
            finally:
                copy.close()
            with disk_faults():
                flush_file(new)
        except BaseException:
            remove(part)
            raise
        database.release_file()
        swap.decide(part, {DATABASE_NAME: kept_name(found)})
    finally:
        database.close()


def with_backup(
    folder: Path,
    file: keyfile.KeyFile,
    database: Database,
    *,
    to: int = FORMAT,
    steps: Mapping[int, Step] = STEPS,
) -> None:
    """`upgrade`, after a verified backup of the case as it is."""
    last = _last(database)
    CopiesOf(folder, file.header.case, database).back_up(at=decode(last.data).at, seq=last.seq, head=last.hash.hex())
    upgrade(folder, file, database, to=to, steps=steps)


def _last(database: Database) -> EntryRow:
    *_, last = (None, *database.entries())
    if last is None:
        raise DatabaseDamaged
    return last
