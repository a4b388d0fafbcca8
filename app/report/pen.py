"""What a block draws with: places are measured from the upper left corner of the sheet, downwards, in points."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

from reportlab.lib.colors import Color, HexColor

from app.report.canvas import Node, PageCanvas
from app.report.fonts import font
from app.report.layout import FieldBox, Sheet
from app.report.lines import Line
from app.report.literal import plain
from app.report.look import EDGE, LINE, WATERMARK, Face, Style

# Ascent and descent of IBM Plex over 1 em (hhea); half the leading goes above, half below.
_ASCENT, _DESCENT = 1.025, 0.275


@lru_cache(maxsize=64)
def _colour(name: str) -> Color:
    return HexColor(name)


def baseline(style: Style) -> float:
    """From the top of a line of this style down to its baseline."""
    return (style.leading - (_ASCENT + _DESCENT) * style.size) / 2 + _ASCENT * style.size


class Pen:
    """Draws on the current page of a canvas; knows where chapters begin and collects the places of fields."""

    def __init__(self, canvas: PageCanvas, sheet: Sheet, chapters: Mapping[str, int]) -> None:
        self.canvas = canvas
        self.sheet = sheet
        self.page = 0
        self.boxes: list[FieldBox] = []
        self._chapters = chapters
        self._open: list[Node] = [canvas.root]

    def page_of(self, chapter: str) -> int:
        """The page, counted from 1, on which a chapter begins."""
        return self._chapters[chapter] + 1

    # ------------------------------------------------------------- structure

    @contextmanager
    def inside(self, tag: str, shared: list[Node]) -> Iterator[Node]:
        """Open an element; parts of one thing on several pages share it through `shared`."""
        if not shared:
            shared.append(self._open[-1].add(tag))
        self._open.append(shared[0])
        try:
            yield shared[0]
        finally:
            self._open.pop()

    # ------------------------------------------------------------------ text

    def lines(self, lines: Sequence[Line], x: float, y: float, style: Style, measure: float, align: str) -> None:
        """Lines under each other from `y` on. Each but the last ends in a space, so that words stay apart when read."""
        down = self.sheet.height - y - baseline(style)
        placed = []
        for line in lines:
            left = x + {"left": 0.0, "right": measure - line.width, "centre": (measure - line.width) / 2}[align]
            placed.append((left, down, line))
            down -= style.leading
        self.canvas.text(placed)

    # ---------------------------------------------------------------- shapes

    def rule(self, x: float, y: float, width: float, colour: str = LINE, weight: float = 0.5) -> None:
        """A level line."""
        self.path([(x, y), (x + width, y)], colour, weight)

    def path(self, points: Sequence[tuple[float, float]], colour: str, weight: float) -> None:
        """A line through points."""
        with self.canvas.artifact():
            self._stroke(colour, weight)
            path = self.canvas.beginPath()
            path.moveTo(points[0][0], self.sheet.height - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, self.sheet.height - y)
            self.canvas.drawPath(path, stroke=1, fill=0)

    def polygon(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """A filled shape with straight sides."""
        with self.canvas.artifact():
            self.canvas.setFillColor(_colour(colour))
            path = self.canvas.beginPath()
            path.moveTo(points[0][0], self.sheet.height - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, self.sheet.height - y)
            path.close()
            self.canvas.drawPath(path, stroke=0, fill=1)

    def circle(self, x: float, y: float, radius: float, colour: str, weight: float = 0.0) -> None:
        """A disc, or a ring if it has a weight."""
        with self.canvas.artifact():
            if weight:
                self._stroke(colour, weight)
            else:
                self.canvas.setFillColor(_colour(colour))
            self.canvas.circle(x, self.sheet.height - y, radius, stroke=int(bool(weight)), fill=int(not weight))

    def box(
        self, x: float, y: float, width: float, height: float, *, edge: str = EDGE, fill: str = "", weight: float = 0.6
    ) -> None:
        """A rectangle with slightly rounded corners; its border lies inside."""
        with self.canvas.artifact():
            self._stroke(edge, weight)
            if fill:
                self.canvas.setFillColor(_colour(fill))
            half = weight / 2
            self.canvas.roundRect(
                x + half,
                self.sheet.height - y - height + half,
                width - weight,
                height - weight,
                2,
                stroke=1,
                fill=int(bool(fill)),
            )

    def _stroke(self, colour: str, weight: float) -> None:
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setLineWidth(weight)
        self.canvas.setLineCap(0)
        self.canvas.setLineJoin(0)

    # ----------------------------------------------------------- whole pages

    def watermark(self, word: str) -> None:
        """One word across the sheet, under everything else."""
        sheet = self.sheet
        letters = font(Face.STRONG)
        size = min(1.1 * sheet.measure / letters.width(word, 1.0), 120.0)
        with self.canvas.artifact():
            self.canvas.saveState()
            self.canvas.translate(sheet.width / 2, sheet.height / 2)
            self.canvas.rotate(52)
            self.canvas.setFillColor(_colour(WATERMARK))
            self.canvas.setFont(letters.name, size)
            self.canvas.drawCentredString(0, -size * 0.35, word)
            self.canvas.restoreState()

    def field(self, name: str, tooltip: str, x: float, y: float, width: float, height: float) -> None:
        """Keep a place on this page for a signature."""
        top = self.sheet.height - y
        rect = (round(x, 2), round(top - height, 2), round(x + width, 2), round(top, 2))
        self.boxes.append(FieldBox(name, self.page, rect, plain(tooltip)))
