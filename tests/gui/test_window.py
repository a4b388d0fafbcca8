"""The frame: title, rail, areas, inspector, status line, drops; it holds no page logic."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.services.session import Changes
from tests.gui.conftest import settle
from tests.gui.hands import SHIFT, focus, press
from ui.page import Desk, Page
from ui.rail import StageButton, StageView
from ui.registry import PAGES, Entry
from ui.shell import Shell
from ui.widgets.marks import Stage


class FactsPage(Page):
    """A page as a colleague would add it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.first = QPushButton("First")
        QVBoxLayout(self.widget).addWidget(self.first)
        self.inspector = QWidget()
        self.inside = QPushButton("In the inspector")
        QVBoxLayout(self.inspector).addWidget(self.inside)
        self.heard: list[Any] = []

    @property
    def title(self) -> str:
        return "Facts"

    def enter(self, **given: Any) -> None:
        self.heard.append(("enter", given))
        self.first.setFocus()

    def refresh(self, changes: Changes) -> None:
        self.heard.append(("refresh", changes))

    def leave(self) -> None:
        self.heard.append(("leave",))


FACTS = Entry("facts", lambda: FactsPage, stage=2)


def _facts(shell: Shell, qtbot: QtBot) -> FactsPage:
    shell.window.register(FACTS)
    shell.desk.go("facts", chosen=7)
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, FactsPage)
    return page


def test_the_title_says_the_reference_and_nothing_else(open_shell: Shell) -> None:
    assert open_shell.window.windowTitle() == "2026-014 \N{EN DASH} Evenhand"
    described = open_shell.desk.case.described
    assert described is not None
    assert described.title not in open_shell.window.windowTitle()


def test_a_registered_page_is_entered_left_and_kept(open_shell: Shell, qtbot: QtBot) -> None:
    page = _facts(open_shell, qtbot)
    assert page.heard == [("enter", {"chosen": 7})]
    open_shell.desk.go("case")
    assert page.heard[-1] == ("leave",)
    open_shell.desk.go("facts")
    assert open_shell.window.page is page


def test_a_change_reaches_every_page_of_the_case_and_the_status_line(open_shell: Shell, qtbot: QtBot) -> None:
    from app.domain import entries as e
    from app.services import record

    page = _facts(open_shell, qtbot)
    before = len(open_shell.desk.case.table("source"))
    new = e.Source(label="S77", title="A note")
    done: list[None] = []
    open_shell.desk.change(lambda session: record.put(session, new), lambda: done.append(None))
    settle(qtbot, open_shell)
    assert len(done) == 1
    assert len(open_shell.desk.case.table("source")) == before + 1
    kind, changes = page.heard[-1]
    assert kind == "refresh"
    assert {reference.table for reference in changes.touched} == {"source"}
    assert open_shell.window.status.left.text().startswith("Saved ")


def test_the_rail_shows_nine_stages_and_goes_to_those_that_have_a_page(open_shell: Shell, qtbot: QtBot) -> None:
    buttons = open_shell.window.rail.buttons
    assert [button.number for button in buttons] == list(range(1, 10))
    there = {entry.stage for entry in PAGES if entry.stage}
    assert [button.number for button in buttons if button.isEnabled()] == sorted(there)
    open_shell.window.register(FACTS)
    open_shell.window.show_state()
    assert buttons[1].isEnabled()
    buttons[1].click()
    settle(qtbot, open_shell)
    assert isinstance(open_shell.window.page, FactsPage)
    assert buttons[1].view.state is Stage.NOW
    assert buttons[1].accessibleName() == "2. Facts, current"


def test_what_is_missing_stands_under_the_current_stage_and_is_spoken(open_shell: Shell, qtbot: QtBot) -> None:
    _facts(open_shell, qtbot)
    views = [StageView(Stage.LATER, opens="Opens later") for _ in range(9)]
    views[0] = StageView(Stage.DONE)
    views[1] = StageView(Stage.NOW, missing=("Who knew E01 and E05", "Leak gate: not yet run"))
    rail = open_shell.window.rail
    rail.show_stages(views, [True] * 9)
    settle(qtbot, open_shell)
    shown = [label.text() for label in rail.findChildren(QWidget) if hasattr(label, "text") and label.isVisible()]
    assert {"Still missing", "Who knew E01 and E05", "Leak gate: not yet run"} <= set(shown)
    button = rail.findChildren(StageButton)[1]
    assert "Who knew E01 and E05" in button.accessibleDescription()
    assert rail.buttons[2].accessibleDescription() == "Opens later"


