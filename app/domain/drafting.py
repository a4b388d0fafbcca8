"""From a case to its determination: every act with its horizon, its path and what follows, all in words."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain import entries as e
from app.domain.acts import answers_of, in_order
from app.domain.case import Case
from app.domain.categories import Category
from app.domain.determination import (
    ActFound,
    Determination,
    InstrumentUsed,
    Line,
    PanelMember,
    Record,
    StepTaken,
    WalkTaken,
)
from app.domain.graphs import Answer
from app.domain.horizon_in_words import known_and_not_known
from app.domain.instruments import Instrument
from app.domain.knowledge import Horizon, horizon
from app.domain.rules_in_words import quality
from app.domain.stages_of_judging import lacking
from app.domain.times_in_words import clock_in_words, date_in_words, in_words
from app.domain.walks import Assessment, Step, Walk, assess, explain
from app.domain.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Frame:
    """What a determination takes from outside the fold: who signs, where it stands in the record, the day.

    `seal` is the SHA-256 (hex) of the case manager's certificate, with which the case itself is sealed and closed.
    """

    panel: tuple[PanelMember, ...]
    record: Record
    date: str
    zone: dt.tzinfo
    instrument_sha256: str
    seal: str = ""


OPEN: Final = QT_TRANSLATE_NOOP("determination", "Not answered to the end")
NOT_NEEDED: Final = QT_TRANSLATE_NOOP("determination", "Not walked")


def draft(case: Case, instrument: Instrument, frame: Frame) -> Determination:
    """The determination of a case as it stands; what it still lacks is in `missing` and is printed, never hidden."""
    about = case.described or e.CaseDescribed(title="", setting="", zone="", question="")
    acts = [_Drafting(case, instrument, frame.zone, i, act) for i, act in in_order(case)]
    return Determination(
        reference=case.created.reference if case.created else "",
        title=about.title,
        setting=about.setting,
        event_date=date_in_words(about.event_date),
        question=about.question,
        instrument=_instrument(instrument, frame.instrument_sha256),
        acts=tuple(act.found() for act in acts),
        factors=tuple(_factors(case)),
        disputes=tuple(_disputes(case)),
        panel=frame.panel,
        record=frame.record,
        date=date_in_words(frame.date),
        seal=frame.seal,
        rehearsal=case.created is not None and case.created.rehearsal,
        missing=tuple(lack.words for lack in lacking(case, instrument, frame)),
    )


def _instrument(instrument: Instrument, sha256: str) -> InstrumentUsed:
    return InstrumentUsed(
        title=instrument.title,
        version=instrument.version,
        citation=instrument.citation,
        rights=instrument.rights,
        confidence=instrument.confidence_note,
        sha256=sha256,
    )


def _factors(case: Case) -> Iterator[Line]:
    for factor in case.rows(e.Factor).values():
        yield Line(factor.label, factor.text, f"{factor.framework}: {factor.category}")


def _disputes(case: Case) -> Iterator[Line]:
    for dispute in case.rows(e.Dispute).values():
        yield Line(dispute.label, dispute.topic, "\n".join(dispute.versions))


class _Drafting:
    """One act being put into words."""

    def __init__(self, case: Case, instrument: Instrument, zone: dt.tzinfo, id: e.Id, act: e.Act) -> None:
        self._case = case
        self._zone = zone
        self._act = act
        self._answers = answers_of(case, id)
        self._events = case.rows(e.Event)
        self._rules = case.rows(e.Rule)
        self._here: Horizon = horizon(self._events, act.person, act.event, zone)
        given = {question: Answer(row.answer) for question, (_, row) in self._answers.items()}
        self._assessment: Assessment = assess(instrument, given)

    def found(self) -> ActFound:
        person = self._case.rows(e.Person)[self._act.person]
        known, not_known = known_and_not_known(self._case, self._here, self._zone)
        end = self._assessment.end
        return ActFound(
            label=self._act.label,
            wording=self._act.wording,
            person=person.code,
            role=person.role,
            when=in_words(self._events[self._act.event].when),
            clock=clock_in_words(self._events[self._act.event].when),
            category=end.category if end else Category.UNDETERMINED,
            terminal=end.label if end else OPEN,
            known=known,
            not_known=not_known,
            rules=tuple(self._rules_in_force()),
            walks=tuple(self._walks()),
            action=end.action if end else "",
            organisation=end.organisation if end else "",
            conclusion=self._conclusion(),
        )

    def _walks(self) -> Iterator[WalkTaken]:
        gates = {step.question.id: step for step in self._assessment.gates}
        taken = {walk.graph.id: walk for walk in self._assessment.walks}
        for graph in self._assessment.instrument.walked:
            gate = gates.get(graph.gate.id) if graph.gate else None
            walk = taken.get(graph.id)
            steps = (*([gate] if gate else []), *(walk.steps if walk else ()))
            if steps:
                terminal, category = _end_of(walk, gate)
                decides = walk is not None and walk is self._assessment.decides
                yield WalkTaken(graph.title, tuple(map(self._taken, steps)), terminal, category, decides)

    def _taken(self, step: Step) -> StepTaken:
        row = self._answers[step.question.id][1]
        return StepTaken(
            node=step.question.id,
            short=step.question.short,
            question=step.question.text,
            answer=step.words,
            reason=row.reason,
            cites=(*_labels(self._events, row.events), *_labels(self._rules, row.rules)),
        )

    def _rules_in_force(self) -> Iterator[Line]:
        for rule in self._rules.values():
            if self._act.person in rule.applies_to:
                yield Line(rule.label, rule.text, quality(rule))

    def _conclusion(self) -> str:
        """The sentences of `explain` that follow the walks themselves, which are drawn."""
        return " ".join(explain(self._assessment)[len(self._assessment.instrument.walked) :])


def _end_of(walk: Walk | None, gate: Step | None) -> tuple[str, Category]:
    if walk is not None and walk.terminal is not None:
        return walk.terminal.label, walk.terminal.category
    if walk is None and gate is not None and gate.answer is Answer.NO:
        return NOT_NEEDED, Category.NO_BREACH
    if walk is not None and walk.open is not None:
        return OPEN, Category.UNDETERMINED
    return Category.UNDETERMINED.label, Category.UNDETERMINED


def _labels(rows: Mapping[e.Id, e.Event] | Mapping[e.Id, e.Rule], ids: Iterable[e.Id]) -> Iterator[str]:
    return (rows[i].label for i in ids if i in rows)
