"""What one person knew and did not know at one moment, as lines for paper and screen, in the order of arrival."""

import datetime as dt
from typing import Final, NamedTuple

from app.domain import entries as e
from app.domain.case import Case
from app.domain.determination import Line
from app.domain.knowledge import ACCESS, Access, Horizon, Standing, Status, said_to, standing
from app.domain.timeline import in_time
from app.domain.words import QT_TRANSLATE_NOOP

WITHIN_REACH: Final = QT_TRANSLATE_NOOP("horizon", "Within reach in the record; not shown that it was opened.")
WITH_CUE: Final = QT_TRANSLATE_NOOP("horizon", "Within reach, with a cue; not shown that it was taken in.")
BY_ORDER: Final = QT_TRANSLATE_NOOP("horizon", "Before it in the record; the times are rounded.")
NOT_AVAILABLE: Final = QT_TRANSLATE_NOOP("horizon", "Not available.")
LEARNED_LATER: Final = QT_TRANSLATE_NOOP("horizon", "Not available; reached them only later.")
TIME_NOT_ESTABLISHED: Final = QT_TRANSLATE_NOOP("horizon", "Not established whether this came before or after.")
PERCEIVED: Final = QT_TRANSLATE_NOOP("horizon", "What was taken in of the act itself:")
NOTHING_STATED: Final = QT_TRANSLATE_NOOP(
    "horizon", "Not established. Nothing is stated about whether they knew {labels}."
)


class Fact(NamedTuple):
    """One fact as it stood for the person, with what the record says about knowing it."""

    id: e.Id
    label: str
    text: str
    note: str = ""

    @property
    def line(self) -> Line:
        """The fact as a line for paper."""
        return Line(self.label, self.text, self.note)


class View(NamedTuple):
    """Everything within one horizon: known, not known, and what nobody has said anything about yet.

    A fact that came up only after the decision stands nowhere: at that moment it was nothing to know or not know.
    The decision's own event stands under `not_known` only if the record says something about what was perceived.
    """

    known: tuple[Fact, ...]
    not_known: tuple[Fact, ...]
    unstated: tuple[Fact, ...]


def view(case: Case, here: Horizon, zone: dt.tzinfo) -> View:
    """What one person knew and did not know at one moment, in the order of the timeline, never of relevance."""
    events, said = case.rows(e.Event), said_to(case.rows(e.Knowledge), here.person)
    known: list[Fact] = []
    not_known: list[Fact] = []
    unstated: list[Fact] = []
    order = in_time(events)
    earlier = set(order[: order.index(here.event)])
    for i in order:
        found = standing(here, i, said.get(i, {}), zone)
        fact = _fact(i, events[i], found, own=events[i].actor == here.person)
        if i == here.event:
            not_known += _own_event(i, events[i], found)
        elif found.status in (Status.KNOWN, Status.ACCESSIBLE) or (found.status is Status.UNCERTAIN and found.before):
            known.append(fact)
        elif i in earlier and found.status is Status.UNSTATED:
            unstated.append(fact)
        elif i in earlier:
            not_known.append(fact)
    return View(tuple(known), tuple(not_known), tuple(unstated))


def known_and_not_known(case: Case, here: Horizon, zone: dt.tzinfo) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines of both columns of a paper; what nothing is stated about is one line at the end."""
    found = view(case, here, zone)
    not_known = [fact.line for fact in found.not_known]
    if found.unstated:
        labels = ", ".join(fact.label for fact in found.unstated)
        not_known.append(Line("", NOTHING_STATED.format(labels=labels)))
    return tuple(fact.line for fact in found.known), tuple(not_known)


def _own_event(id: e.Id, event: e.Event, found: Standing) -> list[Fact]:
    """What the record says of perceiving the very thing that was done, where it says anything."""
    own_act = event.actor is not None and found.row is not None and event.actor == found.row.person
    if found.row is None or own_act or not found.row.notes:
        return []
    return [Fact(id, event.label, PERCEIVED, _sentence(found.row.notes))]


def _fact(id: e.Id, event: e.Event, found: Standing, *, own: bool) -> Fact:
    """An event with what the record says about knowing it. For an own act, how it was known adds nothing."""
    said = "" if found.row is None or (own and found.row.how == "saw") else found.row.notes
    return Fact(id, event.label, event.text, " ".join(part for part in (_prefix(found), _sentence(said)) if part))


def _sentence(text: str) -> str:
    """A note as a sentence of its own."""
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""


def _prefix(found: Standing) -> str:
    if found.row is None or found.status is Status.KNOWN:
        return ""
    if found.status is Status.OUT:
        return NOT_AVAILABLE if found.row.at is None else LEARNED_LATER
    if found.status is Status.UNCERTAIN and not found.before:
        return TIME_NOT_ESTABLISHED
    access = ACCESS[found.row.how]
    reach = {Access.ACCESSIBLE: WITHIN_REACH, Access.ACCESSIBLE_WITH_CUE: WITH_CUE}.get(access, "")
    return " ".join(part for part in (BY_ORDER if found.status is Status.UNCERTAIN else "", reach) if part)
