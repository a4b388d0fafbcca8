"""A new act: whose it was, at which event of the timeline, and its wording."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain import entries as e
from app.domain.acts import neutral
from app.domain.case import Case
from app.domain.timeline import in_time
from app.domain.times_in_words import clock_in_words
from ui.layouts import column, row
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.choice import Choice
from ui.widgets.fields import Field, LongField
from ui.widgets.notice import Sheet
from ui.widgets.scrolled import Scrolled
from ui.widgets.signs import Card
from ui.widgets.table import Column, Table
from ui.widgets.text import Text
from ui.words import translate


class EventRow(NamedTuple):
    """One event to choose."""

    id: e.Id
    label: str
    when: str
    text: str
    actor: e.Id | None


class NewAct(Sheet):
    """Filter and choose an event, then the person; anybody of the event, not only who acted there."""

    def __init__(self, parent: QWidget, case: Case, then: Callable[[e.Id, e.Id, str], None]) -> None:
        super().__init__(parent, translate("newact", "Add an act"), width=820)
        self._then = then
        events = case.rows(e.Event)
        self._persons = list(case.rows(e.Person).items())
        says = translate(
            "newact",
            "One person, one choice or omission. Whoever wrote a rule, made a rota or bought a device is asked as "
            "carefully as whoever held the syringe.",
        )
        inside = QWidget()
        lines = column(inside, margins=(4, 0, 12, 4), gap=12)
        lines.addWidget(Text(says, voice="ink2"))
        self.filter = Field(translate("newact", "Find an event"))
        self.filter.edited.connect(self._narrow)
        self.filter.entered.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        lines.addWidget(self.filter)
        card = Card()
        self.table: Table[EventRow] = Table(translate("newact", "Events"), _columns())
        self.table.picked.connect(self._pick)
        self.table.opened.connect(self._to_person)
        self.table.setFixedHeight(theme().size("head") + 5 * theme().size("row"))
        column(card, margins=1).addWidget(self.table)
        lines.addWidget(card)
        self.person = Choice()
        self.person.addItems([f"{person.code}: {person.role}" for _, person in self._persons])
        label = Text(translate("newact", "Person"), weight=600)
        label.setBuddy(self.person)
        self.person.setAccessibleName(label.text())
        lines.addWidget(label)
        lines.addWidget(self.person)
        self.wording = LongField(translate("newact", "Wording"), lines=2)
        lines.addWidget(self.wording)
        area = Scrolled(inside)
        area.setMinimumHeight(min(inside.sizeHint().height(), parent.window().height() - theme().px(220)))
        self.body.addWidget(area, 1)
        foot = row(gap=8)
        cancel = Button(translate("newact", "Cancel"), "quiet")
        cancel.clicked.connect(self.reject)
        self.button = Button(translate("newact", "Add the act"), "main")
        self.button.clicked.connect(self._add)
        self.wording.box.textChanged.connect(self._enable)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.button)
        self.body.addLayout(foot)
        self.table.show_rows(
            [
                EventRow(i, events[i].label, clock_in_words(events[i].when), events[i].text, events[i].actor)
                for i in in_time(events)
            ]
        )
        self._enable()
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_person(self) -> None:
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self) -> None:
        wanted = self.filter.text.strip().casefold()
        self.table.rows.keep(lambda one: wanted in f"{one.label} {one.text}".casefold())
        if self.table.rows.rowCount():
            self.table.selectRow(0)
        self._enable()

    def _pick(self, event: EventRow) -> None:
        self.wording.box.setPlainText(neutral(event.text))
        at = next((n for n, (i, _) in enumerate(self._persons) if i == event.actor), -1)
        if at >= 0:
            self.person.setCurrentIndex(at)

    def _enable(self) -> None:
        ready = self.table.chosen is not None and bool(self.wording.text.strip()) and self.person.currentIndex() >= 0
        self.button.setEnabled(ready)

    def _add(self) -> None:
        event, wording = self.table.chosen, self.wording.text
        if event is not None and self.button.isEnabled():
            person = self._persons[self.person.currentIndex()][0]
            self.accept()
            self._then(event.id, person, wording)


def _columns() -> list[Column[EventRow]]:
    return [
        Column(translate("newact", "Event"), lambda event: event.label, 80, weight=600),
        Column(translate("newact", "When"), lambda event: event.when, 150, "ink2"),
        Column(translate("newact", "What happened"), lambda event: event.text),
    ]
