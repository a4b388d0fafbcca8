"""The lock screen: no reference, no counts, no title; says that everything is saved."""

from typing import Any

from PySide6.QtCore import Qt

from app.domain.errors import EvenhandError
from ui import jobs
from ui.layouts import centred, row
from ui.page import Desk, Page
from ui.widgets.buttons import Button
from ui.widgets.fields import PassphraseField
from ui.widgets.signs import Sign
from ui.widgets.text import Text
from ui.words import of_fault, translate


class LockedPage(Page):
    """Asks for the passphrase and nothing else."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = centred(self.widget, 440, gap=0, middle=True)
        page.addWidget(Sign("lock", "accent", 40))
        page.addSpacing(16)
        page.addWidget(Text(translate("lock", "Locked"), "t4", weight=600))
        page.addSpacing(6)
        self.saved = Text("", "t1", "ink2")
        page.addWidget(self.saved)
        page.addSpacing(28)
        self.passphrase = PassphraseField(translate("lock", "Passphrase"))
        self.passphrase.entered.connect(self._unlock)
        page.addWidget(self.passphrase)
        page.addSpacing(20)
        across = row(gap=12)
        self.button = Button(translate("lock", "Unlock"), "main", big=True)
        self.button.clicked.connect(self._unlock)
        close = Button(translate("lock", "Close the case"), "quiet", big=True)
        close.clicked.connect(desk.closed)
        across.addWidget(self.button)
        across.addWidget(close)
        across.addStretch(1)
        page.addLayout(across)

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("lock", "Locked")

    def enter(self, **given: Any) -> None:
        """`time`: when it was locked; `idle`: True if nobody was there."""
        time, minutes = str(given["time"]), int(given["minutes"])
        saved = translate("lock", "Everything written up to {time} is saved inside the encrypted case.")
        self.saved.setText(saved.format(time=time))
        quiet = translate("lock", "Locked {time} after {minutes} quiet minutes").format(time=time, minutes=minutes)
        self.desk.footed.emit(quiet if given["idle"] else translate("lock", "Locked {time}").format(time=time), " ")
        self.passphrase.wipe()
        self.passphrase.refuse("")
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unlock(self) -> None:
        folder = self.desk.folder
        if folder is None or not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        self.desk.worker.run(
            jobs.open_case(folder, self.passphrase.take()),
            lambda view: self._opened(view),
            self._refused,
            name=translate("unlock", "Unlocking the case"),
        )

    def _opened(self, view: jobs.View) -> None:
        self.button.setEnabled(True)
        assert self.desk.folder is not None
        self.desk.take_case(view, self.desk.folder)

    def _refused(self, fault: EvenhandError) -> None:
        self.button.setEnabled(True)
        self.passphrase.refuse(of_fault(fault))
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.said.emit(of_fault(fault))
