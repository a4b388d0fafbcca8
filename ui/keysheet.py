"""The sheet of keys (F1): every action that has keys, by menu, and the keys that need no action."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from app.domain.words import QT_TRANSLATE_NOOP
from ui.actions import Actions, Menu, Row, description_of, keys_of, text_of
from ui.layouts import column, grid
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.notice import Sheet
from ui.widgets.signs import Cap
from ui.widgets.text import Text
from ui.words import translate

ALWAYS = (
    ("Tab", QT_TRANSLATE_NOOP("keys", "To the next control, in reading order")),
    ("1 \N{EN DASH} 9", QT_TRANSLATE_NOOP("keys", "Choose an answer by its number")),
    ("Esc", QT_TRANSLATE_NOOP("keys", "Close a small window, leave a form or the place where you stand")),
)


def lines(actions: Actions) -> dict[Menu, list[Row]]:
    """The actions with keys, by menu."""
    return {menu: [row for row in actions.rows.values() if row.menu is menu and row.keys] for menu in Menu}


class KeySheet(Sheet):
    """The small window of F1."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent, translate("keys", "Keys"), width=680)
        inside = QWidget()
        rows = column(inside, margins=(0, 0, 12, 0), gap=12)
        for menu, found in lines(actions).items():
            if found:
                title = translate("menus", menu.value).replace("&", "")
                rows.addLayout(_part(title, [(keys_of(row), text_of(row), description_of(row)) for row in found]))
        always = [(keys, translate("keys", text), "") for keys, text in ALWAYS]
        rows.addLayout(_part(translate("keys", "Everywhere"), always))
        rows.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setAccessibleName(translate("keys", "List of keys"))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setMinimumHeight(theme().px(420))
        self.body.addWidget(area, 1)
        close = Button(translate("notice", "Close"), "main")
        close.clicked.connect(self.accept)
        self.body.addWidget(close, 0, Qt.AlignmentFlag.AlignTrailing)
        area.setFocus()


def _part(title: str, found: list[tuple[str, str, str]]) -> QGridLayout:
    cells = grid(gap=16, below=6)
    cells.setColumnStretch(2, 1)
    cells.addWidget(Text(title, voice="ink2", weight=500, wrap=False), 0, 0, 1, 3)
    for at, (keys, text, said) in enumerate(found, 1):
        cells.addWidget(Cap(keys), at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        cells.addWidget(Text(text, weight=500, wrap=False), at, 1, Qt.AlignmentFlag.AlignTop)
        cells.addWidget(Text(said, voice="ink2"), at, 2)
    return cells
