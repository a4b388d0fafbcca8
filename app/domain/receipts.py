"""Anchors outside the file: receipts that people copy by hand, and what a head or a receipt says of a chain."""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.domain import crockford
from app.domain.errors import NotAnAnchor
from app.domain.words import QT_TRANSLATE_NOOP

CHARACTERS: Final = 16
_BITS: Final = CHARACTERS * 5
_HEAD: Final = re.compile(r"[0-9a-f]{64}")


class Receipt(NamedTuple):
    """A slip for one person: what was done, by which seat, at which entry, and the code of the head after it."""

    reference: str
    what: str
    seat: str
    seq: int
    at: str
    code: str


@dataclass(frozen=True, slots=True)
class OlderCopy:
    """The head that this computer saw last (hex) does not stand in the copy that was opened, which ends in `found`."""

    seen: str
    found: str

    @property
    def text(self) -> str:
        """The warning, with both heads as receipts."""
        return _OLDER.format(seen=receipt(self.seen), found=receipt(self.found))


_OLDER: Final = QT_TRANSLATE_NOOP(
    "anchors",
    "This computer last saw this case end with {seen}; this copy ends with {found} and does not hold that step. "
    "It is an older copy, or one that went another way. Look for the newer one before going on.",
)


class Anchor(NamedTuple):
    """A head or a receipt that somebody kept, in its plain form."""

    head: str = ""
    code: str = ""

    def names(self, head: str) -> bool:
        """True if this is the anchor of that head (hex)."""
        return self.head == head if self.head else crockford.plain(receipt(head)) == self.code


def receipt(head: str) -> str:
    """The first 80 bits of a head (hex) as XXXX-XXXX-XXXX-XXXX."""
    return crockford.grouped(crockford.encode(int(head, 16) >> 256 - _BITS, CHARACTERS))


def anchor(typed: str) -> Anchor:
    """What was typed from a paper: a whole head or a receipt; NotAnAnchor for anything else."""
    plain = "".join(typed.split()).lower()
    if _HEAD.fullmatch(plain):
        return Anchor(head=plain)
    code = crockford.plain(typed)
    if len(code) != CHARACTERS or crockford.decode(code) is None:
        raise NotAnAnchor
    return Anchor(code=code)
