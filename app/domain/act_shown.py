"""One act as a page shows it: the path so far, the next question with its answers, and what may be cited."""

import datetime as dt
from typing import NamedTuple

from app.domain import entries as e
from app.domain.acts import answers_of, in_order
from app.domain.case import Case
from app.domain.categories import Category
from app.domain.graphs import Answer, Graph, Question
from app.domain.horizon_in_words import View, view
from app.domain.instruments import Instrument
from app.domain.knowledge import horizon
from app.domain.rules_in_words import quality
from app.domain.times_in_words import clock_in_words, in_words
from app.domain.walks import Assessment, Step, assess


class ActRow(NamedTuple):
    """One act in a list: its category once every question is answered, else None."""

    id: e.Id
    label: str
    wording: str
    person: str
    when: str
    category: Category | None
    clock: str = ""
    """The shortest way to say when."""


class RuleShown(NamedTuple):
    """A rule in force for the person."""

    id: e.Id
    label: str
    text: str
    quality: str


class Given(NamedTuple):
    """What was answered to one question."""

    answer: Answer
    reason: str
    events: tuple[e.Id, ...]
    rules: tuple[e.Id, ...]


class ActShown(NamedTuple):
    """One act with its instrument: `steps` are the answered questions in the order in which they were asked.

    `question` is the next open one, None at the end; `at_most` is how many questions there can be in all.
    """

    row: ActRow
    role: str
    clock: str
    steps: tuple[Step, ...]
    given: dict[str, Given]
    question: Question | None
    at_most: int
    horizon: View
    rules: tuple[RuleShown, ...]
    assessment: Assessment


def act_rows(case: Case, instrument: Instrument) -> tuple[ActRow, ...]:
    """Every act under review, in order."""
    return tuple(_row(case, i, act, _assessed(case, instrument, i)) for i, act in in_order(case))


def act_shown(case: Case, instrument: Instrument, id: e.Id, zone: dt.tzinfo) -> ActShown:
    """One act as its page shows it."""
    act = case.rows(e.Act)[id]
    events, persons = case.rows(e.Event), case.rows(e.Person)
    assessment = _assessed(case, instrument, id)
    rows = answers_of(case, id)
    given = {
        question: Given(Answer(row.answer), row.reason, row.events, row.rules) for question, (_, row) in rows.items()
    }
    steps = steps_of(assessment)
    return ActShown(
        row=_row(case, id, act, assessment),
        role=persons[act.person].role,
        clock=clock_in_words(events[act.event].when),
        steps=steps,
        given=given,
        question=assessment.open,
        at_most=len(steps) + _longest_ahead(assessment),
        horizon=view(case, horizon(events, act.person, act.event, zone), zone),
        rules=tuple(
            RuleShown(i, rule.label, rule.text, quality(rule))
            for i, rule in case.rows(e.Rule).items()
            if act.person in rule.applies_to
        ),
        assessment=assessment,
    )


def steps_of(assessment: Assessment) -> tuple[Step, ...]:
    """The answered questions, graph by graph, each graph's gate before it."""
    found: list[Step] = []
    gates = {step.question.id: step for step in assessment.gates}
    walks = {walk.graph.id: walk for walk in assessment.walks}
    for graph in assessment.instrument.walked:
        if graph.gate is not None and graph.gate.id in gates:
            found.append(gates[graph.gate.id])
        if graph.id in walks:
            found += walks[graph.id].steps
    return tuple(found)


def _longest_ahead(assessment: Assessment) -> int:
    """How many questions may still come, on the longest way from where each graph stands."""
    walks = {walk.graph.id: walk for walk in assessment.walks}
    gates = {step.question.id for step in assessment.gates}
    ahead = 0
    for graph in assessment.instrument.walked:
        if graph.id in walks:
            open_node = walks[graph.id].open
            ahead += _longest(graph, open_node.id) if open_node else 0
        elif graph.gate is not None and graph.gate.id not in gates:
            ahead += 1 + _longest(graph, graph.start)
    return ahead


def _longest(graph: Graph, node: str) -> int:
    found = graph.node(node)
    if found is None:
        return 0
    return 1 + max(_longest(graph, found.yes), _longest(graph, found.no))


def _assessed(case: Case, instrument: Instrument, id: e.Id) -> Assessment:
    return assess(instrument, {question: Answer(row.answer) for question, (_, row) in answers_of(case, id).items()})


def _row(case: Case, id: e.Id, act: e.Act, assessment: Assessment) -> ActRow:
    event = case.rows(e.Event)[act.event]
    person = case.rows(e.Person)[act.person].code
    clock = clock_in_words(event.when)
    return ActRow(id, act.label, act.wording, person, in_words(event.when), assessment.category, clock)
