"""Passphrases: how hard one is to guess, which are refused, and six words drawn by chance."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.errors import NotAllowed, PassphraseKnown, PassphraseTooShort, PassphraseWeak
from app.domain.passphrases import LEAST_CHARACTERS, Estimate, Strength, folded, judged, normal
from app.storage import crypto

WORDS: Final = 6
"""Words of a passphrase drawn by chance: six of 7,776 are 77 bits."""

_READ: Final = 72
"""Characters that the estimate looks at; what comes after only makes a passphrase stronger."""

_SEPARATOR: Final = re.compile(r"[\W_]+")
_SEPARATOR_GUESSES: Final = 0.3
_LIST_BITS: Final = 13


class Passphrases:
    """The judge and the generator (`ports.Passphrases`)."""

    def estimate(self, passphrase: str, own_words: tuple[str, ...] = ()) -> Estimate:
        """How a new passphrase is judged; `own_words` name the case and its people."""
        return estimate(passphrase, own_words)

    def six_words(self) -> str:
        """Six words drawn by chance, with spaces between them."""
        return " ".join(_word() for _ in range(WORDS))


def estimate(passphrase: str, own_words: tuple[str, ...] = ()) -> Estimate:
    """The judgement of a passphrase, without keeping anything of it."""
    return judged(passphrase, _guesses(normal(passphrase)[:_READ], own_words), known_phrases(), own_words)


def refuse_weak(passphrase: str, own_words: tuple[str, ...] = ()) -> None:
    """One of three faults for a new passphrase that is too short, known to everybody, or easy to guess."""
    try:
        passphrase.encode("utf-8")
    except UnicodeEncodeError:
        raise NotAllowed(name="half of a pair") from None
    found = estimate(passphrase, own_words)
    if found.strength is Strength.SHORT:
        raise PassphraseTooShort(least=LEAST_CHARACTERS, found=found.characters)
    if found.strength is Strength.KNOWN:
        raise PassphraseKnown
    if found.strength is Strength.WEAK:
        raise PassphraseWeak


@lru_cache(maxsize=1)
def known_phrases() -> frozenset[str]:
    """The phrases that everybody knows, folded for comparing."""
    lines = _text("known-phrases.txt").splitlines()
    return frozenset(folded(line) for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def word_list() -> tuple[str, ...]:
    """The 7,776 words that passphrases are drawn from."""
    return tuple(_text("eff-large.txt").split())


def _text(name: str) -> str:
    return files("resources").joinpath("words").joinpath(name).read_text("utf-8")


def _word() -> str:
    """One word, each as likely as any other: a number beyond the list is drawn again."""
    words = word_list()
    while True:
        number = int.from_bytes(crypto.random_bytes(2), "big") & ((1 << _LIST_BITS) - 1)
        if number < len(words):
            return words[number]


def _guesses(text: str, own_words: tuple[str, ...]) -> float:
    """The guesses as a power of ten, never more than its separate words give.

    zxcvbn (Wheeler, USENIX Security 2016) takes every space for chance; a guesser who tries words does not.
    """
    if not text:
        return 0.0
    pieces = [piece for piece in _SEPARATOR.split(text) if piece]
    by_words = sum(_of_piece(piece, own_words) for piece in pieces) + _SEPARATOR_GUESSES * (len(pieces) - 1)
    whole = _of_piece(text, own_words)
    return whole if not pieces else min(whole, by_words)


def _of_piece(text: str, own_words: tuple[str, ...]) -> float:
    from zxcvbn import zxcvbn  # loaded only where a new passphrase is judged

    return float(zxcvbn(text, user_inputs=list(own_words))["guesses_log10"])
