"""The sheet of keys (F1): every action that has keys, by menu, and the keys that need no action."""

from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.words import QT_TRANSLATE_NOOP
from ui.actions import Actions, description_of, keys_of, text_of
from ui.layouts import column
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.notice import Sheet
from ui.widgets.signs import Card
from ui.widgets.table import Column, Table
from ui.words import translate


class Line(NamedTuple):
    """One line of the sheet."""

    keys: str
    menu: str
    text: str
    description: str = ""


_EVERYWHERE: Final = (
    ("Tab", QT_TRANSLATE_NOOP("keys", "To the next control"), QT_TRANSLATE_NOOP("keys", "In reading order")),
    ("1 \N{EN DASH} 9", QT_TRANSLATE_NOOP("keys", "Choose an answer"), QT_TRANSLATE_NOOP("keys", "By its number")),
    (
        "Esc",
        QT_TRANSLATE_NOOP("keys", "Close a small window, leave a form"),
        QT_TRANSLATE_NOOP("keys", "Nothing is changed"),
    ),
)


def lines(actions: Actions) -> list[Line]:
    """Every line, in the order of the menus."""
    found = [
        Line(keys_of(row), translate("menus", row.menu.value).replace("&", ""), text_of(row), description_of(row))
        for row in actions.rows.values()
        if row.keys
    ]
    everywhere = translate("keys", "Everywhere")
    always = [
        Line(keys, everywhere, translate("keys", text), translate("keys", said)) for keys, text, said in _EVERYWHERE
    ]
    return found + always


class KeySheet(Sheet):
    """The small window of F1."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent, translate("keys", "Keys"), width=860)
        columns: list[Column[Line]] = [
            Column(translate("keys", "Keys"), lambda line: line.keys, 130, weight=500),
            Column(translate("keys", "Action"), lambda line: line.text, 230, weight=500),
            Column(translate("keys", "What it does"), lambda line: line.description, voice="ink2"),
            Column(translate("keys", "Menu"), lambda line: line.menu, 110, "ink2"),
        ]
        self.table: Table[Line] = Table(translate("keys", "List of keys"), columns)
        self.table.show_rows(lines(actions))
        self.table.setMinimumHeight(theme().px(400))
        card = Card()
        column(card, margins=1).addWidget(self.table)
        self.body.addWidget(card, 1)
        close = Button(translate("notice", "Close"), "main")
        close.clicked.connect(self.accept)
        self.body.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)
        self.table.setFocus()
