"""The sample from the first screen to a signed, closed and checked determination, by keyboard alone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import PASSPHRASE, settle
from tests.gui.hands import CTRL, focus, press, tab_to, write
from tests.gui.judging import MEMBERS, fields
from ui.shell import Shell
from ui.widgets.notice import Notice
from ui.widgets.verdict import VerdictView

REASON = "It was a mix-up, not a choice; the record shows nothing else."


class Hands:
    """One person at the keyboard."""

    def __init__(self, shell: Shell, qtbot: QtBot) -> None:
        self.shell, self.qtbot = shell, qtbot

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(focus(), key, modifiers)
        settle(self.qtbot, self.shell)

    def type(self, text: str) -> None:
        write(focus(), text)

    def enter(self) -> None:
        self.key(Qt.Key.Key_Return)

    def to_button(self, text: str) -> None:
        """Tab to a button and press it with Space."""
        tab_to(self.top, lambda widget: isinstance(widget, QAbstractButton) and widget.text() == text)
        self.key(Qt.Key.Key_Space)

    @property
    def top(self) -> QWidget:
        return QApplication.activeModalWidget() or self.shell.window

    @property
    def page(self) -> str:
        assert self.shell.window.entry is not None
        return self.shell.window.entry.name


def test_the_sample_goes_from_the_first_screen_to_a_checked_determination_by_keyboard(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    hands = Hands(shell, qtbot)
    _make(hands)
    _convene(hands)
    _take_up(hands)
    _answer(hands)
    _freeze_and_sign(hands)
    assert fields(shell) == ("seal", "m1", "m2", "close")
    _copy(hands, tmp_path)
    _check(hands, tmp_path)


def _make(hands: Hands) -> None:
    hands.to_button("Open the sample case")
    assert hands.page == "begin"
    for name in ("Passphrase", "The same passphrase again"):
        tab_to(hands.top, lambda widget, name=name: _is_field(widget, name))  # type: ignore[misc]
        hands.type(PASSPHRASE)
    hands.to_button("Make my copy")
    hands.qtbot.waitUntil(lambda: hands.shell.desk.view is not None, timeout=20_000)
    settle(hands.qtbot, hands.shell)


def _convene(hands: Hands) -> None:
    hands.key(Qt.Key.Key_1, CTRL)
    for name, role, passphrase in MEMBERS:
        assert hands.page == "panel"
        hands.to_button("Add a member…")
        hands.type(name)
        hands.enter()
        hands.type(role)
        hands.enter()
        assert hands.page == "joining"
        hands.type(passphrase)
        hands.enter()
        hands.type(passphrase)
        hands.enter()
        hands.type(PASSPHRASE)
        hands.enter()
    assert [member.role for member in hands.shell.desk.case.members.values()][1:] == [role for _, role, _ in MEMBERS]
    hands.to_button("Choose the instrument…")
    hands.enter()
    hands.type(PASSPHRASE)
    hands.enter()
    assert hands.shell.desk.case.instrument is not None
    hands.to_button("Start the sitting")
    assert hands.shell.desk.view is not None
    assert hands.shell.desk.view.started


def _take_up(hands: Hands) -> None:
    hands.key(Qt.Key.Key_3, CTRL)
    hands.key(Qt.Key.Key_Space)
    assert len(hands.shell.desk.case.table("act")) == 6


def _answer(hands: Hands) -> None:
    """Each act is a mix-up that departed from no rule: two questions."""
    hands.enter()
    for _ in range(6):
        assert hands.page == "act"
        for _ in range(2):
            hands.key(Qt.Key.Key_2)
            tab_to(hands.top, lambda widget: isinstance(widget, QPlainTextEdit))
            hands.type(REASON)
            hands.to_button("Next question")
        hands.key(Qt.Key.Key_Space)
    assert hands.page == "acts"
    assert len(hands.shell.desk.case.table("answer")) == 12


def _freeze_and_sign(hands: Hands) -> None:
    hands.key(Qt.Key.Key_8, CTRL)
    hands.to_button("Freeze the text…")
    hands.type(PASSPHRASE)
    hands.enter()
    for number, (_, _, passphrase) in enumerate(MEMBERS, 1):
        hands.to_button(f"Hand over to Member {number}")
        assert hands.page == "handover"
        hands.type(passphrase)
        hands.enter()
    hands.to_button("Close…")
    hands.type(PASSPHRASE)
    hands.enter()


def _copy(hands: Hands, folder: Path) -> None:
    hands.to_button("Save a copy…")
    hands.enter()
    notice = QApplication.activeModalWidget()
    assert isinstance(notice, Notice)
    assert "not encrypted" in notice.text
    hands.enter()
    assert (folder / "sample-determination.pdf").read_bytes().startswith(b"%PDF-1.7")


def _check(hands: Hands, folder: Path) -> None:
    hands.to_button("Verify this copy")
    assert hands.page == "verify"
    assert "Document intact" in _words(hands.shell.window)
    hands.to_button("Another one…")
    tab_to(hands.top, lambda widget: _is_field(widget, "Folder"))
    hands.key(Qt.Key.Key_A, CTRL)
    hands.type(str(folder / "sample-determination.pdf"))
    hands.enter()
    assert "Document intact" in _words(hands.shell.window)
    hands.to_button("Back")
    assert hands.page == "determination"


def _words(window: QWidget) -> str:
    view = window.findChild(VerdictView)
    assert view is not None
    return "\n".join(label.text() for label in view.findChildren(QWidget) if hasattr(label, "text"))


def _is_field(widget: QWidget, name: str) -> bool:
    return isinstance(widget, QLineEdit) and widget.accessibleName() == name
