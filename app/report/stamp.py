"""The visible face of a signature: who, in which role, when, with which key; drawn in memory, one page as large as
the field.
"""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from app.domain.errors import FieldsMisplaced
from app.domain.words import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

SIGNED: Final = QT_TRANSLATE_NOOP("stamp", "signed {date} {time} UTC")
KEY: Final = QT_TRANSLATE_NOOP("stamp", "key {fingerprint}")

_FONTS: Final = Path(__file__).resolve().parents[2] / "resources" / "fonts"
_STRONG, _PLAIN, _MONO = "EvenhandStampStrong", "EvenhandStampPlain", "EvenhandStampMono"
_FILES: Final = {
    _STRONG: "IBMPlexSans_600SemiBold.ttf",
    _PLAIN: "IBMPlexSans_400Regular.ttf",
    _MONO: "IBMPlexMono_400Regular.ttf",
}
_INK, _SECOND, _ACCENT = (0x17202A, 0x44505A, 0x17465A)

_ROOMY: Final = 40.0
_MARK: Final = 9.0
_GAP: Final = 8.0
_LEADING: Final = 1.28
_SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0, 3.5)
_NAME, _ROLE, _WITHOUT_ROLE = 0, 1, 3  # where they stand, and how many lines without a role
_SHOWN_OF_FINGERPRINT: Final = 16


class _Line(NamedTuple):
    font: str
    colour: int
    text: str


class _Row(NamedTuple):
    """A line and where it stands: points from the left edge of the text, rows from its top."""

    line: _Line
    x: float
    row: int


def draw(name: str, role: str, at: str, fingerprint: str, width: float, height: float) -> bytes:
    """The stamp as a PDF of one page of this size in points; the same arguments give the same bytes.

    `at` is `YYYY-MM-DDThh:mm:ssZ`, `fingerprint` the SHA-256 of the certificate in hex. All texts are literal; what
    the font cannot show is written as its code point. FieldsMisplaced for a field too small to be read.
    """
    from reportlab.pdfgen.canvas import Canvas

    _register()
    size, rows = _arranged(_lines(name, role, at, fingerprint), width, height)
    out = io.BytesIO()
    canvas = Canvas(
        out,
        pagesize=(width, height),
        initialFontName=_PLAIN,  # type: ignore[arg-type] # a name; the stubs are wrong
        pdfVersion=(1, 7),
        invariant=1,
        pageCompression=1,
    )
    padding = _padding(height)
    middle = height < _ROOMY
    used = size * (1 + _LEADING * max(row for _line, _x, row in rows))
    top = (height + used) / 2 if middle else height - padding
    _draw_mark(canvas, width - padding, (height + _MARK) / 2 if middle else top)
    for line, x, row in rows:
        canvas.setFillColor(_colour(line.colour))
        canvas.setFont(line.font, size)
        canvas.drawString(padding + x, top - size - row * size * _LEADING, line.text)
    canvas.save()
    return out.getvalue()


def _drawable(text: str, font: str) -> str:
    """The text by the one rule for paper, on one line; what this font lacks is shown by its number."""
    from app.report.literal import number, plain

    known = _known(font)
    return "".join(character if ord(character) in known else number(character) for character in plain(text))


def _lines(name: str, role: str, at: str, fingerprint: str) -> list[_Line]:
    shown = fingerprint[:_SHOWN_OF_FINGERPRINT]
    groups = " ".join(shown[at : at + 4] for at in range(0, len(shown), 4))
    written = [
        _Line(_STRONG, _INK, name),
        _Line(_PLAIN, _SECOND, role),
        _Line(_PLAIN, _INK, SIGNED.format(date=at[:10], time=at[11:16])),
        _Line(_MONO, _SECOND, KEY.format(fingerprint=groups)),
    ]
    return [
        line._replace(text=_drawable(line.text, line.font))
        for line in written
        if line.text.strip() or line.font == _STRONG
    ]


def _arranged(lines: list[_Line], width: float, height: float) -> tuple[float, list[_Row]]:
    """All in one column; in a low field, with fewer rows where that shows it larger."""
    size, column = _fitted(lines, width, height)
    found = [(size, [_Row(line, 0.0, row) for row, line in enumerate(column)])]
    if height < _ROOMY:
        (name, *role), when = lines[:-2], lines[-2:]
        ways = [_beside([name, *role], when, width, height), _beside([name, *when], role, width, height)]
        found += [way for way in ways if way is not None]
    return max(found, key=lambda way: way[0])


