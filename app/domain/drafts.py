"""Text that is being typed: whose it is, what it will become, and when it has to rest."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from app.domain import entries as e
from app.domain.references import Reference

REST_WITHIN_S: Final = 1.0
"""No keystroke is older than this, in seconds, before it rests on the disk."""

NEW: Final = "new"
"""Stands for the identity of an object that has no entry yet."""


class DraftKey(NamedTuple):
    """One draft: its owner's seat and the field it is typed into. Names places, never words."""

    owner: str
    field: str


def field_of(table: str, id: e.Id | None, name: str) -> str:
    """How a field is named: the table, the object (or `new`), and the field of its payload."""
    return f"{table}/{NEW if id is None else id}/{name}"


def is_private(field: str) -> bool:
    """True for what may rest under its owner's own key only: ballots, and what is only ever written into a vault."""
    table = field.partition("/")[0]
    return table == "ballot" or table in e.VAULT_ONLY


def of_object(keys: Iterable[DraftKey], target: Reference) -> list[DraftKey]:
    """The drafts, whoever's, that are typed into fields of this object."""
    prefix = f"{target.table}/{target.id}/"
    return [key for key in keys if key.field.startswith(prefix)]


def of_round(key: DraftKey, round: e.Id) -> bool:
    """True for a field of a ballot in this round: `ballot/<round>/…`."""
    return key.field.startswith(f"ballot/{round}/")
