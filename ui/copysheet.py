"""Save a copy of a document: where to, and that the copy is no longer encrypted."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.domain.errors import EvenhandError
from ui import judging_jobs
from ui.layouts import row
from ui.page import documents
from ui.widgets.buttons import Button
from ui.widgets.fields import Field
from ui.widgets.notice import Notice, Sheet
from ui.widgets.text import Text
from ui.words import of_fault, translate

if TYPE_CHECKING:
    from ui.page import Desk


class CopySheet(Sheet):
    """A folder that can be typed or chosen; the name is made from the reference alone."""

    def __init__(self, desk: "Desk", parent: QWidget, pdf: bytes, name: str) -> None:
        super().__init__(parent, translate("copy", "Save a copy"), width=600, scrolls=True)
        self._desk, self._pdf, self._name = desk, pdf, name
        self._under = parent
        says = translate(
            "copy",
            "The copy is an ordinary PDF file. It is not encrypted: whoever has the file can read it. Put it where "
            "only those see it who may.",
        )
        self.body.addWidget(Text(says, voice="ink2"))
        self.folder = Field(translate("copy", "Folder"))
        self.folder.put(str(desk.shelf or documents()))
        self.folder.entered.connect(self._save)
        across = row(gap=8)
        pick = Button(translate("copy", "Choose a folder…"), sign="folder-open")
        pick.clicked.connect(self._pick)
        across.addWidget(self.folder, 1)
        across.addWidget(pick, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(across)
        self.body.addSpacing(8)
        foot = row(gap=8)
        cancel = Button(translate("copy", "Cancel"), "quiet")
        cancel.clicked.connect(self.reject)
        self.button = Button(translate("copy", "Save the copy"), "main")
        self.button.clicked.connect(self._save)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.button)
        self.body.addLayout(foot)
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self) -> None:
        from ui.chooser import Kind, choose

        choose(self._desk, self, Kind.FOLDER, Path(self.folder.text), lambda path: self.folder.put(str(path)))

    def _save(self) -> None:
        if not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        folder = Path(self.folder.text.strip()).expanduser()
        self._desk.worker.run(
            judging_jobs.save_copy(self._pdf, folder, self._name),
            self._saved,
            self._refused,
            name=translate("copy", "Saving the copy"),
        )

    def _saved(self, place: Path) -> None:
        if not isValid(self):
            return
        self.accept()
        text = translate("copy", "{name} is in the folder you chose. It is not encrypted.").format(name=place.name)
        Notice(self._under, translate("copy", "The copy is saved"), text, sign="circle-check").open()

    def _refused(self, fault: EvenhandError) -> None:
        if isValid(self):
            self.button.setEnabled(True)
            self.folder.refuse(of_fault(fault))
            QTimer.singleShot(0, self, self.settle)
            self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
