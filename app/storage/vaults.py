"""Vaults: anybody may put something in, only the vault's key reads it (datamodel.md 6)."""

import struct
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, Final, NamedTuple

import msgspec

from app.domain import entries as e
from app.domain.errors import NotNormal, TextTooLong
from app.domain.order_of_vaults import STEP
from app.storage import canonical, crypto, shares
from app.storage.identity import Identity

SECRET_BYTES: Final = 16
CHUNK: Final = 1_048_576
"""Documents rest in chunks of this many bytes."""

_LENGTH = struct.Struct(">I")


class Inner(NamedTuple):
    """What a sealed entry really says."""

    type: str
    of: int | None
    payload: e.Payload


class VaultKey:
    """The key of one vault, held in memory while the workspace may read it. Shows nothing of itself."""

    __slots__ = ("_kem", "_z", "public")

    def __init__(self, z: bytes) -> None:
        self._z = z
        self._kem = crypto.KemKey(crypto.derive(z, "vault"))
        self.public = crypto.b64(self._kem.public)

    @classmethod
    def new(cls) -> "VaultKey":
        """A vault nobody has put anything into yet."""
        return cls(crypto.random_bytes(SECRET_BYTES))

    def for_keeper(self, keeper: e.PublicKeys, case: str, vault: e.Id) -> str:
        """The secret sealed to the case manager, who typed what goes in."""
        return crypto.b64(crypto.seal_to(crypto.unb64(keeper.kem), self._z, _keeper_info(case, vault)))

    def dealt(self, t: int, to: Mapping[str, bytes], case: str, at: int) -> tuple[e.Share, ...]:
        """Shares of the secret, any `t` of which give it, each sealed to one holder's public key (X25519).

        `at` is the entry that the shares will stand in: a share of one set is none of another.
        """
        pieces = shares.split(self._z, t, len(to))
        return tuple(
            e.Share(member=member, i=i, ct=crypto.b64(crypto.seal_to(public, piece, _share_info(case, at, i))))
            for (member, public), (i, piece) in zip(to.items(), pieces, strict=True)
        )

    @property
    def secret(self) -> str:
        """The secret itself, base64: for the act that opens the vault to everybody."""
        return crypto.b64(self._z)

    def open(self, body: e.SealedBody, case: str, seq: int, actor: str, size: int | None = None) -> Inner:
        """What was sealed at this place by this actor; Refused for anything else.

        `size` is the one size that bodies of a round have; without it whole steps are expected.
        """
        padded = self._kem.open(crypto.unb64(body.ct), _sealed_info(case, seq, body.vault, actor))
        if size is not None and len(padded) != size:
            raise crypto.Refused
        return _parse(padded, size)


def kept(identity: Identity, made: e.VaultMade, case: str, vault: e.Id) -> VaultKey:
    """The key of a vault from its keeper's own seed; Refused for anybody else."""
    if made.keeper is None:
        raise crypto.Refused
    key = VaultKey(identity.kem.open(crypto.unb64(made.keeper), _keeper_info(case, vault)))
    if key.public != made.key:
        raise crypto.Refused
    return key


def own_share(identity: Identity, share: e.Share, case: str, at: int) -> bytes:
    """One member's share out of the set that stands at entry `at`; Refused for anybody else and any other place."""
    piece = identity.kem.open(crypto.unb64(share.ct), _share_info(case, at, share.i))
    if len(piece) != SECRET_BYTES:
        raise crypto.Refused
    return piece


def from_shares(released: Mapping[int, bytes], t: int, public: str) -> VaultKey:
    """The key that `t` of the released shares give; Refused if no `t` of them give the key of this vault.

    Shares that are not what was dealt are passed over as long as `t` good ones are there.
    """
    for secret in shares.candidates(released, t):
        key = VaultKey(secret)
        if key.public == public:
            return key
    raise crypto.Refused


def false_shares(released: Mapping[int, bytes], t: int, public: str) -> list[int]:
    """The numbers of released shares that no `t` of them could open this vault with; empty with fewer than `t`.

    Asked only of a vault whose secret is known: one bad share is told from `t - 1` good ones beside it.
    """
    if len(released) < t or t < 1:
        return []
    good: set[int] = set()
    for chosen in combinations(sorted(released), t):
        if not good.issuperset(chosen) and _opens({i: released[i] for i in chosen}, public):
            good.update(chosen)
    return [i for i in sorted(released) if i not in good]


