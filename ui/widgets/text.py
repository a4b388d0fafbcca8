"""Plain text in a type and a voice of the theme, with the line height of its token; never mark-up."""

import math
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import theme

_WIDEST: Final = 16_000
_KEPT: Final = 32


class Text(QLabel):
    """A piece of text. `kind` is a type token, `voice` a colour token; `wrap` breaks lines, else the end is elided."""

    def __init__(
        self,
        text: str = "",
        kind: str = "t0",
        voice: str = "ink",
        weight: int = 400,
        *,
        wrap: bool = True,
        mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._voice, self._weight, self._mono = kind, voice, weight, mono
        self._measured: dict[tuple[str, int, float, int], tuple[int, int]] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        high = QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Minimum
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, high)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setText(text)

    def speak(self, voice: str, weight: int | None = None) -> None:
        """Change the colour token, and the weight if given."""
        self._voice = voice
        self._weight = self._weight if weight is None else weight
        self.updateGeometry()
        self.update()

    def resize_to(self, kind: str) -> None:
        """Change the type token."""
        self._kind = kind
        self.updateGeometry()
        self.update()

    @property
    def voice(self) -> str:
        """The colour token in use."""
        return self._voice

    def shows_all(self) -> bool:
        """Whether nothing of the text is cut at its present size."""
        width, height = self._measure(self.width() if self.wordWrap() else _WIDEST)
        return width <= self.width() and height <= self.height()

    def sizeHint(self) -> QSize:
        """One line as long as the text, or a comfortable paragraph."""
        comfortable = theme().px(440) if self.wordWrap() else _WIDEST
        width, height = self._measure(comfortable)
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        """Wrapped text may be as narrow as its longest word; one line may shrink to a few letters."""
        line = theme().line(self._kind)
        if not self.wordWrap():
            return QSize(min(self._measure(_WIDEST)[0], 4 * line), line)
        words = self.text().split()
        metrics = QFontMetricsF(self._font())
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0.0)
        return QSize(min(math.ceil(longest) + 1, 12 * line), line)

    def hasHeightForWidth(self) -> bool:
        """Wrapped text grows downwards."""
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped text."""
        return self._measure(width)[1] if self.wordWrap() else theme().line(self._kind)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines at the token's line height."""
        painter = QPainter(self)
        painter.setPen(theme().colour(self._voice if self.isEnabled() else "ink3"))
        painter.setFont(self._font())
        if not self.wordWrap():
            metrics = painter.fontMetrics()
            text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), int(self._alignment() | Qt.AlignmentFlag.AlignVCenter), text)
            return
        layout, height = self._lay_out(self.width())
        top = (self.height() - height) / 2 if self.alignment() & Qt.AlignmentFlag.AlignVCenter else 0.0
        layout.draw(painter, QPointF(0, max(top, 0.0)))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme or size: measure anew."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        super().changeEvent(event)

    def _font(self) -> QFont:
        return theme().font(self._kind, self._weight, mono=self._mono)

    def _alignment(self) -> Qt.AlignmentFlag:
        horizontal = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        return horizontal if horizontal else Qt.AlignmentFlag.AlignLeading

    def _measure(self, width: int) -> tuple[int, int]:
        """Width and height of the text broken at `width`; layouts ask for the same few widths again and again."""
        key = (self.text(), width, theme().scale, self._weight)
        if key not in self._measured:
            layout, height = self._lay_out(width)
            longest = max((layout.lineAt(at).naturalTextWidth() for at in range(layout.lineCount())), default=0.0)
            if len(self._measured) >= _KEPT:
                self._measured.clear()
            self._measured[key] = (math.ceil(longest), height)
        return self._measured[key]

    def _lay_out(self, width: int) -> tuple[QTextLayout, int]:
        """The broken lines, each placed in the middle of a token's line."""
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self._font())
        option = QTextOption(self._alignment())
        option.setTextDirection(self.layoutDirection())
        option.setWrapMode(
            QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if self.wordWrap() else QTextOption.WrapMode.NoWrap
        )
        layout.setTextOption(option)
        step = theme().line(self._kind)
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, count * step + (step - line.height()) / 2))
            count += 1
        layout.endLayout()
        return layout, max(count, 1) * step


def visible_part(widget: QWidget) -> QRect:
    """What of a widget its scrolling ancestors let through, in its window's coordinates."""
    window = widget.window()
    part = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
    above = widget.parentWidget()
    while above is not None and above is not window:
        part = part.intersected(QRect(above.mapTo(window, above.rect().topLeft()), above.size()))
        above = above.parentWidget()
    return part
