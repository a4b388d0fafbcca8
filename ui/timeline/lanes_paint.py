"""Draws the lanes: stripes, hairlines, folded gaps, marks with their numbers, then names and axis over them."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from ui.theme import theme
from ui.timeline.frame import Frame, axis_height
from ui.timeline.places import Placed
from ui.widgets.marks import paint_event, paint_gap, paint_span

if TYPE_CHECKING:
    from app.domain import entries as e


class Looks(NamedTuple):
    """What is selected, what lies under the pointer, and whether the lanes have the focus."""

    chosen: "e.Id | None"
    hovered: "e.Id | None"
    focus: bool


def paint_lanes(painter: QPainter, frame: Frame, looks: Looks) -> None:
    """Everything in view."""
    for lane in frame.lanes():
        if lane % 2 == 0:
            painter.fillRect(frame.stripe(lane), theme().colour("sunken"))
    ticks, folds = frame.ticks(), frame.folds()
    painter.save()
    painter.setClipRect(frame.body.adjusted(0, axis_height(), 0, 0))
    _paint_lines(painter, frame, [x for x, _ in ticks], folds)
    chosen = _chosen(frame, looks)
    if chosen is not None:
        _paint_line(painter, frame, chosen)
    for lane in frame.lanes():
        for place in frame.places.within(lane, frame.left, frame.left + frame.body.width()):
            if place is not chosen:
                _paint_mark(painter, frame, place, looks)
    if chosen is not None:
        _paint_box(painter, frame, chosen, focus=looks.focus)
        _paint_mark(painter, frame, chosen, looks)
    painter.restore()
    _paint_names(painter, frame)
    _paint_axis(painter, frame, ticks, folds)
    if chosen is not None and frame.body.left() <= frame.x(chosen.x) <= frame.body.right():
        painter.fillRect(QRectF(frame.x(chosen.x) - 1, axis_height() - 6, 2, 6), theme().colour("accent"))


def _paint_lines(painter: QPainter, frame: Frame, ticks: list[float], folds: list[float]) -> None:
    painter.setPen(QPen(theme().colour("line"), 1))
    for x in ticks:
        painter.drawLine(QPointF(round(x) + 0.5, axis_height()), QPointF(round(x) + 0.5, frame.body.bottom()))
    for x in folds:
        _paint_fold(painter, frame, x)


def _paint_fold(painter: QPainter, frame: Frame, x: float) -> None:
    scale, top = theme().px(100) / 100, theme().px(8)
    painter.save()
    painter.translate(x, top)
    painter.scale(scale, scale)
    paint_gap(painter, QPointF(0, 0), (frame.size.height() - top) / scale)
    painter.restore()


def _paint_line(painter: QPainter, frame: Frame, place: Placed) -> None:
    """From the selected mark up to the axis."""
    top = max(frame.box(place).top(), axis_height())
    x = frame.x(place.x)
    painter.fillRect(QRectF(x - 1, axis_height(), 2, top - axis_height()), theme().colour("accent"))


def _paint_box(painter: QPainter, frame: Frame, place: Placed, *, focus: bool) -> None:
    """Round the selected mark, with the ring if the lanes have the focus."""
    box = frame.box(place)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colour("accent"), 1.5))
    painter.setBrush(theme().colour("select"))
    painter.drawRoundedRect(box, 4, 4)
    if focus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("focus"), 2))
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 7, 7)
    painter.restore()


def _paint_mark(painter: QPainter, frame: Frame, place: Placed, looks: Looks) -> None:
    chosen, sizes = place.mark.id == looks.chosen, frame.places.sizes
    at = QPointF(frame.x(place.x), frame.middle(place))
    text = at.x() + sizes.text
    if place.end is not None and place.end > place.x + 1:
        end = QPointF(frame.x(place.end), at.y())
        paint_span(painter, at, end)
        text = end.x() + sizes.text
    paint_event(
        painter,
        at,
        decision=place.mark.decision_point,
        exact=not place.mark.uncertain,
        chosen=chosen,
        scale=theme().px(100) / 100,
    )
    line = _chosen(frame, looks)
    if line is not None and not chosen and _is_above(place, line) and place.left < line.x < place.right:
        _clear(painter, frame, place, text)
    font = theme().font("t0", 600 if chosen else 400)
    font.setUnderline(place.mark.id == looks.hovered)
    painter.setFont(font)
    painter.setPen(theme().colour("ink"))
    room = QRectF(text, at.y() - sizes.level / 2, theme().px(400), sizes.level)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(room, int(flags), place.mark.label)


def _chosen(frame: Frame, looks: Looks) -> Placed | None:
    return None if looks.chosen is None else frame.places.by_id.get(looks.chosen)


def _is_above(place: Placed, other: Placed) -> bool:
    return (place.lane, place.level) < (other.lane, other.level)


def _clear(painter: QPainter, frame: Frame, place: Placed, left: float) -> None:
    """Room for a number where the line of the selected event would run through it."""
    wide = place.right - place.x - frame.places.sizes.text - frame.places.sizes.after + 4
    ground = theme().colour("sunken" if place.lane % 2 == 0 else "surface")
    high = frame.places.sizes.level
    painter.fillRect(QRectF(left - 2, frame.middle(place) - high / 2 + 1, wide, high - 2), ground)


def _paint_names(painter: QPainter, frame: Frame) -> None:
    column, sizes = QRectF(frame.name_column), frame.places.sizes
    outer, inner = theme().space(24), theme().space(8)
    painter.setFont(theme().font("t0", 500))
    for lane in frame.lanes():
        stripe = frame.stripe(lane)
        ground = QRectF(column.left(), stripe.top(), column.width(), stripe.height())
        painter.fillRect(ground, theme().colour("sunken" if lane % 2 == 0 else "surface"))
        left, right = (inner, outer) if frame.mirrored else (outer, inner)
        room = QRectF(ground.left() + left, ground.top() + sizes.pad, ground.width() - left - right, sizes.level)
        name = frame.places.shown.lanes[lane].name
        text = QFontMetricsF(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(theme().colour("ink"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter), text)


def _paint_axis(painter: QPainter, frame: Frame, ticks: list[tuple[float, str]], folds: list[float]) -> None:
    high, wide = axis_height(), frame.size.width()
    painter.fillRect(QRect(0, 0, wide, high), theme().colour("surface"))
    painter.fillRect(QRect(0, high - 1, wide, 1), theme().colour("edge"))
    painter.save()
    painter.setClipRect(QRect(frame.body.left(), 0, frame.body.width(), high - 1))
    painter.setFont(theme().font())
    painter.setPen(theme().colour("ink2"))
    metrics = QFontMetricsF(painter.font())
    for x, text in ticks:
        half = metrics.horizontalAdvance(text) / 2 + 2
        painter.drawText(QRectF(x - half, 0, 2 * half, high - 2), int(Qt.AlignmentFlag.AlignCenter), text)
    for x in folds:
        _paint_fold(painter, frame, x)
    painter.restore()
