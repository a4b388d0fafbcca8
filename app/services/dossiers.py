"""Bring a dossier into a new case, and take a case out as a dossier."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.domain import entries as e
from app.domain.case import Case
from app.domain.dossier import Dossier, Text, plan
from app.domain.errors import RefersToNothing
from app.services.cases import create_case
from app.services.ports import CaseFiles, Clock, DossierFolders
from app.services.session import Session


def import_dossier(
    files: CaseFiles,
    dossiers: DossierFolders,
    clock: Clock,
    *,
    source: Path,
    place: Path,
    passphrase: str,
    program: str,
    rehearsal: bool = False,
) -> Mapping[str, int]:
    """A new case from a dossier folder; returns how many objects of each table came in.

    A faulty dossier is refused whole and leaves nothing behind. How many of them lie in the outcome vault is told
    to nobody (datamodel.md 6).
    """
    dossier = dossiers.read(source)

    def first(seq: int, vault: e.Id) -> Sequence[e.NewEntry]:
        described = e.NewEntry("case.described", dossier.described)
        return [described, *plan(dossier, first=seq + 1, vault=vault)]

    create_case(files, clock, place, passphrase, program=program, first=first, rehearsal=rehearsal)
    return {name: len(rows) for name, rows in dossier.tables.items()} | {"document": len(dossier.texts)}


def export_dossier(session: Session, dossiers: DossierFolders, folder: Path) -> None:
    """Write what this reader can see of a case as a dossier, in the clear, into a new folder."""
    if session.case.described is None:
        raise RefersToNothing
    tables = {name: _present(session.case, name) for name in session.case.tables if name != "document"}
    texts = tuple(
        Text(document.nature, document.title, session.store.document(version_of(session, i)))
        for i, document in session.case.rows(e.Document).items()
        if document.media_type == "text/plain"
    )
    dossiers.write(folder, Dossier(session.case.described, tables, texts))


def version_of(session: Session, document: e.Id) -> int:
    """The entry whose chunks a document's newest version stands on."""
    entries = session.store.entries()
    return max(n for n, entry in enumerate(entries) if entry.type == "document.put" and document in (n, entry.of))


def _present(case: Case, name: str) -> dict[e.Id, e.Payload]:
    return {i: row for i, row in case.table(name).items() if isinstance(row, e.Payload)}
