"""Destroying a case: first a note that it is doomed, then its key headers, then its files; a kill is gone on from."""

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from app.domain.destruction import Doomed, Item
from app.domain.errors import CaseMissing, EvenhandError, NotThisCase
from app.storage import archive_files, crypto, keyfile, opening
from app.storage.disk import PART, disk_faults, flush_folder, private, remove, sha256_of
from app.storage.writing import LOCK_NAME, Writing


class _Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `case.destroying` says: the case, and the paths of its files with what each was."""

    doomed: Doomed
    paths: tuple[str, ...]


_ENCODER: Final = msgspec.json.Encoder()


class Destruction:
    """The end of cases on disk (`ports.Destruction`)."""

    def begun(self, folder: Path) -> Doomed | None:
        """The case here, if its destruction was begun and not finished."""
        note = _read_note(folder)
        return None if note is None else note.doomed

    def refuse_strangers(self, copies: Sequence[Path], case: str) -> None:
        """NotThisCase or CaseMissing for a named copy that is none of this case."""
        for copy in copies:
            _files_of_copy(copy.absolute(), case)

    def begin(self, folder: Path, copies: Sequence[Path], case: str, reference: str, seq: int, head: str) -> Doomed:
        """Note that this case and these copies of it are doomed: from here on nothing opens it any more.

        The caller holds the case for writing. A certificate names files by their own names, never by the way to them.
        """
        found = [(folder.parent, path) for path in _files_of(folder) if path.name != LOCK_NAME]
        for copy in copies:
            found += [(copy.absolute().parent, path) for path in _files_of_copy(copy.absolute(), case)]
        with disk_faults(), private():
            items = tuple(
                Item(str(path.relative_to(root)), path.stat().st_size, sha256_of(path)) for root, path in found
            )
            doomed = Doomed(case, reference, seq, head, items)
            note = folder / opening.DESTROYING_NAME
            part = note.with_name(note.name + PART)
            with part.open("wb") as stream:
                stream.write(_ENCODER.encode(_Note(doomed, tuple(str(path) for _, path in found))))
                stream.flush()
                os.fsync(stream.fileno())
            part.rename(note)
            flush_folder(folder)
        return doomed

    def finish(self, folder: Path, keep: Callable[[tuple[str, ...]], None]) -> None:
        """Destroy what the note names.

        `keep` is told what could not be reached, and keeps the certificate, before the note itself goes; so a kill at
        any moment is gone on from by calling this again.
        """
        note = _read_note(folder)
        if note is None:
            raise CaseMissing
        right = Writing.take(folder)
        try:
            keep(tuple(item.name for item, path in zip(note.doomed.items, note.paths, strict=True) if _spared(path)))
            with disk_faults():
                for path in folder.iterdir():
                    if path.name not in (LOCK_NAME, opening.DESTROYING_NAME):
                        remove(path)
                flush_folder(folder)
                (folder / opening.DESTROYING_NAME).unlink()
                flush_folder(folder)
        finally:
            right.release()
        with contextlib.suppress(OSError):
            folder.rmdir()

    def certify(self, path: Path, text: str) -> None:
        """Write a certificate down: whole or not at all, in place of an earlier one of the same name."""
        part = path.with_name(path.name + PART)
        with disk_faults():
            with part.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
            flush_folder(path.absolute().parent)


def _read_note(folder: Path) -> _Note | None:
    try:
        data = (folder / opening.DESTROYING_NAME).read_bytes()
    except OSError:
        return None
    try:
        return msgspec.json.decode(data, type=_Note)
    except msgspec.MsgspecError:
        return None


def _files_of_copy(path: Path, case: str) -> list[Path]:
    """The files of a copy whose own header names this case."""
    try:
        file = archive_files.header(path) if path.is_file() else opening.read_key_file(path)
    except EvenhandError:
        raise CaseMissing from None
    if file.header.case != case:
        raise NotThisCase
    return [path] if path.is_file() else _files_of(path)


def _files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _spared(path: str) -> bool:
    """Destroy one file; True if it could not be reached."""
    file = Path(path)
    try:
        if not file.exists():
            return False
        file.chmod(0o600)
        with file.open("r+b") as stream:
            stream.write(crypto.random_bytes(min(keyfile.SIZE, os.fstat(stream.fileno()).st_size)))
            stream.flush()
            os.fsync(stream.fileno())
        file.unlink()
        flush_folder(file.parent)
    except OSError:
        return True
    return False
