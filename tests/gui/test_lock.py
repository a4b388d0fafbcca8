"""The lock: by hand, after quiet minutes, with a warning; nothing of the case stays on the screen or in memory."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import PASSPHRASE, settle
from tests.gui.hands import CTRL, focus, press, write
from ui.finder import Finder
from ui.lock import IDLE, SLEPT, WARNING, Lock
from ui.pages.locked import LockedPage
from ui.shell import Shell


class Clock:
    """A clock that goes only when told."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.asleep = 0.0

    def steady(self) -> float:
        return self.seconds

    def wall(self) -> float:
        return self.seconds + self.asleep


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lock(qapp: QApplication, clock: Clock) -> Iterator[Lock]:
    made = Lock(qapp, clock.steady, clock.wall)
    made.arm()
    yield made
    made.deleteLater()
    qapp.sendPostedEvents(made, QEvent.Type.DeferredDelete)


def _pass(lock: Lock, clock: Clock, seconds: int) -> None:
    for _ in range(seconds):
        clock.seconds += 1
        lock.tick()


def test_it_locks_after_five_quiet_minutes_and_not_before(lock: Lock, clock: Clock) -> None:
    locked: list[bool] = []
    lock.locked.connect(locked.append)
    _pass(lock, clock, IDLE - 1)
    assert not locked
    _pass(lock, clock, 1)
    assert locked == [True]
    _pass(lock, clock, 100)
    assert locked == [True]


def test_it_warns_twenty_seconds_before_and_counts_down(lock: Lock, clock: Clock) -> None:
    warned: list[int] = []
    lock.warned.connect(warned.append)
    _pass(lock, clock, IDLE)
    assert warned == list(range(WARNING, 0, -1))
    assert WARNING >= 20


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Space, Qt.Key.Key_A, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Shift]
)
def test_any_key_puts_the_lock_off_and_does_nothing_else(lock: Lock, clock: Clock, qtbot: QtBot, key: Qt.Key) -> None:
    button = QPushButton("Seal my ballot")
    qtbot.addWidget(button)
    button.show()
    pressed: list[bool] = []
    calmed: list[None] = []
    button.clicked.connect(pressed.append)
    lock.calmed.connect(lambda: calmed.append(None))
    _pass(lock, clock, IDLE - 5)
    press(button, key)
    assert len(calmed) == 1
    assert not pressed
    _pass(lock, clock, IDLE - 1)
    assert not lock.is_locked


def test_a_letter_on_its_way_into_a_text_is_not_lost(lock: Lock, clock: Clock, qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    _pass(lock, clock, IDLE - 5)
    write(line, "a")
    assert line.text() == "a"
    _pass(lock, clock, IDLE - 1)
    assert not lock.is_locked


def test_moving_the_pointer_puts_the_lock_off(lock: Lock, clock: Clock, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    _pass(lock, clock, IDLE - 5)
    place = QPointF(3, 3)
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, moved)
    _pass(lock, clock, IDLE - 1)
    assert not lock.is_locked


def test_a_computer_that_slept_locks_at_once(lock: Lock, clock: Clock) -> None:
    _pass(lock, clock, 10)
    clock.asleep += SLEPT - 1
    _pass(lock, clock, 1)
    assert not lock.is_locked
    clock.asleep += SLEPT + 1
    _pass(lock, clock, 1)
    assert lock.is_locked


def test_hooks_run_before_everything_is_hidden_and_after_it_is_back(lock: Lock) -> None:
    order: list[str] = []
    lock.before(lambda: order.append("before"))
    lock.after(lambda: order.append("after"))
    lock.locked.connect(lambda _idle: order.append("locked"))
    lock.unlocked.connect(lambda: order.append("unlocked"))
    lock.lock()
    lock.unlock()
    assert order == ["before", "locked", "after", "unlocked"]


def test_it_locks_even_when_saving_fails(lock: Lock) -> None:
    def fails() -> None:
        raise OSError("full")

    lock.before(fails)
    with pytest.raises(OSError, match="full"):
        lock.lock()
    assert lock.is_locked


def test_without_a_case_there_is_nothing_to_lock(lock: Lock, clock: Clock) -> None:
    lock.disarm()
    _pass(lock, clock, 2 * IDLE)
    lock.lock()
    assert not lock.is_locked


def _words(window: QWidget) -> str:
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window)]
    return "\n".join([window.windowTitle(), *shown])


def test_the_lock_screen_shows_nothing_of_the_case(open_shell: Shell, qtbot: QtBot) -> None:
    described = open_shell.desk.case.described
    assert described is not None
    secrets = ["2026-014", described.title, described.question]
    assert all(secret in _words(open_shell.window) for secret in secrets)
    press(open_shell.window, Qt.Key.Key_L, CTRL)
    settle(qtbot, open_shell)
    assert isinstance(open_shell.window.page, LockedPage)
    everything = _words(open_shell.window) + "".join(
        label.text() for label in open_shell.window.findChildren(QLabel) if label.isVisible()
    )
    assert not [secret for secret in secrets if secret in everything]
    assert not open_shell.window.rail.isVisible()
    assert not open_shell.window.menuBar().isVisible()
    assert open_shell.window.windowTitle() == "Evenhand"


