"""A line of small things that breaks into a second line where there is no room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui.layouts import spaced
from ui.theme import theme


class Flow(QLayout):
    """Lays its widgets out in reading order; one added as `last` stands at the end of the first line if it fits."""

    def __init__(self, parent: QWidget, *, margins: tuple[int, int], gap: int, below: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._below = gap, below
        self._last: QLayoutItem | None = None
        spaced(self, margins=margins)

    def add(self, widget: QWidget, *, last: bool = False) -> None:
        """One more."""
        self.addWidget(widget)
        if last:
            self._last = self._items[-1]

    def addItem(self, item: QLayoutItem) -> None:
        """Called by Qt."""
        self._items.append(item)

    def count(self) -> int:
        """How many."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        """One of them, or None as Qt asks for it."""
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def hasHeightForWidth(self) -> bool:
        """It breaks."""
        return True

    def heightForWidth(self, width: int) -> int:
        """What it takes at this width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """All in one line."""
        margins, gap = self.contentsMargins(), theme().space(self._gap)
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + gap * max(len(hints) - 1, 0)
        high = max((hint.height() for hint in hints), default=0)
        return QSize(width + margins.left() + margins.right(), high + margins.top() + margins.bottom())

    def minimumSize(self) -> QSize:
        """The widest of them."""
        margins = self.contentsMargins()
        width = max((item.sizeHint().width() for item in self._items), default=0)
        high = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(width + margins.left() + margins.right(), high + margins.top() + margins.bottom())

    def setGeometry(self, place: QRect) -> None:
        """Put them where they go."""
        super().setGeometry(place)
        self._place(place, move=True)

    def _place(self, place: QRect, *, move: bool) -> int:
        margins, gap = self.contentsMargins(), theme().space(self._gap)
        room = place.marginsRemoved(margins)
        x, y, high = room.left(), room.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > room.left() and x + size.width() > room.right() + 1:
                x, y, high = room.left(), y + high + theme().space(self._below), 0
            if item is self._last and y == room.top():
                x = max(x, room.right() + 1 - size.width())
            if move:
                item.setGeometry(self._mirrored(QRect(QPoint(x, y), size), place))
            x, high = x + size.width() + gap, max(high, size.height())
        return y + high + margins.bottom() - place.top()

    def _mirrored(self, box: QRect, place: QRect) -> QRect:
        widget = self.parentWidget()
        if widget is not None and widget.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveLeft(place.left() + place.right() - box.right())
        return box
