"""The hand-over: who is to sit down now, readable across a table; beside it one person's passphrase."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.layouts import column, row, spaced, widest
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.signs import Sign
from ui.widgets.text import Text

_LARGE: Final = 1.5


class Call(NamedTuple):
    """What a hand-over says. `advice`: icon and sentence; `done` of `all` steps fill the bars, 0 draws none."""

    please: str
    role: str
    heading: str
    advice: Sequence[tuple[str, str]]
    verb: str
    leave: str
    note: str
    progress: str = ""
    done: int = 0
    all: int = 0


class HandOver(QWidget):
    """Two halves; put the fields into `fields`."""

    def __init__(self, call: Call, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        halves = row(self)
        halves.addWidget(self._left(call), 1)
        halves.addWidget(self._right(call), 1)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        """Large text needs the room: narrower margins, a smaller call, buttons one below the other."""
        large = theme().scale >= _LARGE
        self._please.resize_to("t4" if large else "t5")
        for side in self._sides:
            spaced(side, margins=(28, 28) if large else (72, 48))
        self._across.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)

    def _left(self, call: Call) -> QWidget:
        side = QWidget()
        side.setProperty("ground", "accent")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = column(side, margins=(72, 48), gap=0)
        lines.addStretch(1)
        lines.addWidget(Sign("laptop", "on-accent", 48))
        lines.addSpacing(24)
        self._please = Text(call.please, "t5", "on-accent", 600)
        lines.addWidget(self._please)
        self._sides = [lines]
        lines.addSpacing(8)
        role = Text(call.role, "t2", "on-accent")
        lines.addWidget(role)
        lines.addSpacing(48)
        progress = Text(call.progress, "t1", "on-accent")
        lines.addWidget(progress)
        lines.addSpacing(8)
        bars = Bars(call.done, call.all)
        lines.addWidget(bars)
        role.setHidden(not call.role)
        progress.setHidden(not call.progress)
        bars.setHidden(not call.all)
        lines.addStretch(1)
        return side

    def _right(self, call: Call) -> QWidget:
        side = QWidget()
        side.setProperty("ground", "surface")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = column(side, margins=(72, 48))
        self._sides.append(outer)
        outer.addStretch(1)
        inside = widest(QWidget(), 620)
        lines = column(inside, gap=0)
        lines.addWidget(Text(call.heading, "t2", weight=600))
        lines.addSpacing(12)
        for sign, sentence in call.advice:
            lines.addLayout(_advice(sign, sentence))
            lines.addSpacing(12)
        lines.addSpacing(16)
        self.fields: QVBoxLayout = column(gap=16)
        lines.addLayout(self.fields)
        lines.addSpacing(20)
        lines.addLayout(self._buttons(call))
        lines.addSpacing(16)
        note = Text(call.note, voice="ink2")
        lines.addWidget(note)
        note.setHidden(not call.note)
        outer.addWidget(inside)
        outer.addStretch(1)
        return side

    def _buttons(self, call: Call) -> QHBoxLayout:
        self._across = across = row(gap=12)
        self.button = Button(call.verb, "main", big=True)
        self.leave = Button(call.leave, big=True)
        across.addWidget(self.button)
        across.addWidget(self.leave)
        across.addStretch(1)
        return across


class Bars(QWidget):
    """How many steps are done, as bars; the number stands beside them in words."""

    def __init__(self, done: int, all: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done, self._all = done, all
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A low strip."""
        return QSize(theme().px(240), theme().px(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Filled for done, outlined for to come."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._all:
            return
        gap = theme().px(10)
        wide = (self.width() - gap * (self._all - 1)) / self._all
        ink = theme().colour("on-accent")
        for at in range(self._all):
            place = self._all - 1 - at if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else at
            bar = QRectF(place * (wide + gap), 0, wide, self.height()).adjusted(0.75, 0.75, -0.75, -0.75)
            painter.setPen(QPen(ink, 1.5))
            painter.setBrush(ink if at < self._done else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)


def _advice(sign: str, sentence: str) -> QHBoxLayout:
    line = row(gap=20)
    line.addWidget(Sign(sign, "ink2", 20), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Text(sentence, "t1"), 1)
    return line
