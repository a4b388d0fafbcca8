"""Text into lines: words are never broken unless one alone is wider than the measure."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from app.report.fonts import font
from app.report.literal import pieces
from app.report.look import INK2, Face, Style


class Span(NamedTuple):
    """Literal text in one style."""

    text: str
    style: Style


class Run(NamedTuple):
    """Letters that are drawn with one font: no wider unit is known to the page."""

    style: Style
    text: str
    stand_in: bool = False


class Line(NamedTuple):
    """Runs side by side, and their width in points without the space that ends the line."""

    runs: tuple[Run, ...]
    width: float


class Word(NamedTuple):
    """What is kept together, its width, and the style and width of the space that follows it."""

    runs: tuple[Run, ...]
    width: float
    gap: Style
    space: float


# A last line of one short word looks lost under a wide text; one more word comes down to it.
_LOST = 0.18
_STAND_IN_SIZE = 0.86


@lru_cache(maxsize=1 << 15)
def width(text: str, style: Style) -> float:
    """Width of letters that are all in the style's face, in points."""
    return font(style.face).width(text, style.size, style.tracking)


def break_lines(spans: Sequence[Span], measure: float) -> list[Line]:
    """The lines of a text within a measure; line feeds end a line, more than two in a row count as two."""
    lines: list[Line] = []
    for paragraph in _paragraphs(spans):
        rows = _rows(paragraph, measure)
        lines.extend(_line(row) for row in _without_lost_word(rows, measure))
    return lines


def balanced(spans: Sequence[Span], measure: float) -> list[Line]:
    """The same number of lines as `break_lines`, as even as they can be: for titles."""
    lines = break_lines(spans, measure)
    if not 1 < len(lines) < 6:
        return lines
    low, high = max(line.width for line in lines) / 2, measure
    while high - low > 2:
        middle = (low + high) / 2
        trial = break_lines(spans, middle)
        if len(trial) > len(lines) or max(line.width for line in trial) > middle:
            low = middle
        else:
            high, lines = middle, trial
    return lines


def one_line(text: str, style: Style, measure: float) -> Line:
    """A text on one line; what does not fit gives way to an ellipsis. For running heads and figures only."""
    words = [word for paragraph in _paragraphs([Span(text, style)]) for word in paragraph]
    whole = _line(words)
    if whole.width <= measure:
        return whole
    room = measure - width("…", style)
    kept: list[Run] = []
    used = 0.0
    for run in whole.runs:
        letters = 0
        while letters < len(run.text) and used + width(run.text[letters], run.style) <= room:
            used += width(run.text[letters], run.style)
            letters += 1
        kept.append(run._replace(text=run.text[:letters].rstrip(" ")))
        if letters < len(run.text):
            break
    runs = (*(run for run in kept if run.text), Run(style, "…"))
    return Line(runs, sum(width(run.text, run.style) for run in runs))


class _Reader:
    """Gathers words from pieces of text; what stands without a space between is one word, whatever its styles."""

    def __init__(self) -> None:
        self._words: list[Word] = []
        self._open: list[Run] = []
        self._gap: Style | None = None

    def letters(self, text: str, style: Style, gap: Style, stand_in: bool) -> None:
        """Text without line feeds; `gap` is the style of its spaces."""
        self._gap = gap
        first, *more = text.split(" ")
        if first:
            self._open.append(Run(style, first, stand_in))
        if more:
            self._close()
            space = width(" ", gap)
            self._words += [
                Word((Run(style, part, stand_in),), width(part, style), gap, space) for part in more[:-1] if part
            ]
            if more[-1]:
                self._open.append(Run(style, more[-1], stand_in))

    def _close(self) -> None:
        if self._open and self._gap:
            wide = sum(width(run.text, run.style) for run in self._open)
            self._words.append(Word(tuple(self._open), wide, self._gap, width(" ", self._gap)))
            self._open.clear()

    def paragraph(self) -> list[Word]:
        """End a paragraph and give its words."""
        self._close()
        words, self._words = self._words, []
        return words


