"""Ask one person for their passphrase, for one step that is said in words; never two persons in one window (KEY-13)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.domain.errors import EvenhandError
from ui.layouts import row
from ui.widgets.buttons import Button
from ui.widgets.fields import PassphraseField
from ui.widgets.notice import Sheet
from ui.widgets.text import Text
from ui.words import of_fault, translate

Failed = Callable[[EvenhandError], None]
Run = Callable[[str, Callable[[], None], Failed], None]
"""Called with the passphrase, what to do when it is done, and what to do with a fault."""


class PassphraseSheet(Sheet):
    """A title, what the step does, one field and one button; a refusal stands below the field."""

    def __init__(self, parent: QWidget, title: str, says: str, label: str, verb: str, run: Run) -> None:
        super().__init__(parent, title, width=560, scrolls=True)
        self._run = run
        self.body.addWidget(Text(says, voice="ink2"))
        self.body.addSpacing(4)
        self.passphrase = PassphraseField(label)
        self.passphrase.entered.connect(self._go)
        self.body.addWidget(self.passphrase)
        self.body.addSpacing(8)
        foot = row(gap=8)
        cancel = Button(translate("ask", "Cancel"), "quiet")
        cancel.clicked.connect(self.reject)
        self.button = Button(verb, "main")
        self.button.clicked.connect(self._go)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.button)
        self.body.addLayout(foot)
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Nothing typed stays behind."""
        self.passphrase.wipe()
        super().done(result)

    def _go(self) -> None:
        if self.button.isEnabled():
            self.button.setEnabled(False)
            self._run(self.passphrase.take(), self._accepted, self._refused)

    def _accepted(self) -> None:
        if isValid(self):  # a lock may have closed it meanwhile
            self.accept()

    def _refused(self, fault: EvenhandError) -> None:
        if not isValid(self):
            return
        self.button.setEnabled(True)
        self.passphrase.refuse(of_fault(fault))
        QTimer.singleShot(0, self, self.settle)
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
