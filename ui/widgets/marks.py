"""Every mark of the look, drawn from paths: categories of an act, events on a timeline, stages, signatures.

A mark only repeats a word that stands beside it. Figures are those of a 16 px box and grow with it.
"""

from enum import Enum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from app.domain.categories import Category
from ui.icons import draw
from ui.theme import theme
from ui.widgets.signs import Sign

CATEGORY_COLOURS: Final = {
    Category.HUMAN_ERROR: "human-error",
    Category.AT_RISK: "at-risk",
    Category.RECKLESS: "reckless",
    Category.KNOWING_HARM: "reckless",
    Category.PURPOSE: "reckless",
    Category.JUSTIFIED: "justified",
    Category.NO_BREACH: "justified",
    Category.SYSTEM: "system",
    Category.UNDETERMINED: "undetermined",
}
"""Categories beyond the six of the look share the colour and shape of the nearest one; the label tells them apart."""


class Stage(Enum):
    """Where a stage of the review stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


class Signature(Enum):
    """How far a signature is."""

    SIGNED = "signed"
    NEXT = "next"
    WAITING = "waiting"
    INK = "will sign in ink"
    BROKEN = "not intact"


_SIGNATURES: Final = {
    Signature.SIGNED: ("circle-check", "accent"),
    Signature.NEXT: ("circle-dot", "accent"),
    Signature.WAITING: ("circle-dashed", "ink"),
    Signature.INK: ("pen-line", "ink"),
    Signature.BROKEN: ("circle-x", "fault"),
}


def category_path(category: Category) -> tuple[QPainterPath, float]:
    """The shape in a 16 px box, and the width of its stroke (0: filled)."""
    path = QPainterPath()
    colour = CATEGORY_COLOURS[category]
    if colour == "human-error":
        path.addEllipse(QRectF(1.5, 1.5, 13, 13))
    elif colour == "at-risk":
        path.addPolygon([QPointF(8, 0.6), QPointF(15.4, 8), QPointF(8, 15.4), QPointF(0.6, 8)])
        path.closeSubpath()
    elif colour == "reckless":
        path.addRect(QRectF(2, 2, 12, 12))
    elif colour == "justified":
        path.addEllipse(QRectF(2.6, 2.6, 10.8, 10.8))
        return path, 2.6
    elif colour == "system":
        for x in (1.5, 8.9):
            for y in (1.5, 8.9):
                path.addRect(QRectF(x, y, 5.6, 5.6))
    else:
        _corners(path)
        return path, 2.0
    return path, 0.0


def _corners(path: QPainterPath) -> None:
    for x, y, dx, dy in ((2, 2, 1, 1), (14, 2, -1, 1), (14, 14, -1, -1), (2, 14, 1, -1)):
        path.moveTo(x + 3.5 * dx, y)
        path.lineTo(x, y)
        path.lineTo(x, y + 3.5 * dy)


def paint_category(painter: QPainter, category: Category, where: QRectF) -> None:
    """The mark of a category, in its colour."""
    path, stroke = category_path(category)
    colour = theme().colour(CATEGORY_COLOURS[category])
    with _Boxed(painter, where, 16):
        if stroke:
            painter.strokePath(path, QPen(colour, stroke, c=Qt.PenCapStyle.FlatCap, j=Qt.PenJoinStyle.MiterJoin))
        else:
            painter.fillPath(path, colour)


def event_path(*, decision: bool) -> QPainterPath:
    """A pentagon for a decision point, an upright block for any other event, round (0, 0)."""
    path = QPainterPath()
    if decision:
        path.addPolygon([QPointF(-4, -6.5), QPointF(2, -6.5), QPointF(8, 0), QPointF(2, 6.5), QPointF(-4, 6.5)])
        path.closeSubpath()
    else:
        path.addRect(QRectF(-3, -6.5, 6, 13))
    return path


def paint_event(
    painter: QPainter, at: QPointF, *, decision: bool, exact: bool, chosen: bool = False, scale: float = 1.0
) -> None:
    """An event's mark: filled if its time is known to the minute, else outlined with dashes at its left."""
    ink = theme().colour("accent" if chosen else "ink")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at)
    painter.scale(scale, scale)
    if not exact:
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.CustomDashLine))
        pen = painter.pen()
        pen.setDashPattern([2.5 / 1.5, 2 / 1.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(-14, 0), QPointF(-5, 0))
    painter.setPen(QPen(ink, 1.5, j=Qt.PenJoinStyle.MiterJoin))
    painter.setBrush(ink if exact else theme().colour("surface"))
    painter.drawPath(event_path(decision=decision))
    painter.restore()


def paint_span(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """Something that lasted: a bar between its two ends."""
    ink = theme().colour("ink")
    painter.save()
    painter.setPen(QPen(ink, 1.5))
    painter.drawLine(start + QPointF(0, -6.5), start + QPointF(0, 6.5))
    painter.drawLine(end + QPointF(0, -6.5), end + QPointF(0, 6.5))
    painter.fillRect(QRectF(start + QPointF(0, -2), end + QPointF(0, 2)), ink)
    painter.restore()


def paint_gap(painter: QPainter, top: QPointF, height: float) -> None:
    """Time left out: a zigzag at the axis and a dotted line down to `height`."""
    edge = theme().colour("edge")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1.5))
    x, y = top.x(), top.y()
    painter.drawPolyline([QPointF(x + 2, y), QPointF(x - 3, y + 5), QPointF(x + 3, y + 10), QPointF(x - 2, y + 15)])
    pen = QPen(edge, 1)
    pen.setDashPattern([2, 3])
    painter.setPen(pen)
    painter.drawLine(QPointF(x, y + 17), QPointF(x, y + height))
    painter.restore()


