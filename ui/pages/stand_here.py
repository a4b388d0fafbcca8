"""Stand here: one person at one moment. What came later, and what others knew, is not on the page at all."""

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.layouts import column, row
from ui.page import Desk, Page
from ui.theme import theme
from ui.timeline.reached import Line, Reached, headings
from ui.widgets.buttons import Button
from ui.widgets.horizon import HorizonBand, HorizonEdge
from ui.widgets.reading import Reading
from ui.widgets.signs import Rule
from ui.widgets.text import Text
from ui.words import of_domain, translate

if TYPE_CHECKING:
    from app.domain import entries as e
    from app.domain.case import Case
    from app.domain.stand_shown import Arrived, Stand
    from app.services.session import Changes

_EDGE: Final = 304


class StandHerePage(Page):
    """Everything within one horizon, and nothing else."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._event: e.Id | None = None
        self._person: e.Id | None = None
        self._back: e.Id | None = None
        self._whole: QVBoxLayout = column(self.widget)
        self._holds: QWidget | None = None
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.widget)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.leave_here)

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("stand", "Stand here")

    def enter(self, **given: Any) -> None:
        """`event` and `person`: the moment and whose it is."""
        self._event, self._person = given.get("event", self._event), given.get("person", self._person)
        if self._person is None or self._event is None:
            self.leave_here()
            return
        self._back = self._event
        self._clear()
        self._read()

    def refresh(self, _changes: "Changes") -> None:
        """Read the case anew, if the moment is still in it."""
        gone = self._event not in self.desk.blind.table("event") or self._person not in self.desk.blind.table("person")
        if self._holds is not None and not gone:
            self._read()

    def leave_here(self) -> None:
        """Back to the whole page."""
        self.desk.go("facts", **({} if self._back is None else {"chosen": self._back}))

    def _read(self) -> None:
        """Have the horizon found on the worker: a long timeline must not hold up the window."""
        from app.domain.stand_shown import stand

        event, person, case = self._event, self._person, self.desk.blind
        assert event is not None
        assert person is not None
        described = case.described
        zone = ZoneInfo(described.zone if described is not None else "UTC")
        self.desk.worker.run(
            lambda _work: (case, event, person, stand(case, event, person, zone)),
            self._take,
            name=translate("stand", "Finding what was known"),
        )

    def _take(self, answer: "tuple[Case, e.Id, e.Id, Stand]") -> None:
        """Show it, unless the page is gone or somebody stands elsewhere by now."""
        case, event, person, found = answer
        here = isValid(self.widget) and (event, person) == (self._event, self._person)
        if here and self.desk.view is not None and self.desk.blind is case:
            self._build(found)

    def _build(self, found: "Stand") -> None:
        self._clear()
        self._holds = QWidget()
        lines = column(self._holds)
        lines.addWidget(self._band(found))
        across: QHBoxLayout = row()
        across.addWidget(self._reached(found), 1)
        across.addWidget(self._beyond(found))
        lines.addLayout(across, 1)
        self._whole.addWidget(self._holds)
        if self.widget.isVisible():
            self.reached.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        """Nothing of another moment stays while this one is looked for."""
        if self._holds is not None:
            self._whole.removeWidget(self._holds)
            self._holds.hide()
            self._holds.deleteLater()
            self._holds = None

    def _band(self, found: "Stand") -> HorizonBand:
        title = translate("stand", "You stand where {person} stood").format(person=found.person)
        own = f"{found.own[0]}: {found.own[1]}" if found.own is not None else ""
        when = f"{found.when[:1].upper()}{found.when[1:]}." if found.when else ""
        band = HorizonBand(found.clock, title, f"{when} {own}".strip())
        band.left.connect(self.leave_here)
        return band

    def _reached(self, found: "Stand") -> Reached:
        self.reached = Reached()
        self.reached.setMinimumHeight(theme().px(240))
        titles = headings(found.person, found.clock)
        lines: list[Line] = []
        if not found.known:
            lines.append(Line(titles["known"], titles["none"]))
        for title, group, one, many, sunken in (
            (
                titles["known"],
                found.known,
                translate("stand", "1 fact"),
                translate("stand", "{count} facts, in the order in which they arrived"),
                False,
            ),
            (
                titles["open"],
                found.open,
                translate("stand", "1 fact: whether it was taken in before this moment is open"),
                translate("stand", "{count} facts: whether they were taken in before this moment is open"),
                True,
            ),
            (
                titles["unsaid"],
                found.unsaid,
                translate("stand", "1 fact: nobody has stated yet who knew of it"),
                translate("stand", "{count} facts: nobody has stated yet who knew of them"),
                True,
            ),
        ):
            if group:
                lines.append(Line(title, one if len(group) == 1 else many.format(count=len(group))))
                lines += [_line(fact, sunken=sunken) for fact in group]
        self.reached.show_lines(translate("stand", "What {person} had before them").format(person=found.person), lines)
        return self.reached

    def _beyond(self, found: "Stand") -> Reading:
        edge = HorizonEdge(
            translate("stand", "Nothing after {clock}").format(clock=found.clock),
            translate(
                "stand", "What happened later, and what others knew without telling {person}, is not on this page."
            ).format(person=found.person),
        )
        if found.rules:
            self._add_rules(edge.column, found)
        edge.column.addSpacing(theme().space(20))
        if found.before is not None:
            before = found.before
            back = Button(f"{before.label}, {before.time}", sign="arrow-left")
            back.setAccessibleName(translate("stand", "The decision point before: {label}").format(label=back.text()))
            back.clicked.connect(lambda: self.desk.go("stand", event=before.event))
            edge.column.addWidget(_wide(back))
        for person, code in found.others:
            other = Button(translate("stand", "Stand as {person}").format(person=code), sign="users")
            other.clicked.connect(lambda _on=False, person=person: self.desk.go("stand", person=person))
            edge.column.addWidget(_wide(other))
        edge.column.addStretch(1)
        area = Reading(translate("stand", "Beyond the horizon"))
        area.show_part(edge)
        area.setFixedWidth(theme().space(_EDGE))
        return area

    def _add_rules(self, lines: QVBoxLayout, found: "Stand") -> None:
        lines.addSpacing(theme().space(16))
        lines.addWidget(Rule("edge"))
        lines.addSpacing(theme().space(8))
        lines.addWidget(Text(translate("stand", "Rules in force for {person}").format(person=found.person), weight=600))
        for rule in found.rules:
            lines.addWidget(Text(f"{rule.label}  {rule.text}"))
            lines.addWidget(Text(rule.quality, voice="ink2"))


def _line(fact: "Arrived", *, sunken: bool) -> Line:
    return Line("", "", fact, of_domain("stand", fact.how) if fact.how else "", sunken)


def _wide(button: Button) -> Button:
    policy = button.sizePolicy()
    policy.setHorizontalPolicy(policy.Policy.Expanding)
    button.setSizePolicy(policy)
    return button
