"""Seats: who votes, how many are a majority, and which seat comes next. The first letter of a seat is its kind."""

from collections.abc import Collection
from typing import Final

MANAGER: Final = "c"
MEMBER: Final = "m"
RECOVERY: Final = "r"


def votes(seat: str) -> bool:
    """True for a member's seat; the case manager prepares and has no vote, the recovery code only reads."""
    return seat.startswith(MEMBER)


def manages(seat: str) -> bool:
    """True for a case manager's seat."""
    return seat.startswith(MANAGER)


def majority(members: int) -> int:
    """How many of so many members are more than half."""
    return members // 2 + 1


def next_seat(kind: str, taken: Collection[str]) -> str:
    """The next seat of a kind that nobody ever had."""
    return next(seat for n in range(1, len(taken) + 2) if (seat := f"{kind}{n}") not in taken)


def in_order(seats: Collection[str]) -> list[str]:
    """Seats in the order of their numbers."""
    return sorted(seats, key=lambda seat: (len(seat), seat))
