"""The kinds of entry: each with its payload, its version, and whether it may be undone, erased and by whom signed.

A case is a list of entries (datamodel.md 1-2). An object's identity is the `seq` of its first entry; labels such
as "E07" are data inside it. Payloads are whole objects, never patches.
"""

from enum import Enum
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from app.domain.times import When

Id = int
"""The `seq` of an object's first entry."""


class Payload(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What an entry says; its `kind` tag names the object and the version of its shape."""


P = TypeVar("P", bound=Payload)

# --- plain objects --------------------------------------------------------------------------------


class Person(Payload, frozen=True, kw_only=True, tag="person/1"):
    """Somebody, a group or an organisation of the event, by role code; never by name."""

    code: str
    role: str
    discipline: str = ""
    department: str = ""
    nature: str = "individual"
    under_review: bool = False
    after_outcome: bool = False
    notes: str = ""


class Source(Payload, frozen=True, kw_only=True, tag="source/1"):
    """Where facts come from. A source whose title gives the outcome away has a blind title for the clear copy."""

    label: str
    title: str
    blind_title: str = ""
    nature: str = ""
    date: str = ""
    publisher: str = ""
    consulted: str = ""
    reveals_outcome: bool = False


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where an event stands among events that time does not order: after `after` clear events, then `then`th.

    Clear events have `then` 0 and count only themselves, so a clear place never tells of a sealed neighbour.
    """

    after: int
    then: int = 0


class Event(Payload, frozen=True, kw_only=True, tag="event/1"):
    """One thing that happened; `actor` None means a system rather than a person."""

    label: str
    when: When
    place: Place
    actor: Id | None
    lane: str
    nature: str
    text: str
    sources: tuple[Id, ...] = ()
    decision_point: bool = False
    reveals_outcome: bool = False
    notes: str = ""


class Dispute(Payload, frozen=True, kw_only=True, tag="dispute/1"):
    """A matter on which sources differ; every version is kept."""

    label: str
    topic: str
    events: tuple[Id, ...]
    versions: tuple[str, ...]
    reveals_outcome: bool = False


class Knowledge(Payload, frozen=True, kw_only=True, tag="knowledge/1"):
    """When and how one person could know of one event; `at` None means not before the decision."""

    event: Id
    person: Id
    at: str | None
    how: str
    notes: str = ""


class Rule(Payload, frozen=True, kw_only=True, tag="rule/1"):
    """A rule in force on that day and its quality; each answer is yes, no or unknown."""

    label: str
    text: str
    available: str = "unknown"
    workable: str = "unknown"
    intelligible: str = "unknown"
    correct: str = "unknown"
    followed_locally: str = "unknown"
    applies_to: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    reveals_outcome: bool = False
    notes: str = ""


class Factor(Payload, frozen=True, kw_only=True, tag="factor/1"):
    """A contributory factor in the words of a framework."""

    label: str
    framework: str
    category: str
    text: str
    events: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    reveals_outcome: bool = False
    notes: str = ""


class Act(Payload, frozen=True, kw_only=True, tag="act/1"):
    """One act under review: one person, one choice or omission, at one event, worded neutrally."""

    label: str
    event: Id
    person: Id
    wording: str
    place: int = 0


class Answer(Payload, frozen=True, kw_only=True, tag="answer/1"):
    """One answer to one question of the instrument about one act: yes, no or not established, with its reason."""

    act: Id
    question: str
    answer: str
    reason: str = ""
    events: tuple[Id, ...] = ()
    rules: tuple[Id, ...] = ()


class Outcome(Payload, frozen=True, kw_only=True, tag="outcome/1"):
    """How the event ended, in the native words of its scales; only ever written into a vault."""

    ahrq: str
    ncc_merp: str
    ncc_merp_applicable: bool
    reached_patient: bool
    description: str
    date: str = ""
    aftermath: tuple[str, ...] = ()
    sources: tuple[Id, ...] = ()


class ChunkSum(msgspec.Struct, frozen=True, array_like=True):
    """Size in bytes and SHA-256 (hex) of one chunk of a document, as stored."""

    size: int
    sha256: str


class Document(Payload, frozen=True, kw_only=True, tag="document/1"):
    """A document kept inside the case; its bytes rest in chunks beside this entry.

    `size`, `sha256`, `chunks` and `key` are filled in by storage, which sees the bytes. `key` (base64) is set only
    for a document in a vault, whose chunks are encrypted under it.
    """

    title: str
    nature: str
    media_type: str
    size: int = 0
    sha256: str = ""
    chunks: tuple[ChunkSum, ...] = ()
    key: str | None = None
    reveals_outcome: bool = False


class Drop(Payload, frozen=True, kw_only=True, tag="drop/1"):
    """The object named by `of` is taken out of the case; its history stays."""


class Name(Payload, frozen=True, kw_only=True, tag="name/1"):
    """Who a person of the event really is; only ever written into the vault of names."""

    person: Id
    name: str
    contact: str = ""


class Reporter(Payload, frozen=True, kw_only=True, tag="reporter/1"):
    """Who reported the event; only ever written into the reporter's vault, which has no keeper."""

    name: str
    contact: str = ""
    notes: str = ""


class SealedBody(Payload, frozen=True, kw_only=True, tag="sealed/1"):
    """Something only the vault's key can read: object, kind and time are inside (datamodel.md 6)."""

    vault: Id
    ct: str


# --- acts -----------------------------------------------------------------------------------------


class CaseCreated(Payload, frozen=True, kw_only=True, tag="case.created/1"):
    """The first entry of every case. A rehearsal says so on every page that ever leaves it."""

    reference: str
    program: str
    rehearsal: bool = False


class CaseDescribed(Payload, frozen=True, kw_only=True, tag="case.described/1"):
    """What the review is about, in words that do not give the outcome away; the newest one stands."""

    title: str
    setting: str
    zone: str
    question: str
    event_date: str = ""
    notes: str = ""
    dossier_id: str = ""
    dossier_slug: str = ""


class InstrumentChosen(Payload, frozen=True, kw_only=True, tag="instrument.chosen/1"):
    """The instrument that this case is judged by, fixed before the facts are opened; the newest one stands."""

    id: str
    version: str
    sha256: str


class PdfRendered(Payload, frozen=True, kw_only=True, tag="pdf.rendered/1"):
    """A determination was made from the record up to `head` (hex) at entry `seq`; its unsigned bytes rest in chunks."""

    sha256: str
    size: int
    seq: int
    head: str
    chunks: tuple[ChunkSum, ...] = ()


class PdfSigned(Payload, frozen=True, kw_only=True, tag="pdf.signed/1"):
    """One field of the determination named by `of` was signed: the file up to `end` has this SHA-256 (hex).

    Only what the signature appended rests in chunks; the file is what was rendered and every addition since.
    """

    field: str
    end: int
    sha256: str
    chunks: tuple[ChunkSum, ...] = ()


class PublicKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The public half of a member's keys, base64: X25519, Ed25519, compressed P-256 point."""

    kem: str
    sig: str
    pdf: str


class MemberEnrolled(Payload, frozen=True, kw_only=True, tag="member.enrolled/1"):
    """A person joins the roster; `proof` is the new key's own signature over case, id and keys.

    `replaces` is the retired seat of the same person, whose passphrase was lost.
    `certificate` (base64 DER) is the self-signed certificate of the P-256 key, for signatures in PDF files.
    """

    id: str
    name: str
    role: str
    keys: PublicKeys
    proof: str
    certificate: str = ""
    replaces: str = ""


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """One member's Ed25519 signature (base64) over what a decision says."""

    member: str
    sig: str


class Decision(Payload, frozen=True, kw_only=True, tag="decision/1"):
    """The members decided by majority: `what` (see `domain.decisions`), about a seat, or about the entry it names.

    `seq` and `head` (hex) are the record that every signer had before them.
    """

    what: str
    seat: str = ""
    ground: str
    seq: int
    head: str
    consents: tuple[Consent, ...] = ()


class MemberRetired(Payload, frozen=True, kw_only=True, tag="member.retired/1"):
    """A seat is no longer in force, by the decision named by `of`; what it signed before stays signed."""

    seat: str


class RecoveryMade(Payload, frozen=True, kw_only=True, tag="recovery.made/1"):
    """A recovery code opens everything outside vaults from now on; `key` (X25519, base64) is its slot's."""

    seat: str
    key: str


class SittingOpened(Payload, frozen=True, kw_only=True, tag="sitting.opened/1"):
    """A person has unlocked the case; `key` (Ed25519, base64) signs plain entries until the next lock."""

    key: str


class SittingClosed(Payload, frozen=True, kw_only=True, tag="sitting.closed/1"):
    """The sitting named by `of` is over; its key is gone.

    `root` (hex) is the RFC 9162 root over the hashes of all `size` entries before this one: whoever holds a head from
    here on can check any of them alone. Empty where it was not computed.
    """

    size: int = 0
    root: str = ""


class SittingStarted(Payload, frozen=True, kw_only=True, tag="sitting.started/1"):
    """From here on the sitting named by `of` is blind: no vault's key is in memory."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One member's share of a vault's secret, sealed to that member (base64)."""

    member: str
    i: int
    ct: str


class VaultMade(Payload, frozen=True, kw_only=True, tag="vault.made/1"):
    """A vault: anybody may put in, only its key reads. `keeper` is its secret sealed to the case manager."""

    name: str
    t: int
    key: str
    shares: tuple[Share, ...] = ()
    keeper: str | None = None


class VaultShared(Payload, frozen=True, kw_only=True, tag="vault.shared/1"):
    """The keeper made new shares of the vault named by `of` for a roster that changed; earlier ones count no more."""

    t: int
    shares: tuple[Share, ...]


class VaultReleased(Payload, frozen=True, kw_only=True, tag="vault.released/1"):
    """One member's share (base64) of the vault named by `of`, out of the set that stands at entry `dealt`."""

    member: str
    i: int
    share: str
    dealt: Id


class VaultOpened(Payload, frozen=True, kw_only=True, tag="vault.opened/1"):
    """The vault named by `of` is open for everybody: `z` (base64) gives its key."""

    z: str


class RoundOpened(Payload, frozen=True, kw_only=True, tag="round.opened/1"):
    """A blind round begins: who casts, into which vault, and the size in bytes that every ballot is padded to."""

    vault: Id
    members: tuple[str, ...]
    size: int
    number: int = 1


class BallotAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One member's answer to one question about one act, with its reason and what it cites."""

    act: Id
    question: str
    answer: str
    reason: str = ""
    events: tuple[Id, ...] = ()
    rules: tuple[Id, ...] = ()


class Ballot(Payload, frozen=True, kw_only=True, tag="ballot/1"):
    """What one member judged in one round; only ever inside the round's vault."""

    answers: tuple[BallotAnswer, ...] = ()


class Excused(Payload, frozen=True, kw_only=True, tag="excused/1"):
    """A member leaves the round named by `of`, by majority decision."""

    member: str
    decision: Id


class RoundReleased(Payload, frozen=True, kw_only=True, tag="round.released/1"):
    """Every member has cast or is excused: from here on the round named by `of` may be opened, and nobody casts."""


class Erasure(Payload, frozen=True, kw_only=True, tag="erasure/1"):
    """The contents of these entries were deleted by decision; the entries stay."""

    seqs: tuple[int, ...]
    ground: str
    decision: str


class HoldPlaced(Payload, frozen=True, kw_only=True, tag="hold.placed/1"):
    """A legal hold: nothing may be erased until it is lifted."""

    reason: str


class HoldLiftAsked(Payload, frozen=True, kw_only=True, tag="hold.lift_asked/1"):
    """One person asks that the hold named by `of` be lifted; another has to do it."""

    reason: str


class HoldLifted(Payload, frozen=True, kw_only=True, tag="hold.lifted/1"):
    """The hold named by `of` is lifted, by another person than the one who asked for it."""

    reason: str


class CaseArchived(Payload, frozen=True, kw_only=True, tag="case.archived/1"):
    """The case is closed; kept under this retention class from `begins` until `until` (days; empty: no end set).

    `paper` is the SHA-256 (hex) of the signed determination, empty where there is none.
    """

    retention: str
    begins: str
    until: str = ""
    paper: str = ""


class CaseReopened(Payload, frozen=True, kw_only=True, tag="case.reopened/1"):
    """A closed case is worked on again, for this reason."""

    reason: str


class DestructionDecided(Payload, frozen=True, kw_only=True, tag="destruction.decided/1"):
    """The case is to be destroyed: on this ground, by this decision, before this witness. The last entry of a case."""

    ground: str
    decision: str
    witness: str
    early: bool = False


class Undo(Payload, frozen=True, kw_only=True, tag="undo/1"):
    """The entry named by `of` is withdrawn; an undo may itself be withdrawn, which is redo."""


# --- the table of kinds ---------------------------------------------------------------------------


class Signer(Enum):
    """Whose key signs a commit that holds an entry of a kind."""

    SITTING = "sitting"
    OWN = "own"


class Kind(NamedTuple):
    """One kind of entry. `table` names the objects a put or drop concerns; None for an act."""

    payload: type[Payload]
    table: str | None = None
    undoable: bool = False
    erasable: bool = False
    signer: Signer = Signer.OWN
    needs_of: bool = False


TABLES: Final[dict[str, type[Payload]]] = {
    "person": Person,
    "source": Source,
    "document": Document,
    "event": Event,
    "dispute": Dispute,
    "knowledge": Knowledge,
    "rule": Rule,
    "factor": Factor,
    "act": Act,
    "answer": Answer,
    "outcome": Outcome,
    "name": Name,
    "reporter": Reporter,
}
"""Plain objects by the name of their table."""


def _plain(payload: type[Payload], table: str | None, *, needs_of: bool = False) -> Kind:
    return Kind(payload, table, undoable=True, erasable=True, signer=Signer.SITTING, needs_of=needs_of)


KINDS: Final[dict[str, Kind]] = {
    **{f"{name}.put": _plain(payload, name) for name, payload in TABLES.items()},
    **{f"{name}.drop": _plain(Drop, name, needs_of=True) for name in TABLES},
    "sealed": _plain(SealedBody, None),
    "undo": Kind(Undo, signer=Signer.SITTING, needs_of=True),
    "case.created": Kind(CaseCreated),
    "case.described": Kind(CaseDescribed),
    "member.enrolled": Kind(MemberEnrolled),
    "member.retired": Kind(MemberRetired, needs_of=True),
    "decision": Kind(Decision),
    "recovery.made": Kind(RecoveryMade),
    "instrument.chosen": Kind(InstrumentChosen),
    "pdf.rendered": Kind(PdfRendered),
    "pdf.signed": Kind(PdfSigned, needs_of=True),
    "sitting.opened": Kind(SittingOpened),
    "sitting.closed": Kind(SittingClosed, signer=Signer.SITTING, needs_of=True),
    "sitting.started": Kind(SittingStarted, signer=Signer.SITTING, needs_of=True),
    "vault.made": Kind(VaultMade),
    "vault.shared": Kind(VaultShared, needs_of=True),
    "vault.released": Kind(VaultReleased, signer=Signer.SITTING, needs_of=True),
    "vault.opened": Kind(VaultOpened, signer=Signer.SITTING, needs_of=True),
    "round.opened": Kind(RoundOpened),
    "ballot.cast": Kind(SealedBody, erasable=True, needs_of=True),
    "excused": Kind(Excused, needs_of=True),
    "round.released": Kind(RoundReleased, needs_of=True),
    "erasure": Kind(Erasure),
    "hold.placed": Kind(HoldPlaced),
    "hold.lift_asked": Kind(HoldLiftAsked, needs_of=True),
    "hold.lifted": Kind(HoldLifted, needs_of=True),
    "case.archived": Kind(CaseArchived),
    "case.reopened": Kind(CaseReopened),
    "destruction.decided": Kind(DestructionDecided),
}
"""Every kind of entry this version writes."""

VAULT_ONLY: Final[dict[str, str]] = {"outcome": "outcome", "name": "names", "reporter": "reporter"}
"""Tables whose objects are only ever written sealed, and the name of the vault they belong in."""

INNER: Final[dict[str, type[Payload]]] = {
    **{name: kind.payload for name, kind in KINDS.items() if kind.table is not None},
    "ballot.cast": Ballot,
}
"""What a sealed body may say, by the kind of entry it stands for."""


class Sealed(Enum):
    """The payload of an entry whose vault this reader cannot open."""

    SEALED = "sealed"


class Erased(Enum):
    """The payload of an entry whose content was deleted by decision."""

    ERASED = "erased"


SEALED: Final = Sealed.SEALED
ERASED: Final = Erased.ERASED


class Entry(NamedTuple):
    """One entry as the fold sees it: no bytes, no keys.

    Where the reader holds the key of a vault, `type`, `of` and `payload` are those of the sealed object.
    """

    seq: int
    type: str
    at: str
    actor: str
    of: int | None
    payload: Payload | Sealed | Erased

    def __repr__(self) -> str:
        """Name the place, never the content."""
        return f"Entry({self.seq}, {self.type})"


class NewEntry(NamedTuple):
    """An entry about to be written; `vault` puts it into that vault instead of the clear.

    `data` are the bytes that belong to it (a document, a paper, what a signature appended); storage cuts them into
    chunks and writes their sums into the payload.
    """

    type: str
    payload: Payload
    of: int | None = None
    vault: Id | None = None
    data: bytes | None = None

    def __repr__(self) -> str:
        """Name the kind, never the content."""
        return f"NewEntry({self.type})"


def put(payload: Payload, of: int | None = None, vault: Id | None = None) -> NewEntry:
    """The entry that adds a plain object, or writes the whole of it anew when `of` is given."""
    return NewEntry(f"{table_of(type(payload))}.put", payload, of, vault)


def table_of(payload: type[Payload]) -> str:
    """The table that objects of this payload live in."""
    return _TABLE_OF[payload]


_TABLE_OF: Final[dict[type[Payload], str]] = {payload: name for name, payload in TABLES.items()}


def is_act(kind: str) -> bool:
    """Acts are never undone and stand as a barrier to undo (datamodel.md 2, 4)."""
    return kind != "undo" and not KINDS[kind].undoable


def to_plain(payload: Payload) -> dict[str, Any]:
    """The payload as plain objects, arrays, strings, integers and booleans, its `kind` tag included."""
    plain: dict[str, Any] = msgspec.to_builtins(payload)
    return plain
