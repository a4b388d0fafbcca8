"""What the services need from outside, as Protocols; `bootstrap` picks the real ones."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from app.domain import entries as e
from app.domain.dossier import Dossier
from app.domain.verdict import Verdict

if TYPE_CHECKING:
    # The checks are loaded when they are used, never on the way to the first screen.
    from app.domain.checks.language import LanguageCheck
    from app.domain.checks.leaks import LeakCheck


class Clock(Protocol):
    """Where the time of entries comes from."""

    def now(self) -> str:
        """The moment in UTC, `YYYY-MM-DDThh:mm:ssZ`."""
        ...


class Signer(Protocol):
    """A key in memory that signs commits: a sitting's, or a person's own for one act."""

    @property
    def actor(self) -> str:
        """The seat that signs."""
        ...

    @property
    def own(self) -> bool:
        """True for a person's own key, False for a sitting's."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature of a message."""
        ...


class OwnKey(Signer, Protocol):
    """A person's own keys, unlocked by their passphrase for one act; drop it right afterwards."""

    @property
    def public(self) -> e.PublicKeys:
        """The public half."""
        ...

    def enrolment_proof(self, case: str) -> str:
        """The key's signature over its own place on the roster."""
        ...


class SittingKey(Signer, Protocol):
    """A fresh key that lives in memory until the next lock."""

    @property
    def public(self) -> str:
        """The public key, base64."""
        ...


class CaseStore(Protocol):
    """One open case on disk."""

    @property
    def case_id(self) -> str:
        """The case's random id."""
        ...

    @property
    def next_seq(self) -> int:
        """The `seq` the next entry will get."""
        ...

    @property
    def head(self) -> str:
        """The hash of the last entry, hex."""
        ...

    def entries(self) -> Sequence[e.Entry]:
        """The log, as far as the vault keys in memory open it."""
        ...

    def sealed_in(self, seq: int) -> e.Id | None:
        """The vault that the entry at `seq` lies in, or None for a clear one."""
        ...

    def new_sitting_key(self, actor: str) -> SittingKey:
        """A key for a new sitting of this seat."""
        ...

    def make_vault(self, name: str, seq: int, keeper: e.PublicKeys) -> e.VaultMade:
        """A new vault that will stand at `seq`; its secret is kept only by the keeper."""
        ...

    def keep_vault(self, vault: e.Id, own: OwnKey) -> None:
        """Hold a vault's key in memory; NotKeeper for anybody but its keeper."""
        ...

    def drop_vault_keys(self) -> None:
        """Forget every vault key and read the log anew, blind."""
        ...

    def append(self, new: Sequence[e.NewEntry], *, at: str, by: Signer, erase: Sequence[int] = ()) -> list[e.Entry]:
        """Write one commit and return its entries; all of it or nothing."""
        ...

    def document(self, seq: int) -> bytes:
        """The bytes of a document from the version that stands at `seq`."""
        ...

    def close(self) -> None:
        """Release the case."""
        ...


class Opened(NamedTuple):
    """A case just opened, with the own key of whoever opened it."""

    store: CaseStore
    own: OwnKey

    def __repr__(self) -> str:
        """Name nothing of the content."""
        return "Opened()"


class CaseFiles(Protocol):
    """Cases as folders on disk."""

    def create(self, folder: Path, seat: str, passphrase: str) -> "Creation":
        """Begin a new case beside `folder`; it appears there only when the creation is finished."""
        ...

    def open(self, folder: Path, passphrase: str, *, read_only: bool) -> Opened:
        """Open a case with one person's passphrase."""
        ...


class Creation(Protocol):
    """A case in the making: visible to nobody until `finish`, gone without a trace after `abandon`."""

    @property
    def store(self) -> CaseStore:
        """The store to write the first commits to."""
        ...

    @property
    def own(self) -> OwnKey:
        """The creator's own key."""
        ...

    def finish(self) -> None:
        """Close, flush and put the case at its place in one step."""
        ...

    def abandon(self) -> None:
        """Delete what was begun."""
        ...


class DossierFolders(Protocol):
    """Dossiers as folders on disk."""

    def read(self, folder: Path) -> Dossier:
        """The dossier, checked whole; a DossierFault names file, line and what to do."""
        ...

    def write(self, folder: Path, dossier: Dossier) -> None:
        """Write a dossier into a new folder."""
        ...


class Verifier(Protocol):
    """The independent check of what was kept."""

    def case(self, folder: Path, passphrase: str, head: str | None) -> Verdict:
        """The verdict on a case folder; writes no byte."""
        ...


class WordChecks(Protocol):
    """The checks on words, their data read when the first of them is asked for."""

    def language(self) -> "LanguageCheck":
        """The language check."""
        ...

    def leaks(self) -> "LeakCheck":
        """The leak check."""
        ...
