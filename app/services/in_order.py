"""Acts under the order rules: refused before anything is written, by the rules that `verify` names faults with."""

from collections.abc import Sequence

from app.domain import entries as e
from app.domain.drafts import DraftKey
from app.domain.errors import OutOfOrder
from app.domain.order import OrderRules, Outline, outlines, rules_after
from app.services.ports import Signer
from app.services.session import Changes, Session


def rules_of(session: Session) -> OrderRules:
    """The order rules as they stand at the end of the record."""
    log = session.store.entries()
    sealed = [entry.seq for entry in log if session.store.sealed_in(entry.seq) is not None]
    return rules_after(outlines(log, sealed))


def refuse_out_of_order(session: Session, new: Sequence[e.NewEntry], actor: str) -> None:
    """OutOfOrder, with the rule in words, if these entries may not follow now."""
    rules = rules_of(session)
    for seq, entry in enumerate(new, session.store.next_seq):
        sealed = entry.vault is not None and entry.type != "ballot.cast"
        outline = Outline(seq, "sealed", actor, None) if sealed else Outline(seq, entry.type, actor, entry.of)
        fault = rules.check(outline, None if entry.vault is not None else entry.payload)
        if fault is not None:
            raise OutOfOrder(reason=fault)


def act(
    session: Session,
    new: Sequence[e.NewEntry],
    by: Signer,
    erase: Sequence[int] = (),
    settled: Sequence[DraftKey] = (),
    at: str = "",
) -> Changes:
    """Write one commit if the order rules allow it; the drafts that it makes entries of go with it."""
    refuse_out_of_order(session, new, by.actor)
    return session.commit(new, by, erase, settled, at)
