"""The events as a list to go through: forward in time, each with the date where the day changes."""

from typing import Final, NamedTuple

from app.domain import entries as e
from app.domain.case import Case
from app.domain.facts_shown import FactRow, rows
from app.domain.lanes import Lanes, lanes
from app.domain.times import Stated, When, parse_local
from app.domain.times_in_words import MONTHS
from app.domain.words import QT_TRANSLATE_NOOP

DATED: Final = QT_TRANSLATE_NOOP("times", "{day}, {time}")
PLACED: Final = QT_TRANSLATE_NOOP("facts", "It stands here because the record puts it after {label}.")
PLACED_FIRST: Final = QT_TRANSLATE_NOOP("facts", "It stands here because the record puts it first.")


class Listed(NamedTuple):
    """One line: the event, and its time with the date where the day is another one than in the line above.

    `after` is the label of the event before it in the record if the event has no time, else None.
    """

    row: FactRow
    time: str
    timed: bool
    after: str | None


def listed(case: Case) -> tuple[Listed, ...]:
    """Every event of the case, forward in time; one without a time stands where the record puts it."""
    events = case.rows(e.Event)
    found: list[Listed] = []
    before: Stated | None = None
    for row in rows(case):
        when = events[row.id].when
        stated = parse_local(when.start or "")
        above = found[-1].row.label if found else ""
        found.append(Listed(row, _time(row, when, stated, before), stated is not None, None if stated else above))
        before = stated or before
    return tuple(found)


class Timeline(NamedTuple):
    """What a page of the facts shows: the list and the lanes."""

    case: Case
    lines: tuple[Listed, ...]
    lanes: Lanes


def timeline(case: Case) -> Timeline:
    """The list and the lanes of a case; for ten thousand events this takes a good part of a second."""
    return Timeline(case, listed(case), lanes(case))


def why_here(line: Listed) -> tuple[str, str]:
    """Why an event without a time stands where it does: a sentence, and the label to fill in."""
    if line.after is None:
        return "", ""
    return (PLACED, line.after) if line.after else (PLACED_FIRST, "")


def _time(row: FactRow, when: When, stated: Stated | None, before: Stated | None) -> str:
    """As the table says it, with the day before it where that is not yet said."""
    alone = stated is not None and stated.has_clock and when.end is None and when.precision != "day"
    if not alone or stated is None or (before is not None and before.wall.date() == stated.wall.date()):
        return row.time
    day = f"{stated.wall.day} {MONTHS[stated.wall.month - 1][:3]}"
    if before is None or before.wall.year != stated.wall.year:
        day = f"{day} {stated.wall.year}"
    return DATED.format(day=day, time=row.time)
