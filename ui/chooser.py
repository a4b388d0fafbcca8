"""A small chooser for folders and files of our own: Qt's writes the folders visited to a settings file."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.errors import EvenhandError
from ui import jobs
from ui.layouts import row
from ui.page import Desk
from ui.theme import theme
from ui.widgets.buttons import Button, IconButton
from ui.widgets.fields import Field
from ui.widgets.notice import Sheet
from ui.widgets.signs import Card
from ui.widgets.table import Column, Table
from ui.words import of_fault, translate


class Kind(Enum):
    """What is to be chosen."""

    CASE = "case"
    FOLDER = "folder"
    ANY = "case or file"


class Chooser(Sheet):
    """A path that can be typed or pasted, and what lies in that folder."""

    def __init__(self, desk: Desk, parent: QWidget, kind: Kind, start: Path, then: Callable[[Path], None]) -> None:
        super().__init__(parent, _title(kind), width=720)
        self._desk, self._kind, self._then = desk, kind, then
        self.folder = start
        self.field = Field(translate("chooser", "Folder"))
        self.field.entered.connect(self._typed)
        self.table: Table[jobs.Entry] = Table(translate("chooser", "In this folder"), _columns())
        self.table.opened.connect(self._enter)
        self.table.picked.connect(lambda _entry: self._enable())
        self.table.setMinimumHeight(theme().px(320))
        card = Card()
        inside = row(card, margins=1)
        inside.addWidget(self.table)
        self.body.addLayout(self._path_row())
        self.body.addWidget(card, 1)
        self.body.addLayout(self._foot())
        self.go(start)
        self.table.setFocus()

    def go(self, folder: Path) -> None:
        """Look into a folder."""
        self._desk.worker.run(
            jobs.listing(folder, files=self._kind is Kind.ANY),
            lambda entries: self._show(folder, entries),
            self._refuse,
        )

    def _path_row(self) -> QHBoxLayout:
        across = row(gap=8)
        up = IconButton("arrow-up", translate("chooser", "Folder above"))
        up.clicked.connect(lambda: self.go(self.folder.parent))
        home = IconButton("house", translate("chooser", "Own folder"))
        home.clicked.connect(lambda: self.go(Path(_home())))
        across.addWidget(self.field, 1)
        for button in (up, home):
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return across

    def _foot(self) -> QHBoxLayout:
        across = row(gap=8)
        self.choose_button = Button(_verb(self._kind), "main")
        self.choose_button.clicked.connect(self._choose)
        cancel = Button(translate("chooser", "Cancel"), "quiet")
        cancel.clicked.connect(self.reject)
        across.addStretch(1)
        across.addWidget(cancel)
        across.addWidget(self.choose_button)
        return across

    def _show(self, folder: Path, entries: list[jobs.Entry]) -> None:
        self.folder = folder
        self.field.put(str(folder))
        self.table.show_rows(entries)
        self._enable()

    def _refuse(self, fault: EvenhandError) -> None:
        self.field.refuse(of_fault(fault))

    def _typed(self) -> None:
        path = Path(self.field.text.strip()).expanduser()
        if self._fits(path):
            self._finish(path)
        elif path.is_file():
            self.field.refuse(of_fault(jobs.FolderUnreadable()))
        else:
            self.go(path)

    def _enter(self, entry: jobs.Entry) -> None:
        path = self.folder / entry.name
        if entry.is_folder or (entry.is_case and self._kind is Kind.FOLDER):
            self.go(path)
        else:
            self._finish(path)

    def _choose(self) -> None:
        entry = self.table.chosen
        if self._kind is Kind.FOLDER:
            self._finish(self.folder)
        elif entry is not None:
            self._enter(entry)

    def _fits(self, path: Path) -> bool:
        case = path.name.endswith(jobs.SUFFIX) and path.is_dir()
        return {Kind.CASE: case, Kind.FOLDER: False, Kind.ANY: case or path.is_file()}[self._kind]

    def _enable(self) -> None:
        self.choose_button.setEnabled(self._kind is Kind.FOLDER or self.table.chosen is not None)

    def _finish(self, path: Path) -> None:
        self.accept()
        self._then(path)


def choose(desk: Desk, parent: QWidget, kind: Kind, start: Path, then: Callable[[Path], None]) -> Chooser:
    """Ask for a folder or file; `then` gets it, or is never called."""
    chooser = Chooser(desk, parent, kind, start, then)
    chooser.open()
    return chooser


def _title(kind: Kind) -> str:
    return {
        Kind.CASE: translate("chooser", "Open a case"),
        Kind.FOLDER: translate("chooser", "Choose a folder"),
        Kind.ANY: translate("chooser", "Choose a case or a document"),
    }[kind]


def _verb(kind: Kind) -> str:
    return translate("chooser", "Use this folder") if kind is Kind.FOLDER else translate("chooser", "Open")


def _columns() -> list[Column[jobs.Entry]]:
    return [
        Column("", _kind_of, 44, sign=_sign_of),
        Column(translate("chooser", "Name"), lambda entry: entry.name),
    ]


def _kind_of(entry: jobs.Entry) -> str:
    if entry.is_case:
        return translate("chooser", "case")
    return translate("chooser", "folder") if entry.is_folder else translate("chooser", "file")


def _sign_of(entry: jobs.Entry) -> str:
    if entry.is_case:
        return "lock"
    return "folder" if entry.is_folder else "file"


def _home() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
