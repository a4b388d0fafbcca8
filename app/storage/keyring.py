"""The key file of an open case, written anew when a person joins: older copy first, so that one is always whole."""

import os
from pathlib import Path
from typing import Any

import msgspec

from app.domain.errors import PassphraseTaken, WrongPassphrase
from app.storage import crypto, keyfile, slots
from app.storage.disk import disk_faults
from app.storage.identity import Identity


class KeyRing:
    """The slots of an open case and the case key that wraps new ones. Shows nothing of itself."""

    __slots__ = ("_cost", "_dek", "_file", "_path")

    def __init__(self, path: Path, file: keyfile.KeyFile, dek: bytes, cost: crypto.Cost) -> None:
        self._path = path
        self._file = file
        self._dek = dek
        self._cost = cost

    def add(self, seat: str, passphrase: str, identity: Identity) -> None:
        """A slot for one person, in place of any that this seat had; on the disk when this returns."""
        slots.refuse_short(passphrase)
        header = self._file.header
        slot = slots.make(header.case, seat, passphrase, identity, self._dek, header.epoch, self._cost)
        others = [other for other in self._file.body["slots"] if other["id"] != seat]
        self._write({**self._file.body, "slots": [*others, msgspec.to_builtins(slot)]})

    def refuse_new(self, passphrase: str) -> None:
        """A short passphrase is refused, and one that opens a slot already: whose seat it meant could not be told."""
        slots.refuse_short(passphrase)
        try:
            slots.unlock(self._file, passphrase)
        except WrongPassphrase:
            return
        raise PassphraseTaken

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
