"""Begin, open, close and read a case."""

import contextlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from app.domain import entries as e
from app.domain.errors import BadReference, CaseClosed, NotKeeper, WrongSigner
from app.services.anchors import look_back, remember, tree_head
from app.services.keeping import back_up, settle_backups
from app.services.panel import drop_retired_slots, enrolment
from app.services.ports import CaseFiles, CaseStore, Clock, Opened, OwnKey, SeenHeads
from app.services.session import CASE_MANAGER, Changes, Session

SUFFIX: Final = ".evenhand"
OUTCOME: Final = "outcome"
UNNAMED: Final = "Case manager"
"""The name on the roster of a case manager who gave none."""

_REFERENCE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?")
_DEVICES: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")

FirstEntries = Callable[[int, e.Id], Sequence[e.NewEntry]]
"""What else goes into the first commit: given the next `seq` and the outcome vault."""


def case_folder(place: Path) -> Path:
    """The folder of a case at `place`, whose name is the reference; BadReference if it cannot be one."""
    reference = place.name.removesuffix(SUFFIX)
    if not _REFERENCE.fullmatch(reference) or _DEVICES.fullmatch(reference):
        raise BadReference
    return place.with_name(reference + SUFFIX)


def create_case(
    files: CaseFiles,
    clock: Clock,
    place: Path,
    passphrase: str,
    *,
    program: str,
    first: FirstEntries,
    name: str = UNNAMED,
    rehearsal: bool = False,
) -> None:
    """Make a new case: its creator is the case manager and keeper of the outcome vault.

    One commit, signed with the creator's own key, holds everything; the case appears at its place only when all
    of it rests on the disk.
    """
    folder = case_folder(place)
    reference = folder.name.removesuffix(SUFFIX)
    created = e.CaseCreated(reference=reference, program=program, rehearsal=rehearsal)
    creation = files.create(folder, "c1", passphrase)
    try:
        _write_first(creation.store, creation.own, clock.now(), created, first, name)
    except BaseException:
        creation.abandon()
        raise
    creation.finish()


def _write_first(
    store: CaseStore, own: OwnKey, at: str, created: e.CaseCreated, first: FirstEntries, name: str
) -> None:
    vault = 2
    opening = [
        e.NewEntry("case.created", created),
        e.NewEntry("member.enrolled", enrolment(store.case_id, own, name, CASE_MANAGER, at)),
        e.NewEntry("vault.made", store.make_vault(OUTCOME, vault, own.public)),
    ]
    store.append(opening + list(first(len(opening), vault)), at=at, by=own)


def open_to_read(
    files: CaseFiles,
    clock: Clock,
    folder: Path,
    passphrase: str,
    *,
    blind: bool = False,
    seen: SeenHeads | None = None,
) -> Session:
    """Open a case without writing anything. A keeper sees what the vaults hold, unless `blind`.

    With `seen`, `session.older` warns of a copy that is older than the one this computer saw last.
    """
    return session_with_vaults(files.open(folder, passphrase, read_only=True), clock, blind=blind, seen=seen)


def session_with_vaults(opened: Opened, clock: Clock, *, blind: bool, seen: SeenHeads | None = None) -> Session:
    """A session over a case just opened; a keeper holds the vaults' keys, unless `blind`."""
    session = _looked_back(Session(opened.store, clock, opened.own.actor), seen)
    return _with_vaults(session, opened.own, blind=blind)


def open_case(
    files: CaseFiles, clock: Clock, folder: Path, passphrase: str, *, seen: SeenHeads | None = None
) -> Session:
    """Open a case to work on it: a new sitting begins, signed with the person's own key, which is then dropped.

    CaseInUse while somebody else works on it, CaseClosed after it was archived. With `seen`, `session.older` warns of
    a copy that is older than the one this computer saw last.
    """
    opened = files.open(folder, passphrase, read_only=False)
    session = Session(opened.store, clock, opened.own.actor)
    try:
        _looked_back(session, seen)
        _with_vaults(session, opened.own, blind=False)
        if session.case.closed:
            raise CaseClosed
        drop_retired_slots(session)
        begin_sitting(session, opened.own)
        settle_backups(session)
    except BaseException:
        opened.store.close()
        raise
    return session


def begin_sitting(session: Session, own: OwnKey) -> None:
    """Write the sitting's entry; its fresh key signs plain entries until the next lock."""
    key = session.store.new_sitting_key(own.actor)
    seq = session.store.next_seq
    session.commit([e.NewEntry("sitting.opened", e.SittingOpened(key=key.public))], own)
    session.key, session.sitting = key, seq


def start_sitting(session: Session) -> Changes:
    """From here on nobody sees what lies in a closed vault: the keeper's keys go, and the case is folded again blind.

    There is no way back within the sitting; the keeper sees the vaults again after the next unlock. The entry it
    writes is a barrier: nothing entered before can be taken back from here.
    """
    if session.key is None:
        raise WrongSigner
    session.store.drop_vault_keys()
    session.refold()
    session.commit([e.NewEntry("sitting.started", e.SittingStarted(), session.sitting)], session.key)
    return Changes(everything=True)


def close_case(session: Session) -> None:
    """End the sitting, if one is open, make a backup of it, and release the case.

    BackupNotMade comes after all of that: the case is closed and everything is saved.
    """
    try:
        ended = session.key is not None
        if session.key is not None:
            size, root = tree_head(session)
            closed = e.SittingClosed(size=size, root=root)
            session.commit([e.NewEntry("sitting.closed", closed, session.sitting)], session.key)
        remember(session)
        if ended:
            back_up(session)
    finally:
        session.key = session.sitting = None
        session.store.close()


def _looked_back(session: Session, seen: SeenHeads | None) -> Session:
    if seen is not None:
        session.seen, session.older = seen, look_back(session, seen)
    return session


def _with_vaults(session: Session, own: OwnKey, *, blind: bool) -> Session:
    session.refold()
    if not blind:
        for vault, found in list(session.case.vaults.items()):
            if found.made.keeper is not None and not found.opened and is_keeper(session):
                with contextlib.suppress(NotKeeper):  # a case manager who lost the first passphrase keeps nothing
                    session.store.keep_vault(vault, own)
        session.refold()
    return session


def is_keeper(session: Session) -> bool:
    """True if the case manager sits here: they typed what is in the vaults that have a keeper."""
    member = session.case.members.get(session.seat)
    return member is not None and member.role == CASE_MANAGER
