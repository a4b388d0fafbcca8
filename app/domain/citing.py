"""What an answer about one act may cite: what was known, what is not established; and what lay beyond the horizon.

Only what lay beyond blocks (bias.md 3a, horizon breach); a label written in a reason cites as a tick does.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.domain import entries as e
from app.domain.case import Case
from app.domain.horizon_in_words import Fact, view
from app.domain.knowledge import Horizon, Status, horizon, standing
from app.domain.times import When, parse_local
from app.domain.times_in_words import clock_in_words


class Citable(NamedTuple):
    """Facts in the order of the timeline: `known` and `not_established` may be cited, `beyond` may not."""

    known: tuple[Fact, ...]
    not_established: tuple[Fact, ...]
    beyond: tuple[Fact, ...]


class Breach(NamedTuple):
    """A cited fact that lay beyond the horizon; `learned` says when it reached the person, empty if never."""

    id: e.Id
    label: str
    learned: str = ""


def citable(case: Case, act: e.Act, zone: dt.tzinfo) -> Citable:
    """What may be cited about an act, and what may not."""
    events, rows = case.rows(e.Event), case.rows(e.Knowledge)
    here = horizon(events, act.person, act.event, zone)
    seen = view(case, here, zone)
    beyond = {fact.id for fact in seen.not_known if fact.id != act.event and _is_out(here, fact.id, rows, zone)}
    open_ones = [fact for fact in (*seen.not_known, *seen.unstated) if fact.id not in beyond]
    order = {i: n for n, i in enumerate(events)}
    return Citable(
        known=seen.known,
        not_established=tuple(sorted(open_ones, key=lambda fact: order[fact.id])),
        beyond=tuple(fact for fact in seen.not_known if fact.id in beyond),
    )


def mentioned(events: Mapping[e.Id, e.Event], text: str) -> list[e.Id]:
    """The events whose label is written in a text as a word of its own."""
    words = set(re.findall(r"[\w.-]*\w", text))
    return [i for i, event in events.items() if event.label in words]


def breaches(case: Case, act: e.Act, reason: str, cited: Iterable[e.Id], zone: dt.tzinfo) -> tuple[Breach, ...]:
    """What an answer cites, by a tick or in its words, that the person could not know then."""
    events, rows = case.rows(e.Event), case.rows(e.Knowledge)
    here = horizon(events, act.person, act.event, zone)
    named = dict.fromkeys((*(i for i in cited if i in events), *mentioned(events, reason)))
    return tuple(
        Breach(i, events[i].label, _learned(here, i, rows))
        for i in named
        if i != act.event and _is_out(here, i, rows, zone)
    )


def _is_out(here: Horizon, fact: e.Id, rows: Mapping[e.Id, e.Knowledge], zone: dt.tzinfo) -> bool:
    return standing(here, fact, rows, zone).status is Status.OUT


def _learned(here: Horizon, fact: e.Id, rows: Mapping[e.Id, e.Knowledge]) -> str:
    at = [row.at for row in rows.values() if row.event == fact and row.person == here.person and row.at]
    if not at:
        return ""
    stated = parse_local(min(at))
    return clock_in_words(When(start=min(at), precision="minute" if stated is not None and stated.has_clock else "day"))
