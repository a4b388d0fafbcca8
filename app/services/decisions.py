"""Decide by majority: a paper is drawn up, member after member signs it, and the act that follows carries it."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from app.domain import entries as e
from app.domain.errors import NotSigned
from app.services.ports import OwnKey
from app.services.session import Session


@dataclass(frozen=True, slots=True, repr=False)
class DecisionPaper:
    """What is to be decided, on the record as it stood: everything that members sign."""

    decision: e.Decision
    of: e.Id | None


def draw_up(session: Session, *, what: str, ground: str, seat: str = "", of: e.Id | None = None) -> DecisionPaper:
    """A paper for members to sign. `what` is one of `domain.decisions`; nothing is written."""
    seq = session.store.next_seq - 1
    return DecisionPaper(e.Decision(what=what, seat=seat, ground=ground, seq=seq, head=session.store.head), of)


def consent(session: Session, paper: DecisionPaper, own: OwnKey) -> e.Consent:
    """One member signs; drop the key afterwards. Each types the passphrase alone, in a dialog of their own."""
    return e.Consent(member=own.actor, sig=own.consent(session.store.case_id, paper.decision, paper.of))


def carried(session: Session, paper: DecisionPaper, consents: Sequence[e.Consent]) -> e.NewEntry:
    """The decision with its signatures, ready to be written; NotSigned names a seat whose signature is not good.

    Whether they are a majority is asked by the order rules when it is written.
    """
    for given in consents:
        member = session.case.members.get(given.member)
        if member is None or not session.store.consent_is_good(paper.decision, paper.of, given, member.keys):
            raise NotSigned(seat=given.member)
    return e.NewEntry("decision", replace(paper.decision, consents=tuple(consents)), paper.of)
