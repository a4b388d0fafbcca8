"""The lanes: one for each actor, events over time, long gaps folded; a list to a screen reader, one item a mark."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.domain import entries as e
from app.domain.facts_listed import Listed
from app.domain.lanes import Lanes
from ui.theme import theme
from ui.timeline.frame import Frame, axis_height
from ui.timeline.lanes_paint import Looks, paint_lanes
from ui.timeline.places import CLOSEST, Placed, Places, Sizes, first, whole
from ui.timeline.spoken import spoken
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex

_STEP: Final = 1.5
_DIGITS: Final = str.maketrans("123456789", "000000000")
"""All digits of the typeface are equally wide, so that few widths have to be measured."""

_PAGE: Final = 10
"""Events that Page Up and Page Down go over."""


class Marks(QAbstractListModel):
    """The events that have a time, forward in time."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Listed, ...] = ()
        self.at: dict[e.Id, int] = {}

    def show(self, lines: Sequence[Listed]) -> None:
        """Other events."""
        self.beginResetModel()
        self.lines = tuple(line for line in lines if line.timed)
        self.at = {line.row.id: n for n, line in enumerate(self.lines)}
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The label, and the whole of it for a screen reader."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.lines[index.row()].row.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(self.lines[index.row()])
        return None


class LanesView(QListView):
    """Paints only what is in view. Left and right go from event to event, up and down from lane to lane."""

    picked = Signal(object)
    """The identity of the event that was chosen here."""
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks = Marks()
        self._shown: Lanes | None = None
        self._hovered: e.Id | None = None
        self._places: Places | None = None
        self._widths: dict[str, float] = {}
        self._names = 0
        self._fitted: tuple[int, float] | None = None
        """The room and the text size that the places were made for."""
        self._zoomed = False
        self.setAccessibleName(translate("facts", "Timeline"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(self.marks)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.marks.lines[index.row()].row.id))

    # --- what is shown ----------------------------------------------------------------------------

    def show_lanes(self, shown: Lanes, lines: Sequence[Listed]) -> None:
        """Other events; the zoom stays if somebody has chosen one."""
        self._shown = shown
        self._places = None if not self._zoomed else self._places
        self.marks.show(lines)
        self._fitted = None
        self._fit()
        words = translate("facts", "Lanes: {lanes}. Gaps of time left out: {gaps}. Left and right go through time.")
        self.setAccessibleDescription(words.format(lanes=len(shown.lanes), gaps=len(shown.folds)))

    def choose(self, id: e.Id | None) -> None:
        """Select an event, or none, without telling anybody."""
        row = self.marks.at.get(id) if id is not None else None
        index = self.marks.index(row, 0) if row is not None else QModelIndex()
        self.blockSignals(True)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.blockSignals(False)
        if index.isValid():
            self.scrollTo(index)
        self.viewport().update()

    @property
    def chosen(self) -> e.Id | None:
        """The selected event."""
        index = self.currentIndex()
        return self.marks.lines[index.row()].row.id if index.isValid() else None

    @property
    def places(self) -> Places | None:
        """Where everything stands now; None while there is nothing."""
        return self._places

    def whole_height(self) -> int:
        """What all lanes need."""
        return axis_height() + (round(self._places.height) if self._places is not None else 0) + 2

    # --- zoom -------------------------------------------------------------------------------------

    def zoom(self, by: int) -> None:
        """One step closer (1) or wider (-1), within limits; what is selected stays where it is."""
        if self._places is None or self._shown is None:
            return
        closest = theme().px(100) / 100 * CLOSEST
        least = whole(self._shown, self._room, self._sizes(), self._width_of, closest)
        scale = min(max(self._places.scale * _STEP**by, min(least, closest)), closest)
        if abs(scale - self._places.scale) < 1e-9:
            return
        anchor = self._places.by_id.get(self.chosen or -1)
        middle = self.horizontalOffset() + self._room / 2
        moment = anchor.mark.x if anchor is not None else self._places.seconds(middle)
        shift = self._places.px(moment) - self.horizontalOffset()
        self._zoomed = True
        self._arrange(scale)
        self.horizontalScrollBar().setValue(round(self._places.px(moment) - shift))

    def zoom_out(self) -> None:
        """Back to the zoom it began with."""
        self._zoomed = False
        self._arrange(None)

    # --- the frame that every item view asks for --------------------------------------------------

    def visualRect(self, index: Index) -> QRect:
        """The box of a mark, in the viewport."""
        place, frame = self._place(index), self._frame
        return QRect() if place is None or frame is None else frame.box(place).toAlignedRect()

    def indexAt(self, at: QPoint) -> QModelIndex:
        """The mark at a place."""
        frame = self._frame
        place = frame.at(at) if frame is not None else None
        return QModelIndex() if place is None else self.marks.index(self.marks.at[place.mark.id], 0)

    def scrollTo(self, index: Index, _hint: object = None) -> None:
        """Bring a mark into view."""
        place = self._place(index)
        if place is None or self._places is None:
            return
        self._bring(self.horizontalScrollBar(), place.left - 8, place.right + 8, self._room)
        middle, half = self._places.middle(place), self._places.sizes.level / 2 + 6
        self._bring(self.verticalScrollBar(), middle - half, middle + half, self.viewport().height() - axis_height())

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Event to event in time, or lane to lane to the nearest moment."""
        count, at = self.marks.rowCount(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        moves = QAbstractItemView.CursorAction
        if action in (moves.MoveUp, moves.MoveDown) and at >= 0:
            return self._other_lane(-1 if action is moves.MoveUp else 1)
        step = {
            moves.MoveHome: -count,
            moves.MoveEnd: count,
            moves.MovePageUp: -_PAGE,
            moves.MovePageDown: _PAGE,
            moves.MoveLeft: -1,
            moves.MovePrevious: -1,
        }.get(action, 1)
        return self.marks.index(min(max(at + step, 0), count - 1), 0)

    def horizontalOffset(self) -> int:
        """How far it is scrolled to the right."""
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        """How far it is scrolled down."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: Index) -> bool:
        """None is."""
        return False

    def setSelection(self, place: QRect, flags: QItemSelectionModel.SelectionFlag) -> None:
        """Select the mark at a place; a click beside all marks changes nothing."""
        index = self.indexAt(place.topLeft())
        if index.isValid():
            self.selectionModel().select(index, flags)

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:
        """The line up to the axis belongs to it, so everything is painted anew."""
        return QRegion(self.viewport().rect())

    def doItemsLayout(self) -> None:
        """Marks are placed by `show_lanes`, not by the list."""

    def updateGeometries(self) -> None:
        """The scroll bars follow the places."""
        if not hasattr(self, "_places"):
            return
        width = self._places.width if self._places is not None else 0
        height = self._places.height if self._places is not None else 0
        for bar, need, have in (
            (self.horizontalScrollBar(), width, self._room),
            (self.verticalScrollBar(), height, self.viewport().height() - axis_height()),
        ):
            bar.setPageStep(max(int(have), 1))
            bar.setSingleStep(theme().px(21))
            bar.setRange(0, max(round(need - have), 0))

    def selectionChanged(self, chosen: QItemSelection, before: QItemSelection) -> None:
        """Tell who wants to know."""
        super().selectionChanged(chosen, before)
        self.viewport().update()
        if not self.signalsBlocked() and self.chosen is not None and chosen.indexes():
            self.picked.emit(self.chosen)

    # --- events -----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """While the lanes have the focus, Ctrl with plus, minus and nought zoom time and not the text."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _zooms(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom; Return opens; all else is moving."""
        by = _zooms(event)
        if by is not None:
            self.zoom(by) if by else self.zoom_out()
            return
        chosen = self.chosen
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen is not None:
            self.opened.emit(chosen)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl, zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Underline the number under the pointer."""
        index = self.indexAt(event.position().toPoint())
        hovered = self.marks.lines[index.row()].row.id if index.isValid() else None
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing under the pointer."""
        self._hovered = None
        self.viewport().update()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room: fit anew unless somebody zoomed."""
        super().resizeEvent(event)
        self._fit()
        self.updateGeometries()
        self.scrollTo(self.currentIndex())

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is it known how much room there is."""
        super().showEvent(event)
        self._fit()
        self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_places"):
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """The axis and a few lanes."""
        return QSize(theme().px(180), axis_height() + 3 * theme().px(28))

    # --- painting ---------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Only what is in view."""
        painter = QPainter(self.viewport())
        frame = self._frame
        painter.fillRect(self.viewport().rect(), theme().colour("surface"))
        if frame is not None:
            paint_lanes(painter, frame, Looks(self.chosen, self._hovered, self.hasFocus()))

    # --- measures ---------------------------------------------------------------------------------

    def _place(self, index: Index) -> Placed | None:
        if self._places is None or not index.isValid():
            return None
        return self._places.by_id.get(self.marks.lines[index.row()].row.id)

    def _other_lane(self, by: int) -> QModelIndex:
        place = self._place(self.currentIndex())
        if place is None or self._places is None:
            return self.currentIndex()
        lane = min(max(place.lane + by, 0), len(self._places.rows) - 1)
        if lane == place.lane:
            return self.currentIndex()
        return self.marks.index(self.marks.at[self._places.nearest(lane, place.x).mark.id], 0)

    def _measure(self) -> None:
        self._widths.clear()
        metrics = QFontMetricsF(theme().font("t0", 500))
        names = [metrics.horizontalAdvance(lane.name) for lane in self._shown.lanes] if self._shown else []
        self._names = round(min(max(names, default=0), theme().px(150))) + theme().space(24) + theme().px(12)

    def _fit(self) -> None:
        """Make the places anew if room or text size are others; a zoom somebody chose outlives only the room."""
        now = (self._room, theme().scale)
        if not self.isVisible() or self._fitted == now:
            return
        if self._fitted is not None and self._fitted[1] != theme().scale:
            self._zoomed = False
        self._measure()
        self._fitted = (self._room, theme().scale)
        self._arrange(self._places.scale if self._zoomed and self._places is not None else None)

    def _arrange(self, scale: float | None) -> None:
        shown = self._shown
        if shown is None or not shown.lanes:
            self._places = None
        elif scale is None:
            closest = theme().px(100) / 100 * CLOSEST
            self._places = first(shown, self._room, self._sizes(), self._width_of, closest)
        else:
            self._places = Places(shown, scale, self._sizes(), self._width_of)
        self.updateGeometries()
        self.viewport().update()

    def _width_of(self, label: str) -> float:
        shape = label.translate(_DIGITS)
        found = self._widths.get(shape)
        if found is None:
            found = self._widths[shape] = QFontMetricsF(theme().font("t0", 600)).horizontalAdvance(shape)
        return found

    def _sizes(self) -> Sizes:
        px = theme().px
        return Sizes(px(60), px(18), px(13), px(9), px(21), px(4), px(24))

    @staticmethod
    def _bring(bar: Any, low: float, high: float, room: float) -> None:
        if low < bar.value():
            bar.setValue(int(low))
        elif high > bar.value() + room:
            bar.setValue(round(high - room))

    @property
    def _frame(self) -> Frame | None:
        if self._places is None:
            return None
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return Frame(
            self._places, self.viewport().size(), self._names, mirrored, self.horizontalOffset(), self.verticalOffset()
        )

    @property
    def _room(self) -> int:
        return max(self.viewport().width() - self._names, 1)


def _zooms(event: QKeyEvent) -> int | None:
    """1 closer, -1 wider, 0 as it was, None for any other key."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
    if modifiers != Qt.KeyboardModifier.ControlModifier:
        return None
    return {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}.get(Qt.Key(event.key()))
