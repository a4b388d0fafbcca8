"""Ask once before something is taken away: what it means, a verb, and a way out."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.layouts import row
from ui.widgets.buttons import Button
from ui.widgets.notice import Sheet
from ui.widgets.text import Text
from ui.words import translate


class Confirm(Sheet):
    """The way out has the focus."""

    def __init__(self, parent: QWidget, title: str, text: str, verb: str, then: Callable[[], None]) -> None:
        super().__init__(parent, title, scrolls=True)
        self.setAccessibleDescription(text)
        self.body.addWidget(Text(text))
        self.body.addSpacing(8)
        foot = row(gap=8)
        self.cancel = Button(translate("confirm", "Leave it"))
        self.cancel.clicked.connect(self.reject)
        self.button = Button(verb, "main")
        self.button.clicked.connect(self.accept)
        self.accepted.connect(then)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.button)
        self.body.addLayout(foot)
        self.cancel.setFocus()
