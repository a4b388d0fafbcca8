"""What may be taken back, and what may be brought back (datamodel.md 4)."""

from collections.abc import Sequence

from app.domain import entries as e
from app.domain.case import withdrawn_by


def undoable(log: Sequence[e.Entry], actor: str, sitting: int) -> int | None:
    """The entry that `actor` may withdraw now, or None.

    It is the newest effective plain entry; it must be this actor's own, in this sitting (whose first entry is
    `sitting`), and no act may stand after it: then nothing later can refer to what disappears.
    """
    withdrawn = withdrawn_by(log)
    for entry in reversed(log):
        if entry.seq <= sitting or e.is_act(entry.type):
            return None
        if entry.type != "undo" and entry.seq not in withdrawn:
            return entry.seq if entry.actor == actor else None
    return None


def redoable(log: Sequence[e.Entry], actor: str, sitting: int) -> int | None:
    """The undo that `actor` may withdraw now (redo), or None: the newest effective one, with nothing new since."""
    withdrawn = withdrawn_by(log)
    by_seq = {entry.seq: entry for entry in log}
    for entry in reversed(log):
        if entry.seq <= sitting or e.is_act(entry.type):
            return None
        if entry.type == "undo":
            if entry.seq in withdrawn or entry.of is None or by_seq[entry.of].type == "undo":
                continue
            return entry.seq if entry.actor == actor else None
        if entry.seq not in withdrawn:
            return None
    return None
