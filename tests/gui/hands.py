"""What a person does with a keyboard and a pointer."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press and let go of a key."""
    QTest.keyClick(widget, key, modifiers)


def write(widget: QWidget, text: str) -> None:
    """Type a text."""
    QTest.keyClicks(widget, text)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Press and let go of the left button, in the middle unless said otherwise."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, widget.rect().center() if at is None else at)


def focus() -> QWidget:
    """What has the focus."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    return found


def tab_to(window: QWidget, wanted: Callable[[QWidget], bool], most: int = 60) -> QWidget:
    """Press Tab until something wanted has the focus."""
    for _ in range(most):
        if wanted(focus()):
            return focus()
        press(focus(), Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reached it in {window.windowTitle()}")
