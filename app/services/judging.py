"""Fix the instrument, take up acts, answer its questions with reasons."""

from msgspec.structs import replace

from app.domain import entries as e
from app.domain.acts import act_at, answers_of, neutral, proposed
from app.domain.case import Case
from app.domain.drafts import DraftKey, field_of, of_object
from app.domain.errors import RefersToNothing, WrongSigner
from app.domain.references import Reference
from app.services.ports import OwnKey, SittingKey
from app.services.record import put
from app.services.session import Changes, Session


def choose_instrument(session: Session, own: OwnKey, *, id: str, version: str, sha256: str) -> Changes:
    """Fix the primary instrument of a case, an act of its own; a later choice is visible in the record."""
    chosen = e.InstrumentChosen(id=id, version=version, sha256=sha256)
    return session.commit([e.NewEntry("instrument.chosen", chosen)], own)


def take_up_decision_points(session: Session) -> Changes:
    """Take up an act for each decision point of a person under review, in one step; those taken up stay as they are."""
    acts = [e.put(act) for act in to_take_up(session.case)]
    return session.commit(acts, _key(session)) if acts else Changes()


def to_take_up(case: Case) -> list[e.Act]:
    """An act for each decision point that is not under review yet."""
    there = {(act.event, act.person) for act in case.rows(e.Act).values()}
    new = [act for act in proposed(case) if (act.event, act.person) not in there]
    return [_numbered(act, n) for n, act in enumerate(new, next_number(case))]


def next_number(case: Case) -> int:
    """The number of the next act; a number that was given back is not given again while a later one stands."""
    return max((act.place for act in case.rows(e.Act).values()), default=0) + 1


def take_up(session: Session, event: e.Id, person: e.Id, wording: str) -> Changes:
    """Take up an act of one person at one event; a rule author or a rota maker as well as whoever held the syringe."""
    case = session.case
    if event not in case.rows(e.Event) or person not in case.rows(e.Person):
        raise RefersToNothing
    return put(session, act_at(case, event, person, next_number(case), wording))


def reword(session: Session, act: e.Id, wording: str) -> Changes:
    """Word an act anew."""
    row = session.case.rows(e.Act).get(act)
    if row is None:
        raise RefersToNothing
    return put(session, replace(row, wording=neutral(wording)), act)


def drop_act(session: Session, act: e.Id) -> Changes:
    """Take an act out of the review, with its answers, in one step; its history stays."""
    if act not in session.case.rows(e.Act):
        raise RefersToNothing
    answers = [e.NewEntry("answer.drop", e.Drop(), i) for i, _ in answers_of(session.case, act).values()]
    settled = of_object(session.store.drafts.listed(), Reference("act", act))
    return session.commit([*answers, e.NewEntry("act.drop", e.Drop(), act)], _key(session), settled=settled)


def answer(session: Session, given: e.Answer) -> Changes:
    """Answer one question about one act, in place of what was answered before."""
    if given.act not in session.case.rows(e.Act):
        raise RefersToNothing
    before = answers_of(session.case, given.act).get(given.question)
    settled = [reason_draft(session.seat, given.act, given.question)]
    return put(session, given, before[0] if before else None, settled=settled)


def reason_draft(seat: str, act: e.Id, question: str) -> DraftKey:
    """Where a reason rests while it is being typed and nothing is answered yet."""
    return DraftKey(seat, field_of("act", act, f"reason {question}"))


def _numbered(act: e.Act, number: int) -> e.Act:
    return replace(act, label=f"A{number}", place=number)


def _key(session: Session) -> SittingKey:
    """The key of the open sitting; WrongSigner while the case is open for reading only."""
    if session.key is None:
        raise WrongSigner
    return session.key
