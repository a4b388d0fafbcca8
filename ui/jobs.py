"""What the worker does for the pages: each job runs on the worker thread and returns plain values.

The services are imported inside the jobs, so that the first screen does not wait for them.
"""

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import __version__
from app.domain.errors import WorldFault
from app.domain.words import QT_TRANSLATE_NOOP
from ui.tokens import RESOURCES
from ui.worker import Work

if TYPE_CHECKING:
    from app.domain.case import Case
    from app.domain.stages import Missing
    from app.domain.verdict import Verdict
    from app.services.determinations import Standing
    from app.services.ports import ProvenInstrument
    from app.services.session import Changes, Session

SUFFIX: Final = ".evenhand"
SAMPLE: Final = RESOURCES / "samples" / "case01_cabinet_override_imaging"
MOST_ENTRIES: Final = 5000
"""Entries of one folder that the chooser shows."""


class FolderUnreadable(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "This folder cannot be read. Nothing was changed. Choose another one.")


@dataclass(frozen=True, slots=True, repr=False)
class View:
    """An open case as the main thread sees it: frozen, without store or keys."""

    case: "Case"
    seat: str
    blind: "Case"
    """The same case without what the outcome vault holds: what a page shows that a room may see."""
    missing: "Mapping[int, tuple[Missing, ...]]"
    """What each stage still lacks, by its number; from the blind case."""
    started: bool = True
    """False while a vault's key is in memory: then `case` holds what no panel may see yet."""
    instrument: "ProvenInstrument | None" = None
    """The instrument that was chosen, if the program has it."""
    paper: "Standing | None" = None
    """How far the newest determination is."""


@dataclass(frozen=True, slots=True, repr=False)
class Changed:
    """The case after a verb, and what the verb changed."""

    view: View
    changes: "Changes"


@dataclass(frozen=True, slots=True, repr=False)
class NewCase:
    """What somebody typed to begin a case."""

    place: Path
    passphrase: str
    title: str = ""
    question: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One line of a folder: cases first, then folders, then files, each by name."""

    rank: int
    name: str
    changed: int
    """Seconds since 1970 when it last changed."""

    @property
    def is_case(self) -> bool:
        """A case folder."""
        return self.rank == 0

    @property
    def is_folder(self) -> bool:
        """Any other folder."""
        return self.rank == 1


def open_case(folder: Path, passphrase: str) -> Callable[[Work], View]:
    """Open a case to work on it; it stays on the worker's table."""

    def job(work: Work) -> View:
        from app.services import cases

        session = cases.open_case(work.house.files, work.house.clock, folder, passphrase)
        work.take(session)
        return view_of(work)

    return job


def view_of(work: Work) -> View:
    """The open case as the main thread sees it."""
    from app.domain.errors import EvenhandError
    from app.domain.stages import missing
    from app.services.blind import blind_case
    from app.services.determinations import standing

    session, chosen = work.session, work.session.case.instrument
    instrument = None
    if chosen is not None:
        with contextlib.suppress(EvenhandError):
            instrument = work.house.instruments.load(chosen.id)
    blind = blind_case(session)
    return View(
        case=session.case,
        seat=session.seat,
        blind=blind,
        missing=missing(blind),
        started=session.store.is_blind,
        instrument=instrument,
        paper=standing(session),
    )


def close_case(work: Work) -> None:
    """End the sitting and put the keys away; nothing happens if no case is open."""
    from app.services import cases

    if work.is_open:
        session = work.session
        work.take(None)
        cases.close_case(session)


def change(verb: "Callable[[Session], Changes]") -> Callable[[Work], Changed]:
    """Do something to the open case."""

    def job(work: Work) -> Changed:
        session = work.session
        changes = verb(session)
        return Changed(view_of(work), changes)

    return job


def make_sample(new: NewCase) -> Callable[[Work], View]:
    """A new, encrypted case from the sample that comes with the program; then it is opened."""

    def job(work: Work) -> View:
        from app.services import cases, dossiers

        dossiers.import_dossier(
            work.house.files,
            work.house.dossiers,
            work.house.clock,
            source=SAMPLE,
            place=new.place,
            passphrase=new.passphrase,
            program=__version__,
            rehearsal=True,
        )
        return open_case(cases.case_folder(new.place), new.passphrase)(work)

    return job


def make_case(new: NewCase) -> Callable[[Work], View]:
    """A new case with a title and a question and nothing else; then it is opened."""

    def job(work: Work) -> View:
        from app.domain import entries as e
        from app.services import cases

        described = e.CaseDescribed(title=new.title, setting="", zone=new.zone, question=new.question)
        cases.create_case(
            work.house.files,
            work.house.clock,
            new.place,
            new.passphrase,
            program=__version__,
            first=lambda _seq, _vault: [e.NewEntry("case.described", described)],
        )
        return open_case(cases.case_folder(new.place), new.passphrase)(work)

    return job


def verify(place: Path, passphrase: str) -> "Callable[[Work], Verdict]":
    """Check a case; writes no byte."""

    def job(work: Work) -> "Verdict":
        return work.house.verifier.case(place, passphrase, None)

    return job


def listing(folder: Path, *, files: bool) -> Callable[[Work], list[Entry]]:
    """What lies in a folder, hidden things left out; FolderUnreadable if it cannot be read."""

    def job(_work: Work) -> list[Entry]:
        try:
            with os.scandir(folder) as found:
                entries = [_entry(one) for one in found if not one.name.startswith(".")]
        except OSError:
            raise FolderUnreadable from None
        return sorted(entry for entry in entries if files or entry.rank < 2)[:MOST_ENTRIES]

    return job


def _entry(found: "os.DirEntry[str]") -> Entry:
    try:
        folder, changed = found.is_dir(), int(found.stat().st_mtime)
    except OSError:
        folder, changed = False, 0
    rank = 2 if not folder else (0 if found.name.endswith(SUFFIX) else 1)
    return Entry(rank, found.name, changed)
