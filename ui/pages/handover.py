"""Hand the laptop over to sign: nothing of the case is open behind it, and it takes that one person's passphrase."""

from typing import Any

from PySide6.QtCore import Qt

from app.domain.errors import EvenhandError
from app.services.own_keys import number_of
from ui import judging_jobs
from ui.layouts import column
from ui.page import Desk, Page
from ui.widgets.fields import PassphraseField
from ui.widgets.handover import Call, HandOver
from ui.words import of_fault, translate


class HandoverPage(Page):
    """One member, one signature."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._place = column(self.widget)
        self._seat = ""
        self.shown: HandOver | None = None

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("handover", "Hand over to sign")

    def enter(self, **given: Any) -> None:
        """`to`: the seat that signs now."""
        self.desk.emptied.emit()
        self._seat = str(given["to"])
        self._forget()
        member = self.desk.case.members[self._seat]
        signed = self.desk.view.paper.fields if self.desk.view is not None and self.desk.view.paper is not None else ()
        seats = [seat for seat in self.desk.case.members if seat.startswith("m")]
        done = sum(seat in signed for seat in seats)
        number = number_of(self._seat)
        call = Call(
            please=translate("handover", "Please give the laptop to Member {number}").format(number=number),
            role=member.role,
            heading=translate("handover", "Member {number}, before you sign").format(number=number),
            advice=(
                ("file-text", translate("handover", "You sign the text as it was frozen. Read it first if you wish.")),
                ("monitor-off", translate("handover", "The beamer shows this window too. Turn it off, or unplug it.")),
                ("eye-off", translate("handover", "Sit so that nobody can see what you type.")),
            ),
            verb=translate("handover", "Sign the determination"),
            leave=translate("handover", "I am not Member {number}").format(number=number),
            note=translate("handover", "Your key is in memory for this one signature and is dropped right after it."),
            progress=translate("handover", "{count} of {all} members have signed").format(count=done, all=len(seats)),
            done=done,
            all=len(seats),
        )
        self.shown = shown = HandOver(call)
        self.passphrase = PassphraseField(translate("handover", "Your passphrase"))
        self.passphrase.entered.connect(self._sign)
        shown.fields.addWidget(self.passphrase)
        shown.button.clicked.connect(self._sign)
        shown.leave.clicked.connect(lambda: self.desk.go("determination"))
        self._place.addWidget(shown)
        self.desk.footed.emit(
            translate("handover", "Everything is saved"), translate("handover", "Nothing of the case is shown")
        )
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Nothing typed and no role stays behind."""
        self._forget()

    def _forget(self) -> None:
        if self.shown is not None:
            self.passphrase.wipe()
            self._place.removeWidget(self.shown)
            self.shown.hide()
            self.shown.deleteLater()
            self.shown = None

    def _sign(self) -> None:
        shown = self.shown
        if shown is None or not shown.button.isEnabled():
            return
        shown.button.setEnabled(False)
        self.desk.do(
            judging_jobs.sign(self._seat, self.passphrase.take()),
            lambda: self.desk.go("determination"),
            lambda fault: self._refused(shown, fault),
            name=translate("handover", "Signing the determination"),
        )

    def _refused(self, shown: HandOver, fault: EvenhandError) -> None:
        if self.shown is not shown:
            return
        shown.button.setEnabled(True)
        self.passphrase.refuse(of_fault(fault))
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.said.emit(of_fault(fault))