def test_no_page_of_the_case_survives_the_lock(open_shell: Shell, qtbot: QtBot) -> None:
    page = open_shell.window.page
    assert page is not None
    gone: list[None] = []
    page.widget.destroyed.connect(lambda: gone.append(None))
    del page
    open_shell.lock.lock()
    settle(qtbot, open_shell)
    gc.collect()
    assert len(gone) == 1
    assert open_shell.desk.view is None


def test_the_keys_are_put_away_by_the_lock(open_shell: Shell, qtbot: QtBot) -> None:
    open_shell.lock.lock()
    settle(qtbot, open_shell)
    found: list[bool] = []
    open_shell.worker.run(lambda work: work.is_open, found.append)
    settle(qtbot, open_shell)
    assert found == [False]


def test_what_a_page_saves_on_leaving_is_saved_before_the_keys_go(open_shell: Shell, qtbot: QtBot) -> None:
    page = open_shell.window.page
    assert page is not None
    saved: list[bool] = []

    def save() -> None:
        open_shell.worker.run(lambda work: work.is_open, saved.append)

    page.leave = save  # type: ignore[method-assign]
    open_shell.lock.lock()
    settle(qtbot, open_shell)
    assert saved[0] is True


def test_the_passphrase_brings_back_the_page_that_was_left(open_shell: Shell, qtbot: QtBot) -> None:
    open_shell.lock.lock()
    settle(qtbot, open_shell)
    write(focus(), PASSPHRASE)
    press(focus(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: open_shell.desk.view is not None, timeout=20_000)
    settle(qtbot, open_shell)
    assert open_shell.window.entry is not None
    assert open_shell.window.entry.name == "case"
    assert not open_shell.lock.is_locked
    assert open_shell.actions["case.lock"].isEnabled()


def test_a_wrong_passphrase_is_said_below_the_field_and_nothing_opens(open_shell: Shell, qtbot: QtBot) -> None:
    open_shell.lock.lock()
    settle(qtbot, open_shell)
    write(focus(), "not the passphrase")
    press(focus(), Qt.Key.Key_Return)
    settle(qtbot, open_shell)
    page = open_shell.window.page
    assert isinstance(page, LockedPage)
    assert "does not open this case" in page.passphrase.refusal
    assert page.passphrase.text == ""
    assert open_shell.lock.is_locked


def test_close_the_case_leaves_the_lock_screen(open_shell: Shell, qtbot: QtBot) -> None:
    open_shell.lock.lock()
    settle(qtbot, open_shell)
    page = open_shell.window.page
    assert page is not None
    close = next(button for button in page.widget.findChildren(QPushButton) if button.text() == "Close the case")
    close.click()
    settle(qtbot, open_shell)
    assert open_shell.window.entry is not None
    assert open_shell.window.entry.name == "library"
    assert not open_shell.lock.is_locked
    assert open_shell.desk.folder is None


def test_small_windows_are_closed_by_the_lock(open_shell: Shell, qtbot: QtBot) -> None:
    open_shell.actions["help.find"].trigger()
    assert isinstance(QApplication.activeModalWidget(), Finder)
    open_shell.lock.lock()
    settle(qtbot, open_shell)
    assert QApplication.activeModalWidget() is None


def test_the_warning_lies_over_a_small_window_too(open_shell: Shell, qtbot: QtBot) -> None:
    open_shell.actions["help.find"].trigger()
    finder = QApplication.activeModalWidget()
    assert isinstance(finder, Finder)
    open_shell.lock.warned.emit(12)
    warning = open_shell.window.warning
    assert warning.isVisible()
    assert warning.window() is finder
    assert "12" in warning.text.text()
    open_shell.lock.calmed.emit()
    assert not warning.isVisible()
    finder.close()
    settle(qtbot, open_shell)
    open_shell.lock.warned.emit(11)
    assert warning.window() is open_shell.window
    open_shell.lock.calmed.emit()


def test_what_was_copied_here_is_not_left_on_the_clipboard(open_shell: Shell, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("RN-1 switches the cabinet to override")
    open_shell.lock.lock()
    settle(qtbot, open_shell)
    assert QGuiApplication.clipboard().text() == ""


def test_quitting_saves_and_puts_the_keys_away(open_shell: Shell, qtbot: QtBot) -> None:
    order: list[str] = []
    open_shell.lock.before(lambda: order.append("saved"))
    open_shell.actions["app.quit"].trigger()
    found: list[bool] = []
    open_shell.worker.run(lambda work: work.is_open, found.append)
    settle(qtbot, open_shell)
    assert order[0] == "saved"
    assert found == [False]
