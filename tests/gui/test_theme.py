"""The theme follows the system, can be switched, and grows the text without losing anything."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle
from tests.gui.hands import CTRL, press
from ui import theme as module
from ui.layouts import column
from ui.shell import Shell
from ui.style import sheet
from ui.theme import MONO, SANS, SCALES, Wish
from ui.tokens import Scheme, tokens


@pytest.mark.parametrize(
    ("wish", "scheme"),
    [(Wish.LIGHT, Scheme.LIGHT), (Wish.DARK, Scheme.DARK), (Wish.HIGH_CONTRAST, Scheme.HIGH_CONTRAST)],
)
def test_each_theme_reaches_palette_and_style_sheet(
    shell: Shell, qapp: QApplication, wish: Wish, scheme: Scheme
) -> None:
    shell.theme.ask_for(wish)
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window).name().upper() == tokens().colour("ground", scheme)
    assert palette.color(QPalette.ColorRole.Text).name().upper() == tokens().colour("ink", scheme)
    assert tokens().colour("accent", scheme) in qapp.styleSheet()
    for other in set(Scheme) - {scheme}:
        assert tokens().colour("focus", other) not in qapp.styleSheet()


@pytest.mark.parametrize("scheme", list(Scheme))
def test_it_follows_the_system(shell: Shell, monkeypatch: pytest.MonkeyPatch, scheme: Scheme) -> None:
    monkeypatch.setattr(module, "_system_scheme", lambda: scheme)
    shell.theme.ask_for(Wish.SYSTEM)
    assert shell.theme.scheme is scheme
    shell.theme.ask_for(Wish.DARK)
    assert shell.theme.scheme is Scheme.DARK


def test_a_change_of_the_system_is_followed_at_once(
    shell: Shell, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_system_scheme", lambda: Scheme.DARK)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    seen = [shell.theme.scheme]
    monkeypatch.setattr(module, "_system_scheme", lambda: Scheme.HIGH_CONTRAST)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Unknown)
    assert [*seen, shell.theme.scheme] == [Scheme.DARK, Scheme.HIGH_CONTRAST]


def test_text_grows_from_100_to_200_percent_by_keys_and_no_further(shell: Shell) -> None:
    seen = [shell.theme.scale]
    for _ in range(6):
        press(shell.window, Qt.Key.Key_Plus, CTRL)
        seen.append(shell.theme.scale)
    assert seen == [*SCALES, 2.0, 2.0]
    press(shell.window, Qt.Key.Key_Minus, CTRL)
    assert shell.theme.scale == 1.75
    press(shell.window, Qt.Key.Key_0, CTRL)
    assert shell.theme.scale == 1.0


def test_controls_and_spaces_grow_with_the_text(shell: Shell, qtbot: QtBot) -> None:
    button = shell.window.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    before = button.sizeHint().height()
    shell.theme.resize(2.0)
    settle(qtbot, shell)
    assert button.sizeHint().height() >= 1.9 * before


def test_a_layout_gets_its_spaces_anew(shell: Shell) -> None:
    widget = QWidget(shell.window)
    layout: QVBoxLayout = column(widget, margins=(24, 8), gap=10)
    assert layout.contentsMargins().left() == 24
    shell.theme.resize(2.0)
    assert layout.contentsMargins().left() == 36
    assert layout.spacing() == 15


def test_the_fonts_are_those_the_program_brings(shell: Shell) -> None:
    for weight in (400, 500, 600):
        found = QFontInfo(shell.theme.font("t0", weight))
        assert (found.family(), found.weight()) == (SANS, weight)
    assert QFontInfo(shell.theme.font(mono=True)).family() == MONO
    assert QFontInfo(shell.theme.font(italic=True)).italic()


def test_the_style_sheet_has_no_colour_of_its_own(shell: Shell) -> None:
    known = {value for columns in tokens().colours.values() for value in columns.values()}
    named = {word.strip(";{} ") for word in sheet(shell.theme).split() if word.startswith("#")}
    assert named
    assert {colour[:7] for colour in named if len(colour) >= 7 and colour != "#window,"} <= known
