"""What one person could know at one moment, as rows to cite; what lay beyond stands there without a box."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.act_shown import RuleShown
from app.domain.citing import Citable
from app.domain.horizon_in_words import Fact
from ui.layouts import column
from ui.widgets.cite import BeyondRow, CiteRow, titled
from ui.widgets.scrolled import Scrolled
from ui.widgets.signs import Rule
from ui.widgets.text import Text
from ui.words import of_domain, translate


class HorizonList(QWidget):
    """The inspector of an act."""

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("more-width", 52)
        self._rows: dict[tuple[str, int], CiteRow] = {}
        self._inside = QWidget()
        self._lines: QVBoxLayout = column(self._inside, margins=(24, 20, 24, 24))
        column(self).addWidget(Scrolled(self._inside))

    def show_horizon(self, person: str, clock: str, facts: Citable, rules: Sequence[RuleShown]) -> None:
        """Another act."""
        self.forget()
        known = translate("horizonlist", "Known to {person}").format(person=person)
        self._lines.addWidget(Text(known, "t2", weight=600))
        self._lines.addWidget(Text(translate("horizonlist", "up to {time}").format(time=clock), voice="ink2"))
        self._lines.addWidget(Text(translate("horizonlist", "Tick a fact to cite it for this answer."), voice="ink2"))
        self._lines.addSpacing(8)
        self._lines.addWidget(Rule("edge"))
        if not facts.known:
            nothing = translate("horizonlist", "Nothing is established as known to {person} then.").format(
                person=person
            )
            self._lines.addWidget(Text(nothing, voice="ink2"))
        self._facts(facts.known)
        if facts.not_established:
            titled(self._lines, translate("horizonlist", "Not established"))
            self._facts(facts.not_established)
        if rules:
            titled(self._lines, translate("horizonlist", "Rules in force"))
            for rule in rules:
                self._add("rule", CiteRow(rule.id, rule.label, rule.text, rule.quality))
        if facts.beyond:
            titled(self._lines, translate("horizonlist", "Not available to {person}").format(person=person))
            for fact in facts.beyond:
                self._lines.addWidget(BeyondRow(fact.label, " ".join(filter(None, (fact.text, _note(fact))))))
                self._lines.addWidget(Rule())
        self._lines.addStretch(1)
        for one in self._rows.values():
            one.toggled.connect(self.ticked)

    def forget(self) -> None:
        """Empty it."""
        self._rows.clear()
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
            elif (inner := item.layout()) is not None:
                while (part := inner.takeAt(0)) is not None:
                    if (old := part.widget()) is not None:
                        old.hide()
                        old.deleteLater()

    def tick(self, events: Iterable[int], rules: Iterable[int]) -> None:
        """Tick exactly these."""
        wanted = {("event", i) for i in events} | {("rule", i) for i in rules}
        for key, one in self._rows.items():
            one.blockSignals(True)
            one.setChecked(key in wanted)
            one.blockSignals(False)
            one.update()
        self.ticked.emit()

    def cited(self, kind: str) -> tuple[int, ...]:
        """The ticked ones: "event" or "rule"."""
        return tuple(i for (table, i), one in self._rows.items() if table == kind and one.isChecked())

    @property
    def labels(self) -> list[str]:
        """The labels of everything ticked, in the order shown."""
        return [one.label for one in self._rows.values() if one.isChecked()]

    @property
    def rows(self) -> list[CiteRow]:
        """Every row with a box."""
        return list(self._rows.values())

    def _facts(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self._add("event", CiteRow(fact.id, fact.label, fact.text, _note(fact)))

    def _add(self, kind: str, one: CiteRow) -> None:
        self._rows[kind, one.id] = one
        self._lines.addWidget(one)
        self._lines.addWidget(Rule())


def _note(fact: Fact) -> str:
    return of_domain("horizon", fact.note) if fact.note else ""
