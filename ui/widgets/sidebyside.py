"""Words at the left and controls at the right; the controls go below where there is no room for both."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.layouts import row
from ui.theme import theme

_WORDS = 340
"""Pixels at 100 % that the words need beside the controls."""


class SideBySide(QWidget):
    """The head of a page."""

    def __init__(self, words: QWidget, controls: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controls = controls
        self._line = row(self, gap=8)
        self._line.addWidget(words, 1)
        self._line.addWidget(controls, 0, Qt.AlignmentFlag.AlignLeading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide anew."""
        super().resizeEvent(event)
        wide = event.size().width() >= self._controls.sizeHint().width() + theme().px(_WORDS)
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
