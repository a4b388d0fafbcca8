"""What the services need from outside, as Protocols; `bootstrap` picks the real ones."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from app.domain import entries as e
from app.domain.copies import ArchiveFile, Backup
from app.domain.destruction import Doomed
from app.domain.determination import Determination, OnRecord
from app.domain.dossier import Dossier
from app.domain.drafts import DraftKey
from app.domain.given import Given
from app.domain.instruments import Instrument
from app.domain.passphrases import Estimate
from app.domain.retention import RetentionClass
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


class PdfSigner(Protocol):
    """A P-256 key that signs PDF files; the private half never leaves its room."""

    @property
    def certificate(self) -> bytes:
        """The certificate of the key, DER."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The ECDSA signature over SHA-256 of the message, DER."""
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

    def consent(self, case: str, decision: e.Decision, of: int | None) -> str:
        """The key's signature over what a decision says, base64."""
        ...

    def pdf_signer(self, case: str, name: str, at: str) -> PdfSigner:
        """This person's key for PDF files, certified from `at` on under the name on the roster."""
        ...

    def draft_pen(self) -> "DraftPen":
        """The key of this person's private drafts."""
        ...


class SittingKey(Signer, Protocol):
    """A fresh key that lives in memory until the next lock."""

    @property
    def public(self) -> str:
        """The public key, base64."""
        ...


class DraftPen(Protocol):
    """A person's key for private drafts; nothing else can be learned from it, so it may stay until the next lock."""

    @property
    def owner(self) -> str:
        """The seat whose drafts it writes and reads."""
        ...

    def lock(self, text: bytes, case: str, field: str) -> bytes:
        """The text padded and encrypted for its place."""
        ...

    def unlock(self, locked: bytes, case: str, field: str) -> bytes:
        """The text of `lock` at this very place."""
        ...


class Drafts(Protocol):
    """Text being typed, at rest in an open case."""

    def listed(self) -> list[DraftKey]:
        """Whose drafts of which fields there are."""
        ...

    def put(self, key: DraftKey, text: str, pen: DraftPen | None) -> None:
        """Keep this text; it rests on the disk when this returns. With a pen it is private to the pen's owner."""
        ...

    def get(self, key: DraftKey, pen: DraftPen | None) -> str | None:
        """The text, or None; DraftNotYours where it is private and this pen does not open it."""
        ...

    def delete(self, keys: list[DraftKey]) -> None:
        """Delete these drafts."""
        ...


class Copies(Protocol):
    """Whole copies of an open case."""

    def back_up(self, *, at: str, seq: int, head: str) -> str:
        """A new verified backup that ends with this entry; of the older ones the last two stay. Returns its name."""
        ...

    def renew(self, *, at: str, seq: int, head: str) -> str:
        """A new verified backup in the place of every older one."""
        ...

    def older_than(self, seq: int, /) -> bool:
        """True if a backup does not reach this entry."""
        ...

    def archive(self, target: Path, *, seq: int, head: str, check: Callable[[Path, str], bool]) -> ArchiveFile:
        """One file at `target`, checked by `check` before it gets its name."""
        ...


