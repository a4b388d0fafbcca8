"""The history of one object as a readable list: every version, who wrote it when, and what it changed."""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple

from app.domain import entries as e
from app.domain.case import withdrawn_by
from app.domain.references import Reference


class Deed(Enum):
    """What a version did to the object."""

    ADDED = "added"
    CHANGED = "changed"
    TAKEN_OUT = "taken out"
    BROUGHT_BACK = "brought back"


class Change(NamedTuple):
    """One field whose value differs from the version before; None where the object had no such version to compare."""

    field: str
    before: Any
    after: Any

    def __repr__(self) -> str:
        """Name the field, never the words."""
        return f"Change({self.field})"


class Version(NamedTuple):
    """One version of an object.

    `changes` compares it with the newest version before it that counted; None where one of the two can no longer be
    read. `undone` names the undo that withdrew it, `erased` the erasure that deleted its content.
    """

    seq: int
    at: str
    actor: str
    deed: Deed
    payload: e.Payload | None
    changes: tuple[Change, ...] | None
    undone: int | None = None
    erased: int | None = None

    def __repr__(self) -> str:
        """Name the place, never the words."""
        return f"Version({self.seq}, {self.deed.value})"


def history(log: Sequence[e.Entry], target: Reference) -> tuple[Version, ...]:
    """Every version of an object, oldest first, undone and erased ones included; empty for what this log cannot see."""
    withdrawn, undos = withdrawn_by(log), _undos(log)
    erasures = _erasures(log)
    versions: list[Version] = []
    last: e.Entry | None = None
    for entry in _entries_of(log, target):
        versions.append(_version(entry, last, undos.get(entry.seq), erasures.get(entry.seq)))
        if entry.seq not in withdrawn:
            last = entry
    return tuple(versions)


def _entries_of(log: Sequence[e.Entry], target: Reference) -> Iterator[e.Entry]:
    for entry in log:
        if e.KINDS[entry.type].table == target.table and (entry.seq if entry.of is None else entry.of) == target.id:
            yield entry


def _undos(log: Sequence[e.Entry]) -> dict[int, int]:
    """The undo in force for each entry that one withdraws."""
    withdrawn = withdrawn_by(log)
    return {
        entry.of: entry.seq
        for entry in log
        if entry.type == "undo" and entry.of is not None and entry.seq not in withdrawn
    }


def _erasures(log: Sequence[e.Entry]) -> dict[int, int]:
    return {seq: entry.seq for entry in log if isinstance(entry.payload, e.Erasure) for seq in entry.payload.seqs}


def _version(entry: e.Entry, last: e.Entry | None, undone: int | None, erased: int | None) -> Version:
    payload = entry.payload if isinstance(entry.payload, e.Payload) and not isinstance(entry.payload, e.Drop) else None
    return Version(entry.seq, entry.at, entry.actor, _deed(entry, last), payload, _changes(entry, last), undone, erased)


def _deed(entry: e.Entry, last: e.Entry | None) -> Deed:
    if entry.type.endswith(".drop"):
        return Deed.TAKEN_OUT
    if last is None:
        return Deed.ADDED
    return Deed.BROUGHT_BACK if last.type.endswith(".drop") else Deed.CHANGED


def _changes(entry: e.Entry, last: e.Entry | None) -> tuple[Change, ...] | None:
    if entry.type.endswith(".drop"):
        return ()
    if not isinstance(entry.payload, e.Payload) or (last is not None and last.payload is e.ERASED):
        return None
    old = last.payload if last is not None and type(last.payload) is type(entry.payload) else None
    return tuple(differences(old if isinstance(old, e.Payload) else None, entry.payload))


def differences(old: e.Payload | None, new: e.Payload) -> Iterator[Change]:
    """The fields in which two versions differ, in the order of the payload.

    Without an old version, all that say anything: a field that stands at its default says nothing and is left out.
    """
    defaults = _defaults(type(new)) if old is None else {}
    for field in new.__struct_fields__:
        before = defaults.get(field) if old is None else getattr(old, field)
        after = getattr(new, field)
        if before != after:
            yield Change(field, None if old is None else before, after)


def _defaults(kind: type[e.Payload]) -> dict[str, Any]:
    fields, values = kind.__struct_fields__, kind.__struct_defaults__
    return dict(zip(fields[len(fields) - len(values) :], values, strict=True))
