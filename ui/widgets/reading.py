"""A page of words to scroll through by keyboard: a group that takes the focus, with a ring, and moves by the arrows."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGroupBox, QScrollArea, QScrollBar, QWidget

from ui.layouts import column


class Reading(QScrollArea):
    """Put what is to be read in with `show_part`; controls inside take the focus as usual."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._group = _Group(self.verticalScrollBar())
        self._group.setAccessibleName(name)
        self._lines = column(self._group)
        self._part: QWidget | None = None
        self.setWidget(self._group)

    def show_part(self, part: QWidget) -> None:
        """Read this instead of what was there, from its beginning."""
        if self._part is not None:
            self._lines.removeWidget(self._part)
            self._part.hide()
            self._part.deleteLater()
        self._part = part
        self._lines.addWidget(part)
        part.show()
        self.verticalScrollBar().setValue(0)


class _Group(QGroupBox):
    def __init__(self, bar: QScrollBar) -> None:
        super().__init__()
        self._bar = bar
        self.setFlat(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and page keys move what is read."""
        steps = {
            Qt.Key.Key_Down: self._bar.singleStep(),
            Qt.Key.Key_Up: -self._bar.singleStep(),
            Qt.Key.Key_PageDown: self._bar.pageStep(),
            Qt.Key.Key_PageUp: -self._bar.pageStep(),
            Qt.Key.Key_Home: -self._bar.maximum(),
            Qt.Key.Key_End: self._bar.maximum(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self._bar.setValue(self._bar.value() + step)

    def event(self, event: QEvent) -> bool:
        """A click into the words gives them the keyboard."""
        if event.type() is QEvent.Type.MouseButtonPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        return super().event(event)