class CaseStore(Protocol):
    """One open case on disk."""

    @property
    def drafts(self) -> Drafts:
        """Text being typed."""
        ...

    @property
    def copies(self) -> Copies:
        """Backups and archives."""
        ...

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

    @property
    def is_blind(self) -> bool:
        """True while no vault key is in memory."""
        ...

    def sealed_in(self, seq: int) -> e.Id | None:
        """The vault that the entry at `seq` lies in, or None for a clear one."""
        ...

    def new_sitting_key(self, actor: str) -> SittingKey:
        """A key for a new sitting of this seat."""
        ...

    def new_person(self, seat: str, passphrase: str, own_words: tuple[str, ...] = ()) -> OwnKey:
        """Fresh keys for a person, with a slot of their own in the key file; a weak passphrase is refused.

        `own_words` name the case and its people: a passphrase made of them is weak.
        """
        ...

    def refuse_new(self, passphrase: str, own_words: tuple[str, ...] = ()) -> None:
        """Refuse a passphrase that is weak, or PassphraseTaken for one that opens the case; nothing is written."""
        ...

    def change_passphrase(self, seat: str, old: str, new: str, own_words: tuple[str, ...] = ()) -> None:
        """Lock one seat's slot under another passphrase; WrongPassphrase if `old` is not this seat's."""
        ...

    def drop_slots(self, seats: Collection[str]) -> None:
        """Delete the slots of seats that are no longer in force."""
        ...

    def new_recovery(self, seat: str) -> tuple[str, str]:
        """A slot that a fresh code opens, in place of any earlier one: the code, and the slot's public key."""
        ...

    def consent_is_good(self, decision: e.Decision, of: int | None, consent: e.Consent, keys: e.PublicKeys) -> bool:
        """True if this is that member's signature over what the decision says."""
        ...

    def make_vault(
        self,
        name: str,
        seq: int,
        keeper: e.PublicKeys | None,
        holders: Mapping[str, e.PublicKeys] | None = None,
        t: int = 0,
    ) -> e.VaultMade:
        """A new vault that will stand at `seq`, any `t` of the holders' shares of which open it.

        With a keeper its key stays in memory until dropped; without one it is forgotten at once.
        """
        ...

    def deal_anew(
        self, vault: e.Id, own: OwnKey, holders: Mapping[str, e.PublicKeys], t: int, at: int
    ) -> e.VaultShared:
        """New shares of a vault, to stand at entry `at`; NotKeeper for anybody but its keeper."""
        ...

    def keep_vault(self, vault: e.Id, own: OwnKey) -> None:
        """Hold a vault's key in memory; NotKeeper for anybody but its keeper."""
        ...

    def hold_share(self, vault: e.Id, share: e.Share, dealt: e.Id, own: OwnKey) -> None:
        """Take one member's share, which stands at entry `dealt`, into memory; NoShare if it is not theirs."""
        ...

    def held(self, vault: e.Id) -> dict[str, e.VaultReleased]:
        """The shares of a vault that are in memory, by member."""
        ...

    def drop_shares(self, vault: e.Id | None = None) -> None:
        """Forget the shares of one vault, or of every vault."""
        ...

    def secret_of(self, vault: e.Id, t: int, released: Sequence[e.VaultReleased]) -> str:
        """What `t` released shares give; SharesDoNotOpen if that is not this vault's secret."""
        ...

    def append_under_new_key(self, new: Sequence[e.NewEntry], *, at: str, by: OwnKey, without: str) -> list[e.Entry]:
        """Write one commit and put the whole case under a new key that the slot `without` does not get."""
        ...

    @property
    def hashes(self) -> Sequence[bytes]:
        """The hash of every entry, in order."""
        ...

    def drop_vault_keys(self) -> None:
        """Forget every vault key and read the log anew, blind."""
        ...

    def append(
        self,
        new: Sequence[e.NewEntry],
        *,
        at: str,
        by: Signer,
        erase: Sequence[int] = (),
        settled: Sequence[DraftKey] = (),
    ) -> list[e.Entry]:
        """Write one commit and return its entries; all of it or nothing. The drafts it settles go with it."""
        ...

    def document(self, seq: int) -> bytes:
        """The bytes that belong to the entry at `seq` (a document, a paper, what a signature appended)."""
        ...

    def unlock(self, passphrase: str) -> OwnKey:
        """One person's own keys for one act, from their passphrase; WrongPassphrase for any other."""
        ...

    def look_again(self) -> bool:
        """True if somebody else has written since the log was last read; then it was read anew."""
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

    def backups(self, folder: Path, passphrase: str) -> list[Backup]:
        """What each backup of a case holds, oldest first; the live files are not touched."""
        ...

    def restore(self, folder: Path, name: str, passphrase: str, *, at: str) -> str:
        """Put a backup in the place of the live files and keep those. Returns the name they are kept under."""
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


class Archives(Protocol):
    """Archives: one file each, for reading only."""

    def is_one(self, path: Path) -> bool:
        """True for a file that is an archive by its name or by how it begins, be it damaged or not."""
        ...

    def open(self, path: Path, passphrase: str, room: Path | None = None) -> Opened:
        """An archive, for reading; `room` is where its encrypted copy stands while it is open."""
        ...

    def unpack(self, path: Path, folder: Path) -> None:
        """An archive as a case folder again; appears whole or not at all."""
        ...

    def check_elsewhere(self, passphrase: str) -> Callable[[Path, str], bool]:
        """The check of an archive (a path and its head) by a second process."""
        ...


class Destruction(Protocol):
    """The end of cases on disk."""

    def begun(self, folder: Path) -> Doomed | None:
        """The case here, if its destruction was begun and not finished."""
        ...

    def refuse_strangers(self, copies: Sequence[Path], case: str) -> None:
        """NotThisCase or CaseMissing for a named copy that is none of this case."""
        ...

    def begin(self, folder: Path, copies: Sequence[Path], case: str, reference: str, seq: int, head: str) -> Doomed:
        """Note that this case and these copies of it are doomed: from here on nothing opens it any more."""
        ...

    def finish(self, folder: Path, keep: Callable[[tuple[str, ...]], None]) -> None:
        """Destroy what is doomed; `keep` is told what could not be reached before the note of it goes."""
        ...

    def certify(self, path: Path, text: str) -> None:
        """Write a certificate down: whole or not at all."""
        ...


