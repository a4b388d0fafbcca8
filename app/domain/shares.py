"""Who holds how many shares of a vault, and how many of them open it (datamodel.md 6)."""

from collections.abc import Collection, Sequence

from app.domain import entries as e
from app.domain.roster import in_order, majority, votes
from app.domain.words import QT_TRANSLATE_NOOP

MOST_HOLDERS = 12
"""The largest panel; keeps the search for good shares among released ones short."""


def holders(in_force: Collection[str]) -> list[str]:
    """Who gets a share, in the order of the shares: every member in force."""
    return in_order([seat for seat in in_force if votes(seat)])


def threshold_fault(t: int, members: int) -> str | None:
    """What is wrong with a threshold: fewer than a majority could open, or more than there are would have to."""
    if not majority(members) <= t <= members:
        return QT_TRANSLATE_NOOP("order", "could be opened by too few members, or by nobody")
    return None


def fault(t: int, shares: Sequence[e.Share], in_force: Collection[str]) -> str | None:
    """What is wrong with a set of shares at its place, without any key: one for each member in force, numbered once."""
    if not shares or len(shares) > MOST_HOLDERS:
        return QT_TRANSLATE_NOOP("order", "has shares for nobody, or for too many")
    if [share.i for share in shares] != list(range(1, len(shares) + 1)):
        return QT_TRANSLATE_NOOP("order", "numbers its shares wrongly")
    if [share.member for share in shares] != holders(in_force):
        return QT_TRANSLATE_NOOP("order", "has shares for others than the members")
    return threshold_fault(t, len(shares))