def test_f6_goes_round_rail_page_and_inspector_and_back(open_shell: Shell, qtbot: QtBot) -> None:
    page = _facts(open_shell, qtbot)
    rail = open_shell.window.rail
    qtbot.waitUntil(lambda: focus() is page.first)
    seen: list[QWidget] = []
    for _ in range(3):
        press(focus(), Qt.Key.Key_F6)
        seen.append(focus())
    assert seen[0] is page.inside
    assert rail.isAncestorOf(seen[1])
    assert seen[2] is page.first
    press(focus(), Qt.Key.Key_F6, SHIFT)
    assert rail.isAncestorOf(focus())


def test_f4_shows_and_hides_the_inspector(open_shell: Shell, qtbot: QtBot) -> None:
    page = _facts(open_shell, qtbot)
    assert page.inspector is not None
    assert page.inspector.isVisible()
    press(focus(), Qt.Key.Key_F4)
    assert not page.inspector.isVisible()
    press(focus(), Qt.Key.Key_F4)
    assert page.inspector.isVisible()
    open_shell.desk.go("case")
    assert not page.inspector.isVisible()


def test_a_narrow_window_begins_with_the_inspector_shut(open_shell: Shell, qtbot: QtBot) -> None:
    open_shell.window.resize(1180, 720)
    page = _facts(open_shell, qtbot)
    assert page.inspector is not None
    assert not page.inspector.isVisible()
    press(focus(), Qt.Key.Key_F4)
    assert page.inspector.isVisible()


def test_from_175_percent_on_the_rail_shows_numbers_only(open_shell: Shell, qtbot: QtBot) -> None:
    rail = open_shell.window.rail
    open_shell.theme.resize(1.0)
    wide = rail.width()
    open_shell.theme.resize(2.0)
    settle(qtbot, open_shell)
    assert rail.width() < wide
    assert all(button.narrow for button in rail.buttons)
    assert rail.buttons[1].accessibleName().startswith("2. Facts")


def test_no_window_but_the_one_is_ever_made_by_going_round(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    """A widget shown before it has a parent becomes a window of its own for a moment and takes the focus."""
    seen: set[str] = set()
    QGuiApplication.instance().focusWindowChanged.connect(  # type: ignore[union-attr]
        lambda window: seen.add(window.objectName() if window is not None else "none")
    )
    for name, given in (
        ("begin", {"sample": True}),
        ("begin", {"sample": False}),
        ("unlock", {"folder": sample}),
        ("verify", {"path": sample}),
        ("verify", {}),
        ("library", {}),
    ):
        shell.desk.go(name, **given)
        settle(qtbot, shell)
        assert focus().window() is shell.window
    assert seen <= {"windowWindow"}


def _mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_one_dropped_file_is_taken_to_the_verify_page(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    one, two = _mime(sample), _mime(sample, sample.parent)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for data, taken in ((one, True), (two, False), (QMimeData(), False)):
        entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
        entering.setAccepted(False)
        shell.window.dragEnterEvent(entering)
        assert entering.isAccepted() == taken
    shell.window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, one, buttons, keys))
    settle(qtbot, shell)
    assert shell.window.entry is not None
    assert shell.window.entry.name == "verify"


def test_nothing_may_be_dropped_on_a_locked_window(open_shell: Shell, qtbot: QtBot, sample: Path) -> None:
    open_shell.lock.lock()
    settle(qtbot, open_shell)
    data = _mime(sample)
    entering = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    entering.setAccepted(False)
    open_shell.window.dragEnterEvent(entering)
    assert not entering.isAccepted()


def test_the_time_to_the_lock_stands_in_the_status_line(open_shell: Shell) -> None:
    status = open_shell.window.status
    for seconds, words in ((300, "Locks in 5 min"), (241, "Locks in 5 min"), (61, "Locks in 2 min")):
        open_shell.lock.counted.emit(seconds)
        assert status.right.text() == words
    open_shell.lock.counted.emit(60)
    assert status.right.text() == "Locks in less than a minute"


def test_the_ring_lies_round_what_has_the_focus(shell: Shell, qtbot: QtBot) -> None:
    ring = shell.window.ring
    qtbot.waitUntil(lambda: ring.isVisible())
    target = focus()
    top = target.mapTo(shell.window, target.rect().topLeft())
    assert ring.geometry().contains(top)
    assert ring.geometry().width() == target.width() + 8
    press(target, Qt.Key.Key_Tab)
    assert ring.target is QApplication.focusWidget() or isinstance(QApplication.focusWidget(), QWidget)
