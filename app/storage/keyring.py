"""The key file of an open case, written anew when a person joins: older copy first, so that one is always whole."""

import os
from pathlib import Path
from typing import Any

import msgspec

from app.storage import crypto, keyfile, slots
from app.storage.disk import disk_faults
from app.storage.identity import Identity
from app.storage.passphrases import refuse_weak


class KeyRing:
    """The slots of an open case and the case key that wraps new ones. Shows nothing of itself."""

    __slots__ = ("_cost", "_dek", "_file", "_path")

    def __init__(self, path: Path, file: keyfile.KeyFile, dek: bytes, cost: crypto.Cost) -> None:
        self._path = path
        self._file = file
        self._dek = dek
        self._cost = cost

    def add(self, seat: str, passphrase: str, identity: Identity, own_words: tuple[str, ...] = ()) -> None:
        """A slot for one person, in place of any that this seat had; on the disk when this returns."""
        refuse_weak(passphrase, own_words)
        header = self._file.header
        slot = slots.make(header.case, seat, passphrase, identity, self._dek, header.epoch, self._cost)
        others = [other for other in self._file.body["slots"] if other["id"] != seat]
        self._write({**self._file.body, "slots": [*others, msgspec.to_builtins(slot)]})

    def change(self, seat: str, old: str, new: str, own_words: tuple[str, ...] = ()) -> None:
        """Lock one seat's seed under another passphrase; the case key and every other slot stay as they are.

        WrongPassphrase if `old` is not this seat's. On the disk when this returns.
        """
        refuse_weak(new, own_words)
        found = slots.unlock(self._file, old, seat)
        case = self._file.header.case
        changed = [
            slots.relocked(case, slot, found.identity, new, self._cost) if slot["id"] == seat else slot
            for slot in self._file.body["slots"]
        ]
        self._write({**self._file.body, "slots": changed})

    def unlock(self, passphrase: str) -> slots.Unlocked:
        """The slot that a passphrase opens, or WrongPassphrase."""
        return slots.unlock(self._file, passphrase)

    def _write(self, body: dict[str, Any]) -> None:
        with disk_faults(), self._path.open("r+b") as stream:
            data = stream.read(keyfile.SIZE)
            copies = (data[: keyfile.COPY], data[keyfile.COPY :])
            older_first = sorted((0, 1), key=lambda n: keyfile.sequence_of(copies[n]))
            for step, n in enumerate(older_first, 1):
                stream.seek(n * keyfile.COPY)
                stream.write(keyfile.pack_body(body, self._file.sequence + step, self._dek))
                stream.flush()
                os.fsync(stream.fileno())
            stream.seek(0)
            self._file = keyfile.read(stream.read(keyfile.SIZE))
