"""Who could know what, and how: the words of a dossier, and what was within one person's horizon at one moment.

The rule is bias.md 3a: intervals of time are compared, not points, and what overlaps is said to be uncertain.
"""

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple

from app.domain import entries as e
from app.domain.times import Bounds, Precision, bounds, parse_local


class Access(Enum):
    """How far one fact was within one person's reach."""

    KNOWN = "known"
    ACCESSIBLE = "accessible"
    ACCESSIBLE_WITH_CUE = "accessible, with a cue"
    NOT_ACCESSIBLE = "not accessible"


ACCESS: Final[dict[str, Access]] = {
    "saw": Access.KNOWN,
    "was told": Access.KNOWN,
    "chart": Access.ACCESSIBLE,
    "alarm": Access.ACCESSIBLE_WITH_CUE,
    "not available": Access.NOT_ACCESSIBLE,
}
"""What each word of `knowledge.csv` means (instruments.md 1, "How the program reads these graphs").

A pair of event and person without a row is *not established*: neither known nor out of reach.
"""


class Status(Enum):
    """Where a fact stands for one person at one decision."""

    KNOWN = "known"
    ACCESSIBLE = "accessible"
    UNCERTAIN = "uncertain"
    UNSTATED = "unstated"
    OUT = "out"


class Standing(NamedTuple):
    """The status of one fact for one person at one decision, and the row it rests on.

    `before` is True where the stated times, taken at their word, put the fact before the decision although their
    widths overlap: then the order rests on rounded times and is said so.
    """

    status: Status
    row: e.Knowledge | None = None
    before: bool = False


class Horizon(NamedTuple):
    """One person at one event: when the decision may have been made. `at` None means that no time is stated."""

    person: e.Id
    event: e.Id
    at: Bounds | None
    stated: dt.datetime | None


def horizon(events: Mapping[e.Id, e.Event], person: e.Id, event: e.Id, zone: dt.tzinfo) -> Horizon:
    """The horizon of a person at an event: everything that reached them before it."""
    when = events[event].when
    first = bounds(when.start or "", when.precision, zone)
    last = bounds(when.end or when.start or "", when.precision, zone)
    at = None if first is None or last is None else Bounds(first.earliest, last.latest, first.assumed)
    stated = parse_local(when.start or "")
    return Horizon(person, event, at, None if stated is None else stated.wall)


Said = Mapping[e.Id, Mapping[e.Id, e.Knowledge]]
"""What is said about one person, by event."""


def said_to(rows: Mapping[e.Id, e.Knowledge], person: e.Id) -> Said:
    """The rows about one person, each under its event, so that a long timeline is gone through once."""
    found: dict[e.Id, dict[e.Id, e.Knowledge]] = {}
    for i, row in rows.items():
        if row.person == person:
            found.setdefault(row.event, {})[i] = row
    return found


def standing(here: Horizon, fact: e.Id, rows: Mapping[e.Id, e.Knowledge], zone: dt.tzinfo) -> Standing:
    """Where one fact stands; closed intervals.

    KNOWN if some row puts it into the person's mind surely before the decision; ACCESSIBLE if it lay within reach;
    UNCERTAIN where intervals overlap or a time is missing; UNSTATED without any row (the panel has not said);
    OUT otherwise.
    """
    own = [row for row in rows.values() if row.event == fact and row.person == here.person]
    if not own:
        return Standing(Status.UNSTATED)
    found = [_one(here, row, zone) for row in own]
    return min(found, key=lambda standing: _RANK[standing.status])


_RANK: Final = {Status.KNOWN: 0, Status.ACCESSIBLE: 1, Status.UNCERTAIN: 2, Status.OUT: 3, Status.UNSTATED: 4}


def _one(here: Horizon, row: e.Knowledge, zone: dt.tzinfo) -> Standing:
    access = ACCESS[row.how]
    if access is Access.NOT_ACCESSIBLE or row.at is None:
        return Standing(Status.OUT, row)
    stated = parse_local(row.at)
    at = bounds(row.at, _precision(row.at), zone)
    if at is None or stated is None or here.at is None or here.stated is None:
        return Standing(Status.UNCERTAIN, row)
    if at.latest <= here.at.earliest:
        return Standing(Status.KNOWN if access is Access.KNOWN else Status.ACCESSIBLE, row, before=True)
    if at.earliest <= here.at.latest:
        return Standing(Status.UNCERTAIN, row, before=stated.wall < here.stated)
    return Standing(Status.OUT, row)


def _precision(at: str) -> Precision:
    stated = parse_local(at)
    return "minute" if stated is not None and stated.has_clock else "day"
