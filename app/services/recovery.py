"""The way back when every passphrase is lost: a code on paper that opens a case for reading, outside its vaults."""

from app.domain import entries as e
from app.domain.recovery import RecoverySheet, shown
from app.domain.roster import RECOVERY
from app.services.in_order import act, refuse_out_of_order
from app.services.ports import OwnKey, Squares
from app.services.session import Session

SEAT = f"{RECOVERY}1"


def make_recovery(session: Session, manager: OwnKey, squares: Squares) -> RecoverySheet:
    """A new recovery code, in place of any earlier one; the sheet is the only place where it stands.

    It opens everything outside the vaults and signs nothing. Whoever holds the paper can read the case.
    """
    created = session.case.created
    refuse_out_of_order(session, [e.NewEntry("recovery.made", e.RecoveryMade(seat=SEAT, key=""))], manager.actor)
    code, key = session.store.new_recovery(SEAT)
    act(session, [e.NewEntry("recovery.made", e.RecoveryMade(seat=SEAT, key=key))], manager)
    return RecoverySheet(
        reference="" if created is None else created.reference,
        case=session.store.case_id,
        made=session.clock.now(),
        code=shown(code),
        square=squares.of(shown(code)),
    )
