"""Bytes as letters and digits that people copy by hand: Crockford's base 32, without I, L, O and U."""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_READ: Final = {
    **{sign: value for value, sign in enumerate(ALPHABET)},
    **{sign: 1 for sign in "IL"},
    "O": 0,
}
_IGNORED: Final = str.maketrans("", "", " -\t\n\r\u00a0\u2010\u2011\u2012\u2013")


def encode(value: int, characters: int) -> str:
    """A number as so many characters, five bits each, the most significant first."""
    return "".join(ALPHABET[value >> 5 * n & 31] for n in reversed(range(characters)))


def plain(text: str) -> str:
    """What was typed, in the one way it is written: capitals, no spaces or hyphens, I and L as 1, O as 0."""
    shown = text.translate(_IGNORED).upper()
    return "".join(ALPHABET[_READ[sign]] if sign in _READ else sign for sign in shown)


def decode(text: str) -> int | None:
    """The number that was typed, or None if a character is none of the alphabet."""
    value = 0
    for sign in plain(text):
        if sign not in _READ:
            return None
        value = value << 5 | _READ[sign]
    return value


def grouped(text: str, size: int = 4) -> str:
    """In groups, for copying."""
    return "-".join(text[i : i + size] for i in range(0, len(text), size))
