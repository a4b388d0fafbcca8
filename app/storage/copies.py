"""Making whole copies of an open case: written to a new file, checked from the disk, then named in one step."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.domain.copies import ArchiveFile
from app.domain.errors import ArchiveExists, ArchiveNotVerified, CopyNotSound
from app.domain.receipts import anchor
from app.storage import backups, keyfile, opening, verify
from app.storage.database import Database
from app.storage.disk import PART, copy_file, disk_faults, flush_file, flush_folder, private, remove, sha256_of

_BLOCK: Final = 1 << 20

CheckElsewhere = Callable[[Path, str], bool]
"""Checks an archive (at a path, with this head) in another process; True if it is sound."""


class CopiesOf:
    """Backups and archives of one open case (`ports.Copies`)."""

    def __init__(self, folder: Path, case: str, database: Database) -> None:
        self._folder = folder
        self._case = case
        self._database = database

    def back_up(self, *, at: str, seq: int, head: str) -> str:
        """A new verified backup that ends with this entry; of the older ones the last two stay. Returns its name."""
        name = self._make(at, seq, head)
        self._delete(backups.too_many(backups.listed(self._folder)))
        return name

    def renew(self, *, at: str, seq: int, head: str) -> str:
        """A new verified backup in the place of every older one: what was erased must not rest in them."""
        name = self._make(at, seq, head)
        self._delete([old for old in backups.listed(self._folder) if old.text != name])
        return name

    def older_than(self, seq: int) -> bool:
        """True if a backup does not reach this entry."""
        return any(name.seq < seq for name in backups.listed(self._folder))

    def archive(self, target: Path, *, seq: int, head: str, check: CheckElsewhere) -> ArchiveFile:
        """One file at `target`: the key header, then the database. Checked by `check` before it gets its name."""
        if target.exists() or target.is_symlink():
            raise ArchiveExists
        return write_archive(self._folder, self._database, target, seq=seq, head=head, check=check)

    def _make(self, at: str, seq: int, head: str) -> str:
        place = self._folder / opening.BACKUPS_NAME
        name = backups.new_name(self._folder, seq, at)
        part = place / f"{name}{PART}"
        with disk_faults(), private():
            place.mkdir(mode=0o700, exist_ok=True)
            remove(part)
            part.mkdir(mode=0o700)
        try:
            copy_case(self._folder, self._database, part)
            self._refuse_unsound(part, head)
            with disk_faults():
                flush_folder(part)
                part.rename(place / name)
                flush_folder(place)
        except BaseException:
            remove(part)
            raise
        return name

    def _refuse_unsound(self, part: Path, head: str) -> None:
        file = opening.read_key_file(part)
        copy = self._database.open_copy(part / opening.DATABASE_NAME)
        try:
            if file.header.case != self._case or not verify.check(file, copy, None, anchor(head)).sound:
                raise CopyNotSound
        finally:
            copy.close()

    def _delete(self, names: list[backups.Name]) -> None:
        for name in names:
            remove(self._folder / opening.BACKUPS_NAME / name.text)


def copy_case(folder: Path, database: Database, target: Path) -> None:
    """The key file as it stands and a compact copy of the database, both flushed, in the folder `target`."""
    with disk_faults(), private():
        copy_file(folder / opening.KEYS_NAME, target / opening.KEYS_NAME)
        database.compact_to(target / opening.DATABASE_NAME)
        flush_file(target / opening.DATABASE_NAME)


def write_archive(
    folder: Path, database: Database, target: Path, *, seq: int, head: str, check: CheckElsewhere
) -> ArchiveFile:
    """See `CopiesOf.archive`. A copy of the database stands beside the target for a moment, encrypted as ever."""
    part, bare = target.with_name(target.name + PART), target.with_name(f"{target.name}.db{PART}")
    try:
        with disk_faults(), private():
            remove(part)
            remove(bare)
            database.compact_to(bare)
            _join(folder / opening.KEYS_NAME, bare, part)
        if not check(part, head):
            raise ArchiveNotVerified
        with disk_faults():
            part.chmod(0o400)
            found = ArchiveFile(part.stat().st_size, sha256_of(part), seq, head)
            if target.exists():
                raise ArchiveExists
            part.rename(target)
            flush_folder(target.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            remove(part)
        raise
    finally:
        with contextlib.suppress(OSError):
            remove(bare)
    return found


def _join(keys: Path, bare: Path, part: Path) -> None:
    header = keys.read_bytes()
    keyfile.read(header)
    with part.open("xb") as writing, bare.open("rb") as reading:
        writing.write(header)
        while block := reading.read(_BLOCK):
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
