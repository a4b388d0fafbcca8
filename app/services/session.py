"""One person's time with an open case: the store, the fold, and the key that signs until the next lock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from app.domain import entries as e
from app.domain.case import Case, NeedsRefold, fold, step
from app.domain.drafts import DraftKey
from app.domain.order_of_vaults import FROZEN
from app.domain.receipts import OlderCopy
from app.domain.references import Reference
from app.services.ports import CaseStore, Clock, SeenHeads, Signer, SittingKey

CASE_MANAGER: Final = "case manager"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a verb changed: the objects it touched, or everything where the fold had to start again."""

    touched: frozenset[Reference] = frozenset()
    everything: bool = False


@dataclass(slots=True, repr=False)
class Session:
    """An open case and who sits before it. Verbs change it; pages read `case`.

    `key` and `sitting` are None while the case is open for reading only. `older` is set where this computer has seen a
    newer copy of the case.
    """

    store: CaseStore
    clock: Clock
    seat: str
    key: SittingKey | None = None
    sitting: int | None = None
    case: Case = field(default_factory=Case)
    seen: SeenHeads | None = None
    older: OlderCopy | None = None

    def refold(self) -> None:
        """Fold the log from the start, as far as the keys in memory open it."""
        self.case = fold(self.store.entries())

    def commit(
        self,
        new: Sequence[e.NewEntry],
        by: Signer,
        erase: Sequence[int] = (),
        settled: Sequence[DraftKey] = (),
        at: str = "",
    ) -> Changes:
        """Write one commit and bring the case up to date. The drafts that it makes entries of go in the same step.

        `at` is its time where something inside it names that very time; else the clock is asked.
        """
        written = self.store.append(new, at=at or self.clock.now(), by=by, erase=erase, settled=settled)
        if any(entry.type in FROZEN for entry in new):
            self.store.drop_shares()  # a running round is void now; nobody may open what was cast in it
        try:
            self.case = step(self.case, written)
        except NeedsRefold:
            self.refold()
            return Changes(everything=True)
        return Changes(frozenset(_touched(entry) for entry in written if e.KINDS[entry.type].table))


def _touched(entry: e.Entry) -> Reference:
    table = e.KINDS[entry.type].table or ""
    return Reference(table, entry.seq if entry.of is None else entry.of)
