"""The words *Find an action* and their key cap at the end of the menu bar."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.theme import theme
from ui.words import translate


class FindButton(QAbstractButton):
    """Does what the action does; the keyboard has Ctrl+K for it."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(translate("finder", "Find an action"))
        self._keys = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        self.setAccessibleName(f"{self.text()}, {self._keys}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(action.trigger)

    def sizeHint(self) -> QSize:
        """Words, gap and cap, and the margin of the window."""
        metrics = QFontMetrics(theme().font())
        wide = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(self._keys)
        return QSize(wide + theme().space(14 + 12 + 14), theme().size("bar") - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw words and cap."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font())
        keyed = QFontMetrics(theme().font()).horizontalAdvance(self._keys) + theme().space(14)
        high = theme().px(22)
        left = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        end = self.width() - theme().space(14)
        cap = QRectF(end - keyed if left else theme().space(14), (self.height() - high) / 2, keyed, high)
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.setBrush(theme().colour("sunken"))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme().colour("ink" if self.underMouse() else "ink2"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._keys)
        gap = theme().space(12)
        room = (
            QRectF(0, 0, cap.left() - gap, self.height()) if left else QRectF(cap.right() + gap, 0, 9999, self.height())
        )
        side = Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | side), self.text())

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)
