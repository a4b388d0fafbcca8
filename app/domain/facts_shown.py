"""The timeline as a page shows it: rows forward in time, and everything about the one that is selected."""

from typing import Final, NamedTuple

from app.domain import entries as e
from app.domain.case import Case
from app.domain.knowledge import ACCESS, Access
from app.domain.timeline import in_time
from app.domain.times import When, parse_local
from app.domain.times_in_words import clock_in_words, in_words
from app.domain.words import QT_TRANSLATE_NOOP

SYSTEM: Final = QT_TRANSLATE_NOOP("facts", "System")
SAW: Final = QT_TRANSLATE_NOOP("facts", "Saw it, {time}.")
TOLD: Final = QT_TRANSLATE_NOOP("facts", "Was told, {time}.")
CHART: Final = QT_TRANSLATE_NOOP("facts", "In the record within reach, {time}.")
ALARM: Final = QT_TRANSLATE_NOOP("facts", "Within reach with a cue, {time}.")
NOT_AVAILABLE: Final = QT_TRANSLATE_NOOP("facts", "Not available.")
NOT_SAID: Final = QT_TRANSLATE_NOOP("facts", "Not said yet")


class FactRow(NamedTuple):
    """One event in the table. `uncertain` where the time is not stated to the minute."""

    id: e.Id
    label: str
    time: str
    actor: str
    text: str
    sources: str
    decision_point: bool
    uncertain: bool


class Knower(NamedTuple):
    """What the record says about one person and this event; `stated` False where it says nothing yet."""

    person: str
    text: str
    note: str
    stated: bool
    available: bool


class Version(NamedTuple):
    """A dispute about this event, with every version of it."""

    label: str
    topic: str
    versions: tuple[str, ...]


class FactDetail(NamedTuple):
    """Everything about one event."""

    row: FactRow
    when: str
    knowers: tuple[Knower, ...]
    sources: tuple[tuple[str, str], ...]
    disputes: tuple[Version, ...]
    notes: str


def rows(case: Case) -> tuple[FactRow, ...]:
    """Every event of the case, forward in time."""
    events = case.rows(e.Event)
    persons, sources = case.rows(e.Person), case.rows(e.Source)
    return tuple(_row(i, events[i], persons, sources) for i in in_time(events))


def detail(case: Case, id: e.Id) -> FactDetail:
    """One event with who could know it, its sources and its disputes."""
    events, persons, sources = case.rows(e.Event), case.rows(e.Person), case.rows(e.Source)
    event = events[id]
    disputes = [row for row in case.rows(e.Dispute).values() if id in row.events]
    return FactDetail(
        row=_row(id, event, persons, sources),
        when=in_words(event.when),
        knowers=tuple(_knowers(case, id)),
        sources=tuple((sources[i].label, sources[i].title) for i in event.sources if i in sources),
        disputes=tuple(Version(row.label, row.topic, row.versions) for row in disputes),
        notes=event.notes,
    )


def is_uncertain(when: When) -> bool:
    """True where the stated time is not one to the minute."""
    stated = parse_local(when.start or "")
    return stated is None or not stated.has_clock or when.precision not in ("exact", "minute")


def actor_of(event: e.Event, persons: dict[e.Id, e.Person]) -> str:
    """Who acts, by role code; for a system its lane."""
    if event.actor is not None and event.actor in persons:
        return persons[event.actor].code
    return event.lane or SYSTEM


def _row(id: e.Id, event: e.Event, persons: dict[e.Id, e.Person], sources: dict[e.Id, e.Source]) -> FactRow:
    return FactRow(
        id=id,
        label=event.label,
        time=clock_in_words(event.when),
        actor=actor_of(event, persons),
        text=event.text,
        sources=", ".join(sources[i].label for i in event.sources if i in sources),
        decision_point=event.decision_point,
        uncertain=is_uncertain(event.when),
    )


def _knowers(case: Case, id: e.Id) -> list[Knower]:
    """First what is stated, in the order of the record; then the persons under review nothing is said about."""
    persons = case.rows(e.Person)
    stated = [row for row in case.rows(e.Knowledge).values() if row.event == id and row.person in persons]
    found = [_stated(persons[row.person].code, row) for row in stated]
    named = {row.person for row in stated}
    silent = [person for i, person in persons.items() if person.under_review and i not in named]
    return found + [Knower(person.code, NOT_SAID, "", stated=False, available=False) for person in silent]


def _stated(person: str, row: e.Knowledge) -> Knower:
    access = ACCESS[row.how]
    if access is Access.NOT_ACCESSIBLE or row.at is None:
        return Knower(person, NOT_AVAILABLE, row.notes, stated=True, available=False)
    stated = parse_local(row.at)
    precision: When = When(start=row.at, precision="minute" if stated and stated.has_clock else "day")
    words = {"saw": SAW, "was told": TOLD, "chart": CHART, "alarm": ALARM}[row.how]
    return Knower(person, words.format(time=clock_in_words(precision)), row.notes, stated=True, available=True)
