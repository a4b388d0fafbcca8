"""The sample brought to any stage of judging through the services, once; each test opens a copy of its own."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain import entries as e
from app.domain.act_shown import act_rows
from app.domain.acts import answers_of
from app.domain.graphs import Answer
from app.domain.walks import assess
from app.services import cases, determinations, judging
from app.services.own_keys import MANAGER, unlock
from app.services.panel import enrol
from app.services.session import Changes, Session
from tests.gui.conftest import PASSPHRASE, house, settle
from ui import jobs
from ui.jobs import Changed
from ui.shell import Shell
from ui.worker import Room, Work

INSTRUMENT = "duty-and-choice"
MEMBERS = (
    ("Ingrid Example", "Chair", "slate marmot kettle orbit velvet hinge"),
    ("Tomasz Example", "Same profession", "walnut prism ferry gable onyx tundra"),
)
NOBODY = "copper lagoon thimble yarrow basalt quill"
"""A passphrase that opens no seat."""
REASON = "Nothing in the record shows it."


def convened(shell: Shell, qtbot: QtBot) -> None:
    """Two members, the instrument; the sitting has not started."""
    _open(shell, qtbot, "convened")


def started(shell: Shell, qtbot: QtBot) -> None:
    """The sitting is open, and two acts are under review, A1 and A3."""
    _open(shell, qtbot, "started")
    do(shell, qtbot, cases.start_sitting)


def answered(shell: Shell, qtbot: QtBot) -> None:
    """Every question has an answer and a reason."""
    _open(shell, qtbot, "answered")
    do(shell, qtbot, cases.start_sitting)


def frozen(shell: Shell, qtbot: QtBot) -> None:
    """The text is frozen and sealed."""
    _open(shell, qtbot, "frozen")
    do(shell, qtbot, cases.start_sitting)


def do(shell: Shell, qtbot: QtBot, verb: Callable[[Session], Changes | None]) -> None:
    """Let a service do something to the open case."""
    shell.desk.change(lambda session: verb(session) or Changes(everything=True))
    settle(qtbot, shell)


def job(shell: Shell, qtbot: QtBot, run: Callable[[Work], Changed]) -> None:
    """One of the window's own jobs; a fault fails the test."""
    faults: list[Exception] = []
    shell.desk.do(run, None, faults.append)
    settle(qtbot, shell)
    assert not faults, faults


def fields(shell: Shell) -> tuple[str, ...]:
    """The signed fields of the newest paper."""
    assert shell.desk.view is not None
    paper = shell.desk.view.paper
    return () if paper is None else paper.fields


def _open(shell: Shell, qtbot: QtBot, stage: str) -> None:
    assert shell.desk.shelf is not None
    folder = Path(shutil.copytree(_made(stage), shell.desk.shelf / stage / "2026-014.evenhand"))
    done: list[jobs.View] = []
    shell.worker.run(jobs.open_case(folder, PASSPHRASE), done.append)
    settle(qtbot, shell)
    shell.desk.take_case(done[0], folder)
    settle(qtbot, shell)


@cache
def _made(stage: str) -> Path:
    """The folder of a case that stands there; made from the stage before."""
    if stage == "":
        folder = _root() / "2026-014.evenhand"
        _work(lambda work: jobs.make_sample(jobs.NewCase(folder, PASSPHRASE))(work))
        return folder
    before, verb = _STAGES[stage]
    folder = Path(shutil.copytree(_made(before), _root() / stage / "2026-014.evenhand"))

    def run(work: Work) -> None:
        jobs.open_case(folder, PASSPHRASE)(work)
        cases.start_sitting(work.session) if stage != "convened" else None
        verb(work.session)

    _work(run)
    return folder


@cache
def _root() -> Path:
    root = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, root)
    return root


def _work(run: Callable[[Work], object]) -> None:
    work = Work(lambda _done, _of: None)
    work.enter(Room(house))
    run(work)
    jobs.close_case(work)


def _convene(session: Session) -> None:
    manager = unlock(session, MANAGER, PASSPHRASE)
    for name, role, passphrase in MEMBERS:
        enrol(session, manager, name=name, role=role, passphrase=passphrase)
    proven = house().instruments.load(INSTRUMENT)
    chosen = proven.instrument
    judging.choose_instrument(session, manager, id=chosen.id, version=chosen.version, sha256=proven.sha256)


def _take_up(session: Session) -> None:
    judging.take_up_decision_points(session)
    acts = act_rows(session.case, house().instruments.load(INSTRUMENT).instrument)
    for act in (act for act in acts if act.label not in ("A1", "A3")):
        judging.drop_act(session, act.id)


def _answer(session: Session) -> None:
    instrument = house().instruments.load(INSTRUMENT).instrument
    for act in session.case.rows(e.Act):
        while (question := assess(instrument, _given(session, act)).open) is not None:
            judging.answer(session, e.Answer(act=act, question=question.id, answer="no", reason=REASON))


def _given(session: Session, act: e.Id) -> dict[str, Answer]:
    return {question: Answer(row.answer) for question, (_, row) in answers_of(session.case, act).items()}


def _freeze(session: Session) -> None:
    manager, papers = unlock(session, MANAGER, PASSPHRASE), house().papers
    draft = determinations.draft_determination(session, house().instruments.load(INSTRUMENT), program="test")
    paper = determinations.freeze(session, papers, manager, draft)
    determinations.sign(session, papers, manager, paper, determinations.SEAL)


_STAGES: dict[str, tuple[str, Callable[[Session], None]]] = {
    "convened": ("", _convene),
    "started": ("convened", _take_up),
    "answered": ("started", _answer),
    "frozen": ("answered", _freeze),
}
