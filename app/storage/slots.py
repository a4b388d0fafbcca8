"""Slots: how a passphrase leads to a person's seed and the seed to the case key."""

from typing import Any, NamedTuple

import msgspec

from app.domain import recovery
from app.domain.errors import WrongPassphrase
from app.domain.roster import RECOVERY
from app.storage import canonical, crypto
from app.storage.identity import SEED_BYTES, Identity
from app.storage.keyfile import Header, Kdf, KeyFile, Slot


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
    pk = crypto.b64(identity.kem.public)
    kdf, seed = _locked(case, slot_id, pk, passphrase, identity, cost)
    return Slot(slot_id, kdf, pk, seed, epoch, wrap(case, slot_id, pk, dek, epoch))


def relocked(case: str, slot: dict[str, Any], identity: Identity, passphrase: str, cost: crypto.Cost) -> dict[str, Any]:
    """The same slot under another passphrase. Whatever else stood in it stays, so a newer minor version's keys do."""
    kdf, seed = _locked(case, slot["id"], slot["pk"], passphrase, identity, cost)
    return {**slot, "kdf": msgspec.to_builtins(kdf), "seed": seed}


def _locked(
    case: str, slot_id: str, pk: str, passphrase: str, identity: Identity, cost: crypto.Cost
) -> tuple[Kdf, str]:
    kdf = Kdf("argon2id", 19, cost.m, cost.t, cost.p, crypto.b64(crypto.random_bytes(16)))
    key = crypto.stretch(passphrase, crypto.unb64(kdf.salt), cost)
    return kdf, crypto.b64(identity.locked_under(key, _slot_aad(case, slot_id, kdf, pk)))


def wrap(case: str, slot_id: str, pk: str, dek: bytes, epoch: int) -> str:
    """The case key sealed to a slot's public key; anybody who holds the case key can do it for anybody."""
    return crypto.b64(crypto.seal_to(crypto.unb64(pk), dek, _dek_info(case, slot_id, epoch)))


def unlock(file: KeyFile, passphrase: str, only: str | None = None) -> Unlocked:
    """The slot that this passphrase opens, proved by the header's MAC; only this one where a seat is given.

    Wrong passphrase, swapped slots, a header of another case and a cost out of bounds all end in the same
    WrongPassphrase: the difference would only help a guesser (trust.md 2.7, KEY-3).
    """
    code = recovery.meant(passphrase)
    for slot in file.header.slots:
        is_recovery = slot.id.startswith(RECOVERY)
        if (only is not None and slot.id != only) or (is_recovery and code is None):
            continue
        found = _try(file.header, slot, code if is_recovery and code else passphrase)
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
    except (crypto.Refused, ValueError):
        return None
    dek = dek_of(header, slot, identity)
    return None if dek is None else Unlocked(slot.id, identity, dek)


def dek_of(header: Header, slot: Slot, identity: Identity) -> bytes | None:
    """The case key in a slot, opened with its owner's own key; None for anybody else."""
    try:
        return identity.kem.open(crypto.unb64(slot.dek), _dek_info(header.case, slot.id, slot.epoch))
    except crypto.Refused:
        return None


def within_bounds(kdf: Kdf) -> bool:
    """True if a slot's cost lies between the floor and the ceiling; asked before anything is allocated."""
    floor, ceiling, cost = crypto.FLOOR, crypto.CEILING, kdf.cost
    fits = all(low <= value <= high for low, value, high in zip(floor, cost, ceiling, strict=True))
    return fits and kdf.alg == "argon2id" and kdf.v == 19


def _slot_aad(case: str, slot_id: str, kdf: Kdf, pk: str) -> bytes:
    return b"evh1/slot\0" + canonical.dumps({"case": case, "id": slot_id, "kdf": msgspec.to_builtins(kdf), "pk": pk})


def _dek_info(case: str, slot_id: str, epoch: int) -> bytes:
    return b"evh1/dek\0" + canonical.dumps([case, slot_id, epoch])
