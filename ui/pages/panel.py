"""Convene: who is on the roster, which instrument the case is judged by, and the start of the sitting."""

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.own_keys import number_of
from app.services.panel import fingerprint
from app.services.session import CASE_MANAGER
from ui import judging_jobs
from ui.layouts import column, row
from ui.page import Desk, Page
from ui.widgets.ask import Failed, PassphraseSheet
from ui.widgets.buttons import Button
from ui.widgets.instruments import InstrumentSheet
from ui.widgets.newmember import NewMember
from ui.widgets.signs import Card
from ui.widgets.sitting import SittingCard
from ui.widgets.table import Column, Table
from ui.widgets.text import Text
from ui.words import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.ports import ProvenInstrument
    from app.services.session import Changes

_MOST = 8


class Seat(NamedTuple):
    """One line of the roster."""

    seat: str
    called: str
    name: str
    role: str
    fingerprint: str


class PanelPage(Page):
    """Stage 1."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        whole = column(self.widget, margins=24, gap=16)
        whole.addLayout(self._head())
        card = Card()
        inside = column(card, margins=1)
        self.table: Table[Seat] = Table(translate("panel", "Roster"), _columns())
        self.table.picked.connect(self._pick)
        inside.addWidget(self.table)
        whole.addWidget(card)
        whole.addWidget(self._instrument_card())
        self.sitting = SittingCard(desk)
        whole.addWidget(self.sitting)
        whole.addStretch(1)
        self.inspector = self._beside()
        self._fill()

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("panel", "The panel")

    def enter(self, **_given: Any) -> None:
        """The roster has the focus."""
        self._fill()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, _changes: "Changes") -> None:
        """Read the case anew."""
        here = self.table.hasFocus()
        started = not self.sitting.button.isVisibleTo(self.widget)
        self._fill()
        if not started and self.widget.isVisible() and self.desk.view is not None and self.desk.view.started:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        elif here:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self) -> QHBoxLayout:
        across = row(gap=12)
        across.addWidget(Text(self.title, "t3", weight=600), 1)
        self.add = Button(translate("panel", "Add a member…"), sign="plus")
        self.add.clicked.connect(self._add)
        across.addWidget(self.add)
        return across

    def _instrument_card(self) -> QWidget:
        card = Card()
        across = row(card, margins=24, gap=20)
        lines = column(gap=6)
        lines.addWidget(Text(translate("panel", "Instrument"), voice="ink2", weight=500))
        self._instrument = Text("", "t2", weight=600)
        self._standing = Text("", voice="ink2")
        lines.addWidget(self._instrument)
        lines.addWidget(self._standing)
        across.addLayout(lines, 1)
        self.choose = Button("")
        self.choose.clicked.connect(self._choose)
        across.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        return card

    def _beside(self) -> QWidget:
        aside = QWidget()
        lines = column(aside, margins=(24, 20), gap=6)
        self._called = Text("", "t2", weight=600)
        self._name = Text("", "t1")
        self._role = Text("", voice="ink2")
        self._print_title = Text(translate("panel", "Fingerprint of the signature key"), weight=600)
        self._print = Text("", mono=True)
        note = translate(
            "panel", "Compare it with the roster signed in ink. Whoever has this key signs as this person."
        )
        for part in (self._called, self._name, self._role):
            lines.addWidget(part)
        lines.addSpacing(16)
        for part in (self._print_title, self._print, Text(note, voice="ink2")):
            lines.addWidget(part)
        lines.addStretch(1)
        return aside

    def _fill(self) -> None:
        view = self.desk.view
        if view is None:
            return
        members = sorted(view.case.members.values(), key=lambda member: (member.id[:1], len(member.id), member.id))
        chosen = self.table.currentIndex().row()
        self.table.show_rows([_seat(member) for member in members])
        self.table.show_whole(_MOST)
        if 0 <= chosen < len(members):
            self.table.selectRow(chosen)
        proven, fixed = view.instrument, view.case.instrument
        if fixed is None:
            self._instrument.setText(translate("panel", "None is chosen yet"))
            self._standing.setText(
                translate("panel", "Fix it before the facts are opened: every act is asked the same questions.")
            )
        elif proven is None or proven.sha256 != fixed.sha256:
            self._instrument.setText(
                translate("panel", "{id}, version {version}").format(id=fixed.id, version=fixed.version)
            )
            self._standing.setText(
                translate("panel", "This program does not have it in the form that was chosen. Choose it anew.")
            )
        else:
            words = translate("panel", "{title}, version {version}")
            instrument = proven.instrument
            self._instrument.setText(words.format(title=instrument.title, version=instrument.version))
            self._standing.setText(instrument.confidence_note)
        self.choose.setText(
            translate("panel", "Choose the instrument…") if fixed is None else translate("panel", "Choose another…")
        )
        self.sitting.show_state(blind=view.started)

    def _pick(self, seat: Seat) -> None:
        self._called.setText(seat.called)
        self._name.setText(seat.name)
        self._role.setText(seat.role)
        self._print.setText(seat.fingerprint)

    def _add(self) -> None:
        NewMember(self.widget, lambda name, role: self.desk.go("joining", who=name, role=role)).open()

    def _choose(self) -> None:
        self.choose.setEnabled(False)

        def show(found: "tuple[ProvenInstrument, ...]") -> None:
            self.choose.setEnabled(True)
            if self.widget.isVisible():
                InstrumentSheet(self.widget, found, self._fix).open()

        self.desk.worker.run(judging_jobs.instruments, show, name=translate("panel", "Reading the instruments"))

    def _fix(self, proven: "ProvenInstrument") -> None:
        def run(passphrase: str, done: "Callable[[], None]", failed: Failed) -> None:
            self.desk.do(
                judging_jobs.choose_instrument(proven, passphrase),
                done,
                failed,
                name=translate("panel", "Fixing the instrument"),
            )

        says = translate(
            "panel",
            "{title} becomes the instrument of this case. That is an act of the record; a later choice stays visible.",
        ).format(title=proven.instrument.title)
        PassphraseSheet(
            self.widget,
            translate("panel", "Fix the instrument"),
            says,
            translate("ask", "Passphrase of the case manager"),
            translate("panel", "Fix the instrument"),
            run,
        ).open()


def _seat(member: Any) -> Seat:
    if member.role == CASE_MANAGER:
        called, role = translate("panel", "Case manager"), translate("panel", "prepares, has no vote")
    else:
        called = translate("panel", "Member {number}").format(number=number_of(member.id))
        role = member.role
    return Seat(member.id, called, member.name, role, grouped(fingerprint(member)))


def grouped(text: str) -> str:
    """Hexadecimal in groups of four."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _columns() -> list[Column[Seat]]:
    return [
        Column(translate("panel", "Seat"), lambda seat: seat.called, 132, weight=600),
        Column(translate("panel", "Name"), lambda seat: seat.name),
        Column(translate("panel", "Role"), lambda seat: seat.role, 176, "ink2"),
        Column(translate("panel", "Fingerprint"), lambda seat: seat.fingerprint, 150, "ink2"),
    ]
