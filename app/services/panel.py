"""The roster: who may open the case, who votes, and whose key is whose."""

import hashlib
from base64 import b64decode, b64encode
from typing import Final

from app.domain import entries as e
from app.domain.case import Case
from app.domain.determination import PanelMember
from app.domain.errors import RoleReserved
from app.services.ports import OwnKey
from app.services.session import CASE_MANAGER, Session

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
    """A member joins with a passphrase of their own; the case manager countersigns.

    The slot is written first: a person who is on the roster can always open the case. Returns the new member's own
    key for this one act.
    """
    if role.strip().casefold() == CASE_MANAGER:
        raise RoleReserved
    own = session.store.new_person(next_seat(session.case), passphrase)
    entry = enrolment(session.store.case_id, own, name, role, session.clock.now())
    session.commit([e.NewEntry("member.enrolled", entry)], manager)
    return own


def next_seat(case: Case) -> str:
    """The next free member's seat, `m1` on."""
    taken = set(case.members)
    return next(seat for n in range(1, len(taken) + 2) if (seat := f"m{n}") not in taken)


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
