"""What a passphrase must be: long enough, known to nobody, hard to guess; no rule of composition, no expiry.

After NIST SP 800-63B-4, 3.1.1: length counts, a list of known ones is refused, nothing else is asked of the words.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from typing import Final, NamedTuple

LEAST_CHARACTERS: Final = 15
"""The shortest passphrase, in code points of its NFKC form."""

LEAST_GUESSES: Final = 12.0
"""The least number of guesses, as a power of ten: a thousand machines at one guess a second need thirty years."""

MANY_GUESSES: Final = 20.0
"""From here on a passphrase is called strong; six words drawn by chance have 23."""

_OWN_CHARACTERS: Final = 10
"""Letters and digits that have to remain beside a known phrase or the words of the case."""

_NOT_WORD: Final = re.compile(r"[\W_]+")


class Strength(Enum):
    """How a passphrase is judged. The first three are refused."""

    SHORT = "short"
    KNOWN = "known"
    WEAK = "weak"
    ENOUGH = "enough"
    STRONG = "strong"

    @property
    def accepted(self) -> bool:
        """True if it may be used."""
        return self in (Strength.ENOUGH, Strength.STRONG)


class Estimate(NamedTuple):
    """The judgement of one passphrase: its length as counted, and the guesses it takes as a power of ten."""

    strength: Strength
    characters: int
    guesses: float


def normal(passphrase: str) -> str:
    """The form that counts and that is stretched: NFKC, so that one keyboard's accents are another's."""
    return unicodedata.normalize("NFKC", passphrase)


def folded(text: str) -> str:
    """Letters and digits only, without capitals: how phrases are compared."""
    return _NOT_WORD.sub("", normal(text).casefold())


def judged(passphrase: str, guesses: float, known: Iterable[str], own_words: Iterable[str] = ()) -> Estimate:
    """The judgement, given an estimate of the guesses (power of ten).

    `known` are folded phrases that everybody knows; `own_words` name the case and its people, which an insider tries
    first.
    """
    length = len(normal(passphrase))
    return Estimate(_strength(passphrase, length, guesses, known, own_words), length, guesses)


def _strength(passphrase: str, length: int, guesses: float, known: Iterable[str], own_words: Iterable[str]) -> Strength:
    if length < LEAST_CHARACTERS:
        return Strength.SHORT
    rest = folded(passphrase)
    for phrase in sorted((*known, *map(folded, own_words)), key=len, reverse=True):
        if phrase:
            rest = rest.replace(phrase, "")
    if len(rest) < _OWN_CHARACTERS and rest != folded(passphrase):
        return Strength.KNOWN
    if guesses < LEAST_GUESSES:
        return Strength.WEAK
    return Strength.STRONG if guesses >= MANY_GUESSES else Strength.ENOUGH
