"""Fix the instrument, take up acts, answer its questions with reasons."""

from app.domain import entries as e
from app.domain.acts import answers_of, proposed
from app.domain.errors import RefersToNothing, WrongSigner
from app.services.ports import OwnKey
from app.services.record import put
from app.services.session import Changes, Session


def choose_instrument(session: Session, own: OwnKey, *, id: str, version: str, sha256: str) -> Changes:
    """Fix the primary instrument of a case, an act of its own; a later choice is visible in the record."""
    chosen = e.InstrumentChosen(id=id, version=version, sha256=sha256)
    return session.commit([e.NewEntry("instrument.chosen", chosen)], own)


def take_up_decision_points(session: Session) -> Changes:
    """Take up an act for each decision point of a person under review, in one step."""
    if session.key is None:
        raise WrongSigner
    acts = proposed(session.case)
    return session.commit([e.put(act) for act in acts], session.key) if acts else Changes()


def answer(session: Session, given: e.Answer) -> Changes:
    """Answer one question about one act, in place of what was answered before."""
    if given.act not in session.case.rows(e.Act):
        raise RefersToNothing
    before = answers_of(session.case, given.act).get(given.question)
    return put(session, given, before[0] if before else None)
