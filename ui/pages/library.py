"""The first screen: two equal doors, and the cases that lie in a folder; no titles, no people, nothing remembered."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import EvenhandError
from ui import jobs
from ui.layouts import centred, column, row, widest
from ui.page import Desk, Page, documents
from ui.widgets.buttons import Button
from ui.widgets.signs import Card, Sign
from ui.widgets.text import Text
from ui.words import of_fault, translate

if TYPE_CHECKING:
    from ui.widgets.table import Column, Table

_MOST: Final = 8
"""Rows shown before the list scrolls."""


class LibraryPage(Page):
    """Where the program starts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = centred(self.widget, 1024, top=40, gap=0)
        page.addWidget(Text(translate("library", "Judge the choice before the outcome"), "t4", weight=600))
        page.addSpacing(6)
        lead = translate(
            "library",
            "Evenhand takes a panel through one event in the order in which people knew it, and keeps the outcome "
            "sealed until conduct has been judged.",
        )
        page.addWidget(widest(Text(lead, "t1", "ink2"), 760))
        page.addSpacing(32)
        page.addLayout(self._doors())
        page.addSpacing(36)
        page.addLayout(self._cases())
        page.addStretch(1)
        self._bind()

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("library", "First screen")

    def enter(self, **_given: Any) -> None:
        """Show the doors, and read the folder anew."""
        self.desk.footed.emit(translate("library", "No network code in this program"), "")
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    def _bind(self) -> None:
        self.desk.actions.bind("case.sample", lambda: self.desk.go("begin", sample=True))
        self.desk.actions.bind("case.start", lambda: self.desk.go("begin", sample=False))
        self.desk.actions.bind("case.open", self._open_other)

    def _doors(self) -> QVBoxLayout:
        both = row(gap=24, stack_from=2.0)
        self.sample = Button(translate("library", "Open the sample case"), big=True)
        self.start = Button(translate("library", "Start a review"), "main", big=True)
        self.sample.clicked.connect(lambda: self.desk.go("begin", sample=True))
        self.start.clicked.connect(lambda: self.desk.go("begin", sample=False))
        sample_says = translate(
            "library",
            "A public, de-identified event with 16 roles and a full timeline. You look round in a copy of your own; "
            "nothing you do there counts.",
        )
        start_says = translate(
            "library",
            "You need a reference, a title that does not give the outcome away, and a question for the panel. "
            "The members join later.",
        )
        heads = (translate("library", "Look at a real case"), translate("library", "Begin with your panel"))
        both.addWidget(_door("book-open", heads[0], sample_says, self.sample), 1)
        both.addWidget(_door("scale", heads[1], start_says, self.start), 1)
        whole = column()
        whole.addLayout(both)
        return whole

    def _cases(self) -> QVBoxLayout:
        whole = column(gap=8)
        head = row(gap=8, stack_from=1.5)
        self.heading = Text("", "t2", weight=600)
        other = Button(translate("library", "Open another case…"), "quiet", sign="folder-open")
        verify = Button(translate("library", "Verify a case or document…"), "quiet", sign="file-check")
        other.clicked.connect(self._open_other)
        verify.clicked.connect(lambda: self.desk.go("verify"))
        head.addWidget(self.heading, 1)
        head.addWidget(other)
        head.addWidget(verify)
        whole.addLayout(head)
        self._list = column()
        self._table: Table[jobs.Entry] | None = None
        self.empty = Text("", voice="ink2")
        whole.addLayout(self._list)
        whole.addWidget(self.empty)
        self._note = Text(_note(), voice="ink3")
        self._note.hide()
        whole.addWidget(self._note)
        return whole

    @property
    def table(self) -> "Table[jobs.Entry]":
        """The list of cases; built when there is one to show, after the first paint."""
        if self._table is None:
            from ui.widgets.table import Table

            self._card = Card()
            self._table = Table(translate("library", "Cases"), _columns(), row="library-row")
            self._table.opened.connect(self._open)
            column(self._card, margins=1).addWidget(self._table)
            self._list.addWidget(self._card)
        return self._table

    def _read(self) -> None:
        folder = self.desk.shelf or documents()
        self.heading.setText(translate("library", "Cases in {folder}").format(folder=folder.name or str(folder)))
        self.desk.worker.run(jobs.listing(folder, files=False), self._show, self._unreadable)

    def _show(self, entries: list[jobs.Entry]) -> None:
        cases = [entry for entry in entries if entry.is_case]
        if cases or self._table is not None:
            self.table.show_rows(cases)
            self.table.show_whole(_MOST)
            self._card.setVisible(bool(cases))
        self._note.setVisible(bool(cases))
        self.empty.setVisible(not cases)
        self.empty.setText(
            translate("library", "No case in this folder yet. Open the sample case to look around, or start a review.")
        )

    def _unreadable(self, fault: EvenhandError) -> None:
        self._show([])
        self.empty.setText(of_fault(fault))

    def _open(self, entry: jobs.Entry) -> None:
        self.desk.go("unlock", folder=(self.desk.shelf or documents()) / entry.name)

    def _open_other(self) -> None:
        from ui.chooser import Kind, choose

        start = self.desk.shelf or documents()
        choose(self.desk, self.widget, Kind.CASE, start, lambda folder: self.desk.go("unlock", folder=folder))


def _note() -> str:
    return translate(
        "library",
        "Titles, people and outcomes stay inside the encrypted cases. This list is read from the folder each time; "
        "nothing is remembered.",
    )


def _columns() -> "list[Column[jobs.Entry]]":
    from ui.widgets.table import Column

    return [
        Column(translate("library", "Reference"), lambda entry: entry.name.removesuffix(jobs.SUFFIX), weight=600),
        Column(translate("library", "Last changed"), _changed, 300, "ink2", order=lambda entry: entry.changed),
        Column("", lambda _entry: translate("library", "locked"), 56, sign=lambda _entry: "lock"),
    ]


def _changed(entry: jobs.Entry) -> str:
    moment = QDateTime.fromSecsSinceEpoch(entry.changed)
    return f"{QLocale().toString(moment.date(), 'd MMMM yyyy')}, {Desk.clock_of(moment)}"


def _door(sign: str, heading: str, text: str, button: Button) -> QWidget:
    card = Card()
    across = row(card, margins=(32, 28), gap=20)
    across.addWidget(Sign(sign, "accent", 40), 0, Qt.AlignmentFlag.AlignTop)
    words = column(gap=6)
    words.addWidget(Text(heading, "t2", weight=600))
    words.addWidget(Text(text, voice="ink2"))
    words.addStretch(1)
    words.addSpacing(14)
    words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
    across.addLayout(words, 1)
    return card
