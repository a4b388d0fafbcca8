"""Vaults: anybody may put something in, only the vault's key reads it (datamodel.md 6)."""

import struct
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec

from app.domain import entries as e
from app.domain.errors import NotNormal
from app.storage import canonical, crypto
from app.storage.identity import Identity

SECRET_BYTES: Final = 16
STEP: Final = 1024
"""Sealed bodies are padded to whole steps of this many bytes, so that length says little."""

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

    def open(self, body: e.SealedBody, case: str, seq: int, actor: str) -> Inner:
        """What was sealed at this place by this actor; Refused for anything else."""
        padded = self._kem.open(crypto.unb64(body.ct), _sealed_info(case, seq, body.vault, actor))
        return _parse(padded)


def kept(identity: Identity, made: e.VaultMade, case: str, vault: e.Id) -> VaultKey:
    """The key of a vault from its keeper's own seed; Refused for anybody else."""
    if made.keeper is None:
        raise crypto.Refused
    key = VaultKey(identity.kem.open(crypto.unb64(made.keeper), _keeper_info(case, vault)))
    if key.public != made.key:
        raise crypto.Refused
    return key


def seal(public: str, inner: Inner, case: str, seq: int, vault: e.Id, actor: str) -> e.SealedBody:
    """The body of a `sealed` entry: kind, object and content are inside, bound to case, place and actor."""
    text = canonical.dumps({"type": inner.type, "of": inner.of, "payload": e.to_plain(inner.payload)})
    plain = _LENGTH.pack(len(text)) + text
    padded = plain.ljust(-(-len(plain) // STEP) * STEP, b"\0")
    ct = crypto.seal_to(crypto.unb64(public), padded, _sealed_info(case, seq, vault, actor))
    return e.SealedBody(vault=vault, ct=crypto.b64(ct))


def _parse(padded: bytes) -> Inner:
    if len(padded) < _LENGTH.size or len(padded) % STEP:
        raise crypto.Refused
    (length,) = _LENGTH.unpack_from(padded)
    text, rest = padded[_LENGTH.size : _LENGTH.size + length], padded[_LENGTH.size + length :]
    if len(text) != length or len(rest) >= STEP or any(rest):
        raise crypto.Refused
    try:
        value: dict[str, Any] = canonical.loads(text)
        kind = e.KINDS[value["type"]]
        payload = msgspec.convert(value["payload"], kind.payload)
        of = value["of"]
    except (NotNormal, msgspec.ValidationError, KeyError, TypeError):
        raise crypto.Refused from None
    if kind.table is None or set(value) != {"type", "of", "payload"} or not (of is None or isinstance(of, int)):
        raise crypto.Refused
    return Inner(value["type"], of, payload)


def _sealed_info(case: str, seq: int, vault: e.Id, actor: str) -> bytes:
    return b"evh1/sealed\0" + canonical.dumps([case, seq, vault, actor])


def _keeper_info(case: str, vault: e.Id) -> bytes:
    return b"evh1/keeper\0" + canonical.dumps([case, vault])


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
