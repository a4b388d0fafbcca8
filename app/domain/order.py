"""The order that a case's entries must keep, as a state machine over type, actor and `of` (trust.md 2.5)."""

from typing import NamedTuple

from app.domain import entries as e


class Outline(NamedTuple):
    """What the order rules see of an entry: nothing that a person typed."""

    seq: int
    type: str
    actor: str
    of: int | None


class OrderRules:
    """Feed entries one by one; each `check` returns what is wrong with the next one, or None."""

    def __init__(self) -> None:
        self._types: dict[int, str] = {}
        self._roster: set[str] = set()
        self._sitting: Outline | None = None
        self._opened: set[int] = set()

    def check(self, entry: Outline, enrolled: str | None = None) -> str | None:
        """What is wrong with this entry at this place, in words. `enrolled` is whom a member.enrolled names."""
        fault = self._fault(entry)
        self._types[entry.seq] = entry.type
        if enrolled is not None:
            self._roster.add(enrolled)
        if entry.type == "sitting.opened":
            self._sitting = entry
        elif entry.type == "sitting.closed":
            self._sitting = None
        elif entry.type == "vault.opened" and entry.of is not None:
            self._opened.add(entry.of)
        return fault

    def _fault(self, entry: Outline) -> str | None:
        kind = e.KINDS.get(entry.type)
        if kind is None:
            return "is of a kind this version does not know"
        if (entry.seq == 0) != (entry.type == "case.created"):
            return "a case is created once, by its first entry"
        if entry.actor not in self._roster and entry.seq > 1:
            return "was written by somebody who is not on the roster"
        return self._fault_of_target(entry, kind) or self._fault_of_sitting(entry)

    def _fault_of_target(self, entry: Outline, kind: e.Kind) -> str | None:
        if entry.of is None:
            return "names no entry it concerns" if kind.needs_of else None
        target = self._types.get(entry.of)
        if target is None:
            return "concerns an entry that does not come before it"
        return None if self._may_concern(entry, target) else "concerns an entry of another kind"

    def _may_concern(self, entry: Outline, target: str) -> bool:
        name, _, verb = entry.type.rpartition(".")
        if verb in ("put", "drop") and name in e.TABLES:
            return target == f"{name}.put"
        match entry.type:
            case "undo":
                return target == "undo" or e.KINDS[target].undoable
            case "sitting.closed":
                return target == "sitting.opened"
            case "vault.opened":
                return target == "vault.made" and entry.of not in self._opened
            case "pdf.signed":
                return target == "pdf.rendered"
            case "hold.lifted":
                return target == "hold.placed"
            case _:
                return False

    def _fault_of_sitting(self, entry: Outline) -> str | None:
        if entry.type == "sitting.closed" and (self._sitting is None or entry.of != self._sitting.seq):
            return "closes a sitting that is not open"
        return None
