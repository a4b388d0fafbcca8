"""`case.keys`: 64 KiB, two copies of one header, read strictly and never repaired in silence (trust.md 2.3)."""

import struct
from typing import Any, Final, NamedTuple

import msgspec

from app.domain.errors import KeyFileDamaged, NewerFormat, NotNormal
from app.storage import canonical, crypto

MAJOR: Final = 1
MINOR: Final = 0
COPY: Final = 32_768
SIZE: Final = 2 * COPY

_MAGIC: Final = b"EVHND\r\n\x1a"
_FIXED = struct.Struct(">8sHHIQ8s")
_BODY: Final = 64
_README: Final = (
    "Evenhand case keys. Each slot: key = Argon2id(NFKC passphrase); seed = AES-256-GCM; dek = HPKE to the X25519 key "
    "from HKDF(seed, evh1/kem). case.db is SQLCipher 4 with the raw key dek and the salt given here. See SECURITY.md."
)


class Kdf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a slot stretches its passphrase."""

    alg: str
    v: int
    m: int
    t: int
    p: int
    salt: str

    @property
    def cost(self) -> crypto.Cost:
        """The Argon2id cost."""
        return crypto.Cost(self.m, self.t, self.p)


class Slot(msgspec.Struct, frozen=True):
    """One person's way in: the seed under a passphrase, the case key under the seed's public key."""

    id: str
    kdf: Kdf
    pk: str
    seed: str
    epoch: int
    dek: str


class Payload(msgspec.Struct, frozen=True):
    """What the case key opens, and the salt of the database."""

    cipher: str
    page: int
    salt: str


class Header(msgspec.Struct, frozen=True):
    """The content of one header copy, without its MAC."""

    case: str
    epoch: int
    payload: Payload
    slots: tuple[Slot, ...]
    readme: str = _README


class KeyFile(NamedTuple):
    """A key file as read: the newest sound copy, and which copies are not sound.

    `body` is the JSON as it stood, without its MAC: keys of a newer minor version are kept when it is written again.
    """

    header: Header
    sequence: int
    mac: bytes
    body: dict[str, Any]
    damaged: tuple[str, ...]

    def is_from(self, dek: bytes) -> bool:
        """True if whoever wrote this header held the case key. Ask before SQLite touches the database."""
        return crypto.same(self.mac, _mac(dek, canonical.dumps(self.body)))


def pack(header: Header, sequence: int, dek: bytes) -> bytes:
    """One copy of the header, 32 KiB."""
    return pack_body(msgspec.to_builtins(header), sequence, dek)


def pack_body(body: dict[str, Any], sequence: int, dek: bytes) -> bytes:
    """One copy of a header given as JSON without its MAC, 32 KiB."""
    signed = canonical.dumps(body)
    text = canonical.dumps({**body, "mac": _mac(dek, signed).hex()})
    if len(text) > COPY - _BODY:
        raise KeyFileDamaged
    fixed = _FIXED.pack(_MAGIC, MAJOR, MINOR, len(text), sequence, bytes(8))
    return (fixed + crypto.sha256(fixed, text) + text).ljust(COPY, b"\0")


def begins(data: bytes) -> bool:
    """True if these first bytes of a file are those of a key file: one of its two copies says so."""
    return any(data[start:].startswith(_MAGIC) for start in (0, COPY))


def read(data: bytes) -> KeyFile:
    """The newest sound copy. KeyFileDamaged if neither is sound; NewerFormat if both say a newer major version."""
    copies = {"first": data[:COPY], "second": data[COPY:SIZE]}
    sound = {name: found for name, copy in copies.items() if (found := _read_copy(copy)) is not None}
    if not sound or len(data) != SIZE:
        _refuse_newer(list(copies.values()))
        if not sound or len(data) < SIZE:
            raise KeyFileDamaged
    best = max(sound.values(), key=lambda found: found.sequence)
    damaged = tuple(name for name in copies if name not in sound)
    return best._replace(damaged=damaged + (("length",) if len(data) != SIZE else ()))


def sequence_of(copy: bytes) -> int:
    """The sequence of one copy; -1 if it is not sound, so that it is the first to be written again."""
    found = _read_copy(copy)
    return -1 if found is None else found.sequence


def _read_copy(copy: bytes) -> KeyFile | None:
    if len(copy) != COPY:
        return None
    magic, major, _minor, length, sequence, zero = _FIXED.unpack_from(copy)
    if magic != _MAGIC or major != MAJOR or zero != bytes(8) or length > COPY - _BODY:
        return None
    text = copy[_BODY : _BODY + length]
    if copy[32:_BODY] != crypto.sha256(copy[:32], text) or any(copy[_BODY + length :]):
        return None
    try:
        body: dict[str, Any] = canonical.loads(text)
        mac = bytes.fromhex(body.pop("mac"))
        return KeyFile(msgspec.convert(body, Header), sequence, mac, body, ())
    except (NotNormal, msgspec.ValidationError, KeyError, TypeError, ValueError, AttributeError):
        return None


def _refuse_newer(copies: list[bytes]) -> None:
    """A newer major version is believed only where both copies say the same."""
    majors = {_FIXED.unpack_from(copy)[1] for copy in copies if len(copy) >= _BODY and copy.startswith(_MAGIC)}
    if len(majors) == 1 and len(copies[1]) >= _BODY and (found := majors.pop()) > MAJOR:
        raise NewerFormat(found=found, known=MAJOR)


def _mac(dek: bytes, signed: bytes) -> bytes:
    return crypto.mac(crypto.derive(dek, "hdr"), signed)
