"""Lanes: events by actor over real time, long gaps folded and said so, as plain numbers that any painter can draw.

Positions are in seconds of shown time: real time, except that no gap between two neighbouring moments is wider
than a limit. Where one was folded, the axis says so.
"""

import datetime as dt
from collections.abc import Sequence
from statistics import median
from typing import Final, NamedTuple

from app.domain import entries as e
from app.domain.case import Case
from app.domain.facts_shown import actor_of, is_uncertain
from app.domain.timeline import in_time
from app.domain.times import parse_local
from app.domain.times_in_words import MONTHS

LEAST_LIMIT: Final = 1800.0
"""No gap of half an hour or less is ever folded (seconds)."""

GAP_FACTOR: Final = 8.0
"""A gap is folded when it is wider than this many median gaps."""

DAY: Final = 86_400
STEPS: Final = (60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, DAY, 7 * DAY, 28 * DAY, 365 * DAY)
"""Distances between ticks that people read without thinking (seconds)."""

MOST_TICKS: Final = 200
"""More ticks than this help nobody; the distance grows instead."""


class Mark(NamedTuple):
    """One event in its lane: `x` and, for a span, `end` in shown seconds."""

    id: e.Id
    label: str
    x: float
    end: float | None
    decision_point: bool
    uncertain: bool


class Lane(NamedTuple):
    """One actor's events, forward in time."""

    name: str
    marks: tuple[Mark, ...]


class Tick(NamedTuple):
    """A label on the axis; `major` where it begins a stretch after a folded gap."""

    x: float
    text: str
    major: bool


class Axis:
    """From wall time to shown seconds, with every long gap between neighbouring moments cut to one limit."""

    def __init__(self, moments: Sequence[dt.datetime]) -> None:
        self.moments = sorted(set(moments))
        gaps = [(b - a).total_seconds() for a, b in zip(self.moments, self.moments[1:], strict=False)]
        self.limit = max(LEAST_LIMIT, GAP_FACTOR * median(gaps)) if gaps else LEAST_LIMIT
        self.at: list[float] = [0.0][: len(self.moments)]
        self._place = {moment: n for n, moment in enumerate(self.moments)}
        self.folds: list[float] = []
        for gap in gaps:
            start = self.at[-1]
            self.at.append(start + min(gap, self.limit))
            if gap > self.limit:
                self.folds.append((start + self.at[-1]) / 2)

    @property
    def length(self) -> float:
        """Shown seconds from the first to the last moment."""
        return self.at[-1] if self.at else 0.0

    def x(self, moment: dt.datetime) -> float:
        """Where one of the axis's own moments stands."""
        return self.at[self._place[moment]]

    def stretches(self) -> list[tuple[int, int]]:
        """Index ranges (first, last) of moments with no fold between them."""
        found: list[tuple[int, int]] = []
        start = 0
        for n in range(1, len(self.moments) + 1):
            over = n < len(self.moments) and (self.moments[n] - self.moments[n - 1]).total_seconds() > self.limit
            if n == len(self.moments) or over:
                found.append((start, n - 1))
                start = n
        return found if self.moments else []

    def ticks(self, spacing: float, low: float = 0.0, high: float | None = None) -> list[Tick]:
        """Labels: the first moment of each stretch, then round times at least `spacing` shown seconds apart.

        Only stretches that reach into `low` to `high` (shown seconds) are labelled.
        """
        high = self.length if high is None else high
        least = max(spacing, (high - low) / MOST_TICKS)
        step = next((step for step in STEPS if step >= least), int(least) + 1)
        ticks: list[Tick] = []
        before: dt.datetime | None = None
        for first, last in self.stretches():
            begin, end = self.moments[first], self.moments[last]
            if self.at[last] >= low and self.at[first] <= high:
                ticks.append(Tick(self.at[first], _first_label(begin, before), major=True))
                ticks += _round_ticks(begin, self.at[first], step, (max(low, self.at[first]), min(high, self.at[last])))
            before = end
        return ticks


class Lanes(NamedTuple):
    """The whole picture. `folds` are the places of folded gaps, each `limit` shown seconds wide; `untimed` are the
    events that have no place on the axis."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    folds: tuple[float, ...]
    length: float
    untimed: tuple[e.Id, ...]
    axis: Axis

    @property
    def limit(self) -> float:
        """How wide a folded gap is, in shown seconds."""
        return self.axis.limit


def lanes(case: Case, spacing: float = 600.0) -> Lanes:
    """The lanes of a case; `spacing` is the least distance of two ticks in shown seconds."""
    events, persons = case.rows(e.Event), case.rows(e.Person)
    timed = {i: stated.wall for i in events if (stated := parse_local(events[i].when.start or ""))}
    ends = {i: stated.wall for i in timed if (stated := parse_local(events[i].when.end or ""))}
    axis = Axis([*timed.values(), *ends.values()])
    by_name: dict[str, list[Mark]] = {}
    for i in (i for i in in_time(events) if i in timed):
        event = events[i]
        end = axis.x(ends[i]) if i in ends else None
        mark = Mark(i, event.label, axis.x(timed[i]), end, event.decision_point, is_uncertain(event.when))
        by_name.setdefault(actor_of(event, persons), []).append(mark)
    untimed = tuple(i for i in in_time(events) if i not in timed)
    found = tuple(Lane(name, tuple(marks)) for name, marks in by_name.items())
    return Lanes(found, tuple(axis.ticks(spacing)), tuple(axis.folds), axis.length, untimed, axis)


def stacked(marks: Sequence[Mark], width: float) -> list[int]:
    """The row of each mark within its lane, so that labels `width` shown seconds wide never overlap."""
    return rows_of([(mark.x, max(mark.x + width, mark.end or 0.0)) for mark in marks])


def rows_of(boxes: Sequence[tuple[float, float]]) -> list[int]:
    """The row of each box (left, right), given by their left edges, so that none overlaps another in its row."""
    ends: list[float] = []
    rows: list[int] = []
    for left, right in boxes:
        for row, end in enumerate(ends):
            if end <= left:
                ends[row] = right
                break
        else:
            row = len(ends)
            ends.append(right)
        rows.append(row)
    return rows


def _first_label(begin: dt.datetime, before: dt.datetime | None) -> str:
    """As much of a moment as differs from the one before the fold."""
    if before is None or begin.year != before.year:
        return f"{begin.year}"
    if begin.date() != before.date():
        return f"{begin.day} {MONTHS[begin.month - 1][:3]}"
    return begin.strftime("%H:%M")


def _round_ticks(begin: dt.datetime, x: float, step: int, part: tuple[float, float]) -> list[Tick]:
    """Round times of a stretch that begins at `begin` and stands at `x`, within a part of the axis."""
    midnight = begin.replace(hour=0, minute=0, second=0)
    seconds = (begin - midnight).total_seconds()
    low, high = (seconds + edge - x for edge in part)
    first = (int(low) // step + 1) * step
    found: list[Tick] = []
    for at in range(first, int(high) + 1, step):
        moment = midnight + dt.timedelta(seconds=at)
        found.append(Tick(x + at - seconds, _tick_label(moment), major=False))
    return found


def _tick_label(moment: dt.datetime) -> str:
    if moment.hour or moment.minute:
        return moment.strftime("%H:%M")
    return f"{moment.day} {MONTHS[moment.month - 1][:3]}"
