"""Properties of the lanes: time never runs backwards, folding is always said, labels never overlap."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.domain import entries as e
from app.domain.case import Case
from app.domain.lanes import LEAST_LIMIT, MOST_TICKS, Axis, Mark, lanes, stacked
from app.domain.times import When
from tests.logs import event

MOMENTS = st.lists(
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2030, 1, 1)).map(lambda at: at.replace(microsecond=0)),
    min_size=1,
    max_size=40,
)


@given(MOMENTS)
def test_a_later_moment_never_stands_further_left(moments: list[dt.datetime]) -> None:
    axis = Axis(moments)
    places = [axis.x(moment) for moment in axis.moments]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
    assert places[0] == 0
    assert places[-1] == axis.length


@given(MOMENTS)
def test_every_gap_is_drawn_to_scale_or_folded_and_said_so(moments: list[dt.datetime]) -> None:
    axis = Axis(moments)
    folds = list(axis.folds)
    for a, b in pairwise(axis.moments):
        real, shown = (b - a).total_seconds(), axis.x(b) - axis.x(a)
        if real > axis.limit:
            assert shown == axis.limit >= LEAST_LIMIT
            assert axis.x(a) < folds.pop(0) < axis.x(b)
        else:
            assert shown == real
    assert folds == []


@given(MOMENTS, st.floats(60, 7200))
def test_ticks_stand_in_order_and_a_major_one_opens_each_stretch(moments: list[dt.datetime], spacing: float) -> None:
    axis = Axis(moments)
    ticks = axis.ticks(spacing)
    assert [tick.x for tick in ticks] == sorted(tick.x for tick in ticks)
    assert sum(tick.major for tick in ticks) == len(axis.folds) + 1
    assert len(ticks) <= MOST_TICKS + len(axis.folds) + 1


@given(st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 1e4)), max_size=40), st.floats(1, 1e4))
def test_labels_of_one_row_never_overlap(places: list[tuple[float, float]], width: float) -> None:
    marks = [
        Mark(n, f"E{n}", x, x + span if span > 100 else None, decision_point=False, uncertain=False)
        for n, (x, span) in enumerate(sorted(places))
    ]
    rows = stacked(marks, width)
    for row in set(rows):
        inside = [mark for mark, at in zip(marks, rows, strict=True) if at == row]
        for a, b in pairwise(inside):
            assert max(a.x + width, a.end or 0) <= b.x


def test_events_without_a_time_are_listed_apart() -> None:
    timed = replace(event("timed"), when=When(start="2017-12-26T14:59", precision="minute"))
    found = lanes(Case(tables={"event": {1: event("untimed"), 2: timed}}))
    assert found.untimed == (1,)
    assert [mark.id for lane in found.lanes for mark in lane.marks] == [2]


def test_no_events_give_empty_lanes() -> None:
    assert lanes(Case()).lanes == ()
    assert lanes(Case()).length == 0


def test_actors_are_lanes_and_systems_go_by_their_lane() -> None:
    person = e.Person(code="RN-1", role="Nurse")
    when = When(start="2017-12-26T14:59", precision="minute")
    rows: dict[int, e.Payload | e.Erased] = {
        2: replace(event("a", actor=1), when=when),
        3: replace(event("b"), when=when, lane="Equipment"),
    }
    found = lanes(Case(tables={"person": {1: person}, "event": rows}))
    assert [lane.name for lane in found.lanes] == ["RN-1", "Equipment"]
