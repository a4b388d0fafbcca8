"""Ballots as upright bars, one bar one ballot, always followed by the number."""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import theme

_WIDE: Final = 8
_HIGH: Final = 20
_GAP: Final = 4


class Ballots(QWidget):
    """`count` ballots for one answer; `colour` is a colour token; `spoken` says what they are for."""

    def __init__(self, count: int, spoken: str, colour: str = "ink2", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._colour = count, colour
        self.setAccessibleName(f"{spoken}: {count}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Bars, a gap and the number."""
        number = QFontMetrics(theme().font()).horizontalAdvance(str(self._count))
        return QSize(theme().px(self._count * (_WIDE + _GAP) + 8) + number, theme().line("t0"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bars and the number, or a dash for none."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(self._colour))
        high = theme().px(_HIGH)
        for at in range(self._count):
            left = theme().px(at * (_WIDE + _GAP))
            bar = QRectF(self._side(left, theme().px(_WIDE)), (self.height() - high) / 2, theme().px(_WIDE), high)
            painter.drawRoundedRect(bar, 2, 2)
        painter.setPen(theme().colour("ink" if self._count else "ink2"))
        painter.setFont(theme().font())
        start = theme().px(self._count * (_WIDE + _GAP) + 6) if self._count else 0
        room = QRectF(self._side(start, self.width() - start), 0, self.width() - start, self.height())
        text = str(self._count) if self._count else "\N{EN DASH}"
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), text)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _side(self, left: float, width: float) -> float:
        return left if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else self.width() - left - width
