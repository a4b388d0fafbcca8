"""What each stage of a review still lacks, in words, as far as the record itself can tell."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from app.domain import entries as e
from app.domain.acts import in_order, proposed
from app.domain.case import Case
from app.domain.timeline import in_time
from app.domain.words import QT_TRANSLATE_NOOP

NAMED: Final = 3
"""So many labels are named in one sentence; of the others the number is said."""

NO_TITLE: Final = QT_TRANSLATE_NOOP("missing", "What the review is about")
NO_QUESTION: Final = QT_TRANSLATE_NOOP("missing", "The question for the panel")
NO_INSTRUMENT: Final = QT_TRANSLATE_NOOP("missing", "The instrument to judge by")
NO_MEMBER: Final = QT_TRANSLATE_NOOP("missing", "The members of the panel")
NO_EVENT: Final = QT_TRANSLATE_NOOP("missing", "The first event")
NOBODY: Final = QT_TRANSLATE_NOOP("missing", "Who is under review")
WHO_KNEW: Final = QT_TRANSLATE_NOOP("missing", "Who knew {labels}")
NOT_SAID: Final = QT_TRANSLATE_NOOP("missing", "What {person} knew of {labels}")
NO_SOURCE: Final = QT_TRANSLATE_NOOP("missing", "The source of {labels}")
RULES: Final = QT_TRANSLATE_NOOP("missing", "Rule {labels}: no answers yet")
NO_ACT: Final = QT_TRANSLATE_NOOP("missing", "The first act under review")
NOT_TAKEN_UP: Final = QT_TRANSLATE_NOOP("missing", "Decision points not taken up: {labels}")
NO_ANSWER: Final = QT_TRANSLATE_NOOP("missing", "Act {labels}: no answers yet")

_QUALITIES: Final = ("available", "workable", "intelligible", "correct", "followed_locally")


class Missing(NamedTuple):
    """Something a stage lacks: a text marked under "missing", and what fills its blanks.

    `labels` are the first few of `total` things.
    """

    text: str
    labels: tuple[str, ...] = ()
    total: int = 0
    person: str = ""


def missing(case: Case) -> dict[int, tuple[Missing, ...]]:
    """What each stage still lacks, by its number; a stage of which the record cannot tell yet is left out."""
    return {stage: tuple(find(case)) for stage, find in _STAGES.items()}


def _convene(case: Case) -> Iterator[Missing]:
    if case.described is None or not case.described.title:
        yield Missing(NO_TITLE)
    if case.described is None or not case.described.question:
        yield Missing(NO_QUESTION)
    if case.instrument is None:
        yield Missing(NO_INSTRUMENT)
    if len(case.members) < 2:
        yield Missing(NO_MEMBER)


def _facts(case: Case) -> Iterator[Missing]:
    events = case.rows(e.Event)
    if not events:
        yield Missing(NO_EVENT)
        return
    order = in_time(events)
    yield from _not_said(case, events, order)
    silent = [row.label for row in case.rows(e.Rule).values() if all(getattr(row, q) == "unknown" for q in _QUALITIES)]
    yield from _each(RULES, silent)
    yield from _each(NO_SOURCE, [events[i].label for i in order if not events[i].sources])


def _not_said(case: Case, events: dict[e.Id, e.Event], order: Sequence[e.Id]) -> Iterator[Missing]:
    """Events of which nothing is said for anybody under review, then what is left for each person."""
    people = {i: row.code for i, row in case.rows(e.Person).items() if row.under_review}
    if not people:
        yield Missing(NOBODY)
        return
    said: dict[e.Id, set[e.Id]] = {i: set() for i in people}
    for row in case.rows(e.Knowledge).values():
        if row.person in said:
            said[row.person].add(row.event)
    anybody = set().union(*said.values())
    yield from _each(WHO_KNEW, [events[i].label for i in order if i not in anybody])
    for i, code in people.items():
        yield from _each(NOT_SAID, [events[n].label for n in order if n in anybody and n not in said[i]], code)


def _acts(case: Case) -> Iterator[Missing]:
    acts = {(act.event, act.person) for act in case.rows(e.Act).values()}
    if not acts:
        yield Missing(NO_ACT)
    events = case.rows(e.Event)
    left = [act for act in proposed(case) if (act.event, act.person) not in acts]
    yield from _each(NOT_TAKEN_UP, [events[act.event].label for act in left])


def _judge(case: Case) -> Iterator[Missing]:
    if case.instrument is None:
        yield Missing(NO_INSTRUMENT)
    answered = {answer.act for answer in case.rows(e.Answer).values()}
    yield from _each(NO_ANSWER, [act.label for i, act in in_order(case) if i not in answered])


def _each(text: str, labels: Sequence[str], person: str = "") -> Iterable[Missing]:
    return [Missing(text, tuple(labels[:NAMED]), len(labels), person)] if labels else []


_STAGES: Final[dict[int, Callable[[Case], Iterator[Missing]]]] = {1: _convene, 2: _facts, 3: _acts, 4: _judge}
