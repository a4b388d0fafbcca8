"""Choosing one of several words from a list, and ticking some of many lines."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QWidget

from ui.icons import draw
from ui.layouts import column
from ui.theme import theme
from ui.widgets.fields import FaultSentence
from ui.widgets.text import Text

_SIDE: Final = 18
_BESIDE: Final = 10


class Choice(QWidget):
    """A label and a list of words, each standing for a value."""

    edited = Signal()

    def __init__(self, label: str, options: Sequence[tuple[object, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = _Box()
        self.box.setAccessibleName(label)
        self.label = Text(label, weight=600)
        self.label.setBuddy(self.box)
        self._fault = FaultSentence()
        parts = column(self, gap=6)
        for part in (self.label, self.box, self._fault):
            parts.addWidget(part)
        self._values: list[object] = []
        self.offer(options)
        self.setFocusProxy(self.box)
        self.box.activated.connect(self._edit)

    def offer(self, options: Sequence[tuple[object, str]]) -> None:
        """Other words to choose from."""
        self.box.clear()
        self._values = [value for value, _ in options]
        self.box.addItems([text for _, text in options])

    @property
    def value(self) -> object:
        """The value of the chosen word."""
        return self._values[self.box.currentIndex()]

    def put(self, value: object) -> None:
        """Choose the word of a value."""
        self.box.setCurrentIndex(self._values.index(value))
        self.refuse("")

    def refuse(self, sentence: str) -> None:
        """Say why this cannot be taken; an empty sentence takes it back."""
        self._fault.say(sentence)
        self.box.setAccessibleDescription(sentence)

    @property
    def refusal(self) -> str:
        """The sentence shown now, or nothing."""
        return self._fault.sentence

    def _edit(self) -> None:
        self.refuse("")
        self.edited.emit()


class _Box(QComboBox):
    """A combo box with the theme's own arrow; the wheel scrolls the page and never changes the choice."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The arrow over what the style draws."""
        super().paintEvent(event)
        side, inset = theme().size("icon"), theme().space(10)
        left = inset if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else self.width() - side - inset
        draw(QPainter(self), "chevron-down", "ink2", QRectF(left, (self.height() - side) / 2, side, side))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not here."""
        event.ignore()


class Tick(QCheckBox):
    """A box to tick with one line beside it; a long line is elided and spoken whole."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = text
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Box and line, as high as a finger needs."""
        wide = QFontMetrics(theme().font()).horizontalAdvance(self._line)
        return QSize(theme().px(_SIDE + _BESIDE) + wide + 1, theme().size("least"))

    def minimumSizeHint(self) -> QSize:
        """The line may be elided."""
        return QSize(theme().px(160), theme().size("least"))

    def hitButton(self, _place: object) -> bool:
        """The line is part of the target."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box, filled with a tick when on, and the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, side = self.isChecked(), theme().px(_SIDE)
        box = self._mirrored(QRectF(1, (self.height() - side) / 2, side, side))
        painter.setPen(QPen(theme().colour("accent" if on else "edge"), 1.5))
        painter.setBrush(theme().colour("accent" if on else ("sunken" if self.underMouse() else "surface")))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
        if on:
            draw(painter, "check", "on-accent", box.adjusted(2, 2, -2, -2))
        start = theme().px(_SIDE + _BESIDE)
        room = self._mirrored(QRectF(start, 0, self.width() - start, self.height()))
        painter.setPen(theme().colour("ink" if self.isEnabled() else "ink3"))
        painter.setFont(theme().font())
        text = painter.fontMetrics().elidedText(self._line, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), text)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _mirrored(self, box: QRectF) -> QRectF:
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveLeft(self.width() - box.right())
        return box


class Ticks(QWidget):
    """A label and lines to tick, each standing for a value."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(label)
        self._lines = column(self, gap=0)
        self.label = Text(label, weight=600)
        self._lines.addWidget(self.label)
        self._ticks: list[tuple[object, Tick]] = []

    def offer(self, options: Sequence[tuple[object, str]], chosen: Sequence[object] = ()) -> None:
        """Other lines."""
        for _, tick in self._ticks:
            tick.hide()
            tick.deleteLater()
        self._ticks = []
        for value, text in options:
            tick = Tick(text)
            tick.setChecked(value in chosen)
            self._lines.addWidget(tick)
            self._ticks.append((value, tick))
        self.setVisible(bool(options))

    @property
    def ticks(self) -> list[Tick]:
        """The boxes, in their order."""
        return [tick for _, tick in self._ticks]

    @property
    def values(self) -> list[object]:
        """The values of the ticked lines."""
        return [value for value, tick in self._ticks if tick.isChecked()]
