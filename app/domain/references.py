"""Who refers to whom: the references inside payloads, and what would be left dangling."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from msgspec.structs import replace

from app.domain import entries as e
from app.domain.case import Case


class Reference(NamedTuple):
    """One object refers to another: the table and identity it points at."""

    table: str
    id: e.Id


_FIELDS: Final[dict[type[e.Payload], tuple[tuple[str, str], ...]]] = {
    e.Event: (("actor", "person"), ("sources", "source")),
    e.Dispute: (("events", "event"),),
    e.Knowledge: (("event", "event"), ("person", "person")),
    e.Rule: (("applies_to", "person"), ("sources", "source")),
    e.Factor: (("events", "event"), ("sources", "source")),
    e.Outcome: (("sources", "source"),),
    e.Act: (("event", "event"), ("person", "person")),
    e.Name: (("person", "person"),),
    e.Answer: (("act", "act"), ("events", "event"), ("rules", "rule")),
}
"""Which fields of a payload hold identities (one, none or several), and of which table."""


def references(payload: e.Payload) -> Iterator[Reference]:
    """Every reference that a plain object holds, in the order of its fields."""
    for field, table in _FIELDS.get(type(payload), ()):
        value: e.Id | tuple[e.Id, ...] | None = getattr(payload, field)
        if isinstance(value, tuple):
            yield from (Reference(table, i) for i in value)
        elif value is not None:
            yield Reference(table, value)


def renumbered(payload: e.P, ids: Mapping[Reference, e.Id]) -> e.P:
    """The same object with each reference replaced by the identity that `ids` gives it."""
    changed: dict[str, object] = {}
    for field, table in _FIELDS.get(type(payload), ()):
        value: e.Id | tuple[e.Id, ...] | None = getattr(payload, field)
        if isinstance(value, tuple):
            changed[field] = tuple(ids[Reference(table, i)] for i in value)
        elif value is not None:
            changed[field] = ids[Reference(table, value)]
    return replace(payload, **changed)


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
        case e.Dispute(label=name) | e.Rule(label=name) | e.Factor(label=name) | e.Act(label=name):
            return name
        case _:
            return f"{place.table} {place.id}"
