"""Every screen there is, each as a function that brings it up and returns the widget to look at."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain import entries as e
from app.domain.categories import Category
from app.domain.errors import DiskFull
from app.domain.verdict import Finding, Part, Result, Verdict
from tests.gui import judging
from tests.gui.conftest import PASSPHRASE, settle
from ui import jobs, judging_jobs
from ui.layouts import column, grid, row
from ui.rail import StageView
from ui.shell import Shell
from ui.widgets.answers import Answers
from ui.widgets.ballots import Ballots
from ui.widgets.buttons import Button, IconButton
from ui.widgets.fields import Field, LongField
from ui.widgets.horizon import HorizonBand, HorizonEdge
from ui.widgets.marks import CATEGORY_COLOURS, CategoryMark, Signature, SignatureMark, Stage
from ui.widgets.signs import Cap, Card
from ui.widgets.text import Text
from ui.widgets.verdict import VerdictView
from ui.words import translate

Scene = Callable[[Shell, QtBot, Path], QWidget]
MIDNIGHT = 1_795_521_600  # 24 November 2026, 00:00 UTC


def library(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """The first screen with two cases in the folder."""
    shelf = sample.parent / "Documents"
    for name in ("2026-011.evenhand", sample.name):
        (shelf / name).mkdir(parents=True, exist_ok=True)
        os.utime(shelf / name, (MIDNIGHT, MIDNIGHT))
    shell.desk.shelf = shelf
    return _page(shell, qtbot, "library")


def library_empty(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """The first screen of a first start."""
    empty = sample.parent / "Documents"
    empty.mkdir(exist_ok=True)
    shell.desk.shelf = empty
    return _page(shell, qtbot, "library")


def begin_sample(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Making a copy of the sample, refused."""
    window = _page(shell, qtbot, "begin", sample=True)
    page = _front(shell)
    page.folder.put("/home/panel/Documents")
    page.passphrase.line.setText(PASSPHRASE)
    page.button.click()
    settle(qtbot, shell)
    return window


