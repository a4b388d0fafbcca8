"""Slots: how a passphrase leads to a person's seed and the seed to the case key."""

from typing import NamedTuple

import msgspec

from app.domain.errors import PassphraseTooShort, WrongPassphrase
from app.storage import canonical, crypto
from app.storage.identity import SEED_BYTES, Identity
from app.storage.keyfile import Header, Kdf, KeyFile, Slot

LEAST_CHARACTERS = 15
"""The shortest passphrase, in code points (NIST SP 800-63B-4)."""


def refuse_short(passphrase: str) -> None:
    """PassphraseTooShort for a new passphrase below the least length."""
    if len(passphrase) < LEAST_CHARACTERS:
        raise PassphraseTooShort(least=LEAST_CHARACTERS, found=len(passphrase))


class Unlocked(NamedTuple):
    """What a passphrase opened: whose slot, that person's keys, and the case key."""

    slot: str
    identity: Identity
    dek: bytes

    def __repr__(self) -> str:
        """Name the slot, never the keys."""
        return f"Unlocked({self.slot})"


def make(
    case: str, slot_id: str, passphrase: str, identity: Identity, dek: bytes, epoch: int, cost: crypto.Cost
) -> Slot:
    """A slot for one person. Takes as long as one guess of the passphrase would."""
    kdf = Kdf("argon2id", 19, cost.m, cost.t, cost.p, crypto.b64(crypto.random_bytes(16)))
    pk = crypto.b64(identity.kem.public)
    key = crypto.stretch(passphrase, crypto.unb64(kdf.salt), cost)
    seed = crypto.b64(identity.locked_under(key, _slot_aad(case, slot_id, kdf, pk)))
    return Slot(slot_id, kdf, pk, seed, epoch, wrap(case, slot_id, pk, dek, epoch))


def wrap(case: str, slot_id: str, pk: str, dek: bytes, epoch: int) -> str:
    """The case key sealed to a slot's public key; anybody who holds the case key can do it for anybody."""
    return crypto.b64(crypto.seal_to(crypto.unb64(pk), dek, _dek_info(case, slot_id, epoch)))


def unlock(file: KeyFile, passphrase: str) -> Unlocked:
    """The slot that this passphrase opens, proved by the header's MAC.

    Wrong passphrase, swapped slots, a header of another case and a cost out of bounds all end in the same
    WrongPassphrase: the difference would only help a guesser (trust.md 2.7, KEY-3).
    """
    for slot in file.header.slots:
        found = _try(file.header, slot, passphrase)
        if found is not None and file.is_from(found.dek):
            return found
    raise WrongPassphrase


def _try(header: Header, slot: Slot, passphrase: str) -> Unlocked | None:
    if not within_bounds(slot.kdf):
        return None
    try:
        key = crypto.stretch(passphrase, crypto.unb64(slot.kdf.salt), slot.kdf.cost)
        seed = crypto.unlock(key, crypto.unb64(slot.seed), _slot_aad(header.case, slot.id, slot.kdf, slot.pk))
        if len(seed) != SEED_BYTES:
            return None
        identity = Identity(seed)
        dek = identity.kem.open(crypto.unb64(slot.dek), _dek_info(header.case, slot.id, slot.epoch))
    except (crypto.Refused, ValueError):
        return None
    return Unlocked(slot.id, identity, dek)


def within_bounds(kdf: Kdf) -> bool:
    """True if a slot's cost lies between the floor and the ceiling; asked before anything is allocated."""
    floor, ceiling, cost = crypto.FLOOR, crypto.CEILING, kdf.cost
    fits = all(low <= value <= high for low, value, high in zip(floor, cost, ceiling, strict=True))
    return fits and kdf.alg == "argon2id" and kdf.v == 19


def _slot_aad(case: str, slot_id: str, kdf: Kdf, pk: str) -> bytes:
    return b"evh1/slot\0" + canonical.dumps({"case": case, "id": slot_id, "kdf": msgspec.to_builtins(kdf), "pk": pk})


def _dek_info(case: str, slot_id: str, epoch: int) -> bytes:
    return b"evh1/dek\0" + canonical.dumps([case, slot_id, epoch])
