"""A new key file and database in the place of a case's, whole or not at all, the replaced ones kept.

Two files cannot be renamed in one step, so the intention is: a folder `case.next`, put there by one rename when all
in it is written and flushed. Whoever finds it finishes it, with renames alone and without any key. From the rename on
the new state counts, before it the old one.
"""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.domain.errors import CannotWrite, NoLocks, RecoveryNeedsWriting
from app.storage.disk import PART, disk_faults, flush_folder, private, remove
from app.storage.writing import Writing

NEXT: Final = "case.next"

_JOURNAL: Final = "case.db-journal"
_NAMES: Final = ("case.keys", "case.db")
_KEEP_AS: Final = "keep-as"


def begin(folder: Path) -> Path:
    """A new folder to put the next files of a case into (`case.keys`, `case.db` or both), for `decide`."""
    part = folder / f"{NEXT}{PART}"
    with disk_faults(), private():
        remove(part)
        part.mkdir(mode=0o700)
    return part


def decide(part: Path, keep_as: Mapping[str, str]) -> None:
    """Let what lies in `part` be the case from now on.

    `keep_as` says under which name each replaced file stays, relative to the case folder; without one it is removed.
    The caller holds the case for writing and has closed its database.
    """
    folder = part.parent
    with disk_faults():
        lines = "".join(f"{name}\t{kept}\n" for name, kept in keep_as.items())
        with (part / _KEEP_AS).open("x", encoding="ascii", newline="\n") as stream:
            stream.write(lines)
            stream.flush()
            os.fsync(stream.fileno())
        flush_folder(part)
        part.rename(folder / NEXT)
        flush_folder(folder)
    _finish(folder)


def finish(folder: Path) -> None:
    """Finish a replacement that was decided and interrupted; RecoveryNeedsWriting where nothing can be written."""
    if not (folder / NEXT).is_dir():
        return
    try:
        right = Writing.take(folder)
    except (CannotWrite, NoLocks):
        raise RecoveryNeedsWriting from None
    try:
        _finish(folder)
    finally:
        right.release()


def _finish(folder: Path) -> None:
    """Every step may be repeated: a kill between any two of them is finished by the next who comes."""
    following = folder / NEXT
    if not following.is_dir():
        return
    with disk_faults():
        keep_as = dict(
            line.split("\t") for line in (following / _KEEP_AS).read_text(encoding="ascii").splitlines() if line
        )
        if (following / "case.db").exists():  # a journal of the old database must never meet the new one
            _put_away(folder / _JOURNAL, following / f"was.{_JOURNAL}")
        for name in _NAMES:
            if (following / name).exists():
                _put_away(folder / name, following / f"was.{name}")
                flush_folder(following)
                (following / name).rename(folder / name)
        flush_folder(folder)
        for name in (*_NAMES, _JOURNAL):
            _keep(following / f"was.{name}", folder, keep_as.get(name))
        done = folder / f"{NEXT}.done{PART}"  # whoever finds only a part of it must not take it for an intention
        remove(done)
        following.rename(done)
        remove(done)
        flush_folder(folder)


def _put_away(live: Path, was: Path) -> None:
    if live.exists() and not was.exists():
        live.rename(was)


def _keep(was: Path, folder: Path, kept: str | None) -> None:
    if kept is None or not was.exists():
        return
    target = folder / kept
    with contextlib.suppress(FileExistsError), private():
        target.parent.mkdir(mode=0o700, parents=True)
    was.replace(target)
    flush_folder(target.parent)
