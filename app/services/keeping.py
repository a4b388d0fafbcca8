"""Keep copies of a case: a backup at the end of every sitting, renewed after an erasure, restored when it is needed."""

from pathlib import Path
from typing import Final

from app.domain.copies import Backup
from app.domain.errors import BackupNotMade, BackupsStillHold, EvenhandError
from app.services.ports import CaseFiles, Clock
from app.services.session import Session

RENEWING: Final = frozenset({"erasure", "member.retired"})
"""The kinds of entry that no backup may be older than: of one that is, it would still say or open too much."""


def back_up(session: Session) -> str:
    """A new verified backup of the case as it stands; BackupNotMade where the disk refuses or the copy is not sound."""
    store = session.store
    try:
        return store.copies.back_up(at=session.clock.now(), seq=store.next_seq - 1, head=store.head)
    except EvenhandError:
        raise BackupNotMade from None


def renew_backups(session: Session) -> str:
    """One new verified backup in the place of all others: nothing that was erased rests in a backup afterwards."""
    store = session.store
    try:
        return store.copies.renew(at=session.clock.now(), seq=store.next_seq - 1, head=store.head)
    except EvenhandError:
        raise BackupsStillHold from None


def settle_backups(session: Session) -> bool:
    """Renew the backups if one still holds what was erased, or opens for somebody who left; True if that was so.

    Called after each such step, and at every opening, because the step before may have been interrupted.
    """
    newest = max((entry.seq for entry in session.store.entries() if entry.type in RENEWING), default=-1)
    if not session.store.copies.older_than(newest):
        return False
    renew_backups(session)
    return True


def backups(files: CaseFiles, folder: Path, passphrase: str) -> list[Backup]:
    """What each backup of a case holds, oldest first, without opening the live case."""
    return files.backups(folder, passphrase)


def restore(files: CaseFiles, clock: Clock, folder: Path, name: str, passphrase: str) -> str:
    """Put a backup in the place of the live files, in one step; those are kept. Returns where, inside the folder.

    CaseInUse while somebody works on the case; CopyNotSound where the backup does not pass its own check.
    """
    return files.restore(folder, name, passphrase, at=clock.now())
