"""The order that a case's entries must keep, as a state machine over outlines and clear payloads (trust.md 2.5).

`verify` names with it what is wrong in a record; the services refuse with it before anything is written.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.domain import entries as e
from app.domain.order_of_people import PeopleRules
from app.domain.order_of_vaults import VaultRules
from app.domain.words import QT_TRANSLATE_NOOP


class Outline(NamedTuple):
    """What stands in the clear of an entry: nothing that a person typed."""

    seq: int
    type: str
    actor: str
    of: int | None


class OrderRules:
    """Feed entries one by one; each `check` returns what is wrong with the next one, or None.

    An act that is out of order has no effect on what may follow.
    """

    def __init__(self) -> None:
        self._types: dict[int, str] = {}
        self._undone: dict[int, int] = {}
        self._sitting: Outline | None = None
        self.people = PeopleRules()
        self.vaults = VaultRules(self.people)

    def check(self, entry: Outline, payload: object = None) -> str | None:
        """What is wrong with this entry at this place, in words; `payload` is its content where it is clear."""
        fault = self._fault(entry) or self._fault_of_act(entry, payload)
        self._types[entry.seq] = entry.type
        if entry.type == "undo" and entry.of is not None:
            self._undone[entry.seq] = entry.of
        if fault is None:
            self._note(entry, payload)
        return fault

    def _fault_of_act(self, entry: Outline, payload: object) -> str | None:
        fault = None
        if isinstance(payload, e.Payload):
            fault = self.people.fault(entry.actor, entry.of, payload, entry.seq)
        return fault or self.vaults.fault(entry.actor, entry.of, payload, entry.type)

    def _note(self, entry: Outline, payload: object) -> None:
        if entry.type in ("sitting.opened", "sitting.closed"):
            self._sitting = entry if entry.type == "sitting.opened" else None
        if isinstance(payload, e.Payload):
            self.people.note(entry.seq, entry.of, payload)
        if isinstance(payload, e.MemberRetired) and self._sitting and self._sitting.actor == payload.seat:
            self._sitting = None
        self.vaults.note(entry.seq, entry.actor, entry.of, payload, entry.type)
        self.vaults.changed(self._changed(entry))

    def _changed(self, entry: Outline) -> str:
        """The kind of entry whose effect this one changes: of an undo, what it withdraws or brings back."""
        at = entry.seq
        while at in self._undone:
            at = self._undone[at]
        return self._types.get(at, entry.type)

    def _fault(self, entry: Outline) -> str | None:
        kind = e.KINDS.get(entry.type)
        if kind is None:
            return QT_TRANSLATE_NOOP("order", "is of a kind this version does not know")
        if (entry.seq == 0) != (entry.type == "case.created"):
            return QT_TRANSLATE_NOOP("order", "a case is created once, by its first entry")
        if entry.seq > 1 and not self.people.in_force(entry.actor):
            return QT_TRANSLATE_NOOP("order", "was written by somebody who is not on the roster")
        return self._fault_of_target(entry, kind) or self._fault_of_sitting(entry)

    def _fault_of_target(self, entry: Outline, kind: e.Kind) -> str | None:
        if entry.of is None:
            return QT_TRANSLATE_NOOP("order", "names no entry it concerns") if kind.needs_of else None
        target = self._types.get(entry.of)
        if target is None:
            return QT_TRANSLATE_NOOP("order", "concerns an entry that does not come before it")
        return (
            None
            if self._may_concern(entry, target)
            else QT_TRANSLATE_NOOP("order", "concerns an entry of another kind")
        )

    def _may_concern(self, entry: Outline, target: str) -> bool:
        name, _, verb = entry.type.rpartition(".")
        if verb in ("put", "drop") and name in e.TABLES:
            return target == f"{name}.put"
        if entry.type == "undo":
            return target == "undo" or (target in e.KINDS and e.KINDS[target].undoable)
        return target in _CONCERNS.get(entry.type, ())

    def _fault_of_sitting(self, entry: Outline) -> str | None:
        if entry.type == "sitting.closed" and (self._sitting is None or entry.of != self._sitting.seq):
            return QT_TRANSLATE_NOOP("order", "closes a sitting that is not open")
        return None


_CONCERNS: dict[str, tuple[str, ...]] = {
    "sitting.closed": ("sitting.opened",),
    "sitting.started": ("sitting.opened",),
    "vault.shared": ("vault.made",),
    "vault.released": ("vault.made",),
    "vault.opened": ("vault.made",),
    "member.retired": ("decision",),
    "decision": ("round.opened", "vault.made"),
    "ballot.cast": ("round.opened",),
    "excused": ("round.opened",),
    "round.released": ("round.opened",),
    "pdf.signed": ("pdf.rendered",),
    "hold.lift_asked": ("hold.placed",),
    "hold.lifted": ("hold.placed",),
}
"""Which kinds of entry an act may concern."""


def rules_after(log: Iterable[tuple[Outline, object]]) -> OrderRules:
    """The rules as they stand after a log."""
    rules = OrderRules()
    for outline, payload in log:
        rules.check(outline, payload)
    return rules


def outlines(log: Iterable[e.Entry], sealed: Iterable[int]) -> Iterator[tuple[Outline, object]]:
    """A log as the rules see it. What this reader can open of the entries at `sealed` counts as sealed all the same."""
    hidden = frozenset(sealed)
    for entry in log:
        if entry.seq in hidden and entry.type != "ballot.cast":
            yield Outline(entry.seq, "sealed", entry.actor, None), None
        else:
            yield Outline(entry.seq, entry.type, entry.actor, entry.of), entry.payload
