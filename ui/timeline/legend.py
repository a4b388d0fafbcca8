"""What the marks mean, in words, and the keys that go through them."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.layouts import row
from ui.theme import theme
from ui.widgets.flow import Flow
from ui.widgets.marks import paint_event, paint_gap
from ui.widgets.signs import Cap
from ui.widgets.text import Text
from ui.words import some, translate

_NAMED: Final = 3


class Legend(QWidget):
    """One line under the lanes; it takes a second one where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = Flow(self, margins=(24, 8), gap=22, below=4)
        for draw, width, words in (
            (lambda p, at: paint_event(p, at, decision=True, exact=True), 14, translate("facts", "decision")),
            (lambda p, at: paint_event(p, at, decision=False, exact=True), 8, translate("facts", "event")),
            (
                lambda p, at: paint_event(p, at + QPointF(6, 0), decision=False, exact=False),
                20,
                translate("facts", "time uncertain"),
            ),
            (lambda p, at: paint_gap(p, at - QPointF(0, 7.5), 17), 8, translate("facts", "gap compressed")),
        ):
            line.add(_pair([_Sample(draw, width), Text(words, voice="ink2", wrap=False)], 8))
        self._untimed = Text("", voice="ink2", wrap=False)
        line.add(self._untimed)
        self._untimed.hide()
        keys = [Cap("\N{LEFTWARDS ARROW}"), Cap("\N{RIGHTWARDS ARROW}")]
        says = Text(translate("facts", "event to event"), voice="ink2")
        line.add(_pair([*keys, says], 6), last=True)

    def show_untimed(self, labels: Sequence[str]) -> None:
        """Which events have no place in the lanes because their time is not known."""
        said = translate("facts", "no time, in the table only: {labels}")
        self._untimed.setText(said.format(labels=some(labels[:_NAMED], len(labels))) if labels else "")
        self._untimed.setVisible(bool(labels))


def _pair(parts: Sequence[QWidget], gap: int) -> QWidget:
    both = QWidget()
    across = row(both, gap=gap)
    for part in parts:
        across.addWidget(part)
    return both


class _Sample(QWidget):
    """One mark beside its word; a screen reader passes over it."""

    def __init__(self, draw: Callable[[QPainter, QPointF], None], width: int) -> None:
        super().__init__()
        self._draw, self._width = draw, width
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """The mark and nothing more."""
        return QSize(theme().px(self._width), theme().px(18))

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self.setFixedSize(self.sizeHint())
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark in the middle."""
        painter = QPainter(self)
        scale = theme().px(100) / 100
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(scale, scale)
        self._draw(painter, QPointF(-2 if self._width == 14 else 0, 0))
