"""The order rules of keeping a case: legal holds, closing, and what nobody does alone."""

from typing import Final

from app.domain import entries as e
from app.domain.order import Outline
from app.domain.words import QT_TRANSLATE_NOOP

_WORK: Final = frozenset({"undo", "case.described", "instrument.chosen", "pdf.rendered", "pdf.signed"})
_DESTRUCTIVE: Final = frozenset({"erasure", "destruction.decided"})


class CustodyRules:
    """Feed entries one by one; each `check` returns what is wrong with the next one, or None."""

    def __init__(self) -> None:
        self._asked: dict[int, set[str]] = {}
        self._closed = False

    def check(self, entry: Outline) -> str | None:
        """What is wrong with this entry at this place, in words."""
        fault = self._fault(entry)
        match entry.type:
            case "hold.placed":
                self._asked[entry.seq] = set()
            case "hold.lift_asked" if entry.of in self._asked:
                self._asked[entry.of].add(entry.actor)
            case "hold.lifted" if entry.of is not None:
                self._asked.pop(entry.of, None)
            case "case.archived":
                self._closed = True
            case "case.reopened":
                self._closed = False
        return fault

    def _fault(self, entry: Outline) -> str | None:
        if entry.type in _DESTRUCTIVE and self._asked:
            return QT_TRANSLATE_NOOP("order", "destroys something while a legal hold stands")
        if entry.type == "hold.lifted" and not (self._asked.get(entry.of or 0, set()) - {entry.actor}):
            return QT_TRANSLATE_NOOP("order", "lifts a legal hold without a second person")
        if self._closed and _is_work(entry.type):
            return QT_TRANSLATE_NOOP("order", "was written after the case was closed")
        if entry.type == "case.reopened" and not self._closed:
            return QT_TRANSLATE_NOOP("order", "reopens a case that is not closed")
        return None


def _is_work(kind: str) -> bool:
    return kind in _WORK or (kind in e.KINDS and e.KINDS[kind].undoable)
