"""Answers given beforehand, act by act, as a file may bring them to a rehearsal; by labels, not by identity."""

from typing import NamedTuple

from app.domain import entries as e
from app.domain.case import Case
from app.domain.errors import AnswersUnknown


class GivenAnswer(NamedTuple):
    """One answer: the question's id, yes / no / not established, the reason, labels of cited events and rules."""

    question: str
    answer: str
    reason: str
    cites: tuple[str, ...]


class GivenAct(NamedTuple):
    """One act by the label of its event; without a person the event's actor, without a wording its own words."""

    event: str
    person: str | None
    wording: str | None
    answers: tuple[GivenAnswer, ...]


class Given(NamedTuple):
    """A whole file: the instrument it answers, and the acts in their order."""

    instrument: str
    acts: tuple[GivenAct, ...]


class Labels:
    """Labels of a case and the identities they stand for."""

    def __init__(self, case: Case) -> None:
        self._persons = {person.code: i for i, person in case.rows(e.Person).items()}
        self._events = {event.label: i for i, event in case.rows(e.Event).items()}
        self._rules = {rule.label: i for i, rule in case.rows(e.Rule).items()}
        self._actors = {event.label: event.actor for event in case.rows(e.Event).values()}

    def event(self, label: str) -> e.Id:
        """The event of this label; AnswersUnknown if a blind reader sees none."""
        return self._one(self._events, label)

    def actor(self, act: GivenAct) -> e.Id:
        """Whose act it is."""
        if act.person is not None:
            return self._one(self._persons, act.person)
        actor = self._actors.get(act.event)
        if actor is None:
            raise AnswersUnknown(label=act.event)
        return actor

    def cited(self, labels: tuple[str, ...]) -> tuple[tuple[e.Id, ...], tuple[e.Id, ...]]:
        """The events and the rules that these labels name."""
        events = tuple(self._events[label] for label in labels if label in self._events)
        rules = tuple(self._one(self._rules, label) for label in labels if label not in self._events)
        return events, rules

    @staticmethod
    def _one(known: dict[str, e.Id], label: str) -> e.Id:
        if label not in known:
            raise AnswersUnknown(label=label)
        return known[label]
