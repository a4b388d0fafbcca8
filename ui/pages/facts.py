"""The facts: lanes over time, the table under them, the selected event beside them; one selection for all three."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.layouts import column, widest
from ui.page import Desk, Page
from ui.theme import theme
from ui.timeline.inspector import Inspector
from ui.timeline.lanes_view import LanesView
from ui.timeline.legend import Legend
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.table import Column, Table
from ui.widgets.text import Text
from ui.words import of_fault, translate

if TYPE_CHECKING:
    from app.domain import entries as e
    from app.domain.errors import EvenhandError
    from app.domain.facts_listed import Listed, Timeline
    from app.services.session import Changes

_LANES_AT_FIRST: Final = 404
"""Pixels at 100 % that the lanes take at most before somebody moves the divider."""


class FactsPage(Page):
    """What happened, and who could know it, from what a room may see."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._lines: dict[e.Id, Listed] = {}
        self._at: dict[e.Id, int] = {}
        self._order: list[e.Id] = []
        self.chosen: e.Id | None = None
        self._wanted: e.Id | None = None
        self._choosing = False
        self._said = ""
        self._divided = False
        self.lanes, self.table, self.shown = LanesView(), _table(), Inspector()
        self.inspector = self.shown
        whole = column(self.widget)
        whole.addWidget(self._head())
        whole.addWidget(self._split(), 1)
        self._empty = self._nothing_yet()
        whole.addWidget(self._empty, 1)
        self.lanes.picked.connect(self._pick)
        self.table.picked.connect(lambda line: self._pick(line.row.id))
        self.lanes.opened.connect(lambda _id: self.edit())
        self.table.opened.connect(lambda _line: self.edit())
        self.shown.edit.connect(self.edit)
        self.shown.shut.connect(desk.actions["view.inspector"].trigger)
        self._empty.hide()
        self._read()

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("facts", "Facts")

    def enter(self, **given: Any) -> None:
        """`chosen`: the event to select; `said`: what has just been done."""
        self._bind()
        self._said = str(given.get("said", ""))
        self._wanted = given.get("chosen", self._wanted)
        self.choose(self._wanted)
        place = self.table if self.split.isVisibleTo(self.widget) else self.add
        place.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._said:
            self.desk.said.emit(self._said)

    def leave(self) -> None:
        """What this page offers is offered no longer."""
        self._said = ""
        for name in self._offers:
            self.desk.actions.unbind(name)

    def refresh(self, _changes: "Changes") -> None:
        """Read the case anew and keep the selection if it is still there."""
        self._read()

    def choose(self, id: "e.Id | None") -> None:
        """Select one event everywhere."""
        if self._choosing:
            return
        self._wanted = id
        self._choosing = True
        self.chosen = id if id in self._lines else next(iter(self._order), None)
        self.lanes.choose(self.chosen)
        if self.chosen is None:
            self.shown.show_nothing()
        else:
            self._show(self.chosen)
        self._choosing = False
        self._offer()

    def _pick(self, id: "e.Id") -> None:
        """Somebody chose another event: what was said of the last change has been read."""
        if not self._choosing:
            self._said = ""
            self.choose(id)

    def edit(self) -> None:
        """Change the selected event."""
        if self.chosen is not None:
            self.desk.go("event", event=self.chosen)

    def stand(self) -> None:
        """See what the person of the selected decision point had before them."""
        person = self._person()
        if person is not None and self.chosen is not None:
            self.desk.go("stand", event=self.chosen, person=person)

    def undo(self) -> None:
        """Take the last change back."""
        from app.services import record

        self.desk.change(record.undo, lambda: self._tell(translate("facts", "Taken back.")), self._refused)

    def redo(self) -> None:
        """Bring it back."""
        from app.services import record

        self.desk.change(record.redo, lambda: self._tell(translate("facts", "Brought back.")), self._refused)

    # --- parts ------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        head = QWidget()
        across = Flow(head, margins=(24, 14), gap=16, below=8)
        across.add(Text(self.title, "t3", weight=600, wrap=False))
        self.says = Text(voice="ink2", wrap=False)
        across.add(self.says, last=True)
        self.here = Button(
            translate("facts", "Stand here"),
            sign="locate",
            description=translate("facts", "What this person could know at this moment, and nothing else"),
        )
        self.here.clicked.connect(self.stand)
        self.add = Button(translate("facts", "Add event"), "main", sign="plus")
        self.add.clicked.connect(lambda: self.desk.go("event"))
        across.add(self.here, last=True)
        across.add(self.add, last=True)
        return head

    def _split(self) -> QSplitter:
        self.above = QWidget()
        self.above.setProperty("rule", "top")
        self.above.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        upper: QVBoxLayout = column(self.above, margins=(0, 1, 0, 0))
        upper.addWidget(self.lanes, 1)
        self.legend = Legend()
        upper.addWidget(self.legend)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme().px(6))
        self.split.addWidget(self.above)
        self.split.addWidget(self.table)
        self.split.setStretchFactor(1, 1)
        return self.split

    def _nothing_yet(self) -> QWidget:
        empty = QWidget()
        lines = column(empty, margins=(24, 48), gap=20)
        says = translate(
            "facts",
            "No events yet. Add the first one. A rough time is enough; you can say how sure you are.",
        )
        lines.addWidget(widest(Text(says, "t1"), 640))
        lines.addStretch(1)
        return empty

    def _divide(self) -> None:
        self._divided = True
        legend = self.above.sizeHint().height() - self.lanes.sizeHint().height()
        upper = min(self.lanes.whole_height(), theme().px(_LANES_AT_FIRST)) + legend
        self.split.setSizes([upper, max(theme().px(900) - upper, 1)])

    # --- what is shown ----------------------------------------------------------------------------

    def _read(self) -> None:
        """Have the list and the lanes made on the worker: a long timeline must not hold up the window."""
        from app.domain.facts_listed import timeline

        case = self.desk.blind
        name = translate("facts", "Reading the timeline")
        self.desk.worker.run(lambda _work: timeline(case), self._take, name=name)

    def _take(self, found: "Timeline") -> None:
        """Show them, unless the page is gone or the case has changed meanwhile."""
        if not isValid(self.widget) or self.desk.view is None or self.desk.blind is not found.case:
            return
        lines = found.lines
        self._lines = {line.row.id: line for line in lines}
        self._order = [line.row.id for line in lines]
        self._at = {id: n for n, id in enumerate(self._order)}
        self._choosing = True
        self.lanes.show_lanes(found.lanes, lines)
        self.table.show_rows(lines)
        self.legend.show_untimed([line.row.label for line in lines if not line.timed])
        self._choosing = False
        if not lines and self.split.isAncestorOf(self.widget.window().focusWidget() or self.widget):
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.split.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self.choose(self._wanted)
        if lines and not self._divided:
            self._divide()

    def _show(self, id: "e.Id") -> None:
        from app.domain.facts_shown import detail

        if self.table.currentIndex().row() != self._at[id]:
            self.table.selectRow(self._at[id])
            self.table.scrollTo(self.table.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        self.shown.show_event(self._lines[id], detail(self.desk.blind, id))

    def _offer(self) -> None:
        """What can be done with the selection, and why not."""
        can = self._person() is not None
        self.here.setEnabled(can)
        why = "" if can or not self._lines else translate("facts", "Stand here: choose a person's decision point")
        self.says.speak("ink2" if self._said else "ink3")
        self.says.setText(self._said or why)
        self.says.setVisible(bool(self.says.text()))

    def _person(self) -> "e.Id | None":
        from app.domain.stand_shown import can_stand

        return can_stand(self.desk.blind, self.chosen) if self.chosen is not None else None

    def _bind(self) -> None:
        self._offers = {
            "event.add": self.add.click,
            "event.edit": self.edit,
            "event.stand": self.stand,
            "lanes.closer": lambda: self.lanes.zoom(1),
            "lanes.wider": lambda: self.lanes.zoom(-1),
            "record.undo": self.undo,
            "record.redo": self.redo,
        }
        for name, does in self._offers.items():
            self.desk.actions.bind(name, does)

    def _tell(self, sentence: str) -> None:
        self._said = sentence
        self._offer()
        self.desk.said.emit(sentence)

    def _refused(self, fault: "EvenhandError") -> None:
        self._tell(of_fault(fault))

    _offers: dict[str, Any] = {}  # noqa: RUF012


class _FactTable(Table["Listed"]):
    """Gives up sources, actor and time, in this order, where there is little room; all stand in the inspector."""

    def minimumSizeHint(self) -> QSize:
        """The head and three rows."""
        return QSize(theme().px(180), theme().size("head") + 3 * theme().size("row"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room."""
        super().resizeEvent(event)
        self.setColumnHidden(4, self.width() < theme().px(720))
        self.setColumnHidden(2, self.width() < theme().px(600))
        self.setColumnHidden(1, self.width() < theme().px(360))


def _table() -> "Table[Listed]":
    columns: list[Column[Listed]] = [
        Column(translate("facts", "No."), lambda line: line.row.label, 74, weight=500),
        Column(translate("facts", "Time"), lambda line: line.time, 168, voice="ink2"),
        Column(translate("facts", "Actor"), lambda line: line.row.actor, 112),
        Column(translate("facts", "What happened"), lambda line: line.row.text),
        Column(translate("facts", "Sources"), lambda line: line.row.sources, 96, voice="ink2"),
    ]
    return _FactTable(translate("facts", "Events"), columns)
