"""The path through an instrument: a chip for each step taken, one for the question asked now, dashed for the next."""

from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.icons import draw
from ui.theme import theme
from ui.words import translate

_HIGH: Final = 36
_PAD: Final = 14
_GAP: Final = 20
_BELOW: Final = 8


class State(Enum):
    """How a step is shown."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"


class StepView(NamedTuple):
    """One step: what it says, what is spoken, and how it is shown."""

    text: str
    spoken: str
    state: State


class PathStep(QAbstractButton):
    """One chip; a step taken can be gone back to."""

    def __init__(self, view: StepView, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = view
        self.setText(view.text)
        self.setAccessibleName(view.spoken)
        self.setToolTip(view.spoken if view.state is State.DONE else "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        done = view.state is State.DONE
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if done else Qt.FocusPolicy.NoFocus)
        self.setEnabled(done)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        font = theme().font("t0", 600 if self.view.state is State.NOW else 400)
        width = QFontMetrics(font).horizontalAdvance(self.text()) + 2 * theme().space(_PAD)
        tick = theme().px(16) + theme().space(8) if self.view.state is State.DONE else 0
        return QSize(width + tick, theme().px(_HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Half-round chip, tick and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = self.view.state
        pen = QPen(theme().colour({State.DONE: "line", State.NOW: "accent", State.NEXT: "edge"}[state]), 1)
        if state is State.NEXT:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        hovered = "sunken" if self.underMouse() and self.isEnabled() else "surface"
        painter.setBrush(theme().colour("accent" if state is State.NOW else hovered))
        if state is State.NEXT:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(theme().colour({State.DONE: "ink2", State.NOW: "on-accent", State.NEXT: "ink2"}[state]))
        painter.setFont(theme().font("t0", 600 if state is State.NOW else 400))
        painter.drawText(self._room(painter), Qt.AlignmentFlag.AlignCenter, self.text())

    def _room(self, painter: QPainter) -> QRect:
        """Where the words go; the tick is drawn on the way."""
        if self.view.state is not State.DONE:
            return self.rect()
        pad, side, gap = theme().space(_PAD), theme().px(16), theme().space(8)
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - pad - side if right else pad
        draw(painter, "check", "accent", QRectF(left, (self.height() - side) / 2, side, side))
        used = pad + side + gap
        return self.rect().adjusted(pad if right else used, 0, -used if right else -pad, 0)


class PathSteps(QWidget):
    """The chips in reading order, joined by short lines, broken into as many rows as they need."""

    chosen = Signal(int)
    """A step taken was asked for: its place, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("act", "The way so far"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.steps: list[PathStep] = []

    def show_steps(self, views: Sequence[StepView]) -> None:
        """Other steps."""
        for old in self.steps:
            old.hide()
            old.deleteLater()
        self.steps = [PathStep(view, self) for view in views]
        for at, step in enumerate(self.steps):
            step.clicked.connect(lambda _on=False, at=at: self.chosen.emit(at))
            step.show()
        self._arrange(self.width())
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """It grows downwards."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The rows the chips need."""
        places = self._places(width)
        return max((place.bottom() + 1 for place in places), default=theme().px(_HIGH))

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        width = theme().px(680)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The widest chip."""
        widest = max((step.sizeHint().width() for step in self.steps), default=0)
        return QSize(min(widest, theme().px(320)), theme().px(_HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the rows anew."""
        self._arrange(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self._arrange(self.width())
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines between neighbours of one row."""
        painter = QPainter(self)
        painter.setPen(QPen(theme().colour("edge"), 1.5))
        for one, other in zip(self.steps, self.steps[1:], strict=False):
            if one.y() == other.y():
                left, right = sorted((one, other), key=QWidget.x)
                y = one.y() + one.height() // 2
                painter.drawLine(QPoint(left.geometry().right() + 1, y), QPoint(right.x(), y))

    def _arrange(self, width: int) -> None:
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for step, place in zip(self.steps, self._places(width), strict=True):
            if right:
                place.moveRight(width - 1 - place.left())
            step.setGeometry(place)
        self.update()

    def _places(self, width: int) -> list[QRect]:
        x = y = 0
        places = []
        for step in self.steps:
            size = step.sizeHint()
            size.setWidth(min(size.width(), max(width, 1)))
            if x and x + size.width() > width:
                x, y = 0, y + size.height() + theme().space(_BELOW)
            places.append(QRect(QPoint(x, y), size))
            x += size.width() + theme().space(_GAP)
        return places
