"""One of a list, folded up: a combo box with the arrow of the look."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from ui.icons import draw
from ui.theme import theme


class Choice(QComboBox):
    """Opens with Space, arrows or a click; its list is Qt's own."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The field, its text and a chevron."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.subControls = QStyle.SubControl.SC_ComboBoxFrame
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        side, pad = theme().size("icon"), theme().space(12)
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = pad if right else self.width() - pad - side
        draw(painter, "chevron-down", "ink2", QRectF(left, (self.height() - side) / 2, side, side))
        inner = self.rect().adjusted(theme().space(14), 0, -theme().space(14), 0)
        inner = inner.adjusted(side if right else 0, 0, 0 if right else -side, 0)
        text = painter.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, inner.width())
        painter.setPen(theme().colour("ink" if self.isEnabled() else "ink3"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), text)
