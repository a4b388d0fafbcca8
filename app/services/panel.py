"""The roster: who may open the case, who votes, and whose key is whose."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from app.domain import entries as e
from app.domain.case import Case
from app.domain.determination import PanelMember
from app.domain.errors import RoleReserved
from app.domain.roster import MEMBER, next_seat
from app.domain.roster_page import RosterPage, rows
from app.services.decisions import DecisionPaper, carried
from app.services.in_order import act, refuse_out_of_order
from app.services.keeping import settle_backups
from app.services.ports import OwnKey
from app.services.session import CASE_MANAGER, Changes, Session
from app.services.vaults import keys_of_members, shared_anew

CHAIR: Final = "chair"


def enrolment(store_case: str, own: OwnKey, name: str, role: str, at: str) -> e.MemberEnrolled:
    """The roster entry of a person: public keys, their own proof, and the certificate for signatures in PDF files."""
    signer = own.pdf_signer(store_case, name, at)
    return e.MemberEnrolled(
        id=own.actor,
        name=name,
        role=role,
        keys=own.public,
        proof=own.enrolment_proof(store_case),
        certificate=encoded(signer.certificate),
    )


def enrol(session: Session, manager: OwnKey, *, name: str, role: str, passphrase: str) -> OwnKey:
    """A member joins with a passphrase of their own; the case manager countersigns and shares the kept vaults anew.

    The slot is written first: a person who is on the roster can always open the case. Returns the new member's own
    key for this one act.
    """
    if role.strip().casefold() == CASE_MANAGER:
        raise RoleReserved
    seat = next_seat(MEMBER, seats_ever(session.case))
    _refuse_seat(session, manager, seat, role)
    own = session.store.new_person(seat, passphrase, own_words(session.case, name))
    joined = session.clock.now()  # the certificate is valid from the very second that the record names
    entry = enrolment(session.store.case_id, own, name, role, joined)
    new = [e.NewEntry("member.enrolled", entry)]
    new += shared_anew(session, manager, session.store.next_seq + 1, keys_of_members(session, entry))
    act(session, new, manager, at=joined)
    return own


def _refuse_seat(session: Session, manager: OwnKey, seat: str, role: str) -> None:
    """OutOfOrder before any slot is written, if this seat could not be given now."""
    nobody = e.PublicKeys(kem="", sig="", pdf="")
    empty = e.MemberEnrolled(id=seat, name="", role=role, keys=nobody, proof="")
    refuse_out_of_order(session, [e.NewEntry("member.enrolled", empty)], manager.actor)


def replace_lost(
    session: Session, own: OwnKey, paper: DecisionPaper, consents: Sequence[e.Consent], passphrase: str
) -> OwnKey:
    """A person who lost their passphrase gets a new seat with new keys, by decision of a majority; the old one retires.

    `own` is anybody who has the case open. What the old key signed stays valid; nobody can revive it. Ballots and
    shares that only the old key opens are lost with it. Returns the new own key for this one act.
    """
    lost = paper.decision.seat
    at = session.store.next_seq
    decided = [carried(session, paper, consents), e.NewEntry("member.retired", e.MemberRetired(seat=lost), at)]
    refuse_out_of_order(session, decided, own.actor)
    before = session.case.members[lost]
    seat = next_seat(lost[:1], seats_ever(session.case))
    fresh = session.store.new_person(seat, passphrase, own_words(session.case))
    joined = session.clock.now()
    entry = enrolment(session.store.case_id, fresh, before.name, before.role, joined)
    entry = replace(entry, replaces=lost)
    new = [*decided, e.NewEntry("member.enrolled", entry)]
    new += shared_anew(session, own, at + len(new), keys_of_members(session, entry, without=lost))
    act(session, new, own, at=joined)
    session.store.drop_slots({lost})
    _end_sitting_of(session, lost)
    return fresh


def remove_member(session: Session, own: OwnKey, paper: DecisionPaper, consents: Sequence[e.Consent]) -> Changes:
    """A member leaves by decision of a majority: the whole case is written anew under a key that they do not get.

    The backups in the case folder are renewed; copies made before still open with their passphrase. `own` is anybody
    else who has the case open.
    """
    gone = paper.decision.seat
    at = session.store.next_seq
    new = [carried(session, paper, consents), e.NewEntry("member.retired", e.MemberRetired(seat=gone), at)]
    new += shared_anew(session, own, at + len(new), keys_of_members(session, without=gone))
    refuse_out_of_order(session, new, own.actor)
    session.store.append_under_new_key(new, at=session.clock.now(), by=own, without=gone)
    session.store.drop_shares()
    session.refold()
    _end_sitting_of(session, gone)
    settle_backups(session)
    return Changes(everything=True)


def drop_retired_slots(session: Session) -> None:
    """Delete slots of retired seats that a crash left behind; slots that the roster does not know are not touched."""
    session.store.drop_slots(session.case.retired)


def _end_sitting_of(session: Session, seat: str) -> None:
    if session.seat == seat:
        session.key = session.sitting = None


def roster_page(session: Session) -> RosterPage:
    """What the printed roster says: every seat that ever was, with the fingerprint of its certificate."""
    created = session.case.created
    everybody = {**session.case.retired, **session.case.members}
    prints = {seat: fingerprint(member) for seat, member in everybody.items()}
    return RosterPage(
        reference="" if created is None else created.reference,
        case=session.store.case_id,
        head=session.store.head,
        rows=rows(session.store.entries(), prints),
    )


def change_passphrase(session: Session, seat: str, old: str, new: str) -> None:
    """One person changes their own passphrase: one slot is written anew, nothing of the record changes.

    Copies made before still open with the old one.
    """
    session.store.change_passphrase(seat, old, new, own_words(session.case))


def own_words(case: Case, *more: str) -> tuple[str, ...]:
    """What an insider would try first: the reference and the names on the roster, piece by piece."""
    reference = "" if case.created is None else case.created.reference
    whole = [reference, *more, *(member.name for member in case.members.values())]
    return tuple(dict.fromkeys(piece for text in whole for piece in (text, *text.split()) if len(piece) > 2))


def seats_ever(case: Case) -> set[str]:
    """Every seat that somebody has or had: none is ever given twice."""
    return {*case.members, *case.retired}


def members(case: Case) -> list[e.MemberEnrolled]:
    """Those who vote and sign, in the order of their seats."""
    voting = [member for member in case.members.values() if member.role != CASE_MANAGER]
    return sorted(voting, key=lambda member: (len(member.id), member.id))


def panel(case: Case) -> tuple[PanelMember, ...]:
    """The members as a determination names them."""
    return tuple(PanelMember(m.id, m.role, m.name, fingerprint(m)) for m in members(case))


def seal(case: Case) -> str:
    """The SHA-256 (hex) of the case manager's certificate, with which the case seals and closes its papers."""
    managers = [member for member in case.members.values() if member.role == CASE_MANAGER]
    return fingerprint(managers[0]) if managers else ""


def fingerprint(member: e.MemberEnrolled) -> str:
    """The SHA-256 (hex) of a member's certificate."""
    return hashlib.sha256(b64decode(member.certificate)).hexdigest()


def encoded(der: bytes) -> str:
    """Base64 of DER bytes."""
    return b64encode(der).decode("ascii")
