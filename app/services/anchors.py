"""Anchors of a case: receipts, the tree over its entries, and the head that this computer saw last."""

from app.domain import merkle
from app.domain.receipts import OlderCopy, Receipt, receipt
from app.services.ports import SeenHeads
from app.services.session import Session


def receipt_of(session: Session, what: str, seat: str = "") -> Receipt:
    """The slip for what was just done: at a cast, a release, the end of a sitting."""
    created = session.case.created
    return Receipt(
        reference="" if created is None else created.reference,
        what=what,
        seat=seat or session.seat,
        seq=session.store.next_seq - 1,
        at=session.clock.now(),
        code=receipt(session.store.head),
    )


def tree_head(session: Session) -> tuple[int, str]:
    """Size and root (hex) of the RFC 9162 tree over the hashes of every entry, for printing."""
    return session.store.next_seq, merkle.root(session.store.hashes).hex()


def look_back(session: Session, seen: SeenHeads) -> OlderCopy | None:
    """A warning if this copy does not hold the head that this computer saw last; nothing is changed by looking."""
    last = seen.last(session.store.case_id)
    if last is None or bytes.fromhex(last) in session.store.hashes:
        return None
    return OlderCopy(seen=last, found=session.store.head)


def remember(session: Session) -> None:
    """Note the head of this case, unless it was opened as an older copy and nobody said to go on with it."""
    if session.seen is not None and session.older is None:
        session.seen.note(session.store.case_id, session.store.head)


def go_on_with(session: Session) -> None:
    """Somebody decided to go on with this copy: from its next close on it is the newest that this computer saw."""
    session.older = None
