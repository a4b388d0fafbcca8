"""Destroy a case by decision: what the law keeps is refused, what was done is certified."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from app.domain import entries as e
from app.domain.destruction import DestructionCertificate, Doomed, lines
from app.domain.errors import KeptLonger, NotArchived, UnderHold
from app.domain.retention import is_over
from app.services.cases import session_with_vaults
from app.services.house import House
from app.services.session import Session


class Decision(NamedTuple):
    """Why a case is destroyed, by whose decision, before which witness; `early`: before its period has ended."""

    ground: str
    decision: str
    witness: str
    early: bool = False


def destroy_case(
    house: House,
    folder: Path,
    passphrase: str,
    decision: Decision,
    *,
    copies: Sequence[Path] = (),
    certificate: Path,
) -> DestructionCertificate:
    """Destroy the case folder with its backups and the named copies, and write the certificate as a text file.

    UnderHold while a legal hold stands; KeptLonger or NotArchived before the end of the retention period, unless the
    decision says that it is early. The decision is the last entry of the case, so the certificate's head covers it.
    A destruction that was interrupted is gone on with, whatever the passphrase: the keys may be gone already.
    """
    doomed = house.destruction.begun(folder)
    by = ""
    if doomed is None:
        doomed, by = _decide(house, folder, passphrase, decision, copies)
    found: list[DestructionCertificate] = []

    def keep(not_reached: tuple[str, ...]) -> None:
        found.append(_certificate(doomed, decision, house.clock.now(), by, not_reached))
        house.destruction.certify(certificate, "\n".join(lines(found[-1])) + "\n")

    house.destruction.finish(folder, keep)
    return found[-1]


def _decide(
    house: House, folder: Path, passphrase: str, decision: Decision, copies: Sequence[Path]
) -> tuple[Doomed, str]:
    opened = house.files.open(folder, passphrase, read_only=False)
    try:
        session = session_with_vaults(opened, house.clock, blind=True)
        refuse_destruction(session, today=house.clock.now()[:10], early=decision.early)
        house.destruction.refuse_strangers(copies, session.store.case_id)
        act = e.DestructionDecided(
            ground=decision.ground, decision=decision.decision, witness=decision.witness, early=decision.early
        )
        session.commit([e.NewEntry("destruction.decided", act)], opened.own)
        store, created = session.store, session.case.created
        reference = created.reference if created else ""
        doomed = house.destruction.begin(folder, copies, store.case_id, reference, store.next_seq - 1, store.head)
        return doomed, opened.own.actor
    finally:
        opened.store.close()


def refuse_destruction(session: Session, *, today: str, early: bool) -> None:
    """Nothing where a case may be destroyed today; UnderHold, NotArchived or KeptLonger where it may not."""
    if session.case.on_hold:
        raise UnderHold
    if early:
        return
    if session.case.archived is None:
        raise NotArchived
    if not is_over(session.case.archived.until, today):
        raise KeptLonger(until=session.case.archived.until or "-")


def _certificate(
    doomed: Doomed, decision: Decision, at: str, by: str, not_reached: tuple[str, ...]
) -> DestructionCertificate:
    return DestructionCertificate(
        case=doomed.case,
        reference=doomed.reference,
        seq=doomed.seq,
        head=doomed.head,
        at=at,
        by=by or "somebody who went on with an interrupted destruction",
        witness=decision.witness,
        ground=decision.ground,
        decision=decision.decision,
        early=decision.early,
        destroyed=tuple(item for item in doomed.items if item.name not in not_reached),
        not_reached=not_reached,
    )
