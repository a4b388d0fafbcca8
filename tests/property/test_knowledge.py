"""Properties of the horizon: monotone in time, indifferent to order, and a narrower time only ever settles doubt."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.domain import entries as e
from app.domain.knowledge import ACCESS, Status, horizon, standing
from app.domain.times import When
from tests.logs import event

UTC = ZoneInfo("UTC")
PERSON, FACT, ACT = 1, 2, 3
MOMENTS = st.datetimes(dt.datetime(2017, 12, 26), dt.datetime(2017, 12, 27)).map(lambda at: at.replace(second=0))
WORDS = st.sampled_from(list(ACCESS))


def at(moment: dt.datetime, precision: str = "minute") -> dict[int, e.Event]:
    """An act at a moment."""
    when = When(start=moment.strftime("%Y-%m-%dT%H:%M"), precision=precision)  # type: ignore[arg-type]
    return {ACT: replace(event("act", actor=PERSON), when=when), FACT: event("fact")}


def row(moment: dt.datetime | None, how: str) -> e.Knowledge:
    """The person could know the fact from this moment on."""
    return e.Knowledge(event=FACT, person=PERSON, at=None if moment is None else f"{moment:%Y-%m-%dT%H:%M}", how=how)


def status(events: dict[int, e.Event], rows: dict[int, e.Knowledge]) -> Status:
    return standing(horizon(events, PERSON, ACT, UTC), FACT, rows, UTC).status


@given(MOMENTS, MOMENTS, WORDS, st.timedeltas(dt.timedelta(0), dt.timedelta(days=3)))
def test_what_is_known_at_one_moment_is_known_at_every_later_one(
    moment: dt.datetime, learned: dt.datetime, how: str, later: dt.timedelta
) -> None:
    rows = {9: row(learned, how)}
    before = status(at(moment), rows)
    if before in (Status.KNOWN, Status.ACCESSIBLE):
        assert status(at(moment + later), rows) is before


@given(MOMENTS, st.permutations([(dt.datetime(2017, 12, 26, h), how) for h, how in enumerate(ACCESS)]))
def test_the_order_of_the_rows_changes_nothing(moment: dt.datetime, listed: list[tuple[dt.datetime, str]]) -> None:
    rows = {n: row(learned, how) for n, (learned, how) in enumerate(listed)}
    assert status(at(moment), rows) is status(at(moment), dict(sorted(rows.items(), reverse=True)))


@given(MOMENTS, MOMENTS, WORDS)
def test_a_narrower_time_only_ever_settles_a_doubt(moment: dt.datetime, learned: dt.datetime, how: str) -> None:
    rows = {9: row(learned, how)}
    wide, narrow = status(at(moment, "approx"), rows), status(at(moment, "minute"), rows)
    assert wide in (narrow, Status.UNCERTAIN)


@given(MOMENTS, MOMENTS, WORDS)
def test_what_one_person_knew_says_nothing_about_another(moment: dt.datetime, learned: dt.datetime, how: str) -> None:
    rows = {9: replace(row(learned, how), person=7)}
    assert status(at(moment), rows) is Status.UNSTATED


def test_a_pair_without_a_row_is_unstated_and_one_that_is_not_available_is_out() -> None:
    noon = dt.datetime(2017, 12, 26, 12)
    assert status(at(noon), {}) is Status.UNSTATED
    assert status(at(noon), {9: row(None, "not available")}) is Status.OUT
    assert status(at(noon), {9: row(noon - dt.timedelta(hours=1), "not available")}) is Status.OUT


def test_a_fact_learned_in_the_same_minute_is_uncertain() -> None:
    noon = dt.datetime(2017, 12, 26, 12)
    assert status(at(noon), {9: row(noon, "saw")}) is Status.UNCERTAIN
    assert status(at(noon), {9: row(noon - dt.timedelta(minutes=1), "saw")}) is Status.KNOWN
    assert status(at(noon), {9: row(noon + dt.timedelta(minutes=1), "saw")}) is Status.OUT


def test_the_chart_is_within_reach_and_an_alarm_within_reach_with_a_cue() -> None:
    noon = dt.datetime(2017, 12, 26, 12)
    for how in ("chart", "alarm"):
        assert status(at(noon), {9: row(noon - dt.timedelta(hours=1), how)}) is Status.ACCESSIBLE


def test_an_act_without_a_time_leaves_everything_uncertain() -> None:
    events = at(dt.datetime(2017, 12, 26, 12)) | {ACT: event("act", actor=PERSON)}
    assert status(events, {9: row(dt.datetime(2010, 1, 1), "saw")}) is Status.UNCERTAIN
