"""A dossier as a value, and how it becomes entries: what is clear, what goes into the outcome vault.

A dossier holds payloads whose references are provisional identities (any distinct numbers); `plan` gives them the
identities they will have in the case. What reveals the outcome is written as `sealed` from the first import
(datamodel.md 6): clear objects never refer to sealed ones, and nothing in the clear tells where a sealed one stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from app.domain import entries as e
from app.domain.references import Reference, references, renumbered
from app.domain.timeline import in_place
from app.domain.times import parse_local

Tables = Mapping[str, Mapping[e.Id, e.Payload]]

ORDER: Final = ("person", "source", "event", "dispute", "knowledge", "rule", "factor", "outcome")
"""Tables in the order in which an import writes them: nothing refers forward."""


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A text file that comes with a dossier; it becomes a document in the outcome vault."""

    nature: str
    title: str
    data: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Dossier:
    """The content of a dossier folder (FORMAT.md), checked: every reference resolves, every word is known."""

    described: e.CaseDescribed
    tables: Tables
    texts: tuple[Text, ...] = field(default=())


def hidden(tables: Tables) -> frozenset[Reference]:
    """Every object that must not stand in the clear: those that reveal the outcome, and whatever refers to them.

    A source is never hidden whole: facts cite it, so its clear copy bears the blind title.
    """
    found = {Reference(name, i) for name, i, row in _all(tables) if _reveals(row)}
    grew = True
    while grew:
        more = {
            Reference(name, i)
            for name, i, row in _all(tables)
            if any(r in found and r.table != "source" for r in references(row))
        }
        grew = not more <= found
        found |= more
    return frozenset(found)


def plan(dossier: Dossier, *, first: int, vault: e.Id) -> list[e.NewEntry]:
    """The entries that put a dossier into a case whose next entry is `first` and whose outcome vault is `vault`.

    Clear ones first, then all sealed ones, so that the order of the log tells nothing about the timeline.
    """
    tables = {**dossier.tables, "event": _placed(dossier.tables)}
    secret = hidden(tables)
    moment = first_sealed_moment(tables, secret)
    clear: list[tuple[Reference, e.Payload]] = []
    sealed: list[tuple[Reference, e.Payload, bool]] = []
    for name in ORDER:
        for i, row in tables.get(name, {}).items():
            at = Reference(name, i)
            blind = _blind_copy(row, at in secret, moment)
            if blind is not None:
                clear.append((at, blind))
            if blind is not row:
                sealed.append((at, row, blind is not None))
    ids = {at: first + n for n, (at, _) in enumerate(clear)}
    for n, (at, _, has_clear_copy) in enumerate(sealed, first + len(clear)):
        if not has_clear_copy:
            ids[at] = n
    entries = [e.put(renumbered(row, ids)) for _, row in clear]
    entries += [e.put(renumbered(row, ids), ids[at] if over else None, vault) for at, row, over in sealed]
    return entries + [_document(text, vault) for text in dossier.texts]


def first_sealed_moment(tables: Tables, secret: frozenset[Reference]) -> str | None:
    """The earliest stated start of an event that reveals the outcome (local ISO text), or None."""
    events = tables.get("event", {})
    starts = [
        stated.wall.isoformat()
        for i, row in events.items()
        if Reference("event", i) in secret and isinstance(row, e.Event)
        if (stated := parse_local(row.when.start or ""))
    ]
    return min(starts, default=None)


def _blind_copy(row: e.Payload, secret: bool, moment: str | None) -> e.Payload | None:
    """What stands in the clear for `row`: itself, a copy without what tells, or nothing."""
    if isinstance(row, e.Source) and secret:
        return e.Source(label=row.label, title=row.blind_title or row.label)
    if secret:
        return None
    if isinstance(row, e.Knowledge) and _is_later(row.at, moment):
        return msgspec.structs.replace(row, at=None, how="not available", notes="")
    return row


def _is_later(at: str | None, moment: str | None) -> bool:
    """True where a time of learning would show that the event went on after the outcome set in."""
    stated = parse_local(at or "")
    return stated is not None and moment is not None and stated.wall.isoformat() >= moment


def _reveals(row: e.Payload) -> bool:
    match row:
        case e.Person(after_outcome=reveals):
            return reveals
        case e.Source() | e.Event() | e.Dispute() | e.Rule() | e.Factor():
            return row.reveals_outcome
        case _:
            return isinstance(row, e.Outcome)


def _placed(tables: Tables) -> dict[e.Id, e.Payload]:
    """The events with their places: clear ones count only themselves, sealed ones follow the clear one before."""
    secret = hidden(tables)
    events = {i: row for i, row in tables.get("event", {}).items() if isinstance(row, e.Event)}
    placed: dict[e.Id, e.Payload] = {}
    after, then = -1, 0
    for i in in_place(events):
        if Reference("event", i) in secret:
            then += 1
            place = e.Place(after, then)
        else:
            after, then = after + 1, 0
            place = e.Place(after)
        placed[i] = msgspec.structs.replace(events[i], place=place)
    return placed


def _document(text: Text, vault: e.Id) -> e.NewEntry:
    document = e.Document(
        title=text.title,
        nature=text.nature,
        media_type="text/plain",
        reveals_outcome=True,
    )
    return e.put(document, vault=vault)._replace(data=text.data)


def _all(tables: Tables) -> Iterator[tuple[str, e.Id, e.Payload]]:
    for name, rows in tables.items():
        for i, row in rows.items():
            yield name, i, row