class Retention(Protocol):
    """The table of retention classes."""

    def classes(self) -> tuple[RetentionClass, ...]:
        """Every class."""
        ...

    def load(self, id: str) -> RetentionClass:
        """One class; RetentionUnknown names those there are."""
        ...


class DossierFolders(Protocol):
    """Dossiers as folders on disk."""

    def read(self, folder: Path) -> Dossier:
        """The dossier, checked whole; a DossierFault names file, line and what to do."""
        ...

    def write(self, folder: Path, dossier: Dossier) -> None:
        """Write a dossier into a new folder."""
        ...


class AnswerFiles(Protocol):
    """Answers given beforehand, as files."""

    def read(self, path: Path) -> Given:
        """The answers in a file; a DossierFault names the line."""
        ...


class Papers(Protocol):
    """Determinations as PDF files: made, signed field by field, checked."""

    def preview(self, determination: Determination) -> bytes:
        """The pages of a determination as they stand, without fields to sign."""
        ...

    def to_sign(self, determination: Determination) -> bytes:
        """The same pages with every signature field, ready for the first signature."""
        ...

    def sign(
        self, pdf: bytes, field: str, by: PdfSigner, *, name: str, role: str, at: str, certify: bool = False
    ) -> bytes:
        """The file with one field signed, everything before it unchanged."""
        ...


class Chance(Protocol):
    """Where what nobody may guess comes from."""

    def passphrase(self) -> str:
        """A passphrase that nobody knows."""
        ...


class Passphrases(Protocol):
    """How hard a passphrase is to guess, and a way to a good one."""

    def estimate(self, passphrase: str, own_words: tuple[str, ...] = ()) -> Estimate:
        """How a new passphrase is judged, for showing while it is typed."""
        ...

    def six_words(self) -> str:
        """Six words drawn by chance: 77 bits."""
        ...


class SeenHeads(Protocol):
    """The heads that this computer saw last: hashes, nothing else."""

    def last(self, case: str) -> str | None:
        """The head (hex) with which a case ended when it was last closed here."""
        ...

    def note(self, case: str, head: str) -> None:
        """Remember a head in place of the earlier one."""
        ...


class Proofs(Protocol):
    """Proofs of single entries, which give nothing away of their neighbours."""

    def make(self, folder: Path, passphrase: str, seq: int, *, content: bool, head: str | None) -> bytes:
        """The proof of one entry up to the newest head, or up to the head or receipt given; JSON."""
        ...

    def check(self, file: Path, head: str | None, root: str | None) -> Verdict:
        """The verdict on a proof, held against a head or receipt, or against a printed root."""
        ...


class Squares(Protocol):
    """Text as a square that a camera reads."""

    def of(self, text: str) -> tuple[tuple[bool, ...], ...]:
        """The rows of dark (True) and light modules."""
        ...


class Verifier(Protocol):
    """The independent check of what was kept."""

    def case(self, folder: Path, passphrase: str, head: str | None) -> Verdict:
        """The verdict on a case folder; writes no byte."""
        ...

    def document(self, path: Path, record: OnRecord | None = None) -> Verdict:
        """The verdict on a PDF determination: against the record of its case, or by what it says itself."""
        ...

    def document_bytes(self, pdf: bytes) -> Verdict:
        """The same for a document in memory."""
        ...


class ProvenInstrument(NamedTuple):
    """A proven instrument, with the SHA-256 (hex) of the bytes of its file."""

    instrument: Instrument
    sha256: str


class Instruments(Protocol):
    """The instruments that come with the program, and files that may become one."""

    def ids(self) -> tuple[str, ...]:
        """The ids of those that come with the program, in alphabetical order."""
        ...

    def load(self, id: str) -> ProvenInstrument:
        """One of them; InstrumentMissing if there is none of this id."""
        ...

    def read(self, file: Path) -> ProvenInstrument:
        """The instrument in any file; InstrumentFileFault if it cannot be read, InstrumentFault if not proven."""
        ...


class WordChecks(Protocol):
    """The checks on words, their data read when the first of them is asked for."""

    def language(self) -> "LanguageCheck":
        """The language check."""
        ...

    def leaks(self) -> "LeakCheck":
        """The leak check."""
        ...
