"""What one person knew and did not know at one moment, as lines for paper and screen, in the order of arrival."""

import datetime as dt
from typing import Final

from app.domain import entries as e
from app.domain.case import Case
from app.domain.determination import Line
from app.domain.knowledge import ACCESS, Access, Horizon, Standing, Status, standing
from app.domain.timeline import in_time
from app.domain.words import QT_TRANSLATE_NOOP

WITHIN_REACH: Final = QT_TRANSLATE_NOOP("horizon", "Within reach in the record; not shown that it was opened.")
WITH_CUE: Final = QT_TRANSLATE_NOOP("horizon", "Within reach, with a cue; not shown that it was taken in.")
BY_ORDER: Final = QT_TRANSLATE_NOOP("horizon", "Before it in the record; the times are rounded.")
NOT_AVAILABLE: Final = QT_TRANSLATE_NOOP("horizon", "Not available.")
LEARNED_LATER: Final = QT_TRANSLATE_NOOP("horizon", "Not available; reached them only later.")
TIME_NOT_ESTABLISHED: Final = QT_TRANSLATE_NOOP("horizon", "Not established whether this came before or after.")
PERCEIVED: Final = QT_TRANSLATE_NOOP("horizon", "What was taken in of the act itself:")
NOTHING_STATED: Final = QT_TRANSLATE_NOOP("horizon", "Not established: nothing is stated about who knew this.")


def known_and_not_known(case: Case, here: Horizon, zone: dt.tzinfo) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines of both columns.

    A fact that came up only after the decision stands in neither: at that moment it was nothing to know or not know.
    The decision's own event stands in neither unless the record says something about what was perceived.
    """
    events, rows = case.rows(e.Event), case.rows(e.Knowledge)
    known: list[Line] = []
    not_known: list[Line] = []
    unstated: list[str] = []
    order = in_time(events)
    earlier = set(order[: order.index(here.event)])
    for i in order:
        found = standing(here, i, rows, zone)
        line = _line(events[i], found, own=events[i].actor == here.person)
        if i == here.event:
            not_known += _own_event(events[i], found)
        elif found.status in (Status.KNOWN, Status.ACCESSIBLE) or (found.status is Status.UNCERTAIN and found.before):
            known.append(line)
        elif i in earlier and found.status is Status.UNSTATED:
            unstated.append(events[i].label)
        elif i in earlier:
            not_known.append(line)
    if unstated:
        not_known.append(Line(", ".join(unstated), NOTHING_STATED))
    return tuple(known), tuple(not_known)


def _own_event(event: e.Event, found: Standing) -> list[Line]:
    """What the record says of perceiving the very thing that was done, where it says anything."""
    own_act = event.actor is not None and found.row is not None and event.actor == found.row.person
    if found.row is None or own_act or not found.row.notes:
        return []
    return [Line(event.label, PERCEIVED, found.row.notes)]


def _line(event: e.Event, found: Standing, *, own: bool) -> Line:
    """An event with what the record says about knowing it. For an own act, how it was known adds nothing."""
    said = "" if found.row is None or (own and found.row.how == "saw") else found.row.notes
    return Line(event.label, event.text, " ".join(part for part in (_prefix(found), said) if part))


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
