"""The case as somebody without the outcome's key sees it, while its keeper still works with that key in memory."""

from app.domain import entries as e
from app.domain.case import Case, fold
from app.services.session import Session


def blind_case(session: Session) -> Case:
    """The same fold over the same log, with every entry of an unopened vault left sealed.

    This is what a panel will see, so that a page shown to a room shows it from the start; it is never made by
    leaving rows out of the open fold (datamodel.md 6).
    """
    store = session.store
    if store.is_blind:
        return session.case
    opened = {vault for vault, found in session.case.vaults.items() if found.opened}
    log = store.entries()
    sealed = [n for n, _ in enumerate(log) if (vault := store.sealed_in(n)) is not None and vault not in opened]
    if not sealed:
        return session.case
    blind = list(log)
    for n in sealed:
        blind[n] = log[n]._replace(type="sealed", of=None, payload=e.SEALED)
    return fold(blind)