def paint_stage(painter: QPainter, stage: Stage, number: int, where: QRectF) -> None:
    """A stage's mark: tick in a ring when done, filled disc now, dashed ring later."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = where.adjusted(0.75, 0.75, -0.75, -0.75)
    painter.setPen(_ring_pen(stage))
    painter.setBrush(QBrush(theme().colour("accent")) if stage is Stage.NOW else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if stage is Stage.DONE:
        inset = where.width() / 6
        draw(painter, "check", "accent", where.adjusted(inset, inset, -inset, -inset))
    else:
        painter.setPen(theme().colour("on-accent" if stage is Stage.NOW else "ink3"))
        painter.setFont(theme().font("t0", 600 if stage is Stage.NOW else 400))
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, str(number))
    painter.restore()


def _ring_pen(stage: Stage) -> QPen:
    pen = QPen(theme().colour("edge" if stage is Stage.LATER else "accent"), 1.5)
    if stage is Stage.LATER:
        pen.setDashPattern([2.2, 1.8])
    return pen


def paint_signature(painter: QPainter, state: Signature, where: QRectF) -> None:
    """A signature's mark."""
    name, colour = _SIGNATURES[state]
    draw(painter, name, colour, where)


class SignatureMark(Sign):
    """A signature's mark beside the member's name and the state in words."""

    def __init__(self, state: Signature, parent: QWidget | None = None) -> None:
        super().__init__(*_SIGNATURES[state], parent=parent)


class CategoryMark(Sign):
    """A category's mark beside its label."""

    def __init__(self, category: Category, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__("", size=size, parent=parent)
        self._category = category

    def paintEvent(self, _event: object) -> None:
        """The mark in the whole box."""
        paint_category(QPainter(self), self._category, QRectF(self.rect()))


class _Boxed:
    """Draw in a box of `side` units, laid over `where`."""

    def __init__(self, painter: QPainter, where: QRectF, side: float) -> None:
        self._painter, self._where, self._side = painter, where, side

    def __enter__(self) -> None:
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.translate(self._where.topLeft())
        self._painter.scale(self._where.width() / self._side, self._where.height() / self._side)

    def __exit__(self, *_fault: object) -> None:
        self._painter.restore()


def category_colour(category: Category) -> QColor:
    """The colour of a category in the theme in force."""
    return theme().colour(CATEGORY_COLOURS[category])
