"""Add an event, or write one anew: what, when as far as it is known, who, where from."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from app.domain.words import QT_TRANSLATE_NOOP
from ui.layouts import centred, row
from ui.page import Desk, Page
from ui.widgets.buttons import Button
from ui.widgets.choices import Choice, Tick, Ticks
from ui.widgets.fields import Field, LongField
from ui.widgets.text import Text
from ui.words import of_domain, translate

if TYPE_CHECKING:
    from app.domain import entries as e
    from app.domain.times import Precision, When

_SURE: Final = (
    ("approx", QT_TRANSLATE_NOOP("event", "About that time")),
    ("minute", QT_TRANSLATE_NOOP("event", "To the minute")),
    ("exact", QT_TRANSLATE_NOOP("event", "To the second")),
    ("hour", QT_TRANSLATE_NOOP("event", "Within that hour")),
    ("day", QT_TRANSLATE_NOOP("event", "Some time on that day")),
)
_KINDS: Final = (
    ("action", QT_TRANSLATE_NOOP("event", "Action")),
    ("decision", QT_TRANSLATE_NOOP("event", "Decision")),
    ("communication", QT_TRANSLATE_NOOP("event", "Communication")),
    ("observation", QT_TRANSLATE_NOOP("event", "Observation")),
    ("equipment", QT_TRANSLATE_NOOP("event", "Equipment")),
    ("policy", QT_TRANSLATE_NOOP("event", "Policy")),
    ("condition", QT_TRANSLATE_NOOP("event", "Condition")),
)


class EventPage(Page):
    """One event as a form. Nothing is saved before *Save*."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._id: e.Id | None = None
        page = centred(self.widget, 720, gap=18)
        self._heading = Text("", "t3", weight=600)
        page.addWidget(self._heading)
        self.label = Field(translate("event", "Number"))
        self.text = LongField(translate("event", "What happened"), lines=3)
        self.start = Field(
            translate("event", "Time"),
            help_text=translate("event", "2017-12-26, or 2017-12-26 14:30. Leave it empty if the time is not known."),
        )
        self.sure = Choice(translate("event", "How sure is the time"), [(v, of_domain("event", t)) for v, t in _SURE])
        self.end = Field(
            translate("event", "End, if it lasted"), help_text=translate("event", "Written in the same way.")
        )
        self.actor = Choice(translate("event", "Who"), [(None, "")])
        self.lane = Field(
            translate("event", "Lane"),
            help_text=translate("event", "The place or system it belongs to, such as Equipment."),
        )
        self.kind = Choice(translate("event", "Kind"), [("action", "")])
        self.sources = Ticks(translate("event", "Sources"))
        self.decision = Tick(translate("event", "A decision point: somebody could have chosen otherwise"))
        self.reveals = Tick(translate("event", "Reveals the outcome: goes into the outcome vault"))
        page.addLayout(_beside(self.label, self.kind))
        page.addWidget(self.text)
        page.addLayout(_beside(self.start, self.end))
        page.addWidget(self.sure)
        page.addLayout(_beside(self.actor, self.lane))
        for tick in (self.decision, self.sources, self.reveals):
            page.addWidget(tick)
        page.addLayout(self._foot())
        page.addStretch(1)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.widget)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._back)

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("event", "Add an event") if self._id is None else translate("event", "Edit the event")

    def enter(self, **given: Any) -> None:
        """`event`: the one to write anew; without it, a new one."""
        from app.domain import entries as e
        from app.domain.timeline import next_place
        from app.domain.times import When

        case = self.desk.blind
        events = case.rows(e.Event)
        self._id = given.get("event")
        self._heading.setText(self.title)
        event = events[self._id] if self._id is not None else None
        if event is None:
            event = e.Event(
                label=_next_label([row.label for row in events.values()]),
                when=When(precision="approx"),
                place=next_place(events),
                actor=None,
                lane="",
                nature="action",
                text="",
            )
        self._fill(event)
        (self.text if self._id is None else self.label).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, event: "e.Event") -> None:
        from app.domain import entries as e
        from app.domain.typed_times import as_typed

        case = self.desk.blind
        self._event = event
        self.label.put(event.label)
        self.text.put(event.text)
        self.start.put(as_typed(event.when.start))
        self.end.put(as_typed(event.when.end))
        self.sure.put(event.when.precision if event.when.precision != "unknown" else "approx")
        people = [(i, f"{row.code}, {row.role}" if row.role else row.code) for i, row in case.rows(e.Person).items()]
        self.actor.offer([(None, translate("event", "A system, not a person")), *people])
        self.actor.put(event.actor)
        self.lane.put(event.lane)
        kinds = [(value, of_domain("event", text)) for value, text in _KINDS]
        if event.nature not in [value for value, _ in kinds]:
            kinds.append((event.nature, event.nature))
        self.kind.offer(kinds)
        self.kind.put(event.nature)
        sources = [(i, f"{row.label}  {row.title}") for i, row in case.rows(e.Source).items()]
        self.sources.offer(sources, event.sources)
        self._order()
        self.decision.setChecked(event.decision_point)
        self.reveals.setChecked(False)
        self.reveals.setVisible(self._id is None and self._vault() is not None)

    def _order(self) -> None:
        """Tab goes through the sources where they stand, although they are made anew each time."""
        stops: list[QWidget] = [self.decision, *self.sources.ticks, self.reveals, self.save]
        for one, next_one in pairwise(stops):
            QWidget.setTabOrder(one, next_one)

    def _foot(self) -> QHBoxLayout:
        across = row(gap=12)
        self.save = Button(translate("event", "Save"), "main", big=True)
        self.save.clicked.connect(self._save)
        back = Button(translate("event", "Back without saving"), "quiet", big=True)
        back.clicked.connect(self._back)
        across.addWidget(self.save)
        across.addWidget(back)
        across.addStretch(1)
        return across

    def _back(self) -> None:
        self.desk.go("facts", **({} if self._id is None else {"chosen": self._id}))

    def _save(self) -> None:
        from app.services import record

        event = self._typed()
        if event is None:
            return
        vault = self._vault() if self.reveals.isChecked() else None
        before, id = set(self.desk.blind.table("event")), self._id
        self.save.setEnabled(False)

        def done() -> None:
            self.save.setEnabled(True)
            new = set(self.desk.blind.table("event")) - before
            self.desk.go("facts", said=_said(event.label, new=id is None, sealed=vault is not None), **_chosen(id, new))

        self.desk.change(lambda session: record.put(session, event, id, vault=vault), done, self._failed)

    def _failed(self, fault: Any) -> None:
        self.save.setEnabled(True)
        self.desk.worker.fault.emit(fault)

    def _typed(self) -> "e.Event | None":
        """What was typed, or None after saying below each field why it cannot be taken."""
        from msgspec.structs import replace

        from app.domain.timeline import next_place

        when = self._when()
        refused = self._refuse()
        if refused is not None or when is None:
            first = refused or next(field for field in (self.start, self.sure, self.end) if field.refusal)
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring(first)
            self.desk.said.emit(first.refusal)
            return None
        sealed = self.reveals.isChecked()
        from app.domain import entries as e

        place = next_place(self.desk.case.rows(e.Event), sealed=True) if sealed else self._event.place
        return replace(
            self._event,
            label=self.label.text.strip(),
            text=" ".join(self.text.text.split()),
            when=when,
            place=place,
            actor=cast("int | None", self.actor.value),
            lane=self.lane.text.strip(),
            nature=str(self.kind.value),
            sources=tuple(cast("list[int]", self.sources.values)),
            decision_point=self.decision.isChecked(),
            reveals_outcome=sealed,
        )

    def _bring(self, field: QWidget) -> None:
        """Scroll so far that the sentence below a refused field is in view."""
        above = self.widget.parentWidget()
        area = above.parentWidget() if above is not None else None
        if isinstance(area, QScrollArea):
            QTimer.singleShot(0, field, lambda: area.ensureWidgetVisible(field))

    def _when(self) -> "When | None":
        from app.domain.typed_times import Refused, typed

        found = typed(self.start.text, self.end.text, cast("Precision", self.sure.value))
        if not isinstance(found, Refused):
            return found
        field = {"start": self.start, "end": self.end}.get(found.field)
        (field or self.sure).refuse(of_domain("times", found.sentence))
        return None

    def _refuse(self) -> Field | LongField | None:
        """The first field whose input cannot be taken."""
        needed = translate("event", "This has to be filled in. Nothing was saved.")
        refused: list[Field | LongField] = []
        taken = {line.label for i, line in self._others().items() if i != self._id}
        if not self.label.text.strip():
            self.label.refuse(needed)
            refused.append(self.label)
        elif self.label.text.strip() in taken:
            self.label.refuse(translate("event", "Another event has this number. Nothing was saved."))
            refused.append(self.label)
        if not self.text.text.strip():
            self.text.refuse(needed)
            refused.append(self.text)
        if self.actor.value is None and not self.lane.text.strip():
            self.lane.refuse(translate("event", "A system needs a lane. Nothing was saved."))
            refused.append(self.lane)
        return refused[0] if refused else None

    def _others(self) -> "dict[e.Id, e.Event]":
        from app.domain import entries as e

        return self.desk.blind.rows(e.Event)

    def _vault(self) -> "e.Id | None":
        """The outcome vault while it is closed."""
        vault = self.desk.blind.vault_named("outcome")
        return vault if vault is not None and not self.desk.blind.vaults[vault].opened else None


def _beside(*fields: QWidget) -> QHBoxLayout:
    across = row(gap=16)
    for field in fields:
        across.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return across


def _said(label: str, *, new: bool, sealed: bool) -> str:
    if sealed:
        return translate("event", "Saved in the outcome vault; not shown here until the outcome is opened.")
    words = translate("event", "{label} was added.") if new else translate("event", "{label} was changed.")
    return words.format(label=label)


def _chosen(id: "e.Id | None", new: "set[e.Id]") -> "dict[str, e.Id]":
    found = id if id is not None else next(iter(new), None)
    return {} if found is None else {"chosen": found}


def _next_label(labels: list[str]) -> str:
    """The number after the highest of the form E07, as wide as that one."""
    numbers = [label[1:] for label in labels if label[:1] == "E" and label[1:].isdecimal() and label.isascii()]
    highest = max(numbers, key=int, default="00")
    return f"E{int(highest) + 1:0{len(highest)}d}"
