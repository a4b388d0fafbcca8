"""The accessible tree of every screen: names, roles, no doubles, a focus order that is the reading order, no trap."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle
from tests.gui.hands import focus, press
from tests.gui.scenes import SCREENS, SMALL, Scene
from ui.shell import Shell

Role = QAccessible.Role
NAMELESS = {Role.NoRole, Role.Client, Role.Window, Role.Pane, Role.LayeredPane}
SCREEN = pytest.mark.parametrize("scene", SCREENS, ids=lambda scene: scene.__name__)


def _tree(node: QAccessibleInterface, depth: int = 0) -> Iterator[QAccessibleInterface]:
    yield node
    if depth < 40:
        for at in range(node.childCount()):
            child = node.child(at)
            if child is not None and child.isValid() and not child.state().invisible:
                yield from _tree(child, depth + 1)


@pytest.fixture
def close(shell: Shell) -> Iterator[list[QWidget]]:
    """What has to be closed afterwards."""
    windows: list[QWidget] = []
    yield windows
    shell.lock.calmed.emit()
    for window in windows:
        window.close()


def _bring(scene: Scene, shell: Shell, qtbot: QtBot, sample: Path, close: list[QWidget]) -> QWidget:
    widget = scene(shell, qtbot, sample)
    settle(qtbot, shell)
    if scene in SMALL:
        close.append(widget)
    return widget


@SCREEN
def test_every_control_says_what_it_is_and_can_be_hit(
    shell: Shell, qtbot: QtBot, sample: Path, scene: Scene, close: list[QWidget]
) -> None:
    widget = _bring(scene, shell, qtbot, sample, close)
    root = QAccessible.queryAccessibleInterface(widget)
    assert root is not None
    tree = list(_tree(root))
    _has_names_and_roles(tree)
    _has_no_doubles(widget)
    _speaks_what_it_shows(tree, widget)
    _is_large_enough(widget)


def _has_names_and_roles(tree: list[QAccessibleInterface]) -> None:
    """Whatever takes the focus has a name and a role."""
    inner = (Role.Cell, Role.ListItem, Role.MenuItem)
    focusable = [node for node in tree if node.state().focusable and node.role() not in inner]
    assert focusable
    for node in focusable:
        where = type(node.object()).__name__
        assert node.text(QAccessible.Text.Name).strip(), where
        assert node.role() not in NAMELESS, where


def _has_no_doubles(widget: QWidget) -> None:
    """No two controls of a screen have the same name."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    names = Counter(
        QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
        for one in widget.findChildren(QWidget)
        if isinstance(one, kinds)
        and one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
    )
    assert names
    assert not [name for name, times in names.items() if times > 1]


def _speaks_what_it_shows(tree: list[QAccessibleInterface], widget: QWidget) -> None:
    """Every text on the screen is in the tree."""
    spoken = {node.text(QAccessible.Text.Name) for node in tree}
    shown = {label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()}
    assert shown <= spoken


def _is_large_enough(widget: QWidget) -> None:
    """36 px for what the keyboard reaches too, 24 px (WCAG 2.5.8) for the rest."""
    small = {
        (type(one).__name__, one.width(), one.height())
        for one in widget.findChildren(QWidget)
        if one.isVisible() and isinstance(one, (QAbstractButton, QLineEdit, QPlainTextEdit))
        if min(one.width(), one.height()) < (24 if one.focusPolicy() == Qt.FocusPolicy.NoFocus else 36)
    }
    assert not small


@SCREEN
def test_tab_goes_round_in_reading_order_and_never_sticks(
    shell: Shell, qtbot: QtBot, sample: Path, scene: Scene, close: list[QWidget]
) -> None:
    widget = _bring(scene, shell, qtbot, sample, close)
    window = widget.window()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    expected = {one for one in window.findChildren(QWidget) if _takes_tab(one)}
    first = focus()
    around = [first]
    for _ in range(len(expected) + 3):
        press(focus(), Qt.Key.Key_Tab)
        if focus() is first:
            break
        around.append(focus())
    assert focus() is first, "Tab does not come back"
    assert {one for one in expected if not _in_a_group(one)} <= set(around)
    if scene.__name__ != "gallery":
        places = [_place(one, window) for one in around]
        backwards = [at for at in range(len(places)) if not _reads_on(places[at - 1], places[at])]
        assert len(backwards) <= 1, [around[at].accessibleName() for at in backwards]


def _takes_tab(one: QWidget) -> bool:
    tabbed = bool(one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return tabbed and one.isVisible() and one.isEnabled() and one.focusProxy() is None


def _in_a_group(one: QWidget) -> bool:
    """Of answers that exclude each other Tab takes one; arrows go to the others."""
    return isinstance(one, QAbstractButton) and one.group() is not None and one.group().exclusive()


def _place(one: QWidget, window: QWidget) -> QRect:
    return QRect(one.mapTo(window, one.rect().topLeft()), one.size())


def _reads_on(before: QRect, after: QRect) -> bool:
    """Further to the right on the same line, or further down, or in the next column of the window."""
    same_line = after.top() < before.bottom() and before.top() < after.bottom()
    return (
        (same_line and after.left() >= before.left()) or after.top() >= before.bottom() or after.left() > before.right()
    )
