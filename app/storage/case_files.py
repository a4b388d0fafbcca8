"""Cases as folders: made whole beside their place and put there in one step; opened only after the header is proved."""

import os
import shutil
from pathlib import Path
from typing import Final

from app.domain.copies import Backup
from app.domain.errors import CaseExists, RecoveryReadsOnly
from app.domain.roster import RECOVERY
from app.services.ports import Opened
from app.storage import crypto, keyfile, new_key, restoring, slots, upgrade
from app.storage.case_store import PersonKey, Store
from app.storage.copies import CopiesOf
from app.storage.database import FORMAT, Database
from app.storage.disk import disk_faults, flush_folder, private
from app.storage.identity import Identity
from app.storage.keyring import KeyRing
from app.storage.opening import DATABASE_NAME, KEYS_NAME, open_database, read_key_file
from app.storage.passphrases import refuse_weak

__all__ = ["Folders", "NewCase", "open_database", "read_key_file", "write_key_file"]

SALT_BYTES: Final = 16


class Folders:
    """Cases as folders on disk (`ports.CaseFiles`)."""

    def __init__(self, cost: crypto.Cost | None = None) -> None:
        self._cost = cost or crypto.Cost()

    def create(self, folder: Path, seat: str, passphrase: str) -> "NewCase":
        """Begin a new case; a refused passphrase or CaseExists before anything is written."""
        refuse_weak(passphrase)
        if folder.exists() or folder.is_symlink():
            raise CaseExists
        return NewCase(folder, seat, passphrase, self._cost)

    def open(self, folder: Path, passphrase: str, *, read_only: bool) -> Opened:
        """Open a case with one person's passphrase. SQLite is touched only after the header's MAC is proved."""
        file = read_key_file(folder)
        unlocked = slots.unlock(file, passphrase)
        if not read_only and unlocked.slot.startswith(RECOVERY):
            raise RecoveryReadsOnly
        database = open_database(folder, file, unlocked.dek, read_only=read_only)
        if database.format < FORMAT and not read_only:
            try:
                upgrade.with_backup(folder, file, database)
            finally:
                database.close()
            database = open_database(folder, file, unlocked.dek, read_only=False)
        try:
            if not read_only:
                new_key.discard(folder)
            ring = KeyRing(folder / KEYS_NAME, file, unlocked.dek, self._cost, writable=not read_only)
            store = Store(database, file.header.case, ring, CopiesOf(folder, file.header.case, database))
        except BaseException:
            database.close()
            raise
        return Opened(store, PersonKey(unlocked.slot, unlocked.identity))

    def backups(self, folder: Path, passphrase: str) -> list[Backup]:
        """What each backup of a case holds, oldest first; the live files are not touched."""
        return restoring.shown(folder, passphrase)

    def restore(self, folder: Path, name: str, passphrase: str, *, at: str) -> str:
        """Put a backup in the place of the live files and keep those. Returns the name they are kept under."""
        return restoring.restore(folder, name, passphrase, at=at)


class NewCase:
    """A case in the making (`ports.Creation`): built beside its place under a name ending in `.part`."""

    def __init__(self, folder: Path, seat: str, passphrase: str, cost: crypto.Cost) -> None:
        self._folder = folder
        self._part = folder.with_name(f"{folder.name}.{crypto.random_bytes(4).hex()}.part")
        identity = Identity.new()
        self.own = PersonKey(seat, identity)
        dek, salt, case = crypto.random_bytes(32), crypto.random_bytes(SALT_BYTES), _new_case_id()
        slot = slots.make(case, seat, passphrase, identity, dek, 1, cost)
        payload = keyfile.Payload("sqlcipher4", 4096, salt.hex())
        header = keyfile.Header(case, 1, payload, (slot,))
        with disk_faults(), private():
            self._part.mkdir(mode=0o700)
            try:
                file = write_key_file(self._part, header, dek)
                ring = KeyRing(self._part / KEYS_NAME, file, dek, cost)
                self.store = Store(Database.create(self._part / DATABASE_NAME, dek, salt), case, ring)
            except BaseException:
                shutil.rmtree(self._part, ignore_errors=True)
                raise

    def finish(self) -> None:
        """Close, flush and put the case at its place in one step."""
        self.store.close()
        try:
            with disk_faults():
                flush_folder(self._part)
                if self._folder.exists():
                    raise CaseExists
                self._part.rename(self._folder)
                flush_folder(self._folder.parent)
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Delete what was begun."""
        self.store.close()
        shutil.rmtree(self._part, ignore_errors=True)


def write_key_file(folder: Path, header: keyfile.Header, dek: bytes) -> keyfile.KeyFile:
    """Write a new key file: both copies, flushed to the disk."""
    data = keyfile.pack(header, 1, dek) + keyfile.pack(header, 2, dek)
    with (folder / KEYS_NAME).open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return keyfile.read(data)


def _new_case_id() -> str:
    """A random (version 4) UUID."""
    raw = bytearray(crypto.random_bytes(16))
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
