"""Begin a case: an own copy of the sample, or a new review with its title and question."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtWidgets import QHBoxLayout

from app.domain.errors import BadReference, CaseExists, EvenhandError, PassphraseTooShort
from ui import jobs
from ui.layouts import centred, row
from ui.page import Desk, Page, documents
from ui.widgets.buttons import Button
from ui.widgets.fields import Field, LongField, PassphraseField
from ui.widgets.text import Text
from ui.words import of_fault, translate


class BeginPage(Page):
    """One page for both doors: `sample` says which one was taken."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sample = False
        page = centred(self.widget, 640, gap=20)
        self._heading = Text("", "t3", weight=600)
        self._lead = Text("", voice="ink2")
        page.addWidget(self._heading)
        page.addWidget(self._lead)
        self.reference = Field(
            translate("begin", "Reference"),
            help_text=translate("begin", "Letters, digits, hyphens. It becomes the name of the case's folder."),
        )
        self.name_field = Field(
            translate("begin", "Title"),
            help_text=translate("begin", "What was to be done, not how it ended. It can be changed later."),
        )
        self.question = LongField(translate("begin", "Question for the panel"), lines=3)
        self.folder = Field(translate("begin", "Folder"))
        self.passphrase = PassphraseField(translate("begin", "Passphrase"))
        self.again = PassphraseField(translate("begin", "The same passphrase again"))
        for field in (self.reference, self.name_field, self.question):
            page.addWidget(field)
        page.addLayout(self._folder_row())
        page.addWidget(self.passphrase)
        page.addWidget(Text(_advice(), voice="ink2"))
        page.addWidget(self.again)
        page.addLayout(self._foot())
        page.addStretch(1)

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("begin", "Open the sample case") if self._sample else translate("begin", "Start a review")

    def enter(self, **given: Any) -> None:
        """`sample`: an own copy of the sample, or a new review."""
        self._sample = bool(given.get("sample", self._sample))
        self._heading.setText(self.title)
        self._lead.setText(_lead(self._sample))
        self.button.setText(translate("begin", "Make my copy") if self._sample else translate("begin", "Make the case"))
        for field in (self.name_field, self.question):
            field.setVisible(not self._sample)
        shelf = self.desk.shelf or documents()
        self.folder.put(str(shelf))
        self.reference.put(_free(shelf, "sample") if self._sample else "")
        self.name_field.put("")
        self.question.box.clear()
        self._wipe()
        self.reference.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.footed.emit(translate("status", "No case is open"), "")

    def leave(self) -> None:
        """No passphrase stays behind."""
        self._wipe()

    def _folder_row(self) -> QHBoxLayout:
        across = row(gap=8)
        pick = Button(translate("begin", "Choose a folder…"), sign="folder-open")
        pick.clicked.connect(self._pick)
        across.addWidget(self.folder, 1)
        across.addWidget(pick, 0, Qt.AlignmentFlag.AlignBottom)
        return across

    def _foot(self) -> QHBoxLayout:
        across = row(gap=12)
        self.button = Button("", "main", big=True)
        self.button.clicked.connect(self._make)
        back = Button(translate("begin", "Back"), "quiet", big=True)
        back.clicked.connect(lambda: self.desk.go("library"))
        across.addWidget(self.button)
        across.addWidget(back)
        across.addStretch(1)
        return across

    def _pick(self) -> None:
        from ui.chooser import Kind, choose

        choose(self.desk, self.widget, Kind.FOLDER, Path(self.folder.text), lambda path: self.folder.put(str(path)))

    def _make(self) -> None:
        if not self.button.isEnabled() or not self._complete():
            return
        folder = Path(self.folder.text.strip()).expanduser()
        new = jobs.NewCase(
            folder / self.reference.text.strip(),
            self.passphrase.take(),
            title=self.name_field.text.strip(),
            question=self.question.text.strip(),
            zone=bytes(QTimeZone.systemTimeZoneId().data()).decode(),
        )
        self.again.wipe()
        self.button.setEnabled(False)
        place = new.place.with_name(new.place.name.removesuffix(jobs.SUFFIX) + jobs.SUFFIX)
        self.desk.worker.run(
            jobs.make_sample(new) if self._sample else jobs.make_case(new),
            lambda view: self._made(view, place),
            self._refused,
            name=translate("begin", "Making the case"),
        )

    def _complete(self) -> bool:
        """Everything that can be said before asking the disk; the first refused field gets the focus."""
        needed = translate("begin", "This has to be filled in. Nothing was created.")
        refused = None
        fields = [self.reference, self.folder] + ([] if self._sample else [self.name_field])
        for field in fields:
            if not field.text.strip():
                field.refuse(needed)
                refused = refused or field
        typed = self.reference.text.strip()
        if typed and Path(typed).name != typed:  # a separator would lead into another folder
            self.reference.refuse(of_fault(BadReference()))
            refused = refused or self.reference
        if self.passphrase.text != self.again.text:
            self.again.refuse(translate("begin", "The two passphrases differ. Nothing was created."))
            refused = refused or self.again
        if refused is not None:
            refused.setFocus(Qt.FocusReason.OtherFocusReason)
            self.desk.said.emit(refused.refusal)
        return refused is None

    def _made(self, view: jobs.View, place: Path) -> None:
        self.button.setEnabled(True)
        self.desk.take_case(view, place)

    def _refused(self, fault: EvenhandError) -> None:
        self.button.setEnabled(True)
        field: Field = self.folder
        if isinstance(fault, (BadReference, CaseExists)):
            field = self.reference
        elif isinstance(fault, PassphraseTooShort):
            field = self.passphrase
        field.refuse(of_fault(fault))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.said.emit(of_fault(fault))

    def _wipe(self) -> None:
        for field in (self.passphrase, self.again):
            field.wipe()
            field.refuse("")


def _lead(sample: bool) -> str:
    if sample:
        return translate(
            "begin",
            "A copy is made for you, encrypted like any other case. Delete its folder when you no longer want it.",
        )
    return translate(
        "begin",
        "The case is encrypted from the first word. You become its case manager: you prepare it and have no vote.",
    )


def _advice() -> str:
    return translate(
        "begin",
        "Six ordinary words with spaces between them are long enough. Nobody can open the case without a passphrase, "
        "and nobody can give it back to you.",
    )


def _free(folder: Path, name: str) -> str:
    """A reference that is not taken in this folder."""
    names = [name, *(f"{name}-{number}" for number in range(2, 1000))]
    return next((one for one in names if not (folder / f"{one}{jobs.SUFFIX}").exists()), "")
