"""The roster page: whose key is whose, to be printed at enrolment and signed in ink."""

from collections.abc import Sequence
from typing import NamedTuple

from app.domain import decisions
from app.domain import entries as e


class RosterRow(NamedTuple):
    """One seat: its fingerprint (SHA-256 of the certificate, in groups of four), since when, until when and why."""

    seat: str
    name: str
    role: str
    fingerprint: str
    since: str
    until: str
    ended_by: str


class RosterPage(NamedTuple):
    """The whole page, with the head of the record it was made from."""

    reference: str
    case: str
    head: str
    rows: tuple[RosterRow, ...]


def rows(log: Sequence[e.Entry], fingerprints: dict[str, str]) -> tuple[RosterRow, ...]:
    """Every seat that ever was, in the order of joining; `fingerprints` are hex, by seat."""
    ended = {
        entry.payload.seat: (entry.at, _why(log, entry.of))
        for entry in log
        if isinstance(entry.payload, e.MemberRetired)
    }
    return tuple(
        RosterRow(
            seat=entry.payload.id,
            name=entry.payload.name,
            role=entry.payload.role,
            fingerprint=in_groups(fingerprints.get(entry.payload.id, "")),
            since=entry.at,
            until=ended.get(entry.payload.id, ("", ""))[0],
            ended_by=ended.get(entry.payload.id, ("", ""))[1],
        )
        for entry in log
        if isinstance(entry.payload, e.MemberEnrolled)
    )


def in_groups(hexes: str) -> str:
    """Hexadecimal in groups of four, for comparing by eye."""
    return " ".join(hexes[i : i + 4] for i in range(0, len(hexes), 4))


def _why(log: Sequence[e.Entry], of: int | None) -> str:
    decision = log[of].payload if of is not None else None
    return decision.what if isinstance(decision, e.Decision) else decisions.REMOVE
