"""The end of a case: what was destroyed, what was not reached, and the certificate that says so."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from app.domain.words import QT_TRANSLATE_NOOP


class Item(NamedTuple):
    """One file that is to be destroyed: its name, its size in bytes and its SHA-256 (hex) before."""

    name: str
    size: int
    sha256: str


class Doomed(NamedTuple):
    """A case whose destruction was begun: its id, its last entry and head (hex), and every file of it."""

    case: str
    reference: str
    seq: int
    head: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class DestructionCertificate:
    """What is kept of a case that was destroyed. `not_reached` are named files that could not be destroyed."""

    case: str
    reference: str
    seq: int
    head: str
    at: str
    by: str
    witness: str
    ground: str
    decision: str
    early: bool
    destroyed: tuple[Item, ...]
    not_reached: tuple[str, ...]


HOW: Final = QT_TRANSLATE_NOOP(
    "destruction",
    "The key headers of every file named here were overwritten with random bytes and written through to the disk, "
    "then the files were deleted. Without a key header the encrypted rest cannot be read with any passphrase.",
)
LIMITS: Final = QT_TRANSLATE_NOOP(
    "destruction",
    "Not reached: copies that are not named here, backups of the computer, printed papers, signed PDF files, and "
    "blocks that a solid-state disk keeps by itself. Whoever holds such a copy and a passphrase of its time can still "
    "read it.",
)
"""What no program can promise, printed on every certificate."""


def lines(certificate: DestructionCertificate) -> list[str]:
    """The certificate as plain lines, to be printed and signed."""
    head = " ".join(certificate.head[n : n + 4] for n in range(0, len(certificate.head), 4))
    return [
        f"Certificate of destruction, case {certificate.reference} ({certificate.case})",
        f"Last entry: {certificate.seq}",
        f"Final head: {head}",
        f"Destroyed:  {certificate.at} by {certificate.by}, witness: {certificate.witness}",
        f"Ground:     {certificate.ground}",
        f"Decision:   {certificate.decision}",
        f"Before the retention period had ended: {'yes' if certificate.early else 'no'}",
        *(f"  {item.name}  {item.size} bytes  SHA-256 {item.sha256}" for item in certificate.destroyed),
        *(f"  NOT DESTROYED: {name}" for name in certificate.not_reached),
        HOW,
        LIMITS,
    ]
