"""Who refers to whom: the references inside payloads, and what would be left dangling."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from app.domain import entries as e
from app.domain.case import Case


class Reference(NamedTuple):
    """One object refers to another: the table and identity it points at."""

    table: str
    id: e.Id


def references(payload: e.Payload) -> Iterator[Reference]:
    """Every reference that a plain object holds, in the order of its fields."""
    match payload:
        case e.Event(actor=actor, sources=sources):
            if actor is not None:
                yield Reference("person", actor)
            yield from (Reference("source", i) for i in sources)
        case e.Dispute(events=events):
            yield from (Reference("event", i) for i in events)
        case e.Knowledge(event=event, person=person):
            yield Reference("event", event)
            yield Reference("person", person)
        case e.Rule(applies_to=persons, sources=sources):
            yield from (Reference("person", i) for i in persons)
            yield from (Reference("source", i) for i in sources)
        case e.Factor(events=events, sources=sources):
            yield from (Reference("event", i) for i in events)
            yield from (Reference("source", i) for i in sources)
        case e.Outcome(sources=sources):
            yield from (Reference("source", i) for i in sources)
        case _:
            return


def missing(case: Case, payload: e.Payload) -> list[Reference]:
    """References of `payload` to objects that `case` does not hold."""
    return [r for r in references(payload) if r.id not in case.table(r.table)]


def places_of(case: Case, table: str, id: e.Id) -> list[Reference]:
    """Every object of `case` that refers to this one: what a drop would leave dangling."""
    target = Reference(table, id)
    return [
        Reference(name, i)
        for name, rows in case.tables.items()
        for i, row in rows.items()
        if isinstance(row, e.Payload) and target in references(row)
    ]


def label(case: Case, place: Reference) -> str:
    """How a place is named to a person: its label or code where it has one, else its table and number."""
    row = case.table(place.table).get(place.id)
    match row:
        case e.Person(code=name) | e.Source(label=name) | e.Event(label=name):
            return name
        case e.Dispute(label=name) | e.Rule(label=name) | e.Factor(label=name):
            return name
        case _:
            return f"{place.table} {place.id}"


def renumbered(payload: e.P, ids: Mapping[Reference, e.Id]) -> e.P:
    """The same object with each reference replaced by the identity that `ids` gives it."""

    def one(table: str, i: e.Id) -> e.Id:
        return ids[Reference(table, i)]

    def many(table: str, found: tuple[e.Id, ...]) -> tuple[e.Id, ...]:
        return tuple(one(table, i) for i in found)

    match payload:
        case e.Event(actor=actor, sources=sources):
            person = None if actor is None else one("person", actor)
            return replace(payload, actor=person, sources=many("source", sources))
        case e.Dispute(events=events):
            return replace(payload, events=many("event", events))
        case e.Knowledge(event=event, person=known_by):
            return replace(payload, event=one("event", event), person=one("person", known_by))
        case e.Rule(applies_to=persons, sources=sources):
            return replace(payload, applies_to=many("person", persons), sources=many("source", sources))
        case e.Factor(events=events, sources=sources):
            return replace(payload, events=many("event", events), sources=many("source", sources))
        case e.Outcome(sources=sources):
            return replace(payload, sources=many("source", sources))
        case _:
            return payload