def _opens(pieces: Mapping[int, bytes], public: str) -> bool:
    try:
        return VaultKey(shares.combine(pieces)).public == public
    except crypto.Refused:
        return False


def seal(
    public: str, inner: Inner, case: str, seq: int, vault: e.Id, actor: str, size: int | None = None
) -> e.SealedBody:
    """The body of a `sealed` entry: kind, object and content are inside, bound to case, place and actor.

    Padded to whole steps, or to exactly `size` bytes so that no two ballots differ in length; TextTooLong beyond.
    """
    text = canonical.dumps({"type": inner.type, "of": inner.of, "payload": e.to_plain(inner.payload)})
    plain = _LENGTH.pack(len(text)) + text
    if size is not None and len(plain) > size:
        raise TextTooLong(found=len(text), most=size - _LENGTH.size)
    padded = plain.ljust(size or -(-len(plain) // STEP) * STEP, b"\0")
    ct = crypto.seal_to(crypto.unb64(public), padded, _sealed_info(case, seq, vault, actor))
    return e.SealedBody(vault=vault, ct=crypto.b64(ct))


def _parse(padded: bytes, size: int | None) -> Inner:
    if len(padded) < _LENGTH.size or len(padded) % STEP:
        raise crypto.Refused
    (length,) = _LENGTH.unpack_from(padded)
    text, rest = padded[_LENGTH.size : _LENGTH.size + length], padded[_LENGTH.size + length :]
    if len(text) != length or any(rest) or (size is None and len(rest) >= STEP):
        raise crypto.Refused
    try:
        value: dict[str, Any] = canonical.loads(text)
        payload = msgspec.convert(value["payload"], e.INNER[value["type"]])
        of = value["of"]
    except (NotNormal, msgspec.ValidationError, KeyError, TypeError):
        raise crypto.Refused from None
    if set(value) != {"type", "of", "payload"} or not (of is None or type(of) is int):
        raise crypto.Refused
    return Inner(value["type"], of, payload)


def _sealed_info(case: str, seq: int, vault: e.Id, actor: str) -> bytes:
    return b"evh1/sealed\0" + canonical.dumps([case, seq, vault, actor])


def _keeper_info(case: str, vault: e.Id) -> bytes:
    return b"evh1/keeper\0" + canonical.dumps([case, vault])


def _share_info(case: str, at: int, i: int) -> bytes:
    return b"evh1/share\0" + canonical.dumps([case, at, i])


# --- chunks of documents --------------------------------------------------------------------------


def cut(data: bytes, key: bytes | None, case: str, seq: int) -> Iterator[bytes]:
    """The chunks of a document as stored: encrypted under `key` where the document lies in a vault."""
    for n, start in enumerate(range(0, len(data), CHUNK)):
        piece = data[start : start + CHUNK]
        yield piece if key is None else crypto.lock(key, piece, _chunk_aad(case, seq, n))


def sums(pieces: list[bytes]) -> tuple[e.ChunkSum, ...]:
    """What an entry says of its chunks as stored."""
    return tuple(e.ChunkSum(len(piece), crypto.sha256(piece).hex()) for piece in pieces)


def whole(pieces: list[bytes], expected: tuple[e.ChunkSum, ...]) -> bytes:
    """The stored chunks one after another; Refused if they are not the expected ones."""
    if sums(pieces) != expected:
        raise crypto.Refused
    return b"".join(pieces)


def joined(chunks: list[bytes], document: e.Document, case: str, seq: int) -> bytes:
    """The bytes of a document from its stored chunks; Refused if they are not the ones it names."""
    whole(chunks, document.chunks)
    if document.key is not None:
        key = crypto.unb64(document.key)
        chunks = [crypto.unlock(key, piece, _chunk_aad(case, seq, n)) for n, piece in enumerate(chunks)]
    data = b"".join(chunks)
    if len(data) != document.size or crypto.sha256(data).hex() != document.sha256:
        raise crypto.Refused
    return data


def _chunk_aad(case: str, seq: int, n: int) -> bytes:
    return b"evh1/chunk\0" + canonical.dumps([case, seq, n])
