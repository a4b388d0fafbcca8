"""The key file of an open case, written anew when a person joins: older copy first, so that one is always whole."""

import contextlib
import errno
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import msgspec

from app.domain import recovery
from app.domain.errors import PassphraseTaken, WrongPassphrase, WrongSigner
from app.storage import crypto, keyfile, slots
from app.storage.disk import disk_faults
from app.storage.identity import Identity
from app.storage.passphrases import refuse_weak


class KeyRing:
    """The slots of an open case and the case key that wraps new ones. Shows nothing of itself.

    Only whoever holds the database for writing may write; the ring of a reader refuses with WrongSigner.
    """

    __slots__ = ("_cost", "_dek", "_file", "_path", "_writable")

    def __init__(
        self, path: Path, file: keyfile.KeyFile, dek: bytes, cost: crypto.Cost, *, writable: bool = True
    ) -> None:
        self._writable = writable
        self._path = path
        self._file = file
        self._dek = dek
        self._cost = cost

    def add(self, seat: str, passphrase: str, identity: Identity, own_words: tuple[str, ...] = ()) -> None:
        """A slot for one person, in place of any that this seat had; on the disk when this returns."""
        refuse_weak(passphrase, own_words)
        self._put(seat, passphrase, identity, self._cost)

    def add_recovery(self, seat: str, identity: Identity) -> str:
        """A slot that a fresh recovery code opens; returns the code. Its 128 bits need no more than the least cost."""
        code = recovery.code(crypto.random_bytes(recovery.SECRET_BYTES))
        self._put(seat, code, identity, crypto.FLOOR)
        return code

    def _put(self, seat: str, passphrase: str, identity: Identity, cost: crypto.Cost) -> None:
        header = self._file.header
        slot = slots.make(header.case, seat, passphrase, identity, self._dek, header.epoch, cost)
        others = [other for other in self._file.body["slots"] if other["id"] != seat]
        self._write({**self._file.body, "slots": [*others, msgspec.to_builtins(slot)]})

    def refuse_new(self, passphrase: str, own_words: tuple[str, ...] = ()) -> None:
        """A weak passphrase is refused, and one that opens a slot already: whose seat it meant could not be told."""
        refuse_weak(passphrase, own_words)
        try:
            slots.unlock(self._file, passphrase)
        except WrongPassphrase:
            return
        raise PassphraseTaken

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

    def drop(self, seats: Collection[str]) -> None:
        """Delete the slots of these seats, if there are any; nothing is written where there are none."""
        left = [slot for slot in self._file.body["slots"] if slot["id"] not in seats]
        if len(left) < len(self._file.body["slots"]):
            self._write({**self._file.body, "slots": left})

    def under(self, dek: bytes, salt: bytes, without: str) -> bytes:
        """A whole new key file for another case key and payload, every other slot wrapped by its public key alone.

        Nobody's passphrase is needed, and what a newer minor version keeps in the header stays.
        """
        case, epoch = self._file.header.case, self._file.header.epoch + 1
        wrapped = [
            {**slot, "epoch": epoch, "dek": slots.wrap(case, slot["id"], slot["pk"], dek, epoch)}
            for slot in self._file.body["slots"]
            if slot["id"] != without
        ]
        payload = {**self._file.body["payload"], "salt": salt.hex()}
        body = {**self._file.body, "epoch": epoch, "payload": payload, "slots": wrapped}
        return b"".join(keyfile.pack_body(body, self._file.sequence + step, dek) for step in (1, 2))

    def opens_for(self, seat: str, identity: Identity) -> bool:
        """True if this seat's own key finds the case key in its slot."""
        return any(slots.dek_of(self._file.header, slot, identity) == self._dek for slot in self._slots_of(seat))

    @property
    def folder(self) -> Path:
        """The folder of the case."""
        return self._path.parent

    @property
    def header(self) -> keyfile.Header:
        """The header as last read or written."""
        return self._file.header

    @property
    def dek(self) -> bytes:
        """The case key, for opening its database."""
        return self._dek

    def turned(self, data: bytes, dek: bytes) -> "KeyRing":
        """The same ring over a key file given as bytes, under the case key that it was written with."""
        return KeyRing(self._path, keyfile.read(data), dek, self._cost)

    def _slots_of(self, seat: str) -> list[keyfile.Slot]:
        return [slot for slot in self._file.header.slots if slot.id == seat]

    def unlock(self, passphrase: str) -> slots.Unlocked:
        """The slot that a passphrase opens, or WrongPassphrase."""
        return slots.unlock(self._file, passphrase)

    def _write(self, body: dict[str, Any]) -> None:
        """Write both copies, the older one first, each flushed before the other is touched.

        Once the first rests on the disk the change is made: a fault in the second leaves one sound copy, which
        `verify` names. What is in memory afterwards is what is on the disk, fault or not.
        """
        if not self._writable:
            raise WrongSigner
        with disk_faults(), self._path.open("r+b", buffering=0) as stream:
            data = stream.read(keyfile.SIZE)
            copies = (data[: keyfile.COPY], data[keyfile.COPY :])
            older, newer = sorted((0, 1), key=lambda n: keyfile.sequence_of(copies[n]))
            try:
                self._write_copy(stream, older, keyfile.pack_body(body, self._file.sequence + 1, self._dek))
                with contextlib.suppress(OSError):
                    self._write_copy(stream, newer, keyfile.pack_body(body, self._file.sequence + 2, self._dek))
            finally:
                stream.seek(0)
                self._file = keyfile.read(stream.read(keyfile.SIZE))

    @staticmethod
    def _write_copy(stream: Any, n: int, data: bytes) -> None:
        stream.seek(n * keyfile.COPY)
        if stream.write(data) != len(data):
            raise OSError(errno.EIO, "a short write")
        os.fsync(stream.fileno())
