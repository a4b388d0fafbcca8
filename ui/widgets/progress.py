"""Work that takes more than a second: its name, a bar that moves only with real progress, and Cancel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.layouts import row
from ui.widgets.buttons import Button
from ui.widgets.text import Text
from ui.words import translate


class Progress(QWidget):
    """A strip above the status line; hidden while nothing takes long."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setProperty("rule", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = Text(wrap=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = Button(translate("progress", "Cancel"))
        self._cancel.clicked.connect(self._ask)
        strip = row(self, margins=(20, 8), gap=16)
        strip.addWidget(self._name, 1)
        strip.addWidget(self._bar, 1)
        strip.addWidget(self._cancel)
        self.hide()

    def begin(self, name: str, cancellable: bool) -> None:
        """Show the work's name; the bar comes with its first figure."""
        self._name.setText(name)
        self._bar.setAccessibleName(name)
        self._bar.hide()
        self._cancel.setVisible(cancellable)
        self._cancel.setEnabled(True)
        self.show()

    def step(self, done: int, of: int) -> None:
        """How far it is."""
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        self._bar.show()

    def end(self) -> None:
        """It is over."""
        self.hide()

    def _ask(self) -> None:
        self._cancel.setEnabled(False)
        self._name.setText(translate("progress", "Stopping"))
        self.cancelled.emit()
