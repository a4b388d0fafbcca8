"""Properties of times typed into a form: what is taken is well-formed, comes back the same, never runs backwards."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.times import PRECISIONS, Precision, When, bounds, parse_local
from app.domain.typed_times import Refused, as_typed, typed

WALL = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1))
LOCAL = st.one_of(WALL.map(lambda at: at.strftime("%Y-%m-%dT%H:%M")), WALL.map(lambda at: at.strftime("%Y-%m-%d")))
ANY = st.one_of(LOCAL, st.just(""), st.text(max_size=20))
SURE = st.sampled_from(PRECISIONS)


@given(ANY, ANY, SURE)
def test_what_is_taken_is_well_formed_and_what_is_not_names_a_field(start: str, end: str, sure: Precision) -> None:
    found = typed(start, end, sure)
    if isinstance(found, Refused):
        assert found.field in ("start", "end", "precision")
        assert found.sentence.endswith("Nothing was saved.")
        return
    if found.start is None:
        assert found == When()
        assert not start.split()
        return
    first, last = parse_local(found.start), parse_local(found.end or found.start)
    assert first is not None
    assert last is not None
    assert first.wall <= last.wall
    assert bounds(found.start, found.precision, dt.UTC) is not None
    assert found.precision not in ("exact", "minute", "hour") or first.has_clock


@given(LOCAL, SURE.filter(lambda sure: sure in ("day", "approx")))
def test_what_a_form_shows_is_taken_back_as_it_was(start: str, sure: Precision) -> None:
    assert typed(as_typed(start), "", sure) == When(start=start, precision=sure)


@pytest.mark.parametrize(
    ("start", "end", "sure", "field"),
    [
        ("yesterday", "", "approx", "start"),
        ("2017-02-30", "", "day", "start"),
        ("2017-12-26", "", "minute", "start"),
        ("2017-12-26 14:00", "2017-12-26 13:59", "minute", "end"),
        ("2017-12-26 14:00", "later", "approx", "end"),
        ("2017-12-26 14:00", "2017-12-26", "minute", "end"),
        ("", "2017-12-26 14:00", "approx", "end"),
        ("2017-12-26 14:00", "", "unknown", "precision"),
    ],
)
def test_each_refusal_names_the_field_it_is_about(start: str, end: str, sure: Precision, field: str) -> None:
    found = typed(start, end, sure)
    assert isinstance(found, Refused)
    assert found.field == field
