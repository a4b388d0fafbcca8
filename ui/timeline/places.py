"""Where the marks of the lanes stand in pixels, at one zoom: folded gaps take a fixed width, labels never overlap."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from app.domain import entries as e
from app.domain.lanes import Lane, Lanes, Mark, Tick, rows_of

CLOSEST: Final = 1.0
"""Pixels for one second at the closest zoom, at 100 %: a minute is as wide as a label."""

MOST_LEVELS: Final = 10
"""At first the lanes are drawn no closer than needed for so many rows in the fullest lane."""


_CLOSER: Final = 1.2


class Sizes(NamedTuple):
    """Pixels of the theme in force."""

    fold: float
    before: float
    """From the left of a mark's box to its moment."""
    text: float
    """From a mark's moment to its label."""
    after: float
    level: float
    pad: float
    """Above and below the rows of one lane."""
    start: float
    """From the left edge to the first moment."""


class Placed(NamedTuple):
    """One mark: its moment at `x`, the end of its span, and the box round mark and label, in its lane's own row."""

    mark: Mark
    lane: int
    x: float
    end: float | None
    left: float
    right: float
    level: int


class Places:
    """All marks at one zoom. `scale` is pixels for one second outside folded gaps."""

    def __init__(self, shown: Lanes, scale: float, sizes: Sizes, width_of: Callable[[str], float]) -> None:
        self.shown, self.scale, self.sizes = shown, scale, sizes
        self._saved = shown.limit * scale - sizes.fold
        self.rows: list[list[Placed]] = []
        self.tops: list[float] = []
        self.levels: list[int] = []
        self.by_id: dict[e.Id, Placed] = {}
        self.height = self.width = 0.0
        for number, lane in enumerate(shown.lanes):
            self._add(number, lane, width_of)
        self._lefts = [[place.left for place in row] for row in self.rows]
        self._widest = [max((place.right - place.left for place in row), default=0.0) for row in self.rows]

    def px(self, x: float) -> float:
        """From shown seconds to pixels from the left edge."""
        return self.sizes.start + x * self.scale - bisect_left(self.shown.folds, x) * self._saved

    def seconds(self, px: float) -> float:
        """The other way round, as near as a folded gap allows."""
        low, high = 0.0, self.shown.length
        for _ in range(48):
            middle = (low + high) / 2
            low, high = (middle, high) if self.px(middle) < px else (low, middle)
        return low

    def fold_px(self, fold: float) -> float:
        """The middle of a folded gap."""
        half = self.shown.limit / 2
        return (self.px(fold - half) + self.px(fold + half)) / 2

    def ticks(self, left: float, right: float, apart: float) -> list[Tick]:
        """The ticks between two places, at least `apart` pixels from one to the next."""
        return self.shown.axis.ticks(apart / self.scale, self.seconds(left), self.seconds(right))

    def lane_at(self, y: float) -> int:
        """The lane at this height; the nearest one above or below all lanes."""
        return min(max(bisect_right(self.tops, y) - 1, 0), len(self.tops) - 1)

    def lane_height(self, lane: int) -> float:
        """Its rows and the space above and below them."""
        return self.levels[lane] * self.sizes.level + 2 * self.sizes.pad

    def middle(self, place: Placed) -> float:
        """The height of a mark's middle."""
        return self.tops[place.lane] + self.sizes.pad + (place.level + 0.5) * self.sizes.level

    def within(self, lane: int, left: float, right: float) -> Iterator[Placed]:
        """The marks of a lane whose box reaches into a part of the width."""
        row = self.rows[lane]
        for at in range(bisect_left(self._lefts[lane], left - self._widest[lane]), len(row)):
            if row[at].left > right:
                return
            if row[at].right >= left:
                yield row[at]

    def nearest(self, lane: int, x: float) -> Placed:
        """The mark of a lane whose moment is nearest."""
        row = self.rows[lane]
        at = bisect_left([place.x for place in row], x)
        return min(row[max(at - 1, 0) : at + 1], key=lambda place: abs(place.x - x))

    def _add(self, number: int, lane: Lane, width_of: Callable[[str], float]) -> None:
        boxes = [self._box(mark, width_of) for mark in lane.marks]
        levels = rows_of(boxes)
        row = []
        for mark, (left, right), level in zip(lane.marks, boxes, levels, strict=True):
            end = self.px(mark.end) if mark.end is not None else None
            place = Placed(mark, number, self.px(mark.x), end, left, right, level)
            self.by_id[mark.id] = place
            row.append(place)
        self.rows.append(row)
        self.tops.append(self.height)
        self.levels.append(max(levels, default=0) + 1)
        self.height += self.lane_height(number)
        self.width = max([self.width, *(right for _, right in boxes)])

    def _box(self, mark: Mark, width_of: Callable[[str], float]) -> tuple[float, float]:
        last = mark.x if mark.end is None else mark.end
        return (
            self.px(mark.x) - self.sizes.before,
            self.px(last) + self.sizes.text + width_of(mark.label) + self.sizes.after,
        )


def whole(shown: Lanes, room: float, sizes: Sizes, width_of: Callable[[str], float], closest: float) -> float:
    """The scale at which everything fits into `room` pixels."""
    label = max((width_of(lane.marks[-1].label) for lane in shown.lanes), default=0.0)
    left = room - sizes.start - sizes.text - label - sizes.after - len(shown.folds) * sizes.fold
    real = shown.length - len(shown.folds) * shown.limit
    if real <= 0:
        return closest
    return min(max(left, room / 3, 1.0) / real, closest)


def first(shown: Lanes, room: float, sizes: Sizes, width_of: Callable[[str], float], closest: float) -> Places:
    """The places to begin with: everything in view, or as close as the fullest lane needs to be read."""
    scale = whole(shown, room, sizes, width_of, closest)
    real = shown.length - len(shown.folds) * shown.limit
    fullest = max((len(lane.marks) for lane in shown.lanes), default=0)
    if real > 0:
        box = sizes.before + sizes.text + sizes.after + 30
        scale = min(max(scale, 0.5 * fullest * box / MOST_LEVELS / real), closest)
    while scale < closest and _levels(shown, scale, sizes, width_of) > MOST_LEVELS:
        scale = min(scale * _CLOSER, closest)
    return Places(shown, scale, sizes, width_of)


def _levels(shown: Lanes, scale: float, sizes: Sizes, width_of: Callable[[str], float]) -> int:
    """Rows of the lane with the most events at a scale."""
    fullest = max(shown.lanes, key=lambda lane: len(lane.marks))
    return max(Places(shown._replace(lanes=(fullest,)), scale, sizes, width_of).levels)
