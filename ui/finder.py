"""Find an action: type a few letters of what you want to do, Return does it."""

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.actions import Actions, Row, description_of, keys_of, text_of
from ui.fuzzy import score
from ui.theme import theme
from ui.widgets.notice import Sheet
from ui.widgets.text import Text
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex
_LINES: Final = 8


def found(actions: Actions, typed: str) -> list[Row]:
    """The actions that can be chosen now, best first; all in the table's order if nothing is typed."""
    scored = []
    for at, row in enumerate(actions.rows.values()):
        if not actions[row.id].isEnabled() or row.id == "help.find":
            continue
        worth = score(typed, text_of(row))
        if worth is not None:
            scored.append((-worth, at, row))
    return [row for _, _, row in sorted(scored, key=lambda one: one[:2])]


class _Found(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text_of(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (text_of(row), keys_of(row), description_of(row))))
        return None


class Finder(Sheet):
    """The small window of Ctrl+K."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent, translate("finder", "Find an action"), width=620)
        self._actions = actions
        self.line = QLineEdit()
        self.line.setAccessibleName(translate("finder", "A few letters of the action"))
        self.line.setPlaceholderText(translate("finder", "A few letters of the action"))
        self.line.textChanged.connect(self._look)
        self.line.installEventFilter(self)
        self.model = _Found()
        self.list = QListView()
        self.list.setAccessibleName(translate("finder", "Actions found"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(_FoundPainter(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.clicked.connect(self._run)
        self.nothing = Text(translate("finder", "No action has these letters. Try fewer of them."), voice="ink2")
        for part in (self.line, self.list, self.nothing):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._look("")
        self.line.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the letters keep the focus."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _LINES, Qt.Key.Key_PageUp: -_LINES}
        if event.key() in steps:
            self._move(steps[Qt.Key(event.key())])
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
            return True
        return False

    def _look(self, typed: str) -> None:
        self.model.show(found(self._actions, typed))
        self.list.setVisible(bool(self.model.rows))
        self.list.setFixedHeight(min(len(self.model.rows), _LINES) * theme().size("row"))
        self.nothing.setVisible(not self.model.rows)
        self._move(0)

    def _move(self, by: int) -> None:
        if not self.model.rows:
            return
        at = min(max(self.list.currentIndex().row() + by, 0), len(self.model.rows) - 1)
        index = self.model.index(at)
        self.list.setCurrentIndex(index)
        spoken = self.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
        if spoken and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.line, spoken))

    def _run(self) -> None:
        index = self.list.currentIndex()
        if not index.isValid():
            return
        action = self._actions[self.model.rows[index.row()].id]
        self.accept()
        QTimer.singleShot(0, action, action.trigger)


class _FoundPainter(QStyledItemDelegate):
    """An action's text, and its keys at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        model = index.model()
        assert isinstance(model, _Found)
        row = model.rows[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, theme().colour("select" if chosen else "surface"))
        room = QRectF(option.rect).adjusted(theme().space(14), 0, -theme().space(14), 0)
        painter.setFont(theme().font("t0", 500))
        painter.setPen(theme().colour("ink"))
        middle = Qt.AlignmentFlag.AlignVCenter
        text = text_of(row)
        wide = painter.fontMetrics().horizontalAdvance(text) + theme().space(16)
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignLeading), text)
        painter.setFont(theme().font())
        painter.setPen(theme().colour("ink2"))
        keys = keys_of(row)
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignTrailing), keys)
        left = option.direction is Qt.LayoutDirection.LeftToRight
        keyed = painter.fontMetrics().horizontalAdvance(keys) + theme().space(16)
        rest = room.adjusted(wide if left else keyed, 0, -(keyed if left else wide), 0)
        said = painter.fontMetrics().elidedText(description_of(row), Qt.TextElideMode.ElideRight, int(rest.width()))
        painter.drawText(rest, int(middle | Qt.AlignmentFlag.AlignLeading), said)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """A table's row."""
        return QSize(0, theme().size("row"))
