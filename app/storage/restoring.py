"""What the backups of a case hold, and putting one of them in the place of the live files."""

import contextlib
from pathlib import Path
from typing import Final

from app.domain.copies import Backup
from app.domain.errors import (
    BackupMissing,
    CaseMissing,
    CopyNotSound,
    EvenhandError,
    KeyFileDamaged,
    NewerFormat,
    NotThisCase,
    WrongPassphrase,
)
from app.storage import backups, keyfile, new_key, opening, slots, swap, verify
from app.storage.database import Database
from app.storage.disk import copy_file, disk_faults, private, remove
from app.storage.journal import decode
from app.storage.opening import BACKUPS_NAME, DATABASE_NAME, KEYS_NAME
from app.storage.writing import Writing

REPLACED: Final = "replaced"
"""Where in the case folder the files that a backup replaced are kept, each pair a case folder of its own."""


class _Unlocker:
    """One passphrase tried on several key files; equal files are tried once, because each try takes a second."""

    def __init__(self, passphrase: str) -> None:
        self._passphrase = passphrase
        self._known: dict[bytes, slots.Unlocked | None] = {}

    def __call__(self, file: keyfile.KeyFile) -> slots.Unlocked | None:
        if file.mac not in self._known:
            try:
                self._known[file.mac] = slots.unlock(file, self._passphrase)
            except WrongPassphrase:
                self._known[file.mac] = None
        return self._known[file.mac]


def shown(folder: Path, passphrase: str) -> list[Backup]:
    """What each backup holds, oldest first. The live files are not touched, be they damaged or gone."""
    if not folder.is_dir():
        raise CaseMissing
    unlocker = _Unlocker(passphrase)
    return [_shown(folder / BACKUPS_NAME / name.text, unlocker) for name in backups.listed(folder)]


def _shown(place: Path, unlocker: _Unlocker) -> Backup:
    try:
        file = opening.read_key_file(place)
        unlocked = unlocker(file)
        if unlocked is None:
            return Backup(place.name, opens=False)
        database = opening.open_database(place, file, unlocked.dek, read_only=True)
    except EvenhandError as fault:
        return Backup(place.name, opens=False, line=str(fault))
    try:
        verdict = verify.check(file, database, unlocked.identity, None)
        seq, head, at = _end_of(database)
    except EvenhandError as fault:
        return Backup(place.name, opens=True, line=str(fault))
    finally:
        database.close()
    return Backup(place.name, opens=True, seq=seq, head=head, at=at, sound=verdict.sound, line=verdict.line)


def _end_of(database: Database) -> tuple[int, str, str]:
    *_, last = database.entries()
    return last.seq, last.hash.hex(), decode(last.data).at


def restore(folder: Path, name: str, passphrase: str, *, at: str) -> str:
    """Put this backup in the place of the live files; `at` is now. Returns the name the replaced ones are kept under.

    The backup has to open with this passphrase and to pass every check: CopyNotSound otherwise, and nothing changes.
    The backup itself stays where it is. NotThisCase where the live key file can be read and is of another case.
    """
    place = folder / BACKUPS_NAME / name
    if backups.parse(name) is None or not place.is_dir():
        raise BackupMissing
    file = opening.read_key_file(place)
    live = _case_of(folder)
    if live is not None and live != file.header.case:
        raise NotThisCase
    right = Writing.take(folder)
    try:
        _settle(folder)
        part = swap.begin(folder)
        try:
            with disk_faults(), private():
                for each in (KEYS_NAME, DATABASE_NAME):
                    copy_file(place / each, part / each)
            _refuse_unsound(part, passphrase)
        except BaseException:
            remove(part)
            raise
        kept = _free_name(folder, at.replace("-", "").replace(":", ""))
        swap.decide(part, {each: f"{kept}/{each}" for each in (KEYS_NAME, DATABASE_NAME, "case.db-journal")})
    finally:
        right.release()
    return kept


def _free_name(folder: Path, stem: str) -> str:
    """A name under which nothing is kept yet, relative to the case folder."""
    names = (f"{REPLACED}/{stem}{ending}.evenhand" for ending in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(name for name in names if not (folder / name).exists())


def _settle(folder: Path) -> None:
    """Give the database of a case whose key was just changed its usual name, so that it is kept with its key file."""
    with contextlib.suppress(CaseMissing, KeyFileDamaged, NewerFormat):
        new_key.settle(folder, opening.read_key_file(folder).header)


def _case_of(folder: Path) -> str | None:
    """The case that the live key file names; None where it is gone or beyond reading."""
    try:
        return opening.read_key_file(folder).header.case
    except (CaseMissing, KeyFileDamaged, NewerFormat):
        return None


def _refuse_unsound(part: Path, passphrase: str) -> None:
    """Check what was copied, not what it was copied from."""
    file = opening.read_key_file(part)
    unlocked = slots.unlock(file, passphrase)
    database = opening.open_database(part, file, unlocked.dek, read_only=True)
    try:
        if not verify.check(file, database, unlocked.identity, None).sound:
            raise CopyNotSound
    finally:
        database.close()
