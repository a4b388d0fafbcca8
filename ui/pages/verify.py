"""Verify what was handed to you: the bottom line first, the parts below; works without any case open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.errors import EvenhandError
from app.domain.verdict import Verdict
from ui import jobs, judging_jobs
from ui.layouts import centred, column, row, widest
from ui.page import Desk, Page, documents
from ui.widgets.buttons import Button
from ui.widgets.fields import PassphraseField
from ui.widgets.signs import Card, Sign
from ui.widgets.text import Text
from ui.widgets.verdict import VerdictView, bottom_line
from ui.words import of_fault, translate
from ui.worker import Work


class VerifyPage(Page):
    """Asks for a file, then for what opens it, then shows the verdict."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._path: Path | None = None
        self._back = ""
        page = centred(self.widget, 1024, gap=0)
        page.addLayout(self._head())
        page.addSpacing(20)
        self._place = column()
        page.addLayout(self._place)
        page.addStretch(1)
        self._shown: QWidget | None = None
        self.passphrase: PassphraseField | None = None

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("verify", "Verify a case or document")

    def enter(self, **given: Any) -> None:
        """`path`: what to check; without it the page asks."""
        self.desk.footed.emit(translate("verify", "Read only. Nothing is changed by a check."), "")
        self._back = str(given.get("back", ""))
        path, pdf = given.get("path"), given.get("pdf")
        if pdf is not None:
            self._check_document(translate("verify", "The determination of this case"), judging_jobs.verify_bytes(pdf))
        elif path is not None:
            self._ask(Path(path))
        else:
            self._wait()

    def leave(self) -> None:
        """Nothing of the checked case stays behind."""
        if self.passphrase is not None:
            self.passphrase.wipe()
        self._show(None)

    def _head(self) -> QHBoxLayout:
        across = row(gap=12)
        across.addWidget(Text(self.title, "t3", weight=600), 1)
        self.another = Button(translate("verify", "Another one…"), sign="folder-open")
        self.another.clicked.connect(self._choose)
        leave = Button(translate("verify", "Back"), "quiet")
        leave.clicked.connect(self._go_back)
        across.addWidget(leave)
        across.addWidget(self.another)
        return across

    def _go_back(self) -> None:
        self.desk.go("library" if self.desk.view is None else self._back or "case")

    def _choose(self) -> None:
        from ui.chooser import Kind, choose

        choose(self.desk, self.widget, Kind.ANY, self.desk.shelf or documents(), self._ask)

    def _wait(self) -> None:
        """Nothing chosen yet."""
        card = Card("dropping")
        inside = column(card, margins=(24, 48), gap=8)
        middle = Qt.AlignmentFlag.AlignHCenter
        inside.addWidget(Sign("file-check", "accent", 40), 0, middle)
        inside.addSpacing(8)
        line = Text(translate("verify", "Drop a case or a determination here, or choose one"), "t2", weight=600)
        line.setAlignment(middle)
        inside.addWidget(line)
        note = translate(
            "verify", "The check reads the record from its first entry and says what is proved and what is not."
        )
        explained = Text(note, voice="ink2")
        explained.setAlignment(middle)
        inside.addWidget(explained)
        inside.addSpacing(16)
        pick = Button(translate("verify", "Choose a case or document…"), "main", big=True)
        pick.clicked.connect(self._choose)
        inside.addWidget(pick, 0, middle)
        self._show(card)
        pick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, path: Path) -> None:
        """A case asks for a passphrase, a document for nothing."""
        if path.is_file():
            self._check_document(path.name, judging_jobs.verify_document(path))
            return
        self._path = path
        card = Card()
        inside = column(card, margins=24, gap=16)
        inside.addWidget(Text(path.name, "t2", weight=600))
        note = translate("verify", "A case is checked with the passphrase of any one person who can open it.")
        inside.addWidget(Text(note, voice="ink2"))
        field = widest(PassphraseField(translate("verify", "Passphrase")), 440)
        field.entered.connect(self._check)
        inside.addWidget(field)
        self.button = Button(translate("verify", "Check"), "main", big=True)
        self.button.clicked.connect(self._check)
        inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self._show(card)
        self.passphrase = field
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check_document(self, name: str, job: Callable[[Work], Verdict]) -> None:
        """A document is checked at once; what it says of itself is all that is known of it."""
        self._path = path = Path(name)
        card = Card()
        inside = column(card, margins=24, gap=8)
        inside.addWidget(Text(name, "t2", weight=600))
        self._waiting = Text(translate("verify", "Being checked"), voice="ink2")
        inside.addWidget(self._waiting)
        self._show(card)
        self.another.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.worker.run(
            job,
            lambda verdict: self._report(path, verdict),
            lambda fault: self._unreadable(path, fault),
            name=translate("verify", "Checking {name}").format(name=name),
        )

    def _unreadable(self, path: Path, fault: EvenhandError) -> None:
        if path == self._path and self._shown is not None:
            self._waiting.setText(of_fault(fault))
            self._waiting.speak("fault")
            self.desk.said.emit(of_fault(fault))

    def _check(self) -> None:
        path = self._path
        if path is None or self.passphrase is None or not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        self.desk.worker.run(
            jobs.verify(path, self.passphrase.take()),
            lambda verdict: self._report(path, verdict),
            lambda fault: self._refused(path, fault),
            name=translate("verify", "Checking {name}").format(name=path.name),
        )

    def _report(self, path: Path, verdict: Verdict) -> None:
        if path != self._path or self._shown is None:
            return
        time = self.desk.clock()
        view = VerdictView(verdict, path.name)
        self._show(view)
        self.another.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.footed.emit(
            translate("verify", "Read only. Nothing was changed."),
            translate("verify", "Checked today, {time}").format(time=time),
        )
        self.desk.said.emit(" ".join(bottom_line(verdict)))

    def _refused(self, path: Path, fault: EvenhandError) -> None:
        if path != self._path or self._shown is None or self.passphrase is None:
            return
        self.button.setEnabled(True)
        self.passphrase.refuse(of_fault(fault))
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.said.emit(of_fault(fault))

    def _show(self, widget: QWidget | None) -> None:
        self.passphrase = None
        if self._shown is not None:
            self._place.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = widget
        if widget is not None:
            self._place.addWidget(widget)
