"""Where somebody stood: what had reached one person at one moment, in three groups, in the order of arrival."""

import datetime as dt
from typing import Final, NamedTuple

from app.domain import entries as e
from app.domain.case import Case
from app.domain.horizon_in_words import Fact, view
from app.domain.knowledge import Horizon, Said, Status, horizon, said_to, standing
from app.domain.rules_in_words import quality
from app.domain.timeline import in_time
from app.domain.times import When, parse_local
from app.domain.times_in_words import clock_in_words, date_in_words, in_words
from app.domain.words import QT_TRANSLATE_NOOP

OWN_ACT: Final = QT_TRANSLATE_NOOP("stand", "own act")
HOW: Final[dict[str, str]] = {
    "saw": QT_TRANSLATE_NOOP("stand", "saw"),
    "was told": QT_TRANSLATE_NOOP("stand", "was told"),
    "chart": QT_TRANSLATE_NOOP("stand", "in the record"),
    "alarm": QT_TRANSLATE_NOOP("stand", "with a cue"),
}


class Arrived(NamedTuple):
    """One fact with when and how it reached the person; both empty where nothing is said."""

    time: str
    label: str
    text: str
    note: str
    how: str


class InForce(NamedTuple):
    """A rule that applied to the person, and how it was lived."""

    label: str
    text: str
    quality: str


class Place(NamedTuple):
    """A decision point to stand at."""

    event: e.Id
    label: str
    time: str


class Stand(NamedTuple):
    """Everything of one horizon. What others knew, and what did not reach the person, is not in it at all."""

    person: str
    clock: str
    when: str
    own: tuple[str, str] | None
    """Label and text of the person's own act here; None for anybody else, who need not have known of it."""
    known: tuple[Arrived, ...]
    open: tuple[Arrived, ...]
    unsaid: tuple[Arrived, ...]
    rules: tuple[InForce, ...]
    before: Place | None
    others: tuple[tuple[e.Id, str], ...]


def can_stand(case: Case, event: e.Id) -> e.Id | None:
    """The person whose decision point this event is, or None."""
    row = case.rows(e.Event).get(event)
    if row is None or not row.decision_point or row.actor not in case.rows(e.Person):
        return None
    return row.actor


def stand(case: Case, event: e.Id, person: e.Id, zone: dt.tzinfo) -> Stand:
    """What one person had before them at one moment."""
    events, persons = case.rows(e.Event), case.rows(e.Person)
    here = horizon(events, person, event, zone)
    own = events[event].actor == person
    found = view(case, here, zone)
    said = said_to(case.rows(e.Knowledge), person)
    known = sorted((_arrived(case, here, fact, zone, said) for fact in found.known), key=lambda pair: pair[0])
    unsure = [fact for fact in found.not_known if _is_open(here, fact, zone, said, own=own)]
    when = events[event].when
    return Stand(
        person=persons[person].code,
        clock=clock_in_words(When(start=when.start, precision=when.precision)),
        when=_day(when),
        own=(events[event].label, events[event].text) if own else None,
        known=tuple(arrived for _, arrived in known),
        open=tuple(_arrived(case, here, fact, zone, said)[1] for fact in unsure),
        unsaid=tuple(_arrived(case, here, fact, zone, said)[1] for fact in found.unstated),
        rules=_rules(case, person),
        before=_before(case, event, person),
        others=tuple((i, row.code) for i, row in persons.items() if _may_stand(row) and i != person),
    )


def _day(when: When) -> str:
    """What the clock does not say: the day of a time of day, both ends of a span."""
    stated = parse_local(when.start or "")
    if when.end is not None:
        return in_words(when)
    return date_in_words(stated.wall.date().isoformat()) if stated is not None and stated.has_clock else ""


def _is_open(here: Horizon, fact: Fact, zone: dt.tzinfo, said: Said, *, own: bool) -> bool:
    """Not established; what surely did not reach the person is left out, not greyed."""
    if fact.id == here.event:
        return own
    return standing(here, fact.id, said.get(fact.id, {}), zone).status is Status.UNCERTAIN


def _arrived(case: Case, here: Horizon, fact: Fact, zone: dt.tzinfo, said: Said) -> tuple[str, Arrived]:
    """With the local time of arrival to sort by, which is empty where none is said."""
    row = standing(here, fact.id, said.get(fact.id, {}), zone).row
    if row is None or row.how not in HOW:
        return "", Arrived("", fact.label, fact.text, fact.note, "")
    own = case.rows(e.Event)[fact.id].actor == here.person and row.how == "saw"
    how = OWN_ACT if own else HOW[row.how]
    return row.at or "", Arrived(_at(row.at), fact.label, fact.text, fact.note, how)


def _at(at: str | None) -> str:
    stated = parse_local(at or "")
    if stated is None:
        return ""
    return clock_in_words(When(start=at, precision="minute" if stated.has_clock else "day"))


def _rules(case: Case, person: e.Id) -> tuple[InForce, ...]:
    found = [row for row in case.rows(e.Rule).values() if person in row.applies_to]
    return tuple(InForce(row.label, row.text, quality(row)) for row in found)


def _before(case: Case, event: e.Id, person: e.Id) -> Place | None:
    """The person's decision point before this one; the one after it is never named."""
    events = case.rows(e.Event)
    order = in_time(events)
    own = [i for i in order[: order.index(event)] if events[i].decision_point and events[i].actor == person]
    return Place(own[-1], events[own[-1]].label, clock_in_words(events[own[-1]].when)) if own else None


def _may_stand(person: e.Person) -> bool:
    return person.under_review and person.nature == "individual"
