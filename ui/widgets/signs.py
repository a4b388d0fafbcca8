"""Small fixed drawings beside words: an icon, a key cap, a tag, a hairline."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.icons import draw
from ui.theme import theme
from ui.widgets.text import Text


class Sign(QWidget):
    """An icon that only repeats what words beside it say; a screen reader passes over it."""

    def __init__(self, name: str, voice: str = "ink2", size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._voice, self._size = name, voice, size
        self._fit()

    def show_sign(self, name: str, voice: str) -> None:
        """Another icon."""
        self._name, self._voice = name, voice
        self.update()

    def sizeHint(self) -> QSize:
        """A square that grows with the text."""
        side = theme().px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        draw(painter, self._name, self._voice, QRectF(self.rect()))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme or size."""
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())


class Cap(Text):
    """A key cap (`filled`) or a tag: short text in a thin frame."""

    def __init__(self, text: str, *, filled: bool = True, voice: str = "ink2", parent: QWidget | None = None) -> None:
        super().__init__(text, voice=voice, wrap=False, parent=parent)
        self._filled = filled
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The text and a little air."""
        hint = super().sizeHint()
        return QSize(hint.width() + theme().space(14), hint.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, then the text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.setBrush(theme().colour("sunken" if self._filled else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
        super().paintEvent(event)


class Rule(QFrame):
    """A hairline between rows (`line`) or under a head (`edge`)."""

    def __init__(self, token: str = "line", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One pixel."""
        QPainter(self).fillRect(self.rect(), theme().colour(self._token))


class Card(QFrame):
    """A sheet on the ground: `kind` "plain", "marked" (accent frame) or "fault"."""

    def __init__(self, kind: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.mark(kind)

    def mark(self, kind: str) -> None:
        """Change the frame."""
        if self.property("card") != kind:
            self.setProperty("card", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self.update()
