"""Change a case: put and drop objects, take back, bring back, erase by decision."""

from collections.abc import Sequence

from app.domain import entries as e
from app.domain.drafts import DraftKey, of_object
from app.domain.erasure import contents_of, not_erasable
from app.domain.errors import (
    NeedsSecondPerson,
    NotErasable,
    NothingToUndo,
    NotKeeper,
    RefersToNothing,
    UnderHold,
    WouldDangle,
    WrongSigner,
)
from app.domain.order_of_vaults import ROUND
from app.domain.references import Reference, label, missing, places_of, references
from app.domain.undo import redoable, undoable
from app.services.keeping import settle_backups
from app.services.ports import OwnKey, SittingKey
from app.services.session import Changes, Session


def put(
    session: Session,
    payload: e.Payload,
    of: e.Id | None = None,
    *,
    vault: e.Id | None = None,
    settled: Sequence[DraftKey] = (),
) -> Changes:
    """Add an object, or write the whole of it anew when `of` is given; RefersToNothing if it would dangle.

    `settled` are the drafts that this entry is made of: they are deleted in the same commit.
    """
    key, _ = _sitting(session)
    table = e.table_of(type(payload))
    if missing(session.case, payload) or (of is not None and of not in session.case.table(table)):
        raise RefersToNothing
    if vault is None:
        _refuse_in_the_clear(session, payload, of)
    else:
        _refuse_other_vault(session, payload, vault)
    return session.commit([e.put(payload, of, vault)], key, settled=settled)


def drop(session: Session, target: Reference) -> Changes:
    """Take an object out of the case; WouldDangle names what still uses it. Its history stays."""
    key, _ = _sitting(session)
    if target.id not in session.case.table(target.table):
        raise RefersToNothing
    places = places_of(session.case, target.table, target.id)
    if places:
        raise WouldDangle(count=len(places), places=", ".join(label(session.case, place) for place in places[:9]))
    vault = session.store.sealed_in(target.id)
    return session.commit([e.NewEntry(f"{target.table}.drop", e.Drop(), target.id, vault)], key)


def undo(session: Session) -> Changes:
    """Withdraw the newest effective plain entry of this sitting, if it is one's own and no act follows it."""
    key, sitting = _sitting(session)
    target = undoable(session.store.entries(), session.seat, sitting)
    if target is None:
        raise NothingToUndo
    return session.commit([e.NewEntry("undo", e.Undo(), target)], key)


def redo(session: Session) -> Changes:
    """Withdraw the newest undo, as long as nothing new was entered since."""
    key, sitting = _sitting(session)
    target = redoable(session.store.entries(), session.seat, sitting)
    if target is None:
        raise NothingToUndo
    return session.commit([e.NewEntry("undo", e.Undo(), target)], key)


def erase(session: Session, own: OwnKey, objects: Sequence[Reference], *, ground: str, decision: str) -> Changes:
    """Delete every content of these objects and the drafts about them by decision, then renew the backups.

    The entries stay and the chain still verifies. Refused under legal hold and for acts. What no program reaches is
    said by `copies.OTHER_COPIES`. BackupsStillHold comes after the erasure: only the backups are left to be renewed,
    which the next opening tries again.
    """
    if session.case.on_hold:
        raise UnderHold
    log = session.store.entries()
    seqs = contents_of(log, objects)
    act = not_erasable(log, seqs)
    if act is not None:
        raise NotErasable(seq=act)
    if not seqs:
        raise RefersToNothing
    erasure = e.Erasure(seqs=tuple(seqs), ground=ground, decision=decision)
    drafts = session.store.drafts.listed()
    settled = [key for target in objects for key in of_object(drafts, target)]
    changes = session.commit([e.NewEntry("erasure", erasure)], own, erase=seqs, settled=settled)
    settle_backups(session)
    return changes


def place_hold(session: Session, own: OwnKey, reason: str) -> Changes:
    """Put the case under legal hold."""
    return session.commit([e.NewEntry("hold.placed", e.HoldPlaced(reason=reason))], own)


def ask_to_lift_hold(session: Session, own: OwnKey, hold: e.Id, reason: str) -> Changes:
    """Ask that one legal hold be lifted; another person has to do it."""
    if hold not in session.case.holds:
        raise RefersToNothing
    return session.commit([e.NewEntry("hold.lift_asked", e.HoldLiftAsked(reason=reason), hold)], own)


def lift_hold(session: Session, own: OwnKey, hold: e.Id, reason: str) -> Changes:
    """Lift one legal hold that another person asked to have lifted; NeedsSecondPerson where nobody else did."""
    if hold not in session.case.holds:
        raise RefersToNothing
    if not session.case.lift_asked.get(hold, frozenset()) - {own.actor}:
        raise NeedsSecondPerson
    return session.commit([e.NewEntry("hold.lifted", e.HoldLifted(reason=reason), hold)], own)


def _sitting(session: Session) -> tuple[SittingKey, int]:
    """The key and first entry of the open sitting; WrongSigner while the case is open for reading only."""
    if session.key is None or session.sitting is None:
        raise WrongSigner
    return session.key, session.sitting


def _refuse_other_vault(session: Session, payload: e.Payload, vault: e.Id) -> None:
    """Names, the reporter and the outcome each lie in the vault made for them, and nothing lies in a round's."""
    found = session.case.vaults.get(vault)
    if found is None or found.made.name == ROUND:
        raise RefersToNothing
    home = e.VAULT_ONLY.get(e.table_of(type(payload)))
    if home is not None and found.made.name != home:
        raise NotKeeper


def _refuse_in_the_clear(session: Session, payload: e.Payload, of: e.Id | None) -> None:
    """Clear objects never refer to sealed ones, never replace one, and an outcome is never clear (datamodel.md 6)."""
    if e.table_of(type(payload)) in e.VAULT_ONLY:
        raise NotKeeper
    named = [reference.id for reference in references(payload)] + ([] if of is None else [of])
    if any(session.store.sealed_in(i) is not None for i in named):
        raise RefersToNothing
