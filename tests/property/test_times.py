"""Properties of stated times and the intervals they may mean."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.domain.times import PRECISIONS, Precision, bounds, parse_local

ZONES = st.sampled_from(["UTC", "Europe/London", "America/Chicago", "Pacific/Apia", "Asia/Kathmandu"]).map(ZoneInfo)
CLOCKED = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1)).map(lambda at: at.strftime("%Y-%m-%dT%H:%M"))
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(lambda day: day.isoformat())


@given(CLOCKED | DATES, st.sampled_from([p for p in PRECISIONS if p != "unknown"]), ZONES)
def test_an_interval_never_ends_before_it_begins(text: str, precision: Precision, zone: ZoneInfo) -> None:
    found = bounds(text, precision, zone)
    assert found is not None
    assert found.earliest <= found.latest
    assert found.assumed == (precision == "approx")


@given(CLOCKED, ZONES)
def test_a_coarser_precision_never_excludes_what_a_finer_one_allows(text: str, zone: ZoneInfo) -> None:
    exact, minute, hour, day = (bounds(text, p, zone) for p in ("exact", "minute", "hour", "day"))
    assert exact
    assert minute
    assert hour
    assert day
    assert day.earliest <= hour.earliest <= minute.earliest <= exact.earliest
    assert exact.latest <= minute.latest <= hour.latest <= day.latest


@given(st.text(max_size=25))
def test_any_text_is_read_or_refused_but_never_raises(text: str) -> None:
    found = parse_local(text)
    assert found is None or text.isascii()


def test_about_a_clock_time_is_fifteen_minutes_either_way_and_says_it_is_assumed() -> None:
    found = bounds("2017-12-26T14:30", "approx", ZoneInfo("UTC"))
    assert found is not None
    assert (found.earliest.isoformat(), found.latest.isoformat(), found.assumed) == (
        "2017-12-26T14:15:00+00:00",
        "2017-12-26T14:45:00+00:00",
        True,
    )


def test_about_a_date_is_a_calendar_month_either_way() -> None:
    found = bounds("2017-03-31", "approx", ZoneInfo("UTC"))
    assert found is not None
    assert (found.earliest.date().isoformat(), found.latest.date().isoformat()) == ("2017-02-28", "2017-04-30")


def test_the_hour_that_autumn_gives_twice_may_be_either() -> None:
    found = bounds("2017-10-29T01:30", "minute", ZoneInfo("Europe/London"))
    assert found is not None
    assert (found.earliest.hour, found.latest.hour) == (0, 1)


def test_an_unknown_time_has_no_bounds() -> None:
    assert bounds("2017-10-29T01:30", "unknown", ZoneInfo("UTC")) is None


def test_days_that_are_not_in_the_calendar_are_refused() -> None:
    wrong = ("2017-02-29", "2017-13-01", "2017-01-01T24:00", "2017-1-1", "2017-01-01 10:00", "2017-01-01T10:00Z")
    assert [parse_local(text) for text in wrong] == [None] * len(wrong)
