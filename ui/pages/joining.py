"""A member joins in two steps: first they type a passphrase of their own, then the case manager countersigns."""

from typing import Any

from PySide6.QtCore import Qt

from app.domain.errors import EvenhandError, NotTheManager
from ui import judging_jobs
from ui.judging_jobs import Joining
from ui.layouts import column
from ui.page import Desk, Page
from ui.widgets.fields import PassphraseField
from ui.widgets.handover import Call, HandOver
from ui.words import of_fault, translate


class JoiningPage(Page):
    """Never two persons' passphrases on one screen; what the member typed waits in memory for the countersignature."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._place = column(self.widget)
        self._who = ("", "")
        self._joining: Joining | None = None
        self.shown: HandOver | None = None

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("joining", "A member joins")

    def enter(self, **given: Any) -> None:
        """`who` and `role`: name and role of whoever joins."""
        self.desk.emptied.emit()
        self._who = (str(given["who"]), str(given["role"]))
        self._ask_member()
        self.desk.footed.emit(
            translate("handover", "Everything is saved"), translate("handover", "Nothing of the case is shown")
        )

    def leave(self) -> None:
        """Nothing typed stays behind."""
        self._forget()
        self._joining = None
        self._who = ("", "")

    def _ask_member(self) -> None:
        name, role = self._who
        call = Call(
            please=translate("joining", "Please give the laptop to {name}").format(name=name),
            role=role,
            heading=translate("joining", "Choose a passphrase of your own"),
            advice=(
                ("key-round", translate("joining", "It opens this case and signs in your name. Tell it to nobody.")),
                ("list-checks", translate("joining", "Six ordinary words with spaces between them are long enough.")),
                ("eye-off", translate("joining", "Sit so that nobody can see what you type.")),
            ),
            verb=translate("joining", "Use this passphrase"),
            leave=translate("joining", "Not now"),
            note=translate("joining", "Afterwards you give the laptop back, and the case manager countersigns."),
        )
        self._show(call)
        assert self.shown is not None
        self.passphrase = PassphraseField(translate("joining", "Your passphrase"))
        self.again = PassphraseField(translate("joining", "The same passphrase again"))
        self.passphrase.entered.connect(lambda: self.again.setFocus(Qt.FocusReason.OtherFocusReason))
        self.again.entered.connect(self._chosen)
        self.shown.fields.addWidget(self.passphrase)
        self.shown.fields.addWidget(self.again)
        self.shown.button.clicked.connect(self._chosen)
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> None:
        shown = self.shown
        if shown is None or not shown.button.isEnabled():
            return
        if self.passphrase.text != self.again.text:
            self.again.refuse(translate("joining", "The two passphrases differ. Nothing was created."))
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
            self.desk.said.emit(self.again.refusal)
            return
        joining = Joining(*self._who, self.passphrase.take())
        self.again.wipe()
        shown.button.setEnabled(False)
        self.desk.worker.run(
            judging_jobs.may_join(joining),
            lambda _none: self._hand_back(shown, joining),
            lambda fault: self._refused(shown, fault),
            name=translate("joining", "Looking at the passphrase"),
        )

    def _hand_back(self, shown: HandOver, joining: Joining) -> None:
        """The second step, on a screen of its own."""
        if self.shown is not shown:
            return
        self._joining = joining
        call = Call(
            please=translate("joining", "Please give the laptop back to the case manager"),
            role="",
            heading=translate("joining", "{name} has chosen a passphrase").format(name=joining.name),
            advice=(
                ("users", translate("joining", "With your countersignature this person is on the roster.")),
                ("pen-line", translate("joining", "From then on they can open the case and sign.")),
                ("eye-off", translate("joining", "Sit so that nobody can see what you type.")),
            ),
            verb=translate("joining", "Countersign"),
            leave=translate("joining", "Not now"),
            note=translate("joining", "Nothing was created yet. If you leave now, their passphrase is forgotten."),
        )
        self._show(call)
        assert self.shown is not None
        self.passphrase = PassphraseField(translate("ask", "Passphrase of the case manager"))
        self.passphrase.entered.connect(self._countersign)
        self.shown.fields.addWidget(self.passphrase)
        self.shown.button.clicked.connect(self._countersign)
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.said.emit(call.please)

    def _countersign(self) -> None:
        shown, joining = self.shown, self._joining
        if shown is None or joining is None or not shown.button.isEnabled():
            return
        shown.button.setEnabled(False)
        self.desk.do(
            judging_jobs.enrol(joining, self.passphrase.take()),
            lambda: self.desk.go("panel"),
            lambda fault: self._refused(shown, fault),
            name=translate("joining", "Putting the member on the roster"),
        )

    def _refused(self, shown: HandOver, fault: EvenhandError) -> None:
        if self.shown is not shown:
            return
        if self._joining is not None and not isinstance(fault, NotTheManager):
            # Something about the member's own part: back to the first step, which says it.
            self._joining = None
            self._ask_member()
            assert self.shown is not None
        self.shown.button.setEnabled(True)
        self.passphrase.refuse(of_fault(fault))
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.said.emit(of_fault(fault))

    def _show(self, call: Call) -> None:
        self._forget()
        self.shown = HandOver(call)
        self.shown.leave.clicked.connect(lambda: self.desk.go("panel"))
        self._place.addWidget(self.shown)

    def _forget(self) -> None:
        if self.shown is not None:
            for field in self.shown.findChildren(PassphraseField):
                field.wipe()
            self._place.removeWidget(self.shown)
            self.shown.hide()
            self.shown.deleteLater()
            self.shown = None
