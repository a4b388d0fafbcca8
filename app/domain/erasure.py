"""What an erasure reaches: every version of an object, its undone ones and its document bytes (datamodel.md 5)."""

from collections.abc import Iterable, Sequence

from app.domain import entries as e
from app.domain.references import Reference


def contents_of(log: Sequence[e.Entry], objects: Iterable[Reference]) -> list[int]:
    """The entries whose contents say anything of these objects, undone versions included, in order.

    Entries whose content is gone already are left out. A sealed object is found only by a reader who can open it.
    """
    wanted = set(objects)
    return [
        entry.seq
        for entry in log
        if entry.payload is not e.ERASED
        and (table := e.KINDS[entry.type].table) is not None
        and Reference(table, entry.seq if entry.of is None else entry.of) in wanted
    ]


def not_erasable(log: Sequence[e.Entry], seqs: Iterable[int]) -> int | None:
    """The first of these entries that is no erasable kind (an act of the record), or None."""
    return next((seq for seq in seqs if not e.KINDS[log[seq].type].erasable), None)
