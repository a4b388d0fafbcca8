"""What reached somebody, group by group: a list whose lines break, with when and how beside each fact."""

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import theme
from ui.words import translate

if TYPE_CHECKING:
    from app.domain.stand_shown import Arrived

Index = QModelIndex | QPersistentModelIndex

_TIME: Final = 132
_LABEL: Final = 46
_HOW: Final = 104
_GAP: Final = 12
_SIDE: Final = 24
_BATCH: Final = 60
"""Lines measured at once; the rest follows while the window stays awake."""
_LEAST: Final = 240
"""Words narrower than this, at 100 %, stand below when, number and how."""


class Line(NamedTuple):
    """A heading of a group (`fact` None) or one fact; `sunken` where it is not established."""

    title: str
    words: str
    fact: "Arrived | None" = None
    how: str = ""
    sunken: bool = False


class _Cells(NamedTuple):
    """Left edge and width of when, number, what and how; `below` is how much lower the words begin."""

    time: tuple[float, float]
    label: tuple[float, float]
    words: tuple[float, float]
    how: tuple[float, float]
    below: int


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(self.lines[index.row()])
        return None


def spoken(line: Line) -> str:
    """A heading with its sentence; a fact with time, number, words, note and how it came."""
    if line.fact is None:
        return f"{line.title}. {line.words}"
    fact = line.fact
    return ", ".join(part for part in (fact.time, fact.label, f"{fact.text} {fact.note}".strip(), line.how) if part)


class Reached(QListView):
    """Up and down go from line to line; nothing is opened from here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_lines = _Lines()
        self.heights: dict[tuple[int, int, float], int] = {}
        """Measured lines by row, width and text size."""
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setModel(self.model_lines)
        self.setItemDelegate(_Painter(self))
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)

    def show_lines(self, name: str, lines: list[Line]) -> None:
        """Other groups."""
        self.setAccessibleName(name)
        self.heights.clear()
        self.model_lines.beginResetModel()
        self.model_lines.lines = lines
        self.model_lines.endResetModel()
        if lines:
            self.setCurrentIndex(self.model_lines.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()


class _Painter(QStyledItemDelegate):
    """Draws a line: when, number, what with its note in the second voice, how."""

    def __init__(self, view: Reached) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        key = (index.row(), width, theme().scale)
        if key not in self._view.heights:
            self._view.heights[key] = self._measured(self._view.model_lines.lines[index.row()], width)
        return QSize(width, self._view.heights[key])

    def _measured(self, line: Line, width: int) -> int:
        if line.fact is None:
            return self._heading(line, width)[1] + theme().space(18)
        cells = self._cells(width)
        return cells.below + self._facts(line, cells.words)[1] + theme().space(10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._view.model_lines.lines[index.row()]
        cell = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        painter.save()
        painter.fillRect(cell, theme().colour("select" if chosen else ("sunken" if line.sunken else "surface")))
        painter.setPen(QPen(theme().colour("line" if line.fact is not None else "edge"), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if line.fact is None:
            layout, height = self._heading(line, round(cell.width()))
            painter.setPen(theme().colour("ink"))
            layout.draw(painter, QPointF(cell.left() + theme().space(_SIDE), cell.bottom() - height - theme().space(6)))
        else:
            self._paint_fact(painter, line, cell)
        if chosen:
            painter.setPen(QPen(theme().colour("focus"), 2))
            painter.drawRect(cell.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_fact(self, painter: QPainter, line: Line, cell: QRectF) -> None:
        assert line.fact is not None
        top = cell.top() + theme().space(5)
        cells = self._cells(round(cell.width()))
        for (left, width), text, voice, weight in (
            (cells.time, line.fact.time, "ink2", 400),
            (cells.label, line.fact.label, "ink", 500),
            (cells.how, line.how, "ink2", 400),
        ):
            painter.setPen(theme().colour(voice))
            painter.setFont(theme().font("t0", weight))
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(width))
            place = self._mirrored(QRectF(cell.left() + left, top, width, theme().line("t0")), cell)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), text)
        layout, height = self._facts(line, cells.words)
        place = self._mirrored(QRectF(cell.left() + cells.words[0], top + cells.below, cells.words[1], height), cell)
        painter.setPen(theme().colour("ink"))
        layout.draw(painter, place.topLeft())

    def _cells(self, width: int) -> _Cells:
        """One line where there is room; else the words stand below when, number and how."""
        px, space = theme().px, theme().space
        left, time, label, how, gap = space(_SIDE), px(_TIME), px(_LABEL), px(_HOW), space(_GAP)
        words = width - 2 * left - time - label - how - 3 * gap
        second, third = left + time + gap, left + time + gap + label + gap
        if words < px(_LEAST):
            return _Cells((left, time), (second, label), (left, width - 2 * left), (third, how), theme().line("t0"))
        return _Cells((left, time), (second, label), (third, words), (third + words + gap, how), 0)

    def _facts(self, line: Line, words: tuple[float, float]) -> tuple[QTextLayout, int]:
        assert line.fact is not None
        text = f"{line.fact.text} {line.fact.note}".strip()
        return self._laid(text, len(line.fact.text), words[1], 400)

    def _heading(self, line: Line, width: int) -> tuple[QTextLayout, int]:
        room = width - 2 * theme().space(_SIDE)
        return self._laid(f"{line.title}   {line.words}", len(line.title), room, 600)

    def _laid(self, text: str, first: int, width: float, weight: int) -> tuple[QTextLayout, int]:
        """Broken lines; what comes after `first` letters stands in the second voice."""
        layout = QTextLayout(text, theme().font("t0"))
        option = QTextOption()
        option.setTextDirection(self._view.layoutDirection())
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([_range(0, first, "ink", weight), _range(first, len(text) - first, "ink2", 400)])
        step, count = theme().line("t0"), 0
        layout.beginLayout()
        while (broken := layout.createLine()).isValid():
            broken.setLineWidth(max(width, 1))
            broken.setPosition(QPointF(0, count * step + (step - broken.height()) / 2))
            count += 1
        layout.endLayout()
        return layout, max(count, 1) * step

    def _mirrored(self, box: QRectF, cell: QRectF) -> QRectF:
        if self._view.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveLeft(cell.left() + cell.right() - box.right())
        return box


def _range(start: int, length: int, voice: str, weight: int) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length = start, length
    form = QTextCharFormat()
    form.setFont(theme().font("t0", weight))
    form.setForeground(theme().colour(voice))
    found.format = form
    return found


def headings(person: str, clock: str) -> dict[str, str]:
    """The titles of the groups."""
    return {
        "known": translate("stand", "Known to {person}, or within reach").format(person=person),
        "open": translate("stand", "Not established"),
        "unsaid": translate("stand", "Not said yet"),
        "none": translate(
            "stand",
            "Nothing is established as known to {person} at {clock}. The case manager can state who could know what.",
        ).format(person=person, clock=clock),
    }