def _paragraphs(spans: Sequence[Span]) -> Iterator[list[Word]]:
    """The words of each paragraph; an empty one stands for a blank line, of which there are never two in a row."""
    started = blank = False
    for words in _between_feeds(spans):
        if words:
            if blank and started:
                yield []
            yield words
            started, blank = True, False
        else:
            blank = True


def _between_feeds(spans: Sequence[Span]) -> Iterator[list[Word]]:
    """The words between one line feed and the next."""
    reader = _Reader()
    for text, asked in spans:
        style = _styled(asked, asked.face, False)
        for piece in pieces(text, style.face):
            own = _styled(style, piece.face, piece.stand_in)
            first, *more = piece.text.split("\n")
            reader.letters(first, own, style, piece.stand_in)
            for line in more:
                yield reader.paragraph()
                reader.letters(line, own, style, piece.stand_in)
    yield reader.paragraph()


@lru_cache(maxsize=256)
def _styled(style: Style, face: Face, stand_in: bool) -> Style:
    """The style of a piece: its own face, and a second voice for stand-ins."""
    if stand_in:
        return Style(Face.MONO, style.size * _STAND_IN_SIZE, style.leading, INK2)
    return style if face is style.face else style.in_face(face)


def _rows(words: list[Word], measure: float) -> list[list[Word]]:
    """Words into rows, as many on each as fit."""
    rows: list[list[Word]] = []
    row: list[Word] = []
    used = 0.0
    for word in words:
        if word.width > measure:
            if row:
                rows.append(row)
            *full, word = _chopped(word, measure)
            rows.extend([part] for part in full)
            row, used = [], 0.0
        if row and used + row[-1].space + word.width > measure:
            rows.append(row)
            row, used = [], 0.0
        used += word.width + (row[-1].space if row else 0.0)
        row.append(word)
    return [*rows, row]


def _chopped(word: Word, measure: float) -> list[Word]:
    """A word wider than the measure in parts that fit: no cut between a letter and its accent or inside a stand-in."""
    parts: list[Word] = []
    runs: list[Run] = []
    used = 0.0
    for run in word.runs:
        for letters in _units(run, measure):
            wide = width(letters, run.style)
            if runs and used + wide > measure:
                parts.append(Word(tuple(runs), used, word.gap, word.space))
                runs, used = [], 0.0
            if runs and runs[-1].style is run.style and not run.stand_in:
                runs[-1] = Run(run.style, runs[-1].text + letters)
            else:
                runs.append(Run(run.style, letters, run.stand_in))
            used += wide
    return [*parts, Word(tuple(runs), used, word.gap, word.space)]


def _units(run: Run, measure: float) -> list[str]:
    """The parts of a run between which it may be broken."""
    if run.stand_in and width(run.text, run.style) <= measure:
        return [run.text]
    units: list[str] = []
    for character in run.text:
        if units and category(character).startswith("M"):
            units[-1] += character
        else:
            units.append(character)
    return units


def _without_lost_word(rows: list[list[Word]], measure: float) -> list[list[Word]]:
    """Bring one word down where the last line would be one short word."""
    if len(rows) < 2 or len(rows[-1]) != 1 or len(rows[-2]) < 4:
        return rows
    (last,) = rows[-1]
    mate = rows[-2][-1]
    if last.width > _LOST * measure or mate.width + mate.space + last.width > measure:
        return rows
    return [*rows[:-2], rows[-2][:-1], [mate, last]]


def _line(words: list[Word]) -> Line:
    """One line: neighbours of one style become one run."""
    runs: list[Run] = []
    wide = 0.0
    for place, word in enumerate(words):
        if place:
            before = words[place - 1]
            _join(runs, Run(before.gap, " "))
            wide += before.space
        for run in word.runs:
            _join(runs, run)
        wide += word.width
    return Line(tuple(runs), wide)


def _join(runs: list[Run], run: Run) -> None:
    """Put a run behind others; letters of the same style become one run, stand-ins never do."""
    last = runs[-1] if runs else None
    if last and last.style is run.style and not run.stand_in and not last.stand_in:
        runs[-1] = Run(last.style, last.text + run.text)
    else:
        runs.append(run)
