"""Close a case into one file, open that file again, reopen the case."""

from pathlib import Path
from typing import Final

from app.domain import entries as e
from app.domain.copies import ArchiveFile, ArchiveSlip
from app.domain.errors import ArchiveExists, ArchiveName, NotArchived
from app.domain.retention import RetentionClass, ends
from app.services.cases import session_with_vaults
from app.services.house import House
from app.services.ports import OwnKey
from app.services.session import Changes, Session

SUFFIX: Final = ".evenhand-archive"


def archive_case(
    house: House, folder: Path, passphrase: str, target: Path, *, retention: str, begins: str, program: str
) -> ArchiveSlip:
    """Close the case for good and put it into one file at `target`; returns what the archive slip says.

    The closing is an act signed with the person's own key; drafts go with it. A second process checks the file before
    it gets its name. Where an earlier try closed the case already under the same terms, only the file is made.
    """
    kind = house.retention.load(retention)
    terms = e.CaseArchived(retention=kind.id, begins=begins, until=ends(begins, kind.years))
    if not target.name.endswith(SUFFIX) or target.name == SUFFIX:
        raise ArchiveName
    if target.exists() or target.is_symlink():
        raise ArchiveExists
    opened = house.files.open(folder, passphrase, read_only=False)
    try:
        session = session_with_vaults(opened, house.clock, blind=True)
        _close_for_good(session, opened.own, terms)
        found = session.store.copies.archive(
            target,
            seq=session.store.next_seq - 1,
            head=session.store.head,
            check=house.archives.check_elsewhere(passphrase),
        )
        return _slip(session, kind, terms, found, program)
    finally:
        opened.store.close()


def _close_for_good(session: Session, own: OwnKey, terms: e.CaseArchived) -> None:
    drafts = session.store.drafts.listed()
    signed = [entry.payload.sha256 for entry in session.store.entries() if isinstance(entry.payload, e.PdfSigned)]
    terms = e.CaseArchived(
        retention=terms.retention, begins=terms.begins, until=terms.until, paper=signed[-1] if signed else ""
    )
    if session.case.archived == terms and not drafts:
        return
    session.commit([e.NewEntry("case.archived", terms)], own, settled=drafts)


def _slip(
    session: Session, kind: RetentionClass, terms: e.CaseArchived, found: ArchiveFile, program: str
) -> ArchiveSlip:
    created = session.case.created
    return ArchiveSlip(
        case=session.store.case_id,
        reference=created.reference if created else "",
        file=found,
        made=session.clock.now(),
        program=program,
        retention=kind.id,
        retention_name=kind.shown,
        confirmed=kind.confirmed,
        begins=terms.begins,
        until=terms.until,
        on_hold=session.case.on_hold,
    )


def open_archive(
    house: House, path: Path, passphrase: str, *, blind: bool = False, room: Path | None = None
) -> Session:
    """Open an archive for reading. `room` is where its encrypted copy stands while it is open."""
    return session_with_vaults(house.archives.open(path, passphrase, room), house.clock, blind=blind)


def unpack_archive(house: House, path: Path, folder: Path) -> None:
    """An archive as a case folder again; it needs no passphrase and appears whole or not at all."""
    house.archives.unpack(path, folder)


def reopen_case(session: Session, own: OwnKey, reason: str) -> Changes:
    """Work on a closed case again, for this reason; an act of its own."""
    if not session.case.closed:
        raise NotArchived
    return session.commit([e.NewEntry("case.reopened", e.CaseReopened(reason=reason))], own)
