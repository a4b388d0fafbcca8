"""Moments that are exact, rounded, assumed or unknown, and the interval of time that each one may mean."""

import datetime as dt
import re
from typing import Literal, NamedTuple

import msgspec

Precision = Literal["exact", "minute", "hour", "day", "approx", "unknown"]
PRECISIONS: tuple[Precision, ...] = ("exact", "minute", "hour", "day", "approx", "unknown")

ABOUT_CLOCK = dt.timedelta(minutes=15)
"""What "about" means with a clock time when nothing else is said (instruments.md 1, marked as assumed)."""

_LOCAL = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?")


class When(msgspec.Struct, frozen=True, kw_only=True):
    """A moment or a span as the source states it: local wall time of the case, without an offset.

    `start` and `end` are `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDTHH:MM:SS`; both are None where the
    time is unknown. `end` is None for a moment. `precision` belongs to both ends.
    """

    start: str | None = None
    end: str | None = None
    precision: Precision = "unknown"


class Stated(NamedTuple):
    """One local time as written: the wall clock and whether a clock time was given at all."""

    wall: dt.datetime
    has_clock: bool


class Bounds(NamedTuple):
    """The earliest and latest moment (UTC) that a stated time may mean; `assumed` where the width is ours."""

    earliest: dt.datetime
    latest: dt.datetime
    assumed: bool


def parse_local(text: str) -> Stated | None:
    """Read a local time; None if it is not written as the format asks or is no day of the calendar."""
    found = _LOCAL.fullmatch(text)
    if found is None or not text.isascii():
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return Stated(dt.datetime(year, month, day, hour, minute, second), found[4] is not None)  # noqa: DTZ001
    except ValueError:
        return None


def bounds(text: str, precision: Precision, zone: dt.tzinfo) -> Bounds | None:
    """The interval that one stated end may mean, or None where it says nothing.

    An "approx" is 15 minutes either way with a clock time and one month either way with a date alone; these
    widths are assumptions and say so. A wall time that occurs twice in autumn may mean both; one that spring
    leaves out is read on both sides of the change.
    """
    stated = parse_local(text)
    if stated is None or precision == "unknown":
        return None
    first, last = _wall_bounds(stated, precision)
    earliest = min(_utc(first, zone, fold) for fold in (0, 1))
    latest = max(_utc(last, zone, fold) for fold in (0, 1))
    return Bounds(earliest, latest, precision == "approx")


def _wall_bounds(stated: Stated, precision: Precision) -> tuple[dt.datetime, dt.datetime]:
    wall, has_clock = stated
    if not has_clock:
        end_of_day = wall + dt.timedelta(days=1, seconds=-1)
        if precision == "approx":
            return _months_later(wall, -1), _months_later(end_of_day, 1)
        return wall, end_of_day
    if precision == "approx":
        return _shifted(wall, -ABOUT_CLOCK), _shifted(wall, ABOUT_CLOCK)
    if precision == "day":
        start = wall.replace(hour=0, minute=0, second=0)
        return start, start + dt.timedelta(days=1, seconds=-1)
    if precision == "hour":
        start = wall.replace(minute=0, second=0)
        return start, start + dt.timedelta(minutes=59, seconds=59)
    if precision == "minute":
        start = wall.replace(second=0)
        return start, start + dt.timedelta(seconds=59)
    return wall, wall


def _shifted(wall: dt.datetime, by: dt.timedelta) -> dt.datetime:
    try:
        return wall + by
    except OverflowError:
        return wall


def _months_later(wall: dt.datetime, months: int) -> dt.datetime:
    """The same day of another month, or that month's last day (calendar rule, not 30 days)."""
    index = wall.year * 12 + wall.month - 1 + months
    year, month = divmod(index, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return wall
    for day in (wall.day, 30, 29, 28):
        try:
            return wall.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return wall


def _utc(wall: dt.datetime, zone: dt.tzinfo, fold: int) -> dt.datetime:
    try:
        return wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)
    except OverflowError:
        return wall.replace(tzinfo=dt.UTC)
