"""One act, one question at a time: the panel's common answer, its reasons, and what they cite within the horizon."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from app.domain import entries as e
from app.domain.act_shown import ActShown, act_rows, act_shown
from app.domain.citing import breaches, citable
from app.domain.graphs import Answer, Question
from app.services import judging
from ui.act_path import path_of
from ui.layouts import column, row
from ui.page import Desk, Page
from ui.resting import RestingReason
from ui.widgets.act_end import ActEnd
from ui.widgets.answers import Answers
from ui.widgets.breach import BreachCard
from ui.widgets.buttons import Button
from ui.widgets.cites import Cites
from ui.widgets.fields import LongField
from ui.widgets.horizonlist import HorizonList
from ui.widgets.path import PathSteps
from ui.widgets.scrolled import Scrolled
from ui.widgets.sitting import SittingCard
from ui.widgets.text import Text
from ui.words import of_domain, translate

if TYPE_CHECKING:
    from app.services.session import Changes

ANSWERS: Final = (Answer.YES, Answer.NO, Answer.NOT_ESTABLISHED)


class ActPage(Page):
    """Opened from the list of acts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._act: e.Id | None = None
        self._shown: ActShown | None = None
        self._question: Question | None = None
        self._busy = False
        self._known = 0
        self.answers: Answers | None = None
        self.end: ActEnd | None = None
        whole = column(self.widget)
        self._area = Scrolled(self._body())
        whole.addWidget(self._area, 1)
        whole.addWidget(self._foot())
        self.horizon = HorizonList()
        self.horizon.ticked.connect(self._say_cites)
        self.inspector = self.horizon

    @property
    def title(self) -> str:
        """The page's name."""
        if self._shown is None:
            return translate("act", "One act")
        return translate("act", "Act {label}").format(label=self._shown.row.label)

    def enter(self, **given: Any) -> None:
        """`act`: which one; `question`: the question to begin with, else the next one that is open."""
        if "act" in given:
            self._act = given["act"]
        self._read()
        self._show(given.get("question"))
        self._focus()

    def place(self) -> dict[str, Any]:
        """The act and the question."""
        return {"act": self._act, "question": self._question.id if self._question is not None else None}

    def refresh(self, _changes: "Changes") -> None:
        """Read the case anew; what is being typed here is saved first by whoever leaves."""
        self._read()
        if not self._busy and self.widget.isVisible():
            self._show(self._question.id if self._question is not None else None)
            self._focus()

    def leave(self) -> None:
        """An answer and its reasons are kept as they are; a reason without an answer rests as a draft."""
        given = self._typed()
        if given is not None and self.desk.view is not None:
            self.resting.answered()
            self.desk.change(lambda session: judging.answer(session, given))
        else:
            self.resting.rest()
        self._question = None if self.desk.view is None else self._question

    # --- building -----------------------------------------------------------------------------------

    def _body(self) -> QWidget:
        body = QWidget()
        lines = column(body, margins=(40, 24, 40, 24), gap=0)
        self.sitting = SittingCard(self.desk)
        lines.addWidget(self.sitting)
        self._asking = QWidget()
        lines.addWidget(self._asking)
        asking = column(self._asking, gap=0)
        asking.addLayout(self._head())
        asking.addSpacing(12)
        self.path = PathSteps()
        self.path.chosen.connect(self._go_to_step)
        asking.addWidget(self.path)
        asking.addSpacing(24)
        self._place = column()
        asking.addLayout(self._place)
        self._one = QWidget()
        self._place.addWidget(self._one)
        one = column(self._one, gap=0)
        self._text = Text("", "t3", weight=600)
        self._help = Text("", voice="ink2")
        one.addWidget(self._text)
        one.addSpacing(4)
        one.addWidget(self._help)
        one.addSpacing(14)
        self._answers_place = column()
        one.addLayout(self._answers_place)
        one.addSpacing(16)
        self.reason = LongField(translate("act", "Reasons of the panel"), lines=5)
        self.reason.setFocusProxy(None)  # type: ignore[arg-type]  # Tab would jump over what is put in before it later
        self.resting = RestingReason(self.desk, self.reason)
        self.reason.box.textChanged.connect(self._reason_changed)
        one.addWidget(self.reason)
        one.addSpacing(10)
        self.cites = Cites()
        one.addWidget(self.cites)
        one.addSpacing(10)
        self.breach = BreachCard()
        self.breach.removed.connect(self._remove)
        self.breach.corrected.connect(lambda: self.desk.go("facts"))
        one.addWidget(self.breach)
        lines.addStretch(1)
        return body

    def _head(self) -> QHBoxLayout:
        across = row(gap=16)
        top = Qt.AlignmentFlag.AlignTop
        self._label = Text("", "t1", weight=600, wrap=False)
        self._wording = Text("", "t1")
        self._clock = Text("", "t1", "ink2", wrap=False)
        across.addWidget(self._label, 0, top)
        words = column()
        words.addWidget(self._wording)
        words.addWidget(
            Text(translate("act", "The panel answers together. Everybody at the table sees this answer."), voice="ink2")
        )
        across.addLayout(words, 1)
        across.addWidget(self._clock, 0, top)
        return across

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setProperty("ground", "surface")
        foot.setProperty("rule", "top")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        across = row(foot, margins=(40, 14), gap=12)
        self.back = Button(translate("act", "Back"), sign="arrow-left")
        self.back.clicked.connect(self._go_back)
        self._count = Text("", voice="ink2")
        self.all = Button(translate("act", "All acts"), "quiet")
        self.all.clicked.connect(lambda: self.desk.go("acts"))
        self.next = Button("", "main", sign="arrow-right", after=True)
        self.next.clicked.connect(self._go_on)
        across.addWidget(self.back)
        across.addWidget(self._count, 1)
        across.addWidget(self.all)
        across.addWidget(self.next)
        return foot

    # --- what is shown ------------------------------------------------------------------------------

    def _read(self) -> None:
        view = self.desk.view
        self._shown = None
        if view is None:
            return
        self.sitting.show_state(blind=view.started)
        self.sitting.setVisible(not view.started)
        if view.started and view.instrument is not None and self._act in view.case.rows(e.Act):
            self._shown = act_shown(view.case, view.instrument.instrument, self._act, self._zone())

    def _show(self, question: str | None) -> None:
        """One question that was or is to be asked; without one, the next open one, or the end."""
        shown = self._shown
        self._asking.setVisible(shown is not None)
        if shown is None:
            self.horizon.forget()
            self._question = None
            self._offer()
            return
        asked = [step.question for step in shown.steps] + ([shown.question] if shown.question is not None else [])
        self._question = next((one for one in asked if one.id == question), shown.question)
        self._label.setText(translate("act", "Act {label}").format(label=shown.row.label))
        self._wording.setText(shown.row.wording)
        self._clock.setText(shown.clock)
        self.path.show_steps(path_of(shown, self._question))
        act = self.desk.case.rows(e.Act)[shown.row.id]
        facts = citable(self.desk.case, act, self._zone())
        self._known = len(facts.known)
        self.horizon.show_horizon(shown.row.person, shown.clock, facts, shown.rules)
        if self.end is not None:
            self._place.removeWidget(self.end)
            self.end.hide()
            self.end.deleteLater()
            self.end = None
        self._one.setVisible(self._question is not None)
        self.horizon.setEnabled(self._question is not None)
        if self._question is not None:
            self._ask(shown, self._question)
        else:
            self.end = ActEnd(shown.assessment)
            self._place.addWidget(self.end)
        self._offer()
        self._order()
        self._area.verticalScrollBar().setValue(0)

    def _order(self) -> None:
        """Tab goes from the top down, also to what was put in later."""
        answers = self.answers.findChildren(QAbstractButton) if self.answers is not None else []
        asking = [*answers, self.reason.box, *self.breach.findChildren(QAbstractButton)]
        chain = [*self.path.steps, *(asking if self._question is not None else []), self.back, self.all, self.next]
        for one, other in pairwise(
            one for one in chain if one.focusProxy() or one.focusPolicy() is not Qt.FocusPolicy.NoFocus
        ):
            QWidget.setTabOrder(one, other)

    def _ask(self, shown: ActShown, question: Question) -> None:
        given = shown.given.get(question.id)
        self._text.setText(question.text)
        self._help.setText(question.help)
        if self.answers is not None:
            self._answers_place.removeWidget(self.answers)
            self.answers.hide()
            self.answers.deleteLater()
        words = [question.words(answer) for answer in ANSWERS[:2]]
        words.append(of_domain("answer", Answer.NOT_ESTABLISHED.label))
        self.answers = Answers(question.text, words)
        self._answers_place.addWidget(self.answers)
        if given is not None:
            self.answers.choose(ANSWERS.index(given.answer))
        self.answers.chosen.connect(lambda _index: self._offer())
        self.answers.entered.connect(self._go_on)
        self.resting.begin((shown.row.id, question.id), given.reason if given is not None else "")
        self.horizon.tick(given.events if given is not None else (), given.rules if given is not None else ())
        self._say_breach()

    def _offer(self) -> None:
        """What the foot says and offers."""
        shown, question = self._shown, self._question
        ids = [step.question.id for step in shown.steps] if shown is not None else []
        at = ids.index(question.id) if question is not None and question.id in ids else len(ids)
        self.back.setEnabled(shown is not None and at > 0)
        self.next.setVisible(shown is not None)
        if shown is None:
            self._count.setText("")
            return
        if question is None:
            self._count.setText(translate("act", "{count} questions answered").format(count=len(ids)))
            self.next.setText(
                translate("act", "Next act") if self._following() is not None else translate("act", "To all acts")
            )
            self.next.setEnabled(True)
            return
        words = translate("act", "Question {number} of at most {count}")
        self._count.setText(words.format(number=at + 1, count=max(shown.at_most, at + 1)))
        self.next.setText(translate("act", "Next question"))
        self.next.setEnabled(self.answers is not None and self.answers.index is not None)

    def _focus(self) -> None:
        if self._shown is None:
            (self.sitting.button if self.sitting.isVisibleTo(self.widget) else self.all).setFocus()
        elif self._question is not None and self.answers is not None:
            self.answers.take_focus()
            self.desk.said.emit(self._question.text)
        else:
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)
            category = self._shown.row.category
            self.desk.said.emit(of_domain("category", category.label) if category is not None else self.title)

    def _say_cites(self) -> None:
        facts = len(self.horizon.cited("event"))
        self.cites.show_cites(self.horizon.labels, facts, self._known)
        if self.breach.shown:
            self._say_breach()

    def _reason_changed(self) -> None:
        if self.breach.shown:
            self._say_breach()

    # --- what is done -------------------------------------------------------------------------------

    def _typed(self) -> e.Answer | None:
        """What the page says now, if an answer is chosen and anything of it is new."""
        if self._shown is None or self._question is None or self.answers is None or self.answers.index is None:
            return None
        before = self._shown.given.get(self._question.id)
        given = e.Answer(
            act=self._shown.row.id,
            question=self._question.id,
            answer=ANSWERS[self.answers.index].value,
            reason=self.reason.text.strip(),
            events=self.horizon.cited("event"),
            rules=self.horizon.cited("rule"),
        )
        if before is not None:
            old = (before.answer.value, before.reason, set(before.events), set(before.rules))
            if old == (given.answer, given.reason, set(given.events), set(given.rules)):
                return None
        return given

    def _say_breach(self) -> bool:
        """Whether something is cited that could not be known then; it is said where it is."""
        if self._shown is None:
            return False
        act = self.desk.case.rows(e.Act)[self._shown.row.id]
        found = breaches(self.desk.case, act, self.reason.text, self.horizon.cited("event"), self._zone())
        self.breach.show_breaches(found, self._shown.row.person)
        return bool(found)

    def _remove(self) -> None:
        """Take the labels that cannot stand out of the reasons."""
        self.reason.box.setPlainText(self.breach.without(self.reason.text))
        self.reason.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        if self._question is None:
            following = self._following()
            self.desk.go("act", act=following) if following is not None else self.desk.go("acts")
            return
        if not self.next.isEnabled() or self._busy:
            return
        if self._say_breach():
            self.desk.said.emit(self.breach.sentence)
            self.reason.box.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self.breach, lambda: self._area.ensureWidgetVisible(self.breach))
            return
        self._save_then(self._after)

    def _show_and_focus(self, question: str | None) -> None:
        self._show(question)
        self._focus()

    def _after(self) -> None:
        """The question that follows the one just answered."""
        asked, here = [step.question.id for step in self._shown.steps] if self._shown else [], self._question
        at = asked.index(here.id) + 1 if here is not None and here.id in asked else len(asked)
        self._show_and_focus(asked[at] if at < len(asked) else None)

    def _go_back(self) -> None:
        asked = [step.question.id for step in self._shown.steps] if self._shown is not None else []
        here = self._question.id if self._question is not None else ""
        at = asked.index(here) if here in asked else len(asked)
        if at > 0:
            self._go_to_step(at - 1)

    def _go_to_step(self, at: int) -> None:
        if self._shown is not None and at < len(self._shown.steps):
            wanted = self._shown.steps[at].question.id
            self._save_then(lambda: self._show_and_focus(wanted))

    def _save_then(self, then: Any) -> None:
        """Save what is new on the page, then go on."""
        given = self._typed()
        if given is None:
            then()
            return
        self._busy = True
        self.resting.timer.stop()

        def done() -> None:
            self._busy = False
            self.resting.answered()
            then()

        self.desk.change(lambda session: judging.answer(session, given), done, self._not_saved)

    def _not_saved(self, fault: Any) -> None:
        self._busy = False
        self.desk.worker.fault.emit(fault)

    def _following(self) -> e.Id | None:
        """The next act that has open questions."""
        view = self.desk.view
        if view is None or view.instrument is None or self._act is None:
            return None
        rows = act_rows(view.case, view.instrument.instrument)
        at = next((n for n, one in enumerate(rows) if one.id == self._act), 0)
        return next((one.id for one in (*rows[at + 1 :], *rows[:at]) if one.category is None), None)

    def _zone(self) -> ZoneInfo:
        described = self.desk.case.described
        return ZoneInfo(described.zone if described is not None else "UTC")
