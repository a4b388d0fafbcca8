"""A time as somebody types it into a form, and why it cannot be taken."""

from typing import Final, NamedTuple

from app.domain.times import Precision, Stated, When, parse_local
from app.domain.words import QT_TRANSLATE_NOOP

NO_DATE: Final = QT_TRANSLATE_NOOP(
    "times", "This is not a time of the calendar. Write 2017-12-26 or 2017-12-26 14:30. Nothing was saved."
)
NO_CLOCK: Final = QT_TRANSLATE_NOOP(
    "times", "This needs a time of day, or say that only the day is known. Nothing was saved."
)
NO_START: Final = QT_TRANSLATE_NOOP("times", "An end needs a beginning. Nothing was saved.")
BACKWARDS: Final = QT_TRANSLATE_NOOP("times", "The end lies before the beginning. Nothing was saved.")
HOW_SURE: Final = QT_TRANSLATE_NOOP("times", "Say how sure this time is. Nothing was saved.")

_CLOCKED: Final[tuple[Precision, ...]] = ("exact", "minute", "hour")


class Refused(NamedTuple):
    """Why: a sentence marked under "times", about the "start", the "end" or the "precision"."""

    field: str
    sentence: str


def typed(start: str, end: str, precision: Precision) -> When | Refused:
    """What was typed as a moment or span; an empty start is a time that is not known."""
    begin, last = _local(start), _local(end)
    if not begin:
        return Refused("end", NO_START) if last else When()
    first, second = parse_local(begin), parse_local(last)
    fault = _fault(first, second, precision, ended=bool(last))
    return fault or When(start=begin, end=last or None, precision=precision)


def as_typed(text: str | None) -> str:
    """A local time as a form shows it, with a space instead of the T."""
    return (text or "").replace("T", " ")


def _fault(first: Stated | None, second: Stated | None, precision: Precision, *, ended: bool) -> Refused | None:
    if first is None:
        return Refused("start", NO_DATE)
    if ended and second is None:
        return Refused("end", NO_DATE)
    if precision == "unknown":
        return Refused("precision", HOW_SURE)
    if precision in _CLOCKED and not first.has_clock:
        return Refused("start", NO_CLOCK)
    if second is not None and precision in _CLOCKED and not second.has_clock:
        return Refused("end", NO_CLOCK)
    if second is not None and second.wall < first.wall:
        return Refused("end", BACKWARDS)
    return None


def _local(text: str) -> str:
    return "T".join(text.split())
