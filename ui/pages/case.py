"""The case at a glance: what it is about and how much it holds."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.layouts import column, grid, narrowest, row, widest
from ui.page import Desk, Page
from ui.widgets.buttons import Button
from ui.widgets.signs import Card, Rule
from ui.widgets.text import Text
from ui.words import translate

if TYPE_CHECKING:
    from app.services.session import Changes


class CasePage(Page):
    """Where an opened case begins."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        whole = column(self.widget, margins=24, gap=16)
        whole.addLayout(self._head())
        self._about = Card()
        self._about_lines = column(self._about, margins=24, gap=12)
        self._holds = Card()
        self._counts = grid(self._holds, margins=(24, 18), gap=24, below=8)
        whole.addWidget(widest(self._about, 860))
        whole.addWidget(widest(self._holds, 860))
        whole.addStretch(1)
        self._fill()

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("case", "The case at a glance")

    def enter(self, **_given: Any) -> None:
        """Put the focus on the way out, the first control there is."""
        self.lock.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, _changes: "Changes") -> None:
        """Read the case anew."""
        self._fill()

    def _head(self) -> QHBoxLayout:
        across = row(gap=12)
        across.addWidget(Text(self.title, "t3", weight=600), 1)
        self.lock = Button(translate("case", "Lock now"), sign="lock")
        self.lock.clicked.connect(self.desk.actions["case.lock"].trigger)
        across.addWidget(self.lock)
        return across

    def _fill(self) -> None:
        _empty(self._about_lines)
        _empty(self._counts)
        described = self.desk.blind.described
        if described is not None:
            self._about_lines.addWidget(Text(described.title, "t2", weight=600))
            for label, text in (
                (translate("case", "Question for the panel"), described.question),
                (translate("case", "Setting"), described.setting),
                (translate("case", "Date of the event"), described.event_date),
            ):
                if text:
                    self._about_lines.addWidget(_pair(label, text))
        for at, (label, table) in enumerate(_tables()):
            count = len(self.desk.blind.table(table))
            words = str(count) if count else translate("case", "none yet")
            self._counts.addWidget(Rule(), 2 * at, 0, 1, 2) if at else None
            self._counts.addWidget(narrowest(Text(label), 220), 2 * at + 1, 0)
            self._counts.addWidget(Text(words, voice="ink" if count else "ink3", weight=500, wrap=False), 2 * at + 1, 1)
        self._counts.setColumnStretch(1, 1)


def _tables() -> list[tuple[str, str]]:
    return [
        (translate("case", "People of the event"), "person"),
        (translate("case", "Sources"), "source"),
        (translate("case", "Events"), "event"),
        (translate("case", "Who could know what"), "knowledge"),
        (translate("case", "Rules in force"), "rule"),
        (translate("case", "Disputes between sources"), "dispute"),
        (translate("case", "Acts under review"), "act"),
        (translate("case", "Factors"), "factor"),
        (translate("case", "Documents"), "document"),
    ]


def _pair(label: str, text: str) -> QWidget:
    both = QWidget()
    lines = column(both)
    lines.addWidget(Text(label, voice="ink2", weight=500))
    lines.addWidget(Text(text))
    return both


def _empty(layout: Any) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