def begin_new(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """A new review."""
    window = _page(shell, qtbot, "begin", sample=False)
    _front(shell).folder.put("/home/panel/Documents")
    return window


def unlock(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """A case to unlock, after a wrong passphrase."""
    window = _page(shell, qtbot, "unlock", folder=sample)
    _front(shell).passphrase.line.setText("not the passphrase")
    _front(shell).button.click()
    settle(qtbot, shell)
    return window


def verify_wait(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Nothing to verify yet."""
    return _page(shell, qtbot, "verify")


def verify_ask(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """A case to verify."""
    return _page(shell, qtbot, "verify", path=sample)


def verify_report(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """A sound case."""
    window = _page(shell, qtbot, "verify", path=sample)
    _front(shell).passphrase.line.setText(PASSPHRASE)
    _front(shell).button.click()
    settle(qtbot, shell)
    return window


def case(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """The open case, with stages as they will be told."""
    _open(shell, qtbot, sample)
    views = [StageView(Stage.LATER, opens="Opens later") for _ in range(9)]
    views[0] = StageView(Stage.DONE)
    views[1] = StageView(Stage.NOW, missing=("Who knew E01 and E05", "Cabinet clock: not compared"))
    shell.window.rail.show_stages(views, [at < 2 for at in range(9)])
    settle(qtbot, shell)
    return shell.window


def facts(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """The facts of the sample with its inspector, at the decision to override."""
    _open(shell, qtbot, sample)
    window = _page(shell, qtbot, "facts", chosen=_event(shell, "E17"))
    _front(shell).inspector.parentWidget().parentWidget().show()
    settle(qtbot, shell)
    return window


def facts_none(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """A new case without any event."""
    folder = sample.parent / "2026-020.evenhand"
    new = jobs.NewCase(folder, PASSPHRASE, title="Medicine round on ward C", question="Which choices were made?")
    done: list[jobs.View] = []
    shell.worker.run(jobs.make_case(new), done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=30_000)
    shell.desk.take_case(done[0], folder)
    settle(qtbot, shell)
    return _page(shell, qtbot, "facts")


def event(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """An event to write anew, refused."""
    _open(shell, qtbot, sample)
    window = _page(shell, qtbot, "event", event=_event(shell, "E17"))
    _front(shell).start.put("yesterday")
    _front(shell).save.click()
    settle(qtbot, shell)
    return window


def stand(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """Where RN-1 stood when reading the vial."""
    _open(shell, qtbot, sample)
    here = _event(shell, "E21")
    return _page(shell, qtbot, "stand", event=here, person=shell.desk.blind.rows(e.Event)[here].actor)


def _event(shell: Shell, label: str) -> e.Id:
    return next(i for i, row in shell.desk.blind.rows(e.Event).items() if row.label == label)


def panel(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """The roster, the instrument, the start of the sitting. Fingerprints differ each time: they are written over."""
    judging.convened(shell, qtbot)
    window = _page(shell, qtbot, "panel")
    page = _front(shell)
    page.table.show_rows([row._replace(fingerprint="0123 4567 89ab cdef") for row in page.table.rows._shown])
    settle(qtbot, shell)
    return window


def joining(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """A member chooses a passphrase, and the two differ."""
    judging.convened(shell, qtbot)
    window = _page(shell, qtbot, "joining", who="Ada Example", role="Lay member")
    _front(shell).passphrase.put(judging.NOBODY)
    _front(shell).shown.button.click()
    settle(qtbot, shell)
    return window


def acts(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Two acts, both with a category."""
    judging.answered(shell, qtbot)
    return _page(shell, qtbot, "acts")


def acts_before(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """The sitting has not started."""
    judging.convened(shell, qtbot)
    return _page(shell, qtbot, "acts")


def act(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """The second question about RN-1 at the cabinet; the reason cites what she could not know."""
    judging.answered(shell, qtbot)
    window = _page(shell, qtbot, "act", act=list(shell.desk.case.rows(e.Act))[1], question="RULE")
    page = _front(shell)
    for one in page.horizon.rows[:2]:
        one.setChecked(True)
    page.reason.box.setPlainText("The pharmacist had verified the order, as E12 shows.")
    page.next.click()
    settle(qtbot, shell)
    return window


def act_end(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Where the answers led."""
    judging.answered(shell, qtbot)
    return _page(shell, qtbot, "act", act=list(shell.desk.case.rows(e.Act))[1])


def determination(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Frozen, one member has signed. The paper is left white: its head, its day and its keys differ each time."""
    judging.frozen(shell, qtbot)
    judging.job(shell, qtbot, judging_jobs.sign("m1", judging.MEMBERS[0][2]))
    window = _page(shell, qtbot, "determination")
    page = _front(shell)
    page._when.setText(translate("determination", "Text frozen {time}").format(time="12:38"))
    signed = translate("determination", "signed {time}").format(time="12:41")
    views = [view._replace(words=signed) if view.state is Signature.SIGNED else view for view in page._signatures()]
    page.aside.show_signatures(views, frozen=True)
    _white(shell, qtbot)
    return window


def determination_lacks(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """A draft that lacks answers; the paper is left white."""
    judging.started(shell, qtbot)
    window = _page(shell, qtbot, "determination")
    _white(shell, qtbot)
    return window


def handover(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Member 1 is to sign, and somebody else tried."""
    judging.frozen(shell, qtbot)
    window = _page(shell, qtbot, "handover", to="m1")
    _front(shell).passphrase.line.setText(judging.NOBODY)
    _front(shell).shown.button.click()
    settle(qtbot, shell)
    return window


def new_act(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Adding an act."""
    judging.started(shell, qtbot)
    _page(shell, qtbot, "acts")
    _front(shell).add.click()
    return _small(shell, qtbot)


def new_member(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Name and role of a member, with nothing filled in."""
    judging.convened(shell, qtbot)
    _page(shell, qtbot, "panel")
    _front(shell).add.click()
    small: Any = _small(shell, qtbot)
    small.button.click()
    assert isinstance(small, QWidget)
    return small


def instruments(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Choosing the instrument."""
    judging.convened(shell, qtbot)
    _page(shell, qtbot, "panel")
    _front(shell).choose.click()
    return _small(shell, qtbot)


def freezing(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """The case manager's passphrase for freezing the text, refused."""
    judging.answered(shell, qtbot)
    _page(shell, qtbot, "determination")
    _front(shell).aside.freeze.click()
    small: Any = _small(shell, qtbot)
    small.passphrase.line.setText(judging.NOBODY)
    small.button.click()
    settle(qtbot, shell)
    assert isinstance(small, QWidget)
    return small


def copying(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Saving a copy."""
    judging.answered(shell, qtbot)
    _page(shell, qtbot, "determination")
    _front(shell).aside.copy.click()
    small: Any = _small(shell, qtbot)
    small.folder.put("/home/panel/Documents")
    assert isinstance(small, QWidget)
    return small


def _white(shell: Shell, qtbot: QtBot) -> None:
    """Show the inspector too, and leave the paper white."""
    _front(shell).inspector.parentWidget().parentWidget().show()
    settle(qtbot, shell)
    sheet = _front(shell).view.sheet
    sheet.image = None
    sheet.setAccessibleDescription("")
    sheet.update()


def locked(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """The lock screen."""
    _open(shell, qtbot, sample)
    shell.lock.lock(idle=True)
    settle(qtbot, shell)
    return shell.window


def warning(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """Just before the lock."""
    _open(shell, qtbot, sample)
    shell.lock.warned.emit(14)
    return shell.window


def finder(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """Find an action."""
    shell.actions["help.find"].trigger()
    return _small(shell, qtbot)


def keys(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """The sheet of keys."""
    shell.actions["help.keys"].trigger()
    return _small(shell, qtbot)


def about(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """About the program."""
    shell.actions["help.about"].trigger()
    return _small(shell, qtbot)


def fault(shell: Shell, qtbot: QtBot, _sample: Path) -> QWidget:
    """A fault."""
    shell.faults.show(DiskFull())
    return _small(shell, qtbot)


def chooser(shell: Shell, qtbot: QtBot, sample: Path) -> QWidget:
    """Choosing a case."""
    (sample.parent / "Older reviews").mkdir(exist_ok=True)
    shell.actions["case.open"].trigger()
    small: Any = _small(shell, qtbot)
    small.field.put("/home/panel/Documents")
    assert isinstance(small, QWidget)
    return small


def gallery(shell: Shell, _qtbot: QtBot, _sample: Path) -> QWidget:
    """The building blocks that no page shows yet."""
    board = QWidget(shell.window)
    board.setProperty("ground", "ground")
    board.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    whole = column(board, gap=16)
    band = HorizonBand("14:59", "You stand where RN-1 stood", "At the dispensing cabinet, 26 December 2017.")
    whole.addWidget(band)
    body = row(margins=(24, 0), gap=16)
    whole.addLayout(body, 1)
    body.addWidget(_left(), 2)
    body.addWidget(_middle(), 2)
    body.addWidget(HorizonEdge("Nothing after 14:59", "What happened later is not on this screen."), 1)
    board.setGeometry(0, 0, shell.theme.px(1280), shell.theme.px(960))
    board.show()
    board.raise_()
    return board


def _left() -> QWidget:
    part = QWidget()
    lines = column(part, gap=12)
    answers = Answers(
        "Was RN-1 aware of that risk?", ["Yes, aware of it", "No, not aware of it", "Cannot be determined"]
    )
    answers.choose(1)
    lines.addWidget(answers)
    field = Field("Reference", help_text="Letters, digits, hyphens.")
    field.refuse("A reference starts with a letter or digit.")
    lines.addWidget(field)
    lines.addWidget(LongField("One reason it made sense to her", lines=3))
    buttons = row(gap=8)
    off = Button("Close")
    off.setEnabled(False)
    for button in (Button("Next question", "main"), Button("Back", sign="arrow-left"), Button("Not now", "quiet"), off):
        buttons.addWidget(button)
    buttons.addWidget(IconButton("x", "Close the inspector"))
    buttons.addStretch(1)
    lines.addLayout(buttons)
    caps = row(gap=8)
    for cap in (Cap("E04"), Cap("E15", filled=False), Cap("Ctrl+K")):
        caps.addWidget(cap)
    caps.addStretch(1)
    lines.addLayout(caps)
    lines.addStretch(1)
    return part


def _middle() -> QWidget:
    part = QWidget()
    lines = column(part, gap=16)
    card = Card()
    cells: QGridLayout = grid(card, margins=20, gap=12, below=8)
    six = {colour: one for one, colour in reversed(CATEGORY_COLOURS.items())}
    for at, (colour, one) in enumerate(sorted(six.items(), key=lambda pair: list(Category).index(pair[1]))):
        cells.addWidget(CategoryMark(one), at, 0)
        cells.addWidget(Text(one.label, weight=500, wrap=False), at, 1)
        cells.addWidget(Ballots(at, one.label, colour), at, 2)
    lines.addWidget(card)
    signed = Card()
    rows: QGridLayout = grid(signed, margins=20, gap=12, below=8)
    for at, state in enumerate(Signature):
        rows.addWidget(SignatureMark(state), at, 0)
        rows.addWidget(Text(f"Member {at + 1}", wrap=False), at, 1)
        rows.addWidget(Text(state.value, voice="ink2", wrap=False), at, 2)
    lines.addWidget(signed)
    view = VerdictView(broken_verdict(), "2026-014")
    lines.addWidget(view)
    lines.addStretch(1)
    return part


def broken_verdict() -> Verdict:
    """A verdict with something wrong."""
    return Verdict(
        "case",
        (
            Part("Key file", Result.SOUND, "Both copies of the key header are sound."),
            Part("Chain", Result.BROKEN, "The chain is broken.", (Finding(41, "does not follow from the one before"),)),
        ),
    )


SMALL = (finder, keys, about, fault, chooser, new_act, new_member, instruments, freezing, copying)
"""Small windows over the window."""
SCREENS: tuple[Scene, ...] = (
    library,
    library_empty,
    begin_sample,
    begin_new,
    unlock,
    verify_wait,
    verify_ask,
    verify_report,
    case,
    facts,
    facts_none,
    event,
    stand,
    panel,
    joining,
    acts_before,
    acts,
    act,
    act_end,
    determination_lacks,
    determination,
    handover,
    locked,
    warning,
    gallery,
    *SMALL,
)


def _page(shell: Shell, qtbot: QtBot, name: str, **given: object) -> QWidget:
    shell.desk.go(name, **given)
    settle(qtbot, shell)
    return shell.window


def _front(shell: Shell) -> Any:
    return shell.window.page


def _small(shell: Shell, qtbot: QtBot) -> QWidget:
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    settle(qtbot, shell)
    found = QApplication.activeModalWidget()
    assert found is not None
    return found


def _open(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    done: list[jobs.View] = []
    shell.worker.run(jobs.open_case(sample, PASSPHRASE), done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=30_000)
    shell.desk.take_case(done[0], sample)
    settle(qtbot, shell)
