"""What members decide by majority: one act that carries their signatures, and everything it may be about."""

from collections.abc import Collection
from typing import Any, Final

from app.domain import entries as e
from app.domain.roster import majority, votes
from app.domain.words import QT_TRANSLATE_NOOP

REPLACE: Final = "replace"
"""A person lost their passphrase: their seat is retired and they get a new one."""

REMOVE: Final = "remove"
"""A member leaves the panel."""

EXCUSE: Final = "excuse"
"""A member leaves one round."""

OPEN: Final = "open"
"""The reporter's vault may be opened."""

ABOUT_A_SEAT: Final = frozenset({REPLACE, REMOVE, EXCUSE})
ABOUT_AN_ENTRY: Final = frozenset({EXCUSE, OPEN})


def content(case: str, decision: e.Decision, of: int | None) -> list[Any]:
    """What each consenting member signs, as plain values: everything a decision says, and in which case."""
    return [case, decision.what, decision.seat, of, decision.ground, decision.seq, decision.head]


def fault(decision: e.Decision, of: int | None, in_force: Collection[str]) -> str | None:
    """What is wrong with a decision by itself, for the seats in force at its place; signatures are checked apart."""
    if decision.what not in ABOUT_A_SEAT | ABOUT_AN_ENTRY:
        return QT_TRANSLATE_NOOP("order", "decides what cannot be decided")
    if (decision.what in ABOUT_A_SEAT) != bool(decision.seat) or (decision.what in ABOUT_AN_ENTRY) != (of is not None):
        return QT_TRANSLATE_NOOP("order", "does not say what it decides about")
    signers = [consent.member for consent in decision.consents]
    if len(set(signers)) != len(signers):
        return QT_TRANSLATE_NOOP("order", "counts a member twice")
    if any(signer not in in_force or not votes(signer) for signer in signers):
        return QT_TRANSLATE_NOOP("order", "counts somebody who has no vote")
    if len(signers) < majority(sum(map(votes, in_force))):
        return QT_TRANSLATE_NOOP("order", "is not carried by a majority of the members")
    return None
