"""Answers to one question: large, equal, chosen by a click, by arrows or by the number at their right."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QWidget

from ui.layouts import column
from ui.theme import theme


class Answer(QRadioButton):
    """One answer; `key` is the number that chooses it, 1 to 9."""

    def __init__(self, text: str, key: int, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self.setAccessibleDescription(str(key))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """As high as its token, as wide as its text."""
        width = QFontMetrics(theme().font("t1", 600)).horizontalAdvance(self.text())
        return QSize(width + 2 * theme().space(18) + theme().px(20 + 14 + 24 + 14), theme().size("answer"))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def hitButton(self, _place: object) -> bool:
        """The whole box is the target."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, ring, text and key cap."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
        self._paint_box(painter)
        self._paint_ring(painter)
        self._paint_words(painter)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _paint_box(self, painter: QPainter) -> None:
        on = self.isChecked()
        width = 2 if on else 1
        painter.setPen(QPen(theme().colour("accent" if on else "edge"), width))
        painter.setBrush(theme().colour("select" if on else ("sunken" if self.underMouse() else "surface")))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(self._mirrored(box), 6, 6)

    def _paint_ring(self, painter: QPainter) -> None:
        on, side, left = self.isChecked(), theme().px(20), theme().space(18)
        stroke = theme().px(6) if on else 1.5
        painter.setPen(QPen(theme().colour("accent" if on else "edge"), stroke))
        painter.setBrush(theme().colour("surface") if on else Qt.BrushStyle.NoBrush)
        ring = QRectF(left, (self.height() - side) / 2, side, side)
        painter.drawEllipse(self._mirrored(ring).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2))

    def _paint_words(self, painter: QPainter) -> None:
        left, cap = theme().space(18), theme().px(24)
        start = left + theme().px(20 + 14)
        words = QRectF(start, 0, self.width() - start - left - cap - theme().px(14), self.height())
        painter.setPen(theme().colour("ink"))
        painter.setFont(theme().font("t1", 600 if self.isChecked() else 400))
        painter.drawText(
            self._mirrored(words), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), self.text()
        )
        key = self._mirrored(QRectF(self.width() - left - cap, (self.height() - cap) / 2, cap, cap - 2))
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.setBrush(theme().colour("sunken"))
        painter.drawRoundedRect(key, 4, 4)
        painter.setPen(theme().colour("ink2"))
        painter.setFont(theme().font())
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(self._key))

    def _mirrored(self, box: QRectF) -> QRectF:
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            return box
        return QRectF(QPointF(-box.right(), box.top()), box.size())


class Answers(QWidget):
    """The answers to one question, in the order given; nothing is chosen at first."""

    chosen = Signal(int)
    """The index of the answer, from 0."""
    entered = Signal()
    """Return was pressed on the chosen answer."""

    def __init__(self, question: str, texts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(question)
        self._group = QButtonGroup(self)
        boxes = column(self, gap=8)
        for index, text in enumerate(texts):
            answer = Answer(text, index + 1)
            self._group.addButton(answer, index)
            boxes.addWidget(answer)
        self._group.idToggled.connect(self._tell)

    @property
    def index(self) -> int | None:
        """The chosen answer, or None."""
        found = self._group.checkedId()
        return None if found < 0 else found

    def take_focus(self) -> None:
        """The focus goes to the chosen answer, or to the first."""
        button = self._group.checkedButton() or self._group.button(0)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, index: int) -> None:
        """Choose an answer."""
        self._group.button(index).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A number chooses its answer while one of them has the focus."""
        wanted = event.key() - Qt.Key.Key_1.value
        if 0 <= wanted < len(self._group.buttons()) and not event.modifiers():
            self.choose(wanted)
            self._group.button(wanted).setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.index is not None:
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def _tell(self, index: int, on: bool) -> None:
        if on:
            self.chosen.emit(index)
