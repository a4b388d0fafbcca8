"""The strip that says the lock is near, over whatever window is in front, a modal one too."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from ui.layouts import row
from ui.theme import theme
from ui.widgets.signs import Sign
from ui.widgets.text import Text
from ui.words import translate


class LockWarning(QFrame):
    """Seconds to the lock; said aloud once, shown every second."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("card", "marked")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = row(self, margins=(18, 12), gap=12)
        line.addWidget(Sign("clock", "accent"))
        self.text = Text("", "t1", weight=500, wrap=False)
        line.addWidget(self.text)
        self.hide()

    def count(self, seconds: int) -> None:
        """So many seconds are left."""
        sentence = translate("lock", "Locks in {seconds} s. Press any key to stay.").format(seconds=seconds)
        self.text.setText(sentence)
        front = QApplication.activeModalWidget()
        host = front if front is not None and front.isVisible() else self._window
        if self.parentWidget() is not host:
            self.setParent(host)
        if not self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, sentence))
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """In the middle, near the top."""
        host = self.parentWidget()
        if host is not None:
            self.adjustSize()
            self.move((host.width() - self.width()) // 2, theme().space(12))

    def come_home(self) -> None:
        """Go back to the main window before the small one is gone."""
        self.hide()
        self.setParent(self._window)
