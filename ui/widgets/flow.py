"""A line of small things that breaks into a second line where there is no room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui.layouts import spaced
from ui.theme import theme


class Flow(QLayout):
    """Lays its widgets out in reading order; those added as `last` stand at the end of the first line if they fit."""

    def __init__(self, parent: QWidget, *, margins: tuple[int, int], gap: int, below: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._below = gap, below
        self._last: list[QLayoutItem] = []
        spaced(self, margins=margins)

    def add(self, widget: QWidget, *, last: bool = False) -> None:
        """One more."""
        self.addWidget(widget)
        if last:
            self._last.append(self._items[-1])

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
        width = max((item.minimumSize().width() for item in self._items if not item.isEmpty()), default=0)
        high = max((item.sizeHint().height() for item in self._items if not item.isEmpty()), default=0)
        return QSize(width + margins.left() + margins.right(), high + margins.top() + margins.bottom())

    def setGeometry(self, place: QRect) -> None:
        """Put them where they go."""
        super().setGeometry(place)
        self._place(place, move=True)

    def _place(self, place: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        room = place.marginsRemoved(margins)
        y = room.top()
        for number, line in enumerate(self._lines(room.width())):
            high = max(_size(item, room.width()).height() for item in line)
            if move:
                self._move(line, QRect(room.left(), y, room.width(), high), place, first=number == 0)
            y += high + theme().space(self._below)
        return y - theme().space(self._below) + margins.bottom() - place.top()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """What stands on each line; what belongs at the end goes down together if it does not fit."""
        lines: list[list[QLayoutItem]] = [[]]
        for item in (item for item in self._items if not item.isEmpty()):
            together = [item] if item not in self._last else [one for one in self._last if not one.isEmpty()]
            begins = together[0] is item
            added = [*lines[-1], *together] if begins else [*lines[-1], item]
            if lines[-1] and self._width(added) > width and (begins or self._width([*lines[-1], item]) > width):
                lines.append([])
            lines[-1].append(item)
        return lines

    def _width(self, items: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in items) + theme().space(self._gap) * (len(items) - 1)

    def _move(self, line: list[QLayoutItem], room: QRect, place: QRect, *, first: bool) -> None:
        x, gap = room.left(), theme().space(self._gap)
        for at, item in enumerate(line):
            if first and item in self._last and (at == 0 or line[at - 1] not in self._last):
                x = max(x, room.right() + 1 - self._width(line[at:]))
            size = _size(item, room.width())
            corner = QPoint(x, room.top() + (room.height() - size.height()) // 2)
            item.setGeometry(self._mirrored(QRect(corner, size), place))
            x += size.width() + gap

    def _mirrored(self, box: QRect, place: QRect) -> QRect:
        widget = self.parentWidget()
        if widget is not None and widget.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveLeft(place.left() + place.right() - box.right())
        return box


def _size(item: QLayoutItem, most: int) -> QSize:
    """What it likes, or as high as it has to be where that is too wide."""
    size = item.sizeHint()
    if size.width() <= most:
        return size
    return QSize(most, item.heightForWidth(most) if item.hasHeightForWidth() else size.height())
