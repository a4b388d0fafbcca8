"""Stated times in words, as precise as they are and no more."""

from typing import Final

from app.domain.times import Precision, Stated, When, parse_local
from app.domain.words import QT_TRANSLATE_NOOP

MONTHS: Final = (
    QT_TRANSLATE_NOOP("months", "January"),
    QT_TRANSLATE_NOOP("months", "February"),
    QT_TRANSLATE_NOOP("months", "March"),
    QT_TRANSLATE_NOOP("months", "April"),
    QT_TRANSLATE_NOOP("months", "May"),
    QT_TRANSLATE_NOOP("months", "June"),
    QT_TRANSLATE_NOOP("months", "July"),
    QT_TRANSLATE_NOOP("months", "August"),
    QT_TRANSLATE_NOOP("months", "September"),
    QT_TRANSLATE_NOOP("months", "October"),
    QT_TRANSLATE_NOOP("months", "November"),
    QT_TRANSLATE_NOOP("months", "December"),
)

UNKNOWN: Final = QT_TRANSLATE_NOOP("times", "time not known")
ABOUT: Final = QT_TRANSLATE_NOOP("times", "about {time}")
ABOUT_DATE: Final = QT_TRANSLATE_NOOP("times", "about {time}, give or take a month")
IN_THE_HOUR: Final = QT_TRANSLATE_NOOP("times", "between {hour}:00 and {hour}:59")
SPAN: Final = QT_TRANSLATE_NOOP("times", "{first} to {last}")
DATED: Final = QT_TRANSLATE_NOOP("times", "{day}, {time}")


def in_words(when: When) -> str:
    """A moment or span with its date, such as "26 December 2017, about 14:58"."""
    first, last = parse_local(when.start or ""), parse_local(when.end or "")
    if first is None:
        return UNKNOWN
    if last is None:
        return _dated(first, when.precision)
    return SPAN.format(first=_dated(first, when.precision), last=_dated(last, when.precision))


def clock_in_words(when: When) -> str:
    """The time of day alone where there is one, such as "about 14:58"; else as short as the date can be said."""
    first = parse_local(when.start or "")
    if first is not None and when.end is None and not first.has_clock and when.precision == "approx":
        return ABOUT.format(time=f"{MONTHS[first.wall.month - 1]} {first.wall.year}")
    if first is None or not first.has_clock or when.end is not None or when.precision == "day":
        return in_words(when)
    return _clock(first, when.precision)


def date_in_words(text: str) -> str:
    """A date such as "2017-12-26" as "26 December 2017"; anything else (a year alone) as it is."""
    stated = parse_local(text)
    return text if stated is None else _day(stated)


def _dated(stated: Stated, precision: Precision) -> str:
    if not stated.has_clock or precision == "day":
        return ABOUT_DATE.format(time=_day(stated)) if precision == "approx" else _day(stated)
    return DATED.format(day=_day(stated), time=_clock(stated, precision))


def _day(stated: Stated) -> str:
    return f"{stated.wall.day} {MONTHS[stated.wall.month - 1]} {stated.wall.year}"


def _clock(stated: Stated, precision: Precision) -> str:
    if precision == "hour":
        return IN_THE_HOUR.format(hour=f"{stated.wall.hour:02d}")
    time = stated.wall.strftime("%H:%M:%S" if precision == "exact" and stated.wall.second else "%H:%M")
    return ABOUT.format(time=time) if precision == "approx" else time
