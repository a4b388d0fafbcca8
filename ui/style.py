"""The style sheet, generated from the tokens: how Qt's own controls look in every state."""

from string import Template
from typing import Final, Protocol


class Tokens(Protocol):
    """What the style sheet asks of the theme."""

    def hex(self, name: str) -> str:
        """A colour, `#RRGGBB`."""
        ...

    def size(self, name: str) -> int:
        """A size in pixels."""
        ...

    def space(self, pixels: float) -> int:
        """Empty space in pixels."""
        ...

    def px(self, pixels: float) -> int:
        """Pixels that grow with the text."""
        ...


_COLOURS: Final = ("ground", "surface", "sunken", "beyond", "line", "edge", "ink", "ink2", "ink3", "accent", "select")
_MORE: Final = ("accent-hover", "on-accent", "focus", "fault")

_SHEET: Final = Template("""
* { outline: 0 }
QWidget#window, QWidget[ground="ground"] { background: $ground }
QWidget[ground="surface"] { background: $surface }
QWidget[ground="sunken"] { background: $sunken }
QWidget[ground="beyond"] { background: $beyond }
QWidget[ground="select"] { background: $select }
QWidget[ground="accent"] { background: $accent }
QWidget[rule="top"] { border-top: 1px solid $line }
QWidget[rule="bottom"] { border-bottom: 1px solid $line }
QWidget[rule="left"] { border-left: 1px solid $line }
QWidget[rule="right"] { border-right: 1px solid $line }
QFrame[card="plain"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px }
QFrame[card="marked"] { background: $surface; border: 2px solid $accent; border-radius: ${radius}px }
QFrame[card="fault"] { background: $surface; border: 2px solid $fault; border-radius: ${radius}px }
QFrame[card="dropping"] { background: $select; border: 2px dashed $accent; border-radius: ${radius}px }

QPushButton, QToolButton[kind="plain"] {
  background: $surface; color: $ink; border: 1px solid $edge; border-radius: ${radius}px;
  padding: 0 ${pad}px; min-height: ${button}px; font-weight: 500 }
QPushButton:hover, QToolButton[kind="plain"]:hover { background: $sunken }
QPushButton:pressed, QPushButton:checked, QToolButton[kind="plain"]:pressed { background: $select }
QPushButton:disabled { background: $sunken; color: $ink3; border-color: $line }
QPushButton[big="true"] { min-height: ${mainbutton}px; font-size: ${t1}px; padding: 0 ${bigpad}px }
QPushButton[kind="main"] { background: $accent; border-color: $accent; color: $onaccent }
QPushButton[kind="main"]:hover, QPushButton[kind="main"]:pressed {
  background: $accenthover; border-color: $accenthover }
QPushButton[kind="main"]:disabled { background: $sunken; color: $ink3; border-color: $line }
QPushButton[kind="quiet"] {
  background: transparent; border-color: transparent; color: $accent; padding: 0 ${smallpad}px }
QPushButton[kind="quiet"]:hover { background: $sunken }
QPushButton[kind="quiet"]:pressed { background: $select }
QPushButton[kind="quiet"]:disabled { color: $ink3 }
QPushButton[kind="band"] { background: transparent; border-color: $onaccent; color: $onaccent }
QPushButton[kind="band"]:hover, QPushButton[kind="band"]:pressed { background: $accenthover }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${radius}px }
QToolButton[framed="true"] { background: $surface; border-color: $edge }
QToolButton:hover { background: $sunken; border-color: $line }
QToolButton:pressed, QToolButton:checked { background: $select }

QLineEdit, QPlainTextEdit, QComboBox {
  background: $surface; color: $ink; border: 1px solid $edge; border-radius: ${radius}px;
  padding: 0 ${fieldpad}px; selection-background-color: $accent; selection-color: $onaccent; font-size: ${t1}px }
QLineEdit, QComboBox { min-height: ${field}px }
QPlainTextEdit { padding: ${smallpad}px ${fieldpad}px; font-size: ${t0}px }
QComboBox::drop-down { border: 0; width: ${button}px }
QComboBox::down-arrow { image: none }
QComboBox QAbstractItemView { border: 1px solid $edge }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $ink2 }
QLineEdit[refused="true"], QPlainTextEdit[refused="true"] { border: 2px solid $fault; padding: 0 ${refusedpad}px }
QLineEdit:disabled, QPlainTextEdit:disabled { background: $sunken; color: $ink3 }
QLineEdit { lineedit-password-character: 8226 }
QLineEdit:read-only { background: $sunken }

QMenuBar { background: $surface; color: $ink2; border-bottom: 1px solid $line; padding: 0 ${half}px }
QMenuBar::item { background: transparent; padding: ${menuv}px ${menupad}px; border-radius: ${smallradius}px }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $select; color: $ink }
QMenu { background: $surface; color: $ink; border: 1px solid $edge; padding: ${half}px 0 }
QMenu::item { padding: ${menuitem}px ${bigpad}px; margin: 0 ${half}px; border-radius: ${smallradius}px }
QMenu::item:selected { background: $select }
QMenu::item:disabled { color: $ink3 }
QMenu::separator { height: 1px; background: $line; margin: ${half}px 0 }
QMenu::indicator { width: ${smallicon}px; height: ${smallicon}px; left: ${half}px }
QToolTip { background: $surface; color: $ink; border: 1px solid $edge; padding: ${half}px ${smallpad}px }

QTableView, QListView { background: $surface; border: 0; selection-background-color: $select; selection-color: $ink }
QHeaderView { background: $surface; border: 0 }
QHeaderView::section { background: $surface; color: $ink2; border: 0; border-bottom: 1px solid $edge;
  padding: 0 ${cellpad}px; font-weight: 500 }
QHeaderView::section:first { padding-left: ${firstpad}px }
QHeaderView::section:only-one { padding-left: ${firstpad}px }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: 0 }
QGroupBox { border: 0; margin: 0; padding: 0 }
QScrollBar:vertical { background: transparent; width: ${scroll}px; margin: 0 }
QScrollBar:horizontal { background: transparent; height: ${scroll}px; margin: 0 }
QScrollBar::handle { background: $edge; border-radius: ${smallradius}px; margin: 3px }
QScrollBar::handle:vertical { min-height: ${button}px }
QScrollBar::handle:horizontal { min-width: ${button}px }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0 }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent }
QProgressBar { background: $sunken; border: 1px solid $edge; border-radius: ${smallradius}px; max-height: ${half}px;
  min-height: ${half}px }
QProgressBar::chunk { background: $accent }
QSplitter::handle { background: $ground }
QSplitter::handle:hover { background: $line }
QCheckBox::indicator { width: ${indicator}px; height: ${indicator}px }
QDialog { background: $ground; border: 1px solid $edge }
""")


def sheet(theme: Tokens) -> str:
    """The style sheet of a theme."""
    values: dict[str, object] = {name.replace("-", ""): theme.hex(name) for name in (*_COLOURS, *_MORE)}
    return _SHEET.substitute(
        values,
        radius=6,
        smallradius=4,
        button=theme.size("button") - 2,
        mainbutton=theme.size("main-button") - 2,
        field=theme.size("field") - 2,
        t0=theme.px(15),
        t1=theme.px(17),
        pad=theme.space(16),
        bigpad=theme.space(22),
        smallpad=theme.space(8),
        fieldpad=theme.space(14),
        refusedpad=theme.space(14) - 1,
        menupad=theme.space(12),
        menuv=theme.space(5),
        menuitem=theme.space(8),
        half=theme.space(6),
        cellpad=theme.space(10),
        firstpad=theme.space(20),
        scroll=theme.space(14),
        smallicon=theme.size("small-icon"),
        indicator=theme.px(18),
    )
