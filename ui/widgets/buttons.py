"""Buttons: the one main button of a page, outlined ones, plain words that leave, and icons with a name."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QToolButton, QWidget

from ui.icons import icon
from ui.theme import theme

_VOICES = {"plain": "ink", "main": "on-accent", "quiet": "accent", "band": "on-accent"}


class Button(QPushButton):
    """A button that says what happens. `kind`: "main", "plain", "quiet" (a word, no border) or "band" (on accent).

    `after` puts the icon behind the text: an arrow that leads on.
    """

    def __init__(
        self,
        text: str,
        kind: str = "plain",
        *,
        sign: str = "",
        big: bool = False,
        after: bool = False,
        description: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._sign, self._kind, self._after = sign, kind, after
        self.setProperty("kind", kind)
        self.setProperty("big", big)
        self.setAutoDefault(False)
        self.setAccessibleDescription(description)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: another icon."""
        if event.type() is QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        if self._sign:
            size = theme().size("icon")
            self.setIconSize(QSize(size, size))
            self.setIcon(icon(self._sign, _VOICES[self._kind], size, self.devicePixelRatioF()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As the style does, but with the token's gap between icon and text."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self._sign and option.text:
            option.text = f"{option.text}  " if self._after else f" {option.text}"
        if self._after:
            right = option.direction is Qt.LayoutDirection.RightToLeft
            option.direction = Qt.LayoutDirection.LeftToRight if right else Qt.LayoutDirection.RightToLeft
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)

    def sizeHint(self) -> QSize:
        """Room for icon, gap and text."""
        hint = super().sizeHint()
        return hint + QSize(theme().space(6), 0) if self._sign and self.text() else hint


class IconButton(QToolButton):
    """A button of one icon; its name is spoken and shown as a tooltip."""

    def __init__(
        self, sign: str, name: str, *, voice: str = "ink2", framed: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sign, self._voice = sign, voice
        self.setProperty("framed", framed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.rename(name)
        self._dress()

    def rename(self, name: str, sign: str = "") -> None:
        """Another name, and another icon if given (show and hide)."""
        self._sign = sign or self._sign
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: another icon, another size."""
        if event.type() is QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        side, size = theme().size("least"), theme().size("icon")
        self.setFixedSize(side, side)
        self.setIconSize(QSize(size, size))
        self.setIcon(icon(self._sign, self._voice, size, self.devicePixelRatioF()))
