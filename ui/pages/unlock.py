"""Unlock a case: one passphrase, one button, and the reason below the field when it does not open."""

from pathlib import Path
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


class UnlockPage(Page):
    """Opens the case whose folder was chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._folder = Path()
        page = centred(self.widget, 440, gap=0, middle=True)
        page.addWidget(Sign("key-round", "accent", 40))
        page.addSpacing(16)
        self._reference = Text("", "t4", weight=600)
        page.addWidget(self._reference)
        page.addSpacing(6)
        page.addWidget(Text(translate("unlock", "This case is encrypted. Your passphrase opens it."), "t1", "ink2"))
        page.addSpacing(28)
        self.passphrase = PassphraseField(translate("unlock", "Passphrase"))
        self.passphrase.entered.connect(self._unlock)
        page.addWidget(self.passphrase)
        page.addSpacing(20)
        across = row(gap=12)
        self.button = Button(translate("unlock", "Unlock"), "main", big=True)
        self.button.clicked.connect(self._unlock)
        back = Button(translate("unlock", "Back"), "quiet", big=True)
        back.clicked.connect(lambda: desk.go("library"))
        across.addWidget(self.button)
        across.addWidget(back)
        across.addStretch(1)
        page.addLayout(across)

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("unlock", "Unlock a case")

    def enter(self, **given: Any) -> None:
        """`folder`: the case."""
        if "folder" in given:
            self._folder = Path(given["folder"])
        self._reference.setText(self._folder.name.removesuffix(jobs.SUFFIX))
        self.passphrase.wipe()
        self.passphrase.refuse("")
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.footed.emit(translate("status", "No case is open"), "")

    def leave(self) -> None:
        """Nothing typed stays behind."""
        self.passphrase.wipe()

    def _unlock(self) -> None:
        if not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        folder = self._folder
        self.desk.worker.run(
            jobs.open_case(folder, self.passphrase.take()),
            lambda view: self._opened(view, folder),
            self._refused,
            name=translate("unlock", "Unlocking the case"),
        )

    def _opened(self, view: jobs.View, folder: Path) -> None:
        self.button.setEnabled(True)
        self.desk.take_case(view, folder)

    def _refused(self, fault: EvenhandError) -> None:
        self.button.setEnabled(True)
        self.passphrase.refuse(of_fault(fault))
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.said.emit(of_fault(fault))
