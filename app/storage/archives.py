"""Archives as the services see them: opened for reading, checked by a second process, turned into a case again."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import app
from app.domain.errors import CaseExists
from app.services.ports import Opened
from app.storage import archive_files, crypto, keyfile, opening
from app.storage.case_store import PersonKey, Store
from app.storage.disk import PART, disk_faults, flush_folder, private, remove

_BLOCK: Final = 1 << 20


class Archives:
    """Archives on disk (`ports.Archives`)."""

    def is_one(self, path: Path) -> bool:
        """True for a file that is an archive by its name or by how it begins, be it damaged or not."""
        return path.is_file() and archive_files.claims(path)

    def open(self, path: Path, passphrase: str, room: Path | None = None) -> Opened:
        """An archive, for reading only."""
        found = archive_files.look_into(path, passphrase, room)
        try:
            store = Store(found.database, found.file.header.case)
        except BaseException:
            found.database.close()
            raise
        return Opened(store, PersonKey(found.unlocked.slot, found.unlocked.identity))

    def unpack(self, path: Path, folder: Path) -> None:
        """An archive as a case folder again, for a case that is reopened. Needs no key; appears whole or not at all."""
        archive_files.header(path)
        if folder.exists() or folder.is_symlink():
            raise CaseExists
        part = folder.with_name(f"{folder.name}.{crypto.random_bytes(4).hex()}{PART}")
        try:
            with disk_faults(), private():
                part.mkdir(mode=0o700)
                _write(part / opening.KEYS_NAME, path, 0, keyfile.SIZE)
                _write(part / opening.DATABASE_NAME, path, keyfile.SIZE, None)
                flush_folder(part)
                part.rename(folder)
                flush_folder(folder.parent)
        except BaseException:
            remove(part)
            raise

    def check_elsewhere(self, passphrase: str) -> Callable[[Path, str], bool]:
        """The check of an archive by a second process, which reads it from the disk as any stranger would."""

        def sound(path: Path, head: str) -> bool:
            done = subprocess.run(
                [*_program(), "verify", "--json", "--head", head, str(path.absolute())],
                input=f"{passphrase}\n",
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                check=False,
                env={**os.environ, "PYTHONPATH": str(Path(app.__file__).parent.parent), "PYTHONUTF8": "1"},
            )
            return done.returncode == 0

        return sound


def _program() -> list[str]:
    """How this very program is started again."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "app"]


def _write(target: Path, source: Path, start: int, length: int | None) -> None:
    with source.open("rb") as reading, target.open("xb") as writing:
        reading.seek(start)
        left = length
        while block := reading.read(_BLOCK if left is None else min(_BLOCK, left)):
            writing.write(block)
            left = None if left is None else left - len(block)
        writing.flush()
        os.fsync(writing.fileno())