def _beside(left: list[_Line], right: list[_Line], width: float, height: float) -> tuple[float, list[_Row]] | None:
    """Two columns from the top, none of their lines broken; None where they do not fit side by side."""
    rows = max(len(left), len(right))
    room, across = height - 2 * _padding(height), width - 2 * _padding(height) - _MARK - _GAP
    for size in _SIZES:
        widths = [_wide(line.font, line.text, size) for line in left]
        start = max(widths[: max(1, len(right))]) + _GAP
        widest = max([*widths, *(start + _wide(line.font, line.text, size) for line in right)])
        if widest <= across and rows * size * _LEADING <= room + size * (_LEADING - 1):
            placed = [_Row(line, 0.0, row) for row, line in enumerate(left)]
            return size, placed + [_Row(line, start, row) for row, line in enumerate(right)]
    return None


def _fitted(lines: list[_Line], width: float, height: float) -> tuple[float, list[_Line]]:
    """The largest size at which everything fits; at the smallest one the role gives way, then the name, and it shows.

    The whole name stands in the certificate and on the page.
    """
    room, across = height - 2 * _padding(height), width - 2 * _padding(height)
    broken: list[list[_Line]] = []
    for size in _SIZES:
        marked = len(lines) if height < _ROOMY else _ROLE + 1  # rows that stand beside the mark
        broken = [list(_broken(line, size, across - _MARK * (at < marked))) for at, line in enumerate(lines)]
        if sum(map(len, broken)) * size * _LEADING <= room + size * (_LEADING - 1):
            return size, [line for group in broken for line in group]
    most = int((room + size * (_LEADING - 1)) / (size * _LEADING))
    spare = max(0, most - sum(len(group) for at, group in enumerate(broken) if at != _ROLE))
    has_role = len(lines) > _WITHOUT_ROLE
    if has_role and spare:
        broken[_ROLE] = _ended_early(broken[_ROLE][:spare], size, across)
        return size, [line for group in broken for line in group]
    giving_way = (_NAME, _ROLE) if has_role else (_NAME,)
    left = most - sum(len(group) for at, group in enumerate(broken) if at not in giving_way)
    if left < 1:
        raise FieldsMisplaced
    broken[_NAME] = _ended_early(broken[_NAME][:left], size, across - _MARK)
    broken[_ROLE : _ROLE + has_role] = []
    return size, [line for group in broken for line in group]


def _padding(height: float) -> float:
    return 6.0 if height >= _ROOMY else 3.0


def _broken(line: _Line, size: float, room: float) -> Iterator[_Line]:
    """The line in as many pieces as the room asks for: between words, or within one that is too long."""
    if room <= size:
        raise FieldsMisplaced
    piece = ""
    for word in line.text.split(" "):
        longer = f"{piece} {word}" if piece else word
        if _wide(line.font, longer, size) <= room:
            piece = longer
            continue
        if piece:
            yield line._replace(text=piece)
        piece = word
        while _wide(line.font, piece, size) > room:
            fits = max(1, sum(1 for end in range(1, len(piece)) if _wide(line.font, piece[:end], size) <= room))
            yield line._replace(text=piece[:fits])
            piece = piece[fits:]
    yield line._replace(text=piece)


def _ended_early(lines: list[_Line], size: float, room: float) -> list[_Line]:
    last = lines[-1]
    text = last.text
    while text and _wide(last.font, text + "…", size) > room:
        text = text[:-1]
    return [*lines[:-1], last._replace(text=text.rstrip() + "…")]


def _wide(font: str, text: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return stringWidth(text, font, size)


def _draw_mark(canvas: "Canvas", right: float, top: float) -> None:
    """A tick in a ring with this upper right corner: signed."""
    radius = _MARK / 2
    x, y = right - radius, top - radius
    canvas.setStrokeColor(_colour(_ACCENT))
    canvas.setLineWidth(0.9)
    canvas.setLineCap(1)
    canvas.circle(x, y, radius, stroke=1, fill=0)
    tick = canvas.beginPath()
    tick.moveTo(x - 2.1, y + 0.1)
    tick.lineTo(x - 0.6, y - 1.5)
    tick.lineTo(x + 2.2, y + 1.6)
    canvas.drawPath(tick, stroke=1, fill=0)


def _colour(value: int) -> "Color":
    from reportlab.lib.colors import HexColor

    return HexColor(value)


@cache
def _font(name: str) -> "TTFont":
    from reportlab.pdfbase.ttfonts import TTFont

    # Without room kept for ASCII the file gets only the letters that are drawn.
    font = TTFont(name, str(_FONTS / _FILES[name]), asciiReadable=0)
    # reportlab takes two fonts of one face for one: the pages would depend on whether a stamp was drawn before.
    font.face.name += b"-Stamp"
    return font


@cache
def _register() -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics

    # Set for the whole library, so that the bytes do not depend on who used it first.
    rl_config.useA85 = 0
    for name in _FILES:
        pdfmetrics.registerFont(_font(name))


@cache
def _known(name: str) -> "frozenset[int]":
    return frozenset(code for code, glyph in _font(name).face.charToGlyph.items() if glyph)
