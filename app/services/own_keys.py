"""One person's own keys for one act: a passphrase must open the very seat that is asked, and no other."""

from typing import Final

from app.domain.errors import EvenhandError, NotTheManager, NotThisMember, WrongPassphrase
from app.domain.roster import manages
from app.services.ports import OwnKey
from app.services.session import Session

MANAGER: Final = "manager"
"""Asks for whoever is the case manager, in place of a seat."""


def unlock(session: Session, seat: str, passphrase: str) -> OwnKey:
    """The keys of this seat; NotThisMember or NotTheManager if the passphrase opens another seat or none."""
    try:
        own = session.store.unlock(passphrase)
    except WrongPassphrase:
        raise _refusal(seat) from None
    if not _sits_there(session, seat, own.actor):
        raise _refusal(seat)
    return own


def _sits_there(session: Session, seat: str, actor: str) -> bool:
    if seat != MANAGER:
        return actor == seat
    return manages(actor) and actor in session.case.members


def number_of(seat: str) -> int:
    """The number in a member's seat: 2 of `m2`."""
    return int(seat.removeprefix("m"))


def _refusal(seat: str) -> EvenhandError:
    return NotTheManager() if seat == MANAGER else NotThisMember(number=number_of(seat))
