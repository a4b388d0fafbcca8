"""A table of plain rows: hairlines, no grid, whole rows chosen; sorted and filtered in its own list, by no proxy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.icons import draw
from ui.theme import theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column. `width` in pixels at 100 %, 0 takes what is left; `voice` and `weight` are theme tokens.

    `text` is shown and sorted by unless `order` is given; `sign` may name an icon drawn instead of the text, which
    is then only spoken.
    """

    title: str
    text: Callable[[R], str]
    width: int = 0
    voice: str = "ink"
    weight: int = 400
    order: Callable[[R], Any] | None = None
    sign: Callable[[R], str] | None = None
    mark: Callable[[QPainter, R, QRectF], bool] | None = None
    """Draws a mark before the text into a 16 px box; False if this row has none."""


class Rows(QAbstractTableModel, Generic[R]):
    """The rows of a table; keeps the whole list and the part that is shown."""

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._all: list[R] = []
        self._shown: list[R] = []
        self._keep: Callable[[R], bool] | None = None
        self._order: tuple[int, bool] | None = None

    def show(self, rows: Sequence[R]) -> None:
        """Put other rows in; filter and order stay."""
        self._all = list(rows)
        self._arrange()

    def keep(self, wanted: Callable[[R], bool] | None) -> None:
        """Show only the rows that are wanted; None shows all."""
        self._keep = wanted
        self._arrange()

    def row(self, at: int) -> R:
        """The row shown at this place."""
        return self._shown[at]

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Text for the eye and the whole text for a screen reader."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[index.column()].text(self._shown[index.row()])
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Titles of the columns."""
        if way is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; equal rows keep their order. A negative column gives back the order of `show`."""
        self._order = (column, order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        shown = self._all if self._keep is None else [row for row in self._all if self._keep(row)]
        if self._order is not None:
            column = self.columns[self._order[0]]
            shown = sorted(shown, key=column.order or column.text, reverse=self._order[1])
        self._shown = list(shown)
        self.endResetModel()


class Table(QTableView, Generic[R]):
    """The view. Return or a double click opens a row; Tab leaves the table."""

    opened = Signal(object)
    picked = Signal(object)

    def __init__(
        self, name: str, columns: Sequence[Column[R]], *, row: str = "row", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows: Rows[R] = Rows(columns)
        self._row_token = row
        self.whole = False
        self._set_up(name)
        self.setModel(self.rows)
        self.setItemDelegate(_RowPainter(self))
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.row(index.row())))
        self._fit()

    def _set_up(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Put rows in and choose the first, if there is one."""
        self.rows.show(rows)
        if rows:
            self.selectRow(0)

    @property
    def chosen(self) -> R | None:
        """The chosen row."""
        index = self.currentIndex()
        return self.rows.row(index.row()) if index.isValid() else None

    def show_whole(self, most: int) -> None:
        """Take the height of all rows, `most` at most, and need no line below the last one."""
        count = min(self.rows.rowCount(), most)
        self.whole = count == self.rows.rowCount()
        self.setFixedHeight(theme().size("head") + count * theme().size(self._row_token))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the chosen row."""
        chosen = self.chosen
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen is not None:
            self.opened.emit(chosen)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        if self.model() is None:
            return
        self.verticalHeader().setDefaultSectionSize(theme().size(self._row_token))
        head = self.horizontalHeader()
        head.setFixedHeight(theme().size("head"))
        if self.whole:
            self.show_whole(self.rows.rowCount())
        head.setMinimumSectionSize(theme().px(24))
        for at, column in enumerate(self.rows.columns):
            stretched = not column.width
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Fixed)
            if not stretched:
                self.setColumnWidth(at, theme().px(column.width))

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(self.rows.row(current.row()))


_INSET: Final = 10
_FIRST: Final = 20


class _RowPainter(QStyledItemDelegate):
    """Draws a cell: ground, hairline, text in the column's voice, and the focus ring inside the row."""

    def __init__(self, table: Table[Any]) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        state, cell = option.state, QRectF(option.rect)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(option.rect, theme().colour("select" if chosen else ("sunken" if hovered else "surface")))
        painter.setPen(QPen(theme().colour("line"), 1))
        if index.row() + 1 < self._table.rows.rowCount() or not self._table.whole:
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if chosen and self._table.hasFocus():
            self._ring(painter, cell, index)
        self._words(painter, cell, index)

    def _words(self, painter: QPainter, cell: QRectF, index: Index) -> None:
        column = self._table.rows.columns[index.column()]
        row = self._table.rows.row(index.row())
        inset = theme().space(_FIRST if index.column() == 0 else _INSET)
        if column.sign is not None:
            side = theme().size("icon")
            draw(
                painter, column.sign(row), "ink", QRectF(cell.left() + inset, cell.center().y() - side / 2, side, side)
            )
            return
        painter.setPen(theme().colour(column.voice))
        font = theme().font("t0", column.weight)
        painter.setFont(font)
        room = cell.adjusted(inset, 0, -inset / 2, 0)
        if column.mark is not None:
            side = theme().px(16)
            if column.mark(painter, row, QRectF(room.left(), cell.center().y() - side / 2, side, side)):
                room.setLeft(room.left() + side + theme().space(8))
            painter.setPen(theme().colour(column.voice))
            painter.setFont(font)
        text = QFontMetrics(font).elidedText(column.text(row), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), text)

    def _ring(self, painter: QPainter, cell: QRectF, index: Index) -> None:
        painter.setPen(QPen(theme().colour("focus"), 2))
        inner = cell.adjusted(0, 1, 0, -1)
        painter.drawLine(inner.topLeft(), inner.topRight())
        painter.drawLine(inner.bottomLeft(), inner.bottomRight())
        if index.column() == 0:
            painter.drawLine(inner.topLeft(), inner.bottomLeft())
        if index.column() == len(self._table.rows.columns) - 1:
            painter.drawLine(inner.topRight(), inner.bottomRight())
