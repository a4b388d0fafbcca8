"""Properties of where marks stand: labels of one row never overlap, time runs to the right, zoom loses nothing."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.domain import entries as e
from app.domain.case import Case
from app.domain.lanes import Lanes, lanes
from app.domain.times import When
from tests.logs import event
from ui.timeline.places import MOST_LEVELS, Places, Sizes, first, whole

SIZES = Sizes(fold=60, before=18, text=13, after=9, level=21, pad=4, start=24)
BEGIN = dt.datetime(2017, 12, 26)
MINUTES = st.one_of(st.integers(0, 90), st.integers(0, 90 * 24 * 60))


def _width(label: str) -> float:
    return 9.0 * len(label)


@st.composite
def shown(draw: st.DrawFn) -> Lanes:
    """Lanes of a random timeline with points, spans and long gaps."""
    rows: dict[int, e.Payload | e.Erased] = {}
    for n, start in enumerate(sorted(draw(st.lists(MINUTES, min_size=1, max_size=60)))):
        end = draw(st.one_of(st.none(), st.integers(0, 300)))
        begin = BEGIN + dt.timedelta(minutes=start)
        when = When(
            start=begin.isoformat()[:16],
            end=(begin + dt.timedelta(minutes=end)).isoformat()[:16] if end is not None else None,
            precision="minute",
        )
        lane = draw(st.sampled_from(["A", "B", "C"]))
        rows[n + 1] = replace(event(f"E{n:02d}"), when=when, place=e.Place(n), lane=lane)
    return lanes(Case(tables={"event": rows}))


@given(shown(), st.floats(0.001, 1.0))
def test_labels_of_one_row_never_overlap_and_every_mark_is_there(found: Lanes, scale: float) -> None:
    places = Places(found, scale, SIZES, _width)
    assert len(places.by_id) == sum(len(lane.marks) for lane in found.lanes)
    for row in places.rows:
        for level in {place.level for place in row}:
            for one, other in pairwise([place for place in row if place.level == level]):
                assert one.right <= other.left + 1e-6
        for place in row:
            assert place.left < place.x < place.right <= places.width
            assert place.end is None or place.x <= place.end < place.right


@given(shown(), st.floats(0.001, 1.0))
def test_a_later_moment_never_stands_further_left(found: Lanes, scale: float) -> None:
    places = Places(found, scale, SIZES, _width)
    marks = sorted((place for row in places.rows for place in row), key=lambda place: place.mark.x)
    assert [place.x for place in marks] == sorted(place.x for place in marks)
    for fold in found.folds:
        half = found.limit / 2
        assert abs(places.px(fold + half) - places.px(fold - half) - SIZES.fold) < 1e-3


@given(shown(), st.floats(0.01, 1.0))
def test_what_is_in_view_is_found_and_nothing_else(found: Lanes, scale: float) -> None:
    places = Places(found, scale, SIZES, _width)
    left, right = places.width * 0.3, places.width * 0.6
    for lane, row in enumerate(places.rows):
        expected = [place for place in row if place.right >= left and place.left <= right]
        assert list(places.within(lane, left, right)) == expected
        middle = (left + right) / 2
        nearest = min(abs(place.x - middle) for place in row)
        assert abs(places.nearest(lane, middle).x - middle) == nearest


@given(shown(), st.integers(200, 2000))
def test_at_first_all_is_in_view_or_the_fullest_lane_can_be_read(found: Lanes, room: int) -> None:
    places = first(found, room, SIZES, _width, 1.0)
    assert whole(found, room, SIZES, _width, 1.0) <= places.scale + 1e-12 <= 1.0 + 1e-9
    fullest = max(range(len(found.lanes)), key=lambda lane: len(found.lanes[lane].marks))
    assert places.levels[fullest] <= MOST_LEVELS or places.scale >= 1.0


@given(shown(), st.floats(0.01, 1.0))
def test_each_height_belongs_to_its_lane(found: Lanes, scale: float) -> None:
    places = Places(found, scale, SIZES, _width)
    for row in places.rows:
        for place in row:
            assert places.lane_at(places.middle(place)) == place.lane
    assert places.lane_at(-5) == 0
    assert places.lane_at(places.height + 5) == len(places.tops) - 1
