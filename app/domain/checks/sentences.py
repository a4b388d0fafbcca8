"""Where sentences begin and end in notes, prose and lists, with their places in the text."""

import re
from typing import NamedTuple

# A sentence without any end is cut here, so that no text costs more than its length.
MOST_CHARACTERS = 1000

# Words that a full stop shortens.
_SHORT = frozenset(
    {
        *("dr", "mr", "mrs", "ms", "prof", "sr", "jr", "st", "no", "nos", "vs", "approx", "dept", "ext", "fig", "ref"),
        *("tel", "vol", "pp", "cf", "eg", "ie", "e.g", "i.e", "etc", "incl", "max", "min", "resp", "temp", "hr", "hrs"),
        *("wk", "wks", "yr", "yrs", "mth", "mths", "pt", "pts", "tab", "tabs", "cap", "caps", "inj", "resps", "a.m"),
        *("p.m", "am", "pm", "ca", "al", "op", "para", "sec", "cons", "reg", "hosp", "rev"),
    }
)
_END = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019)\]]*(?=\s|$)")
_BULLET = re.compile(
    r"\s*(?:[-*\u2022\u2013\u2014\u00b7]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\d{1,2}[:.]\d{2}\b|\d{4}\b)\s?"
)
_SHORT_LINE = 55


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive)."""

    start: int
    end: int


def _breaks_line(text: str, start: int, newline: int) -> bool:
    """True if the line break at `newline` ends the sentence that began at `start`."""
    after = text[newline + 1 : newline + 60]
    if not after.strip() or after.lstrip(" \t\r").startswith("\n"):
        return True
    line = text[max(start, text.rfind("\n", start, newline) + 1) : newline].rstrip()
    if not line or line[-1] in ".!?:;" or _BULLET.match(after):
        return True
    return len(line) < _SHORT_LINE and after.lstrip()[:1].isupper()


def _is_abbreviation(text: str, dot: int) -> bool:
    """True if the full stop at `dot` belongs to an abbreviation, an initial or a list number."""
    begin = dot
    while begin > 0 and dot - begin < 12 and (text[begin - 1].isalnum() or text[begin - 1] == "."):
        begin -= 1
    word = text[begin:dot].lower()
    if word in _SHORT:
        following = text[dot + 1 : dot + 8].lstrip()
        # "8 p.m. He slept": a capital after a time ends the sentence; after "Dr." it never does.
        return not (word in {"am", "pm", "a.m", "p.m", "etc", "al"} and following[:1].isupper())
    if len(word) == 1 and word.isalpha() and word not in {"i", "a"}:
        return text[begin].isupper() and text[dot + 1 : dot + 3].strip()[:1].isupper()
    if word.isdigit():
        return begin == 0 or text[begin - 1] == "\n"
    return False


def _ends(text: str) -> list[int]:
    """Where sentences may end, in order: after end marks that are no abbreviation, and at line breaks."""
    marks = [
        match.end()
        for match in _END.finditer(text)
        if text[match.start()] != "." or match.end() - match.start() > 1 or not _is_abbreviation(text, match.start())
    ]
    lines = [match.start() for match in re.finditer("\n", text)]
    return sorted({*marks, *lines, len(text)})


def split(text: str) -> list[Span]:
    """The sentences of a text, in order and without overlap; blank space belongs to none.

    Full stops of abbreviations, decimals, times and list numbers end nothing. A line break ends a sentence at a
    blank line, before a bullet, a time or a number, after an end mark, and after a short line of notes.
    """
    spans: list[Span] = []
    start = 0
    for end in _ends(text):
        if end < len(text) and text[end] == "\n" and not _breaks_line(text, start, end):
            continue
        _add(text, start, end, spans)
        start = end
    return spans


def _add(text: str, start: int, end: int, spans: list[Span]) -> None:
    """Add text[start:end] without its blank edges, in pieces of at most MOST_CHARACTERS."""
    while start < end:
        piece = min(end, start + MOST_CHARACTERS)
        if piece < end:
            blank = text.rfind(" ", start + 1, piece)
            piece = blank if blank > start else piece
        inner = text[start:piece]
        left = start + len(inner) - len(inner.lstrip())
        right = start + len(inner.rstrip())
        if left < right:
            spans.append(Span(left, right))
        start = piece


def units(text: str, sentences: list[Span], most_words: int = 45, least_words: int = 5) -> list[Span]:
    """The pieces that are judged as one: short sentences stay with their neighbour on the same line.

    A line of at most `most_words` words is one unit ("Why the wrong bag? Autopilot."), since its sentences explain
    one another; in longer text only sentences under `least_words` words join the one before.
    """
    joined: list[Span] = []
    for line in _lines(sentences, text):
        if len(text[line[0].start : line[-1].end].split()) <= most_words:
            joined.append(Span(line[0].start, line[-1].end))
            continue
        first = len(joined)
        for span in line:
            short = len(text[span.start : span.end].split()) < least_words
            if short and len(joined) > first:
                joined[-1] = Span(joined[-1].start, span.end)
            else:
                joined.append(span)
    return joined


def _lines(spans: list[Span], text: str) -> list[list[Span]]:
    """Sentences grouped by the line they share."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and "\n" not in text[groups[-1][-1].end : span.start]:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups
