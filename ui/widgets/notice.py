"""Small windows over the window: a notice with one sentence and one way out, and the frame such windows share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.layouts import column, row
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.focus import FocusRing
from ui.widgets.scrolled import Scrolled
from ui.widgets.signs import Sign
from ui.widgets.text import Text
from ui.words import translate


class Sheet(QDialog):
    """A small window over the window; Escape closes it. Build into `body`, then call `open`.

    What `scrolls` may be higher than the window; what has a part that scrolls by itself does not need it.
    """

    def __init__(self, parent: QWidget, title: str, *, width: int = 520, scrolls: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("window", "Evenhand"))
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inside = QWidget() if scrolls else self
        self.body: QVBoxLayout = column(inside, margins=24, gap=12)
        if scrolls:
            column(self, margins=1).addWidget(Scrolled(inside))
        self.heading = Text(title, "t2", weight=600)
        self.body.addWidget(self.heading)
        self._least = width
        self.ring = FocusRing(self)
        self.finished.connect(parent.window().activateWindow)

    def settle(self) -> None:
        """Take the height that the words need at this width, and lie in the upper middle of the parent."""
        above = self.parentWidget()
        room = above.window().width() - 48 if above is not None else self._least
        self.setMinimumWidth(min(theme().px(self._least), room))
        width = max(self.minimumWidth(), min(self.body.sizeHint().width(), room))
        needed = self.body.heightForWidth(width) if self.body.hasHeightForWidth() else self.body.sizeHint().height()
        if above is not None:
            most = above.window().height() - 2 * theme().space(24)
            self.resize(min(width, above.window().width() - 48), min(max(needed, self.minimumHeight()), most))
            corner = above.window().geometry()
            self.move(
                corner.x() + (corner.width() - self.width()) // 2, corner.y() + (corner.height() - self.height()) // 3
            )

    def open(self) -> None:
        """Show it without stopping the program."""
        self.settle()
        super().open()
        self.activateWindow()


class Notice(Sheet):
    """A title, a plain text and a button."""

    def __init__(self, parent: QWidget, title: str, text: str, *, sign: str = "info", voice: str = "accent") -> None:
        super().__init__(parent, title)
        self.text = text
        self.setAccessibleDescription(text)
        self.body.removeWidget(self.heading)
        head = row(gap=12)
        head.addWidget(Sign(sign, voice, 24), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.heading, 1)
        self.body.addLayout(head)
        self.body.addWidget(Text(text))
        self.body.addSpacing(8)
        self.button = Button(translate("notice", "Close"), "main")
        self.button.clicked.connect(self.accept)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTrailing)
        self.button.setDefault(True)
        self.button.setFocus()
