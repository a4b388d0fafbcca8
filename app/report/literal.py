"""The one door by which text reaches a page: every character is drawn as it stands or shown by its number.

The rule (PDF-T): normal form C; drawn is what the embedded fonts have a glyph for and what cannot mislead. Controls,
bidi and zero-width characters, surrogates, private use, noncharacters, anything above U+FFFF, right-to-left letters
(their order cannot be set yet) and piled-up accents are shown as `U+202E` in single angle quotes. Text is never
mark-up: nothing here or behind it parses any.
"""

import re
from collections.abc import Iterator, Set
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import bidirectional, category, normalize

from app.report.fonts import UNPRINTABLE, font
from app.report.look import Face

# Plex and Noto lack the mathematical angle brackets; these quotes are in every face.
OPEN, CLOSE = "\u2039", "\u203a"
# Beyond what normal form C composes away, names have one accent or two (Yoruba); more would hide text.
MOST_ACCENTS = 2

_ACCENT = frozenset({"Mn", "Mc", "Me"})
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
# Drawn as nothing although their category looks harmless (Unicode, Default_Ignorable_Code_Point).
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0") | frozenset(
    chr(code) for code in range(0xFE00, 0xFE10)
)
# What looks like a stand-in in the text itself has its bracket shown by number, so that no text can feign one.
_FEIGNED = re.compile(f"{OPEN}(?=U\\+[0-9A-F]{{4,6}}{CLOSE})")


class Piece(NamedTuple):
    """Letters of one face; `stand_in` is true where they give the number of a character instead of drawing it."""

    face: Face
    text: str
    stand_in: bool = False


def pieces(text: str, face: Face) -> list[Piece]:
    """A text as the pieces that draw it. Line feeds are kept as they are; tabs become spaces."""
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    feigned = {match.start() for match in _FEIGNED.finditer(text)}
    if not feigned and _plain(face).issuperset(text):
        return [Piece(face, text)] if text else []
    return list(_merged(_judged(text, face, feigned)))


def plain(text: str) -> str:
    """A text for titles, bookmarks and tooltips: one line, the same stand-ins, no faces."""
    return "".join(piece.text for piece in pieces(re.sub("[ \r\n\t]+", " ", text).strip(" "), Face.TEXT))


def number(character: str) -> str:
    """The stand-in of a character: its number between single angle quotes."""
    return f"{OPEN}U+{ord(character):04X}{CLOSE}"


@cache
def _plain(face: Face) -> frozenset[str]:
    """Characters that are drawn whatever stands around them."""
    return frozenset(c for c in font(face).letters if harmless(c) and category(c) not in _ACCENT) | {"\n"}


@lru_cache(maxsize=4096)
def harmless(character: str) -> bool:
    """Whether a character may be drawn if a font has it."""
    return (
        character <= "\uffff"
        and category(character) not in UNPRINTABLE
        and bidirectional(character) not in _RIGHT_TO_LEFT
        and character not in _INVISIBLE
    )


def _home(character: str, face: Face) -> Face | None:
    """The face that draws a character: the asked one, else the fallback, else none."""
    return next((home for home in (face, Face.FALLBACK) if _drawn_by(character, home)), None)


def _drawn_by(character: str, face: Face) -> bool:
    return harmless(character) and character in font(face).letters


def _judged(text: str, face: Face, feigned: Set[int]) -> Iterator[Piece]:
    """One piece per character; `feigned` are the places that only look like a stand-in."""
    base: Face | None = None
    accents = 0
    for place, character in enumerate(text):
        if character == "\n":
            base, accents = None, 0
            yield Piece(face, character)
            continue
        home: Face | None
        if category(character) in _ACCENT:
            # An accent is drawn with the letter it stands on, by the same font, or not at all.
            accents += 1
            home = base if base and accents <= MOST_ACCENTS and _drawn_by(character, base) else None
        else:
            accents = 0
            home = None if place in feigned else _home(character, face)
            base = home if character.isalnum() else None
        yield Piece(home, character) if home else Piece(Face.MONO, number(character), stand_in=True)


def _merged(single: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one face in one piece; stand-ins stay alone."""
    face, letters = None, ""
    for piece in single:
        if piece.stand_in or piece.face is not face:
            if letters and face:
                yield Piece(face, letters)
            face, letters = (None, "") if piece.stand_in else (piece.face, "")
        if piece.stand_in:
            yield piece
        else:
            letters += piece.text
    if letters and face:
        yield Piece(face, letters)
