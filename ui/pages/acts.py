"""The acts under review: one person, one choice or omission each, at the sharp end and at the blunt end."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain import entries as e
from app.domain.act_shown import ActRow, act_rows
from app.services import judging
from ui.layouts import column, row
from ui.page import Desk, Page
from ui.widgets.buttons import Button
from ui.widgets.confirm import Confirm
from ui.widgets.fields import LongField
from ui.widgets.marks import paint_category
from ui.widgets.newact import NewAct
from ui.widgets.signs import Card
from ui.widgets.sitting import SittingCard
from ui.widgets.table import Column, Table
from ui.widgets.text import Text
from ui.words import of_domain, translate

if TYPE_CHECKING:
    from app.services.session import Changes

_MOST = 14


class ActsPage(Page):
    """Stage 3."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._chosen: ActRow | None = None
        whole = column(self.widget, margins=24, gap=16)
        whole.addLayout(self._head())
        self.sitting = SittingCard(desk)
        whole.addWidget(self.sitting)
        self._card = Card()
        inside = column(self._card, margins=1)
        self.table: Table[ActRow] = Table(translate("acts", "Acts under review"), _columns())
        self.table.picked.connect(self._pick)
        self.table.opened.connect(lambda act: desk.go("act", act=act.id))
        inside.addWidget(self.table)
        whole.addWidget(self._card)
        self._empty = Text("", voice="ink2")
        whole.addWidget(self._empty)
        self._to_panel = Button(translate("acts", "Go to the panel"))
        self._to_panel.clicked.connect(lambda: desk.go("panel"))
        whole.addWidget(self._to_panel, 0, Qt.AlignmentFlag.AlignLeading)
        whole.addStretch(1)
        self.inspector = self._beside()
        self._fill()

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("acts", "Acts under review")

    def enter(self, **_given: Any) -> None:
        """The list has the focus, or what comes first."""
        self._fill()
        self._focus()

    def refresh(self, _changes: "Changes") -> None:
        """Read the case anew."""
        blind = self._card.isVisibleTo(self.widget)
        self._fill()
        if self.widget.isVisible() and blind != self._card.isVisibleTo(self.widget):
            self._focus()

    def leave(self) -> None:
        """A wording that was typed is kept."""
        self._save()

    def _focus(self) -> None:
        first: QWidget = self.table
        if self.sitting.isVisibleTo(self.widget):
            first = self.sitting.button
        elif self._to_panel.isVisibleTo(self.widget):
            first = self._to_panel
        elif not self._card.isVisibleTo(self.widget):
            first = self.take_up if self.take_up.isEnabled() else self.add
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self) -> QHBoxLayout:
        across = row(gap=12)
        across.addWidget(Text(self.title, "t3", weight=600), 1)
        self.add = Button(translate("acts", "Add an act…"), sign="plus")
        self.add.clicked.connect(self._add)
        self.take_up = Button(translate("acts", "Take up the decision points"), "main", sign="list-checks")
        self.take_up.clicked.connect(self._take_up)
        across.addWidget(self.add)
        across.addWidget(self.take_up)
        return across

    def _beside(self) -> QWidget:
        aside = QWidget()
        self._about = QWidget()
        column(aside).addWidget(self._about)
        lines = column(self._about, margins=(24, 20), gap=8)
        self._called = Text("", "t2", weight=600)
        self._who = Text("", voice="ink2")
        lines.addWidget(self._called)
        lines.addWidget(self._who)
        lines.addSpacing(8)
        self.wording = LongField(translate("acts", "Wording"), lines=5)
        lines.addWidget(self.wording)
        lines.addWidget(
            Text(
                translate("acts", "What was done or left undone, without how it ended and without blame."), voice="ink2"
            )
        )
        self.save = Button(translate("acts", "Save the wording"))
        self.save.clicked.connect(self._save)
        self.wording.box.textChanged.connect(self._enable)
        lines.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeading)
        lines.addStretch(1)
        foot = row(gap=8)
        self.drop = Button(translate("acts", "Take this act out…"), "quiet", sign="trash-2")
        self.drop.clicked.connect(self._drop)
        self.answer = Button(translate("acts", "Answer"), "main", sign="arrow-right", after=True)
        self.answer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.answer.clicked.connect(self._open)
        foot.addWidget(self.drop)
        foot.addStretch(1)
        lines.addWidget(self.answer)
        lines.addLayout(foot)
        return aside

    def _fill(self) -> None:
        view = self.desk.view
        if view is None:
            return
        self.sitting.show_state(blind=view.started)
        self.sitting.setVisible(not view.started)
        rows = act_rows(view.case, view.instrument.instrument) if view.started and view.instrument is not None else ()
        chosen = self._chosen.id if self._chosen is not None else None
        at = next((n for n, one in enumerate(rows) if one.id == chosen), 0)
        self.table.show_rows(rows)
        self.table.show_whole(_MOST)
        if rows:
            self.table.selectRow(at)
        else:
            self._pick(None)
        ready = view.started and view.instrument is not None
        self._card.setVisible(bool(rows))
        open_points = len(judging.to_take_up(view.case)) if ready else 0
        self.take_up.setEnabled(open_points > 0)
        self.take_up.setVisible(ready and (open_points > 0 or not rows))
        self.add.setEnabled(ready)
        self._to_panel.setVisible(view.started and view.instrument is None)
        self._empty.setText(_said(ready=ready, blind=view.started, some=bool(rows), points=open_points))
        self._empty.setVisible(bool(self._empty.text()))

    def _pick(self, act: ActRow | None) -> None:
        if act is not None and self._chosen is not None and act.id != self._chosen.id:
            self._save()
        if act is None or self._chosen is None or act != self._chosen:
            self._chosen = act
            self.wording.box.setPlainText(act.wording if act is not None else "")
        self._called.setText(translate("acts", "Act {label}").format(label=act.label) if act is not None else "")
        self._who.setText(f"{act.person}, {act.when}" if act is not None else "")
        self._about.setVisible(act is not None)
        self._enable()

    def _enable(self) -> None:
        chosen = self._chosen
        typed = self.wording.text.strip()
        self.save.setEnabled(chosen is not None and bool(typed) and typed != chosen.wording)

    def _save(self) -> None:
        chosen, typed = self._chosen, self.wording.text.strip()
        if chosen is None or not typed or typed == chosen.wording or self.desk.view is None:
            return
        self._chosen = chosen._replace(wording=typed)
        self.desk.change(lambda session: judging.reword(session, chosen.id, typed))

    def _take_up(self) -> None:
        self.desk.change(judging.take_up_decision_points, self._focus, name=translate("acts", "Taking up the acts"))

    def _add(self) -> None:
        def then(event: e.Id, person: e.Id, wording: str) -> None:
            self.desk.change(lambda session: judging.take_up(session, event, person, wording), self._focus)

        NewAct(self.widget, self.desk.case, then).open()

    def _open(self) -> None:
        if self._chosen is not None:
            self.desk.go("act", act=self._chosen.id)

    def _drop(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return

        def then() -> None:
            self._chosen = None
            self.desk.change(lambda session: judging.drop_act(session, chosen.id), self._focus)

        Confirm(
            self.widget,
            translate("acts", "Take act {label} out of the review").format(label=chosen.label),
            translate("acts", "Its answers go with it. What was written stays in the record, but in no determination."),
            translate("acts", "Take it out"),
            then,
        ).open()


def _said(*, ready: bool, blind: bool, some: bool, points: int) -> str:
    if not blind or some:
        return ""
    if not ready:
        return translate("acts", "No instrument is chosen yet. Its questions are what each act is asked.")
    if points:
        return translate(
            "acts",
            "No act is under review yet. Take up the {count} decision points of the timeline, or add an act: also of "
            "whoever wrote a rule, made a rota or bought a device.",
        ).format(count=points)
    return translate("acts", "No act is under review yet, and the timeline has no decision point. Add an act.")


def _columns() -> list[Column[ActRow]]:
    return [
        Column(translate("acts", "Act"), lambda act: act.label, 64, weight=600),
        Column(translate("acts", "Wording"), lambda act: act.wording),
        Column(translate("acts", "Person"), lambda act: act.person, 84),
        Column(translate("acts", "When"), lambda act: act.clock, 124, "ink2"),
        Column(translate("acts", "Category"), _category, 176, mark=_mark),
    ]


def _category(act: ActRow) -> str:
    return translate("acts", "open") if act.category is None else of_domain("category", act.category.label)


def _mark(painter: QPainter, act: ActRow, box: QRectF) -> bool:
    if act.category is None:
        return False
    paint_category(painter, act.category, box)
    return True
