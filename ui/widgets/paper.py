"""A paper on screen: one page at a time as it will be printed, drawn elsewhere and handed in as a picture."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from ui.theme import theme
from ui.words import translate

_ROOM: Final = 8
_WIDEST: Final = 1400
"""Device pixels are never asked for beyond this many at 100 %: no printer's page needs more on a screen."""


class PaperView(QScrollArea):
    """The page whole, or as wide as the view. Left and right, Page Up and Page Down turn it; Home and End go far."""

    wanted = Signal(int, int)
    """The page with this number is needed so many device pixels wide."""
    turned = Signal(int)
    """Another page is shown: its number, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet = self._sheet = _Sheet()
        self.setWidget(self._sheet)
        self.setFocusProxy(self._sheet)
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._number = 0
        self._whole = True
        self._asked: tuple[int, int] | None = None
        self._say()

    @property
    def number(self) -> int:
        """The page shown, from 0."""
        return self._number

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def whole(self) -> bool:
        """True while the whole page is shown."""
        return self._whole

    @property
    def picture(self) -> QImage | None:
        """What is shown now."""
        return self._sheet.image

    def show_pages(self, sizes: tuple[tuple[float, float], ...]) -> None:
        """Another paper, its pages given by size in points; the same page is shown again if there is one."""
        self._sizes = sizes
        self._number = min(self._number, max(len(sizes) - 1, 0))
        self._sheet.image = None
        self._asked = None
        self._fit()
        self.turned.emit(self._number)

    def show_picture(self, number: int, picture: QImage, text: str) -> None:
        """The picture of a page, if it is still the one that is wanted."""
        if number == self._number and self._sizes:
            self._sheet.image = picture
            self._sheet.update()
            self._say(text)

    def turn(self, by: int) -> None:
        """So many pages on or back."""
        self.go(self._number + by)

    def go(self, number: int) -> None:
        """To a page."""
        number = min(max(number, 0), self.count - 1)
        if number != self._number and self._sizes:
            self._number = number
            self._sheet.image = None
            self.verticalScrollBar().setValue(0)
            self._fit()
            self.turned.emit(number)

    def show_whole(self, whole: bool) -> None:
        """The whole page, or its whole width."""
        self._whole = whole
        self._fit()

    def sizeHint(self) -> QSize:
        """It takes what the page leaves it."""
        return self.minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages; in the wide view Page Down goes on within the page first."""
        bar = self.verticalScrollBar()
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        ways = {Qt.Key.Key_Left: 1 if right else -1, Qt.Key.Key_Right: -1 if right else 1}
        if event.key() == Qt.Key.Key_PageDown and bar.value() >= bar.maximum():
            self.turn(1)
        elif event.key() == Qt.Key.Key_PageUp and bar.value() <= bar.minimum():
            self.turn(-1)
        elif event.key() in ways:
            self.turn(ways[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.go(0)
        elif event.key() == Qt.Key.Key_End:
            self.go(self.count - 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size: another picture."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: the frame of the page."""
        if event.type() is QEvent.Type.StyleChange:
            self._sheet.update()
        super().changeEvent(event)

    def _fit(self) -> None:
        view = self.viewport().size()
        if not self._sizes:
            self._sheet.lay(view.width(), view.height(), QRect())
            return
        wide, high = self._sizes[self._number]
        room = view.width() - 2 * _ROOM
        if self._whole:
            room = min(room, round((view.height() - 2 * _ROOM) * wide / high))
        width = max(min(room, theme().px(_WIDEST)), 60)
        height = round(width * high / wide)
        left = (view.width() - width) // 2
        self._sheet.lay(view.width(), max(height + 2 * _ROOM, view.height()), QRect(left, _ROOM, width, height))
        asked = (self._number, round(width * self.devicePixelRatioF()))
        if asked != self._asked:
            self._asked = asked
            self.wanted.emit(*asked)

    def _say(self, text: str = "") -> None:
        said = translate("paper", "Page {number} of {count}").format(number=self._number + 1, count=self.count)
        self._sheet.setAccessibleName(said if self._sizes else translate("paper", "No page"))
        self._sheet.setAccessibleDescription(text)


class _Sheet(QLabel):
    """The paper itself: white in every theme, with an edge; what it does not do with a key, the view does."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.image: QImage | None = None
        self._where = QRect()

    def lay(self, width: int, height: int, where: QRect) -> None:
        self._where = where
        self.resize(width, height)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._where.isEmpty():
            return
        painter.fillRect(self._where, Qt.GlobalColor.white)
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._where, self.image)
        painter.setPen(QPen(theme().colour("edge"), 1))
        painter.drawRect(QRect(self._where.topLeft() - QPoint(1, 1), self._where.size()).adjusted(0, 0, 1, 1))
