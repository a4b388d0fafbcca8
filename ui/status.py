"""The status line: what is saved, what is sealed, how long until the lock; quiet, and always in the same place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.layouts import row
from ui.widgets.signs import Sign
from ui.widgets.text import Text
from ui.words import translate


class StatusLine(QWidget):
    """Three texts at the bottom of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setProperty("rule", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("status", "Status"))
        self.left = Text(voice="ink2", wrap=False)
        self.seal_sign = Sign("lock", "ink2", 16)
        self.seal = Text(voice="ink2", wrap=False)
        self.right = Text(voice="ink2", wrap=False)
        line = row(self, margins=(20, 4), gap=8)
        line.addWidget(self.left)
        line.addSpacing(20)
        line.addWidget(self.seal_sign)
        line.addWidget(self.seal)
        line.addStretch(1)
        line.addWidget(self.right)
        self.show_seal("")

    def show_seal(self, sentence: str, *, opened: bool = False) -> None:
        """Whether the outcome is sealed, in words; an empty sentence shows nothing."""
        self.seal.setText(sentence)
        self.seal_sign.show_sign("lock-open" if opened else "lock", "ink2")
        self.seal_sign.setVisible(bool(sentence))
        self.seal.setVisible(bool(sentence))

    def show_time_left(self, seconds: int) -> None:
        """How long until the lock."""
        if seconds > 60:
            self.right.setText(translate("status", "Locks in {minutes} min").format(minutes=-(-seconds // 60)))
        else:
            self.right.setText(translate("status", "Locks in less than a minute"))
