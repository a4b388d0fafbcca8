"""Copies of a case that somebody made: what each holds, and what a slip says of an archive."""

from dataclasses import dataclass
from typing import Final

from app.domain.words import QT_TRANSLATE_NOOP

OTHER_COPIES: Final = QT_TRANSLATE_NOOP(
    "copies",
    "The words are gone from this case and from its backups. Copies made before are not reached: archives, papers, "
    "folders copied by hand, backups of the computer. Whoever keeps one has to be told.",
)
"""What is said after an erasure."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as it was found: its name, its newest entry, head (hex) and time, and whether it passed every check.

    `opens` is False where the passphrase does not open it; then the rest is unknown.
    """

    name: str
    opens: bool
    seq: int = -1
    head: str = ""
    at: str = ""
    sound: bool = False
    line: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """An archive as it lies on the disk: its size in bytes and SHA-256 (hex), and the entry and head it ends with."""

    size: int
    sha256: str
    seq: int
    head: str


@dataclass(frozen=True, slots=True)
class ArchiveSlip:
    """What is printed and kept apart from an archive: with it anybody can tell later whether the file is the one."""

    case: str
    reference: str
    file: ArchiveFile
    made: str
    program: str
    retention: str
    retention_name: str
    confirmed: bool
    begins: str
    until: str
    on_hold: bool
