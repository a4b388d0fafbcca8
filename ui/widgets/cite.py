"""A fact or a rule that an answer may cite: a box to tick, its label, its text and what the record says about it."""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import draw
from ui.layouts import column, narrowest, row
from ui.theme import theme
from ui.widgets.text import Text

_BOX: Final = 18
_COLUMN: Final = 34


class CiteRow(QAbstractButton):
    """One row; the whole of it can be pressed. Arrows go to the row before and after."""

    def __init__(self, id: int, label: str, text: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id, self.label = id, label
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{label}. {text}")
        self.setAccessibleDescription(note)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        across = row(self, margins=(4, 7), gap=8)
        self._gap = QWidget()
        across.addWidget(self._gap)
        across.addWidget(_top(label), 0, Qt.AlignmentFlag.AlignTop)
        words = column()
        words.addWidget(Text(text))
        if note:
            words.addWidget(Text(note, voice="ink2"))
        across.addLayout(words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._fit()

    def hasHeightForWidth(self) -> bool:
        """It grows downwards."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its words."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else 0

    def sizeHint(self) -> QSize:
        """As its layout says."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        """No narrower than a word."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else QSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to the neighbours, Return ticks as Space does."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), theme().colour("sunken"))
        side, left = theme().px(_BOX), theme().space(4)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = self.width() - left - side
        top = theme().space(7) + (theme().line("t0") - side) / 2
        box = QRectF(left, top, side, side)
        on = self.isChecked()
        painter.setPen(QPen(theme().colour("accent" if on else "edge"), 1.5))
        painter.setBrush(theme().colour("accent" if on else "surface"))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
        if on:
            draw(painter, "check", "on-accent", box.adjusted(2, 2, -2, -2))

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self._gap.setFixedSize(theme().px(_BOX), 1)


class BeyondRow(QWidget):
    """A fact that may not be cited: no box, and the reason in words."""

    def __init__(self, label: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        across = row(self, margins=(4, 7), gap=8)
        across.addWidget(_top(label), 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(Text(note, voice="ink3"), 1)


def _top(label: str) -> Text:
    return narrowest(Text(label, weight=600, wrap=False), _COLUMN)


def titled(place: QVBoxLayout, title: str) -> None:
    """A heading between groups."""
    place.addSpacing(16)
    place.addWidget(Text(title, weight=600))
    place.addSpacing(2)
