"""The one door to secret sharing: a 16-byte secret cut into shares, any t of which give it, fewer nothing.

Shamir (1979) over GF(2^128), as pycryptodome has it. Not constant in time: whoever could measure that sits in the
program already.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from app.domain.shares import MOST_HOLDERS
from app.storage import crypto

SECRET_BYTES: Final = 16


def split(secret: bytes, t: int, holders: int) -> list[tuple[int, bytes]]:
    """Numbered shares for so many holders, 1 on; Refused for a threshold that is 0 or that they cannot meet."""
    from Crypto.Protocol.SecretSharing import Shamir

    if not 1 <= t <= holders <= MOST_HOLDERS or len(secret) != SECRET_BYTES:
        raise crypto.Refused
    return [(i, bytes(piece)) for i, piece in Shamir.split(t, holders, secret)]


def combine(pieces: Mapping[int, bytes]) -> bytes:
    """The secret that exactly these shares give, whatever it is worth; Refused for what is no set of shares."""
    from Crypto.Protocol.SecretSharing import Shamir

    sound = all(1 <= i <= MOST_HOLDERS and len(piece) == SECRET_BYTES for i, piece in pieces.items())
    if not pieces or not sound:
        raise crypto.Refused
    return bytes(Shamir.combine(sorted(pieces.items())))


def candidates(pieces: Mapping[int, bytes], t: int) -> Iterator[bytes]:
    """What each choice of `t` shares gives: one bad share among more than `t` must not spoil the opening."""
    good = {i: piece for i, piece in pieces.items() if 1 <= i <= MOST_HOLDERS and len(piece) == SECRET_BYTES}
    if 1 <= t <= len(good):
        for chosen in combinations(sorted(good), t):
            yield combine({i: good[i] for i in chosen})
