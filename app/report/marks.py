"""The mark of each category, drawn: shape and label tell categories apart without colour.

Six shapes are the design's (look.md 3, a 16 unit box). `No breach`, which has none there, is two level bars: no fill to
be taken for a finding, no ring to be taken for a justified choice. Knowing harm and purpose to harm share the filled
square of a reckless choice; their label, which always stands beside a mark, tells them apart.
"""

from app.domain.categories import Category
from app.report import look
from app.report.blocks import Block
from app.report.lines import Line, Span, break_lines
from app.report.look import Style
from app.report.pen import Pen

COLOURS = {
    Category.HUMAN_ERROR: look.HUMAN_ERROR,
    Category.AT_RISK: look.AT_RISK,
    Category.RECKLESS: look.RECKLESS,
    Category.KNOWING_HARM: look.RECKLESS,
    Category.PURPOSE: look.RECKLESS,
    Category.JUSTIFIED: look.JUSTIFIED,
    Category.NO_BREACH: look.SYSTEM,
    Category.SYSTEM: look.SYSTEM,
    Category.UNDETERMINED: look.UNDETERMINED,
}
_BOX = 16.0


def _rectangle(x: float, y: float, width: float, height: float) -> tuple[tuple[float, float], ...]:
    return (x, y), (x + width, y), (x + width, y + height), (x, y + height)


# In the 16 unit box: filled shapes by their corners; open lines with their weight.
_FILLED: dict[Category, tuple[tuple[tuple[float, float], ...], ...]] = {
    Category.AT_RISK: (((8, 0.5), (15.5, 8), (8, 15.5), (0.5, 8)),),
    Category.NO_BREACH: (_rectangle(2, 3.6, 12, 3.2), _rectangle(2, 9.2, 12, 3.2)),
    Category.SYSTEM: tuple(_rectangle(x, y, 5.6, 5.6) for x in (1.5, 8.9) for y in (1.5, 8.9)),
    **dict.fromkeys((Category.RECKLESS, Category.KNOWING_HARM, Category.PURPOSE), (_rectangle(2, 2, 12, 12),)),
}
_ROUND = {Category.HUMAN_ERROR: (6.5, 0.0), Category.JUSTIFIED: (5.5, 2.6)}
_CORNERS = tuple(
    ((x + turn, y), (x, y), (x, y + fall))
    for x, turn in ((2.0, 3.5), (14.0, -3.5))
    for y, fall in ((2.0, 3.5), (14.0, -3.5))
)
_CORNER_WEIGHT = 2.0


def draw_mark(pen: Pen, category: Category, x: float, y: float, size: float) -> None:
    """The mark in a square of `size` points with its upper left corner at x, y."""
    colour, unit = COLOURS[category], size / _BOX
    if category in _ROUND:
        radius, weight = _ROUND[category]
        pen.circle(x + 8 * unit, y + 8 * unit, radius * unit, colour, weight * unit)
    for corners in _FILLED.get(category, ()):
        pen.polygon([(x + across * unit, y + down * unit) for across, down in corners], colour)
    if category is Category.UNDETERMINED:
        for corner in _CORNERS:
            pen.path([(x + across * unit, y + down * unit) for across, down in corner], colour, _CORNER_WEIGHT * unit)


def indent(style: Style) -> float:
    """From the left edge of a mark as high as the type to the label beside it."""
    return style.size * 1.52


class Verdict(Block):
    """The mark of a category and its label beside it."""

    def __init__(self, category: Category, style: Style, *, keep_next: bool = False) -> None:
        super().__init__()
        self.category = category
        self.style = style
        self.keep_next = keep_next
        self.tag = "P"

    def height(self, measure: float) -> float:
        return len(self._lines(measure)) * self.style.leading

    def _lines(self, measure: float) -> list[Line]:
        return break_lines([Span(self.category.label, self.style)], measure - indent(self.style))

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        size = self.style.size
        draw_mark(pen, self.category, x, y + (self.style.leading - size) / 2, size)
        with pen.inside("P", self.node) as node, pen.canvas.mark(node):
            pen.lines(self._lines(measure), x + indent(self.style), y, self.style, measure - indent(self.style), "left")
