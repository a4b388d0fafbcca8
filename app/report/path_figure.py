"""One walk through the instrument as a drawn figure: short names in boxes, answers below, the end with its mark.

The figure repeats in a picture what the list of answers says in full; so here a long text may end in an ellipsis.
"""

from collections.abc import Sequence
from functools import lru_cache

from app.domain.determination import StepTaken, WalkTaken
from app.report import wording
from app.report.blocks import Block
from app.report.lines import Line, Span, break_lines, one_line
from app.report.look import INK, INK2, SELECT, SURFACE, Face, Look, Style
from app.report.marks import draw_mark
from app.report.pen import Pen

# Six boxes on a line: five questions and the end. Six questions and the end, the longest walk of the first instrument,
# stand on one line too.
_ABREAST = 6
_GAP = 5.8
_MOST_LINES = 3
_MOST_ANSWER = 4


@lru_cache(maxsize=512)
def clipped(text: str, style: Style, measure: float, most: int = _MOST_LINES) -> list[Line]:
    """At most so many lines of a text, the last ending in an ellipsis if there is more."""
    lines = break_lines([Span(text, style)], measure)
    if len(lines) <= most:
        return lines
    rest = " ".join("".join(run.text for run in line.runs) for line in lines[most - 1 :])
    return [*lines[: most - 1], one_line(rest, style, measure)]


def abreast(walks: Sequence[WalkTaken]) -> int:
    """How many boxes stand on a line in all figures of an act, so that they share one grid."""
    return _ABREAST + 1 if any(len(walk.steps) == _ABREAST for walk in walks) else _ABREAST


class PathFigure(Block):
    """A walk, so many boxes to a line; what runs on to a further line is joined by a drawn turn."""

    def __init__(self, walk: WalkTaken, look: Look, abreast: int) -> None:
        super().__init__()
        self.walk = walk
        self.look = look
        count = len(walk.steps)
        self.abreast = abreast
        self.rows = [walk.steps[start : start + self.abreast] for start in range(0, count, self.abreast)] or [()]
        if len(self.rows[-1]) == self.abreast:
            self.rows.append(())

    @property
    def alt(self) -> str:
        """The figure in words, for who hears it."""
        steps = ", ".join(f"{step.short}: {step.answer}" for step in self.walk.steps)
        return wording.PATH_ALT.format(steps=steps or wording.NO_STEP, category=self.walk.category.label)

    def height(self, measure: float) -> float:
        rows = [self._box_height(measure) + self._below(row, measure) for row in self.rows]
        return sum(rows) + (len(rows) - 1) * 3 * self.look.unit

    def _box(self, measure: float) -> float:
        return (measure - (self.abreast - 1) * _GAP) / self.abreast

    def _inner(self, measure: float) -> float:
        return self._box(measure) - 2 * self.look.unit

    def _box_height(self, measure: float) -> float:
        style, inner = self.look.step, self._inner(measure)
        texts = [clipped(step.short, style, inner) for step in self.walk.steps]
        label = break_lines([Span(self.walk.category.label, style)], inner - self._mark_room)
        return max(2, len(label), *(len(lines) for lines in texts), 1) * style.leading + 2 * self.look.unit

    @property
    def _mark_room(self) -> float:
        return self.look.step.size * 1.4

    def _answer(self, step: StepTaken, measure: float) -> list[tuple[Style, list[Line]]]:
        """What stands below a box: the answer, then what it cites."""
        answer = self.look.small.in_face(Face.STRONG)
        note = self.look.small.in_colour(INK2)
        cited = ", ".join(step.cites)
        width = self._box(measure)
        return [
            (answer, clipped(step.answer, answer, width, _MOST_ANSWER)),
            (note, clipped(cited, note, width) if cited else []),
        ]

    def _below(self, row: Sequence[StepTaken], measure: float) -> float:
        leading = self.look.small.leading
        count = max((sum(len(lines) for _, lines in self._answer(step, measure)) for step in row), default=0)
        return count * leading + (self.look.unit if count else 0)

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        with pen.inside("Figure", self.node) as node:
            node.alt = self.alt
            with pen.canvas.mark(node):
                for number, row in enumerate(self.rows):
                    last = number == len(self.rows) - 1
                    self._draw_row(pen, x, y, measure, row, last)
                    below = self._box_height(measure) + self._below(row, measure)
                    if not last:
                        self._draw_turn(pen, x, y, measure, below)
                    y += below + 3 * self.look.unit

    def _draw_row(self, pen: Pen, x: float, y: float, measure: float, row: Sequence[StepTaken], last: bool) -> None:
        width, height = self._box(measure), self._box_height(measure)
        count = len(row) + int(last)
        for place in range(count - 1):
            edge = x + place * (width + _GAP) + width
            pen.rule(edge, y + height / 2, _GAP, INK, 1.2)
        for place, step in enumerate(row):
            left = x + place * (width + _GAP)
            pen.box(left, y, width, height, edge=INK, fill=SURFACE, weight=0.9)
            self._centred(pen, clipped(step.short, self.look.step, self._inner(measure)), left, y, width, height)
            top = y + height + self.look.unit
            for style, lines in self._answer(step, measure):
                if lines:
                    pen.lines(lines, left + 1, top, style, width, "left")
                    top += len(lines) * style.leading
        if last:
            self._draw_end(pen, x + len(row) * (width + _GAP), y, width, height)

    def _centred(self, pen: Pen, lines: list[Line], left: float, y: float, width: float, height: float) -> None:
        style = self.look.step
        if lines:
            pen.lines(lines, left, y + (height - len(lines) * style.leading) / 2, style, width, "centre")

    def _draw_end(self, pen: Pen, left: float, y: float, width: float, height: float) -> None:
        style = self.look.step
        pen.box(left, y, width, height, edge=INK, fill=SELECT, weight=0.9)
        lines = break_lines([Span(self.walk.category.label, style)], width - 2 * self.look.unit - self._mark_room)
        text = max(line.width for line in lines)
        start = left + (width - text - self._mark_room) / 2
        size = style.size * 1.05
        draw_mark(pen, self.walk.category, start, y + (height - size) / 2, size)
        top = y + (height - len(lines) * style.leading) / 2
        pen.lines(lines, start + self._mark_room, top, style, text, "left")

    def _draw_turn(self, pen: Pen, x: float, y: float, measure: float, below: float) -> None:
        """From the last box of a line round to the first of the next."""
        middle, out = self._box_height(measure) / 2, _GAP
        level = y + below + 1.5 * self.look.unit
        following = y + below + 3 * self.look.unit + middle
        right = x + measure
        points = [(right, y + middle), (right + out, y + middle), (right + out, level), (x - out, level)]
        pen.path([*points, (x - out, following), (x, following)], INK, 1.2)
