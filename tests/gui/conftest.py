"""What every test of the window shares: an application, a shell with real adapters, a sample case, a watchdog."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QDateTime, QEvent, QTime
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import bootstrap
from app.services.house import House
from app.storage.crypto import FLOOR
from tests.gui.watchdog import Watchdog
from ui import jobs
from ui.main import application
from ui.shell import Shell
from ui.worker import Room, Work

collect_ignore_glob = [] if sys.platform == "linux" else ["*_linux.py"]
"""What only Linux has to tell is asked only there."""

PASSPHRASE = "seven quiet herons fly"
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"
NOON = QDateTime(QDate(2026, 11, 24), QTime(12, 0))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-pictures` stores what is drawn now as what has to be drawn."""
    parser.addoption("--update-pictures", action="store_true", help="store the pictures of the window anew")


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as the program makes it."""
    app = application(["evenhand"])
    app.setCursorFlashTime(0)  # a blinking cursor would make two pictures of the same screen differ
    return app


def house() -> House:
    """Real adapters with the least cost of a passphrase."""
    return bootstrap.real(FLOOR)


@pytest.fixture
def shell(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """The whole program, at noon, looking into an empty folder."""
    shell = Shell(qapp, house, lambda: NOON)
    shell.desk.shelf = tmp_path
    shell.window.resize(1440, 900)
    shell.window.show()
    shell.window.activateWindow()
    shell.desk.go("library")
    settle(qtbot, shell)
    yield shell
    settle(qtbot, shell)
    shell.lock.disarm()
    shell.window.close()
    shell.close()
    for thing in (shell.window, shell.theme, shell):
        thing.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as a case, made once."""
    folder = tmp_path_factory.mktemp("sample") / "2026-014.evenhand"
    work = Work(lambda _done, _of: None)
    work.enter(Room(house))
    jobs.make_sample(jobs.NewCase(folder, PASSPHRASE))(work)
    jobs.close_case(work)
    return folder


@pytest.fixture
def sample(made_sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample case."""
    return Path(shutil.copytree(made_sample, tmp_path / made_sample.name))


@pytest.fixture
def open_shell(shell: Shell, qtbot: QtBot, sample: Path) -> Shell:
    """The program with the sample case open."""
    done: list[jobs.View] = []
    shell.worker.run(jobs.open_case(sample, PASSPHRASE), done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    shell.desk.take_case(done[0], sample)
    settle(qtbot, shell)
    return shell


def settle(qtbot: QtBot, shell: Shell) -> None:
    """Wait until the worker is idle and everything queued on the main thread has happened."""
    for _ in range(3):
        qtbot.waitUntil(lambda: not shell.worker.busy, timeout=30_000)
        qtbot.wait(10)


@pytest.fixture
def settled(shell: Shell, qtbot: QtBot) -> Callable[[], None]:
    """`settle` with its arguments filled in."""
    return lambda: settle(qtbot, shell)


@pytest.fixture
def watchdog(shell: Shell) -> Iterator[Watchdog]:
    """Fails the test if the main thread stalls for more than 100 ms while it runs."""
    dog = Watchdog(shell)
    yield dog
    dog.stop()
    assert dog.longest <= 0.1, f"the main thread stalled for {dog.longest * 1000:.0f} ms"
