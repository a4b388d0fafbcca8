"""The horizon: a band with the clock, and the grey beyond its edge in which nothing but words ever stands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.layouts import column, row
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.signs import Sign
from ui.widgets.text import Text
from ui.words import translate


class HorizonBand(QWidget):
    """Says that only one person's view up to one moment is shown, and how to leave it."""

    left = Signal()

    def __init__(self, clock: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "accent")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        band = row(self, margins=(24, 16), gap=20)
        band.addWidget(Sign("map-pin", "on-accent", 32))
        band.addWidget(Text(clock, "t4", "on-accent", 600, wrap=False))
        band.addWidget(_Stroke())
        words = column()
        words.addWidget(Text(title, "t2", "on-accent", 600))
        words.addWidget(Text(sentence, voice="on-accent"))
        band.addLayout(words, 1)
        leave = Button(
            translate("horizon", "Leave"), "band", description=translate("horizon", "Back to the whole page")
        )
        leave.clicked.connect(self.left)
        band.addWidget(leave)


class HorizonEdge(QWidget):
    """What lies beyond: flat grey behind a 3 px edge, with a sentence; put further words into `column`."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, margins=(27, 28, 24, 28))
        self.column = column(gap=8)
        whole.addLayout(self.column)
        whole.addStretch(1)
        self.column.addWidget(Sign("eye-off", "ink2", 32))
        self.column.addSpacing(theme().space(4))
        self.column.addWidget(Text(title, "t2", weight=600))
        self.column.addWidget(Text(sentence, voice="ink2"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Grey, and the edge on the side of what is known."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("beyond"))
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.fillRect(self.width() - 3 if right else 0, 0, 3, self.height(), theme().colour("accent"))


class _Stroke(QWidget):
    """A thin upright line on the band."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().colour("on-accent"))
