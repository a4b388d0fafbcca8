"""What goes wrong is said in one place, in plain words; a crash saves first and shows nothing of what it knows."""

import sys
import threading
import traceback

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain import errors
from app.domain.errors import DiskFull, EvenhandError, WouldDangle
from tests.gui.conftest import settle
from ui.faults import where
from ui.shell import Shell
from ui.widgets.notice import Notice

SECRET = "Ms Example of ward 7"


def _notice(qtbot: QtBot) -> Notice:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Notice))
    found = QApplication.activeModalWidget()
    assert isinstance(found, Notice)
    return found


def test_a_fault_is_shown_with_its_own_sentence_and_facts(shell: Shell, qtbot: QtBot) -> None:
    shell.worker.fault.emit(WouldDangle(count=3, places="E01, E02"))
    notice = _notice(qtbot)
    assert "3 other places" in notice.text
    assert "E01, E02" in notice.text
    assert notice.text in [label.text() for label in notice.findChildren(QLabel)]
    notice.close()


def test_the_same_fault_is_not_stacked(shell: Shell, qtbot: QtBot) -> None:
    for _ in range(5):
        shell.faults.show(DiskFull())
    settle(qtbot, shell)
    assert len(shell.window.findChildren(Notice)) == 1
    _notice(qtbot).close()


def test_a_crash_saves_and_speaks_plainly(shell: Shell, qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    saved: list[None] = []
    shell.lock.before(lambda: saved.append(None))
    shell.faults.crash(_raised())
    notice = _notice(qtbot)
    assert len(saved) == 1
    assert "is saved" in notice.text
    assert SECRET not in notice.text
    assert SECRET not in capsys.readouterr().err
    notice.close()


def test_a_crash_whose_saving_fails_too_says_so(shell: Shell, qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        raise OSError(SECRET)

    shell.lock.before(fails)
    shell.faults.crash(_raised())
    notice = _notice(qtbot)
    assert "may not be" in notice.text
    assert SECRET not in notice.text + capsys.readouterr().err
    notice.close()
    shell.lock._before.remove(fails)


def test_a_crash_on_another_thread_reaches_the_boundary(shell: Shell, qtbot: QtBot) -> None:
    threading.Thread(target=lambda: shell.faults.crash(_raised())).start()
    assert "a fault of the program" in _notice(qtbot).text
    _notice(qtbot).close()


def test_the_guard_takes_what_a_slot_lets_through(shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    with qtbot.capture_exceptions():
        shell.faults.guard()
        QTimer.singleShot(0, _breaks)
        notice = _notice(qtbot)
    assert "a fault of the program" in notice.text
    assert SECRET not in notice.text
    notice.close()


def test_the_guard_shows_a_fault_of_the_world_as_what_it_is(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    with qtbot.capture_exceptions():
        shell.faults.guard()
        sys.excepthook(DiskFull, DiskFull(), None)
        notice = _notice(qtbot)
    assert "The disk is full" in notice.text
    notice.close()


def test_the_place_of_a_crash_names_lines_and_no_words() -> None:
    trouble = _raised()
    said = where(trouble)
    assert said.startswith("KeyError tests/gui/test_faults.py:")
    assert SECRET not in said
    assert SECRET in "".join(traceback.format_exception(trouble))


def test_no_sentence_of_a_fault_breaks_the_rules_of_wording() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, EvenhandError)]
    for kind in kinds:
        assert "!" not in kind.message
        assert not kind.message or kind.message.endswith(".")


def _breaks() -> None:
    raise KeyError(SECRET)


def _raised() -> BaseException:
    try:
        _breaks()
    except KeyError as trouble:
        return trouble
    raise AssertionError
