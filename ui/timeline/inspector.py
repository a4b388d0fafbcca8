"""Everything about the selected event: what happened, when, who could know it, sources, disputes, notes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.layouts import column, grid, narrowest, row
from ui.theme import theme
from ui.timeline.spoken import placed
from ui.widgets.buttons import Button, IconButton
from ui.widgets.reading import Reading
from ui.widgets.signs import Cap, Rule
from ui.widgets.text import Text
from ui.words import of_domain, translate

if TYPE_CHECKING:
    from app.domain.facts_listed import Listed
    from app.domain.facts_shown import FactDetail, Knower, Version


class Inspector(Reading):
    """Shows one event at a time; what it shows is built anew for each."""

    edit = Signal()
    shut = Signal()

    def __init__(self) -> None:
        super().__init__(translate("facts", "The selected event"))
        self.show_nothing()

    def show_nothing(self) -> None:
        """No event is selected."""
        inside = QWidget()
        lines = column(inside, margins=(20, 14, 20, 20))
        lines.addWidget(Text(translate("facts", "No event is selected."), voice="ink2"))
        lines.addStretch(1)
        self.show_part(inside)

    def show_event(self, line: "Listed", found: "FactDetail") -> None:
        """One event, whole."""
        inside = QWidget()
        lines = column(inside, margins=(20, 14, 20, 20))
        lines.addLayout(self._head(found))
        lines.addSpacing(theme().space(6))
        lines.addWidget(Text(found.row.text, "t1"))
        lines.addSpacing(theme().space(4))
        actor = "" if found.row.text.startswith(found.row.actor) else f"{found.row.actor}. "
        for sentence in (f"{actor}{_capital(found.when)}.", placed(line)):
            if sentence:
                lines.addWidget(Text(sentence, voice="ink2"))
        _heading(lines, translate("facts", "Who could know it"))
        lines.addLayout(_knowers(found.knowers))
        if found.sources:
            _heading(lines, translate("facts", "Sources"))
            lines.addLayout(_sources(found.sources))
        for version in found.disputes:
            _heading(lines, translate("facts", "Dispute {label}").format(label=version.label))
            lines.addWidget(Text(version.topic))
            lines.addWidget(_Versions(version))
        if found.notes:
            _heading(lines, translate("facts", "Note"))
            lines.addWidget(Text(found.notes))
        lines.addSpacing(theme().space(20))
        self.edit_button = Button(translate("facts", "Edit event"), sign="pen-line")
        self.edit_button.clicked.connect(self.edit)
        lines.addWidget(self.edit_button)
        lines.addStretch(1)
        self.show_part(inside)

    def _head(self, found: "FactDetail") -> QHBoxLayout:
        across = row(gap=10)
        across.addWidget(Text(found.row.label, "t2", weight=600, wrap=False))
        if found.row.decision_point:
            across.addWidget(Cap(translate("facts", "Decision point"), filled=False))
        across.addStretch(1)
        close = IconButton("x", translate("facts", "Close the inspector"))
        close.clicked.connect(self.shut)
        across.addWidget(close)
        return across


def _heading(lines: QVBoxLayout, text: str) -> None:
    lines.addSpacing(theme().space(16))
    lines.addWidget(Text(text, voice="ink2", weight=500))
    lines.addSpacing(theme().space(4))


def _knowers(knowers: "tuple[Knower, ...]") -> QGridLayout:
    """A row for each person; what is not said stands as loud as what is not available."""
    cells = grid(gap=12, below=5)
    cells.setColumnStretch(1, 1)
    for at, knower in enumerate(knowers):
        cells.addWidget(Rule(), 2 * at, 0, 1, 2)
        code = narrowest(Text(knower.person, weight=500, wrap=False), 58)
        cells.addWidget(code, 2 * at + 1, 0, Qt.AlignmentFlag.AlignTop)
        said = column()
        said.addWidget(Text(of_domain("facts", knower.text), weight=400 if knower.available else 500))
        if knower.note:
            said.addWidget(Text(_capital(knower.note), voice="ink2"))
        cells.addLayout(said, 2 * at + 1, 1)
    if knowers:
        cells.addWidget(Rule(), 2 * len(knowers), 0, 1, 2)
    else:
        cells.addWidget(Text(translate("facts", "Nobody is under review, and nothing is said.")), 0, 0, 1, 2)
    return cells


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _sources(sources: tuple[tuple[str, str], ...]) -> QGridLayout:
    cells = grid(gap=8, below=2)
    cells.setColumnStretch(1, 1)
    for at, (label, title) in enumerate(sources):
        cells.addWidget(Text(label, weight=500, wrap=False), at, 0, Qt.AlignmentFlag.AlignTop)
        cells.addWidget(Text(title), at, 1)
    return cells


class _Versions(QWidget):
    """Every version of a dispute, beside one line: none comes first by being set apart."""

    def __init__(self, version: "Version") -> None:
        super().__init__()
        lines = column(self, margins=(12, 6, 0, 0), gap=6)
        for text in version.versions:
            lines.addWidget(Text(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        top = theme().space(6)
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - 2 if right else 0
        QPainter(self).fillRect(left, top, 2, self.height() - top, theme().colour("edge"))
