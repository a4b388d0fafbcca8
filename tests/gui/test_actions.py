"""Menus, keys, the finder and the sheet of keys come from one table and agree."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle
from tests.gui.hands import CTRL, press, write
from ui.actions import Menu, Where, description_of, keys_of, table, text_of
from ui.finder import Finder, found
from ui.keysheet import KeySheet, lines
from ui.registry import PAGES
from ui.shell import Shell


def _in_menus(shell: Shell) -> dict[str, list[str]]:
    menus = {}
    for top in shell.window.menuBar().actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        menus[top.text()] = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    return menus


def test_every_action_is_in_its_menu_once_and_nothing_else_is(shell: Shell) -> None:
    expected: dict[str, list[str]] = {menu.value: [] for menu in Menu}
    for row in table():
        expected[row.menu.value].append(row.id)
    assert _in_menus(shell) == expected


def test_menu_text_and_keys_are_those_of_the_table(shell: Shell) -> None:
    for row in table():
        action = shell.actions[row.id]
        assert action.text() == text_of(row)
        assert action.shortcut() == QKeySequence(row.keys)
        assert action.statusTip() == description_of(row) != ""


def test_no_keys_are_used_twice() -> None:
    used = Counter(row.keys for row in table() if row.keys)
    assert not [keys for keys, times in used.items() if times > 1]
    assert all(QKeySequence(keys).count() == 1 for keys in used)


def test_no_id_and_no_text_is_used_twice() -> None:
    for attribute in ("id", "text"):
        used = Counter(getattr(row, attribute) for row in table())
        assert not [one for one, times in used.items() if times > 1]


def test_the_finder_offers_exactly_what_can_be_chosen_now(open_shell: Shell) -> None:
    offered = {row.id for row in found(open_shell.actions, "")}
    can = {row.id for row in table() if open_shell.actions[row.id].isEnabled()} - {"help.find"}
    assert offered == can
    assert "case.lock" in offered
    assert "case.sample" not in offered


def test_the_sheet_lists_every_action_with_keys_and_no_other(shell: Shell, qtbot: QtBot) -> None:
    sheet = KeySheet(shell.window, shell.actions)
    qtbot.addWidget(sheet)
    listed = [sheet.table.rows.row(at) for at in range(sheet.table.rows.rowCount())]
    assert listed == lines(shell.actions)
    by_action = {line.text: line for line in listed if line.menu != "Everywhere"}
    assert len(by_action) == len([row for row in table() if row.keys])
    for row in table():
        if row.keys:
            line = by_action[text_of(row)]
            assert (line.keys, line.description) == (keys_of(row), description_of(row))
            assert line.menu == row.menu.value.replace("&", "")


def test_every_action_does_something_except_stages_without_a_page(shell: Shell) -> None:
    stages = {f"go.stage{kind.stage}" for kind in PAGES if kind.stage}
    for row in table():
        assert shell.actions.is_bound(row.id) == (not row.id.startswith("go.stage") or row.id in stages) or row.pages
        assert {page for page in row.pages} <= {entry.name for entry in PAGES}


def test_where_decides_what_can_be_chosen(shell: Shell) -> None:
    states = {
        (False, False): {Where.ALWAYS, Where.UNLOCKED, Where.NO_CASE},
        (True, False): {Where.ALWAYS, Where.UNLOCKED, Where.CASE},
        (True, True): {Where.ALWAYS},
    }
    for (case, locked), allowed in states.items():
        shell.actions.set_state(case=case, locked=locked)
        for row in table():
            expected = row.where in allowed and shell.actions.is_bound(row.id)
            assert shell.actions[row.id].isEnabled() == expected, row.id


def test_the_finder_works_with_the_keyboard_alone(shell: Shell, qtbot: QtBot) -> None:
    chosen: list[str] = []
    shell.actions["view.dark"].triggered.connect(lambda: chosen.append("view.dark"))
    press(shell.window, Qt.Key.Key_K, CTRL)
    finder = QApplication.activeModalWidget()
    assert isinstance(finder, Finder)
    write(finder.line, "drk")
    assert finder.model.rows[0].id == "view.dark"
    press(finder.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: chosen == ["view.dark"])
    assert shell.theme.scheme.value == "dark"
    shell.actions["view.system"].trigger()


def test_arrows_move_in_the_list_and_escape_does_nothing(shell: Shell, qtbot: QtBot) -> None:
    press(shell.window, Qt.Key.Key_K, CTRL)
    finder = QApplication.activeModalWidget()
    assert isinstance(finder, Finder)
    first = finder.list.currentIndex().row()
    press(finder.line, Qt.Key.Key_Down)
    press(finder.line, Qt.Key.Key_Down)
    press(finder.line, Qt.Key.Key_Up)
    assert finder.list.currentIndex().row() == first + 1
    qtbot.waitUntil(lambda: QApplication.focusWidget() is finder.line)
    press(finder, Qt.Key.Key_Escape)
    settle(qtbot, shell)
    assert QApplication.activeModalWidget() is None


def test_letters_that_no_action_has_are_answered_in_words(shell: Shell, qtbot: QtBot) -> None:
    finder = Finder(shell.window, shell.actions)
    qtbot.addWidget(finder)
    finder.open()
    write(finder.line, "zzzz")
    assert not finder.model.rows
    assert finder.nothing.isVisible()
    press(finder.line, Qt.Key.Key_Return)
    assert finder.isVisible()


def test_f1_opens_the_sheet(shell: Shell) -> None:
    press(shell.window, Qt.Key.Key_F1)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeySheet)
    sheet.close()


def test_ticks_of_the_theme_exclude_each_other(shell: Shell) -> None:
    names = ("view.system", "view.light", "view.dark", "view.high_contrast")
    for name in (*names, "view.system"):
        shell.actions[name].trigger()
        ticked: list[QAction] = [shell.actions[one] for one in names if shell.actions[one].isChecked()]
        assert [action.objectName() for action in ticked] == [name]
