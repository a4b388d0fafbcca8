"""A whole review without a window: import, acts, answers, determination, every signature; marked REHEARSAL throughout.

The sitting is blind: the outcome vault is filled by the import and never opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain import entries as e
from app.domain.acts import act_at, answers_of, in_order, proposed
from app.domain.errors import AnswersOtherInstrument, CannotWrite, CaseExists
from app.domain.given import Given, GivenAct, Labels
from app.domain.graphs import Answer
from app.domain.walks import assess
from app.domain.words import QT_TRANSLATE_NOOP
from app.services.cases import begin_sitting, case_folder, close_case
from app.services.determinations import CLOSE, SEAL, Paper, draft_determination, freeze, sign
from app.services.dossiers import import_dossier
from app.services.house import House
from app.services.judging import choose_instrument
from app.services.panel import enrol
from app.services.ports import Opened, OwnKey, ProvenInstrument
from app.services.session import Session

INSTRUMENT: Final = "duty-and-choice"
PDF_NAME: Final = "determination.pdf"
PANEL: Final = (
    (QT_TRANSLATE_NOOP("rehearsal", "Rehearsal member 1"), QT_TRANSLATE_NOOP("rehearsal", "Chair")),
    (QT_TRANSLATE_NOOP("rehearsal", "Rehearsal member 2"), QT_TRANSLATE_NOOP("rehearsal", "Same profession")),
    (QT_TRANSLATE_NOOP("rehearsal", "Rehearsal member 3"), QT_TRANSLATE_NOOP("rehearsal", "Human factors")),
)


@dataclass(frozen=True, slots=True, repr=False)
class Rehearsed:
    """What a rehearsal left: the case, its passphrase (known to nobody else), the signed paper."""

    folder: Path
    passphrase: str
    pdf: Path
    acts: int


def rehearse(house: House, *, source: Path, out: Path, given: Given | None, program: str) -> Rehearsed:
    """Review a dossier from beginning to end into a new folder; a fault leaves no signed paper behind."""
    if out.exists() and any(out.iterdir()):
        raise CaseExists
    out.mkdir(parents=True, exist_ok=True)
    folder = case_folder(out / f"REHEARSAL-{source.name.partition('_')[0][:28].strip('-._')}")
    passphrase = house.chance.passphrase()
    import_dossier(
        house.files,
        house.dossiers,
        house.clock,
        source=source,
        place=folder,
        passphrase=passphrase,
        program=program,
        rehearsal=True,
    )
    opened = house.files.open(folder, passphrase, read_only=False)
    session = Session(opened.store, house.clock, opened.own.actor)
    try:
        paper = _review(house, session, opened, given, program)
    finally:
        close_case(session)
    _write(out / PDF_NAME, paper.pdf)
    return Rehearsed(folder, passphrase, out / PDF_NAME, len(session.case.rows(e.Act)))


def _review(house: House, session: Session, opened: Opened, given: Given | None, program: str) -> Paper:
    session.refold()
    instrument = house.instruments.load(INSTRUMENT)
    begin_sitting(session, opened.own)
    panel = [
        enrol(session, opened.own, name=name, role=role, passphrase=house.chance.passphrase()) for name, role in PANEL
    ]
    chosen = instrument.instrument
    choose_instrument(session, opened.own, id=chosen.id, version=chosen.version, sha256=instrument.sha256)
    _take_up(session, given, chosen.id)
    _answer_the_rest(session, instrument)
    determination = draft_determination(session, instrument, program=program)
    paper = freeze(session, house.papers, opened.own, determination)
    return _sign_all(house, session, opened.own, panel, paper)


def _sign_all(house: House, session: Session, manager: OwnKey, panel: list[OwnKey], paper: Paper) -> Paper:
    paper = sign(session, house.papers, manager, paper, SEAL)
    for member in panel:
        paper = sign(session, house.papers, member, paper, member.actor)
    return sign(session, house.papers, manager, paper, CLOSE)


def _take_up(session: Session, given: Given | None, instrument: str) -> None:
    """The acts and answers of the file, in one step each; without a file, the decision points and no answers."""
    if session.key is None:
        return
    if given is None:
        acts = [e.put(act) for act in proposed(session.case)]
    else:
        if given.instrument != instrument:
            raise AnswersOtherInstrument(found=given.instrument, chosen=instrument)
        labels = Labels(session.case)
        acts = [e.put(_act(session, labels, act, n)) for n, act in enumerate(given.acts, 1)]
    first = session.store.next_seq
    if acts:
        session.commit(acts, session.key)
    answers = [
        e.put(answer)
        for n, act in enumerate(given.acts if given else ())
        for answer in _answers(Labels(session.case), act, first + n)
    ]
    if answers:
        session.commit(answers, session.key)


def _act(session: Session, labels: Labels, act: GivenAct, number: int) -> e.Act:
    return act_at(session.case, labels.event(act.event), labels.actor(act), number, act.wording)


def _answers(labels: Labels, act: GivenAct, id: e.Id) -> Iterator[e.Answer]:
    for given in act.answers:
        events, rules = labels.cited(given.cites)
        yield e.Answer(
            act=id, question=given.question, answer=given.answer, reason=given.reason, events=events, rules=rules
        )


def _answer_the_rest(session: Session, instrument: ProvenInstrument) -> None:
    """Whatever nobody answered is *not established*, so that any dossier can be rehearsed to its end."""
    if session.key is None:
        return
    for id, _ in in_order(session.case):
        answers = {question: Answer(row.answer) for question, (_, row) in answers_of(session.case, id).items()}
        missing: list[e.NewEntry] = []
        while (question := assess(instrument.instrument, answers).open) is not None:
            answers[question.id] = Answer.NOT_ESTABLISHED
            missing.append(e.put(e.Answer(act=id, question=question.id, answer=Answer.NOT_ESTABLISHED.value)))
        if missing:
            session.commit(missing, session.key)


def _write(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as stream:
            stream.write(data)
    except OSError:
        raise CannotWrite from None
