"""Name and role of whoever joins; their passphrase is asked on a screen of its own."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.errors import RoleReserved
from app.services.session import CASE_MANAGER
from ui.layouts import row
from ui.widgets.buttons import Button
from ui.widgets.fields import Field
from ui.widgets.notice import Sheet
from ui.widgets.text import Text
from ui.words import of_fault, translate


class NewMember(Sheet):
    """Two fields; `then` gets name and role."""

    def __init__(self, parent: QWidget, then: Callable[[str, str], None]) -> None:
        super().__init__(parent, translate("newmember", "A new member"), width=560, scrolls=True)
        self._then = then
        says = translate(
            "newmember",
            "They type a passphrase of their own on the next screen, then you countersign. Have them beside you.",
        )
        self.body.addWidget(Text(says, voice="ink2"))
        self.name = Field(
            translate("newmember", "Name"), help_text=translate("newmember", "As it stands beside the signature.")
        )
        self.role = Field(
            translate("newmember", "Role"),
            help_text=translate("newmember", "Chair, same profession, human factors, staff side, lay member."),
        )
        self.name.entered.connect(lambda: self.role.setFocus(Qt.FocusReason.OtherFocusReason))
        self.role.entered.connect(self._go)
        for field in (self.name, self.role):
            self.body.addWidget(field)
        self.body.addSpacing(8)
        foot = row(gap=8)
        cancel = Button(translate("newmember", "Cancel"), "quiet")
        cancel.clicked.connect(self.reject)
        self.button = Button(translate("newmember", "Hand over to them"), "main")
        self.button.clicked.connect(self._go)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.button)
        self.body.addLayout(foot)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self) -> None:
        name, role = self.name.text.strip(), self.role.text.strip()
        for field, text in ((self.role, role), (self.name, name)):
            if not text:
                field.refuse(translate("newmember", "This has to be filled in."))
                field.setFocus(Qt.FocusReason.OtherFocusReason)
        if role.casefold() == CASE_MANAGER:
            self.role.refuse(of_fault(RoleReserved()))
            self.role.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.name.refusal or self.role.refusal:
            QTimer.singleShot(0, self, self.settle)
            return
        self.accept()
        self._then(name, role)
