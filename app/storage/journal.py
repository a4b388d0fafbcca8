"""The bytes of an entry: how it is written, chained, hashed and signed (datamodel.md 1, trust.md 3.1)."""

from typing import Final

import msgspec

from app.storage import canonical, crypto

NO_PREVIOUS: Final = bytes(32)
"""What the first entry names as its predecessor."""

SALT_BYTES: Final = 16

_HASH_LABEL: Final = b"EVH-journal-v1\0"
_SIGN_LABEL: Final = b"EVH-journal-sig-v1\0"
_CONTENT_LABEL: Final = b"EVH-content-v1\0"


class EntryBytes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in `entry.bytes`: no word that a person typed."""

    v: int
    case: str
    seq: int
    prev: str
    type: str
    at: str
    actor: str
    of: int | None
    h: str


def encode(entry: EntryBytes) -> bytes:
    """The canonical bytes that are hashed and signed, stored verbatim and never written again."""
    return canonical.dumps(msgspec.to_builtins(entry))


_DECODER: Final = msgspec.json.Decoder(EntryBytes)


def decode(data: bytes) -> EntryBytes:
    """The fields of an entry; msgspec.MsgspecError if they are not of their kinds. Checks no hash and no form."""
    return _DECODER.decode(data)


def entry_hash(data: bytes) -> bytes:
    """SHA-256 over the label and the entry's bytes: the head of the chain up to this entry."""
    return crypto.sha256(_HASH_LABEL, data)


def content_hash(salt: bytes, body: bytes) -> bytes:
    """SHA-256 over label, salt and body; the salt keeps short contents from being guessed."""
    return crypto.sha256(_CONTENT_LABEL, salt, body)


def signed_message(head: bytes) -> bytes:
    """What the signature of a commit covers: the hash of its last entry, and so everything before it."""
    return _SIGN_LABEL + head
