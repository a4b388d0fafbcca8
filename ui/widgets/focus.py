"""The focus ring: one for each window, drawn 2 px wide and 2 px outside whatever has the focus."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QMenuBar, QScrollArea, QWidget
from shiboken6 import isValid

from ui.theme import theme
from ui.widgets.text import visible_part

_OUT: Final = 4
_MOVED: Final = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}
)


class FocusRing(QWidget):
    """Lies over its window, lets every click through, and follows the focus as things move under it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focus-ring")
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self._follow(None, QApplication.focusWidget())

    @property
    def target(self) -> QWidget | None:
        """The widget the ring lies round now."""
        return self._target

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Something the ring depends on has moved."""
        if event.type() in _MOVED:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("focus"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self):
            return
        ours = new is not None and new.window() is self.window() and _wants_ring(new)
        self._watch(new if ours else None)
        self._place()

    def _watch(self, target: QWidget | None) -> None:
        for widget in filter(isValid, self._watched):
            widget.removeEventFilter(self)
            widget.destroyed.disconnect(self._forget)
        self._target, self._watched = target, []
        while target is not None:
            target.installEventFilter(self)
            target.destroyed.connect(self._forget)
            self._watched.append(target)
            target = None if target is self.window() else target.parentWidget()

    def _forget(self) -> None:
        self._target, self._watched = None, []
        self.hide()

    def _place(self) -> None:
        if self._target is None or not self._target.isVisible():
            self.hide()
            return
        shown = visible_part(self._target)
        if shown.isEmpty():
            self.hide()
            return
        self.setGeometry(shown.adjusted(-_OUT, -_OUT, _OUT, _OUT))
        inner = self.rect().adjusted(3, 3, -3, -3)
        self.setMask(QRegion(self.rect()).subtracted(QRegion(inner.adjusted(4, 4, -4, -4))))
        self.raise_()
        self.show()


def _wants_ring(widget: QWidget) -> bool:
    """Menus show their own place; tables show it in the row."""
    return not isinstance(widget, (QMenu, QMenuBar, QAbstractItemView, QScrollArea)) and not widget.property("no-ring")
