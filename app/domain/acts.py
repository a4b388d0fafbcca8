"""The acts under review: proposed from decision points, worded neutrally, one person and one choice each."""

from app.domain import entries as e
from app.domain.case import Case
from app.domain.timeline import in_time


def proposed(case: Case) -> list[e.Act]:
    """An act for each decision point of a person under review, forward in time.

    Decision points that reveal the outcome and persons not under review give no acts by themselves
    (instruments.md 1, "How the program reads these graphs"); such events are never in a blind case.
    """
    events, persons = case.rows(e.Event), case.rows(e.Person)
    found = [
        (i, event.actor)
        for i in in_time(events)
        if (event := events[i]).decision_point and not event.reveals_outcome and event.actor is not None
    ]
    under_review = [(i, actor) for i, actor in found if actor in persons and persons[actor].under_review]
    return [act_at(case, i, actor, n) for n, (i, actor) in enumerate(under_review, len(case.rows(e.Act)) + 1)]


def act_at(case: Case, event: e.Id, person: e.Id, number: int, wording: str | None = None) -> e.Act:
    """The act of one person at one event; without other words, in the words of the timeline."""
    text = wording if wording is not None else case.rows(e.Event)[event].text
    return e.Act(label=f"A{number}", event=event, person=person, wording=neutral(text), place=number)


def neutral(text: str) -> str:
    """A sentence of the timeline as the title of an act: without its full stop, white space made one."""
    return " ".join(text.split()).rstrip(".")


def in_order(case: Case) -> list[tuple[e.Id, e.Act]]:
    """The acts of a case in their order."""
    return sorted(case.rows(e.Act).items(), key=lambda item: (item[1].place, item[0]))


def answers_of(case: Case, act: e.Id) -> dict[str, tuple[e.Id, e.Answer]]:
    """The answers to one act by question, each with its identity; the newest one where two were given."""
    return {row.question: (i, row) for i, row in case.rows(e.Answer).items() if row.act == act}
