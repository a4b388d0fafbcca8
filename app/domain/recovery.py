"""The recovery code: 128 bits and two check bits as 26 characters, and the sheet it is printed on."""

import hashlib
from dataclasses import dataclass
from typing import Final

from app.domain import crockford
from app.domain.errors import RecoveryCodeWrong

CHARACTERS: Final = 26
SECRET_BYTES: Final = 16

_LABEL: Final = b"evh1/recovery\0"


@dataclass(frozen=True, slots=True, repr=False)
class RecoverySheet:
    """What the printed sheet says; the code in groups, and the same as a square of dark and light modules."""

    reference: str
    case: str
    made: str
    code: str
    square: tuple[tuple[bool, ...], ...]


def code(secret: bytes) -> str:
    """The 26 characters of a secret of 16 bytes, without groups. The check finds three mistakes of four."""
    return crockford.encode(int.from_bytes(secret, "big") << 2 | _check(secret), CHARACTERS)


def shown(text: str) -> str:
    """A code as it is printed: groups of four, the last of two."""
    return crockford.grouped(text)


def read(typed: str) -> str:
    """The 26 characters that were meant; RecoveryCodeWrong if they do not add up."""
    found = meant(typed)
    if found is None:
        raise RecoveryCodeWrong
    return found


def meant(typed: str) -> str | None:
    """The same, or None for what is no recovery code."""
    text = crockford.plain(typed)
    value = crockford.decode(text) if len(text) == CHARACTERS else None
    if value is None:
        return None
    secret = (value >> 2).to_bytes(SECRET_BYTES, "big")
    return text if value & 3 == _check(secret) else None


def _check(secret: bytes) -> int:
    return hashlib.sha256(_LABEL + secret).digest()[0] >> 6
