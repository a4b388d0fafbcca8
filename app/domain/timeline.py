"""The order of events: by the time that is stated, ties and unknown times by their place in the record."""

from collections.abc import Mapping

from app.domain import entries as e
from app.domain.times import parse_local


def in_place(events: Mapping[e.Id, e.Event]) -> list[e.Id]:
    """Identities in the order of the record (the file order of a dossier), which time does not change."""
    return sorted(events, key=lambda i: (events[i].place.after, events[i].place.then, i))


def in_time(events: Mapping[e.Id, e.Event]) -> list[e.Id]:
    """Identities forward in time.

    The stated start decides; place breaks ties. An event without a time stays right behind the event before it
    in the record, because that is all the record says about it (FORMAT.md, "timeline.csv").
    """
    keyed: list[tuple[str, int, e.Id]] = []
    last = ""
    for rank, i in enumerate(in_place(events)):
        stated = parse_local(events[i].when.start or "")
        if stated is not None:
            last = stated.wall.isoformat()
        keyed.append((last, rank, i))
    return [i for _, _, i in sorted(keyed)]


def next_place(events: Mapping[e.Id, e.Event], *, sealed: bool = False) -> e.Place:
    """The place behind everything that `events` holds; a sealed event takes no clear number."""
    after = max((event.place.after for event in events.values()), default=-1)
    if not sealed:
        return e.Place(after + 1)
    then = max((event.place.then for event in events.values() if event.place.after == after), default=0)
    return e.Place(max(after, 0), then + 1)
