"""The lanes as they lie in their viewport now: names at one side, the axis on top, the marks scrolled between."""

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QFontMetricsF

from ui.theme import theme
from ui.timeline.places import Placed, Places


def axis_height() -> int:
    """Pixels of the axis on top."""
    return theme().px(32)


class Frame(NamedTuple):
    """Places, the viewport's size, the width of the names, on which side they stand, and how far it is scrolled.

    Only the names change sides where people write from right to left; time always runs to the right.
    """

    places: Places
    size: QSize
    names: int
    mirrored: bool
    left: int
    top: int

    @property
    def body(self) -> QRect:
        """Where marks are drawn, the axis above them included."""
        return QRect(0 if self.mirrored else self.names, 0, max(self.size.width() - self.names, 1), self.size.height())

    @property
    def name_column(self) -> QRect:
        """Where names are drawn."""
        left = self.size.width() - self.names if self.mirrored else 0
        return QRect(left, 0, self.names, self.size.height())

    def x(self, px: float) -> float:
        """From the places' own pixels to the viewport's."""
        return px - self.left + self.body.left()

    def middle(self, place: Placed) -> float:
        """The height of a mark's middle."""
        return axis_height() + self.places.middle(place) - self.top

    def box(self, place: Placed) -> QRectF:
        """Round a mark and its label."""
        high = self.places.sizes.level + theme().px(3)
        return QRectF(self.x(place.left), self.middle(place) - high / 2, place.right - place.left - 4, high)

    def stripe(self, lane: int) -> QRectF:
        """A lane from side to side."""
        top = axis_height() + self.places.tops[lane] - self.top
        return QRectF(0, top, self.size.width(), self.places.lane_height(lane))

    def lanes(self) -> range:
        """The lanes in view."""
        return range(self.places.lane_at(self.top), self.places.lane_at(self.top + self.size.height()) + 1)

    def at(self, point: QPoint) -> Placed | None:
        """The mark at a place of the viewport."""
        y = point.y() - axis_height() + self.top
        if point.y() < axis_height() or not self.body.contains(point) or y > self.places.height:
            return None
        x = point.x() - self.body.left() + self.left
        for place in self.places.within(self.places.lane_at(y), x, x):
            if abs(self.places.middle(place) - y) <= self.places.sizes.level / 2:
                return place
        return None

    def folds(self) -> list[float]:
        """The folded gaps in view."""
        shown = (self.x(self.places.fold_px(fold)) for fold in self.places.shown.folds)
        return [x for x in shown if self.body.left() - 8 <= x <= self.body.right() + 8]

    def ticks(self) -> list[tuple[float, str]]:
        """Labels in view that do not touch one another or a folded gap; those that open a stretch come first."""
        found = self.places.ticks(self.left - 100, self.left + self.body.width() + 100, theme().px(76))
        metrics = QFontMetricsF(theme().font())
        taken = [(fold - theme().px(4), fold + theme().px(4)) for fold in self.folds()]
        kept: list[tuple[float, str]] = []
        for tick in sorted(found, key=lambda tick: not tick.major):
            x = self.x(self.places.px(tick.x))
            half = metrics.horizontalAdvance(tick.text) / 2
            if all(x + half <= low or x - half >= high for low, high in taken):
                taken.append((x - half - theme().px(8), x + half + theme().px(8)))
                kept.append((x, tick.text))
        return kept
