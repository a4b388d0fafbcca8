"""What a determination says, as a value: everything a page needs, already in words, and what is still missing.

Nothing here knows pages, fonts or signatures. All texts are literal; whoever draws them escapes them.
"""

from dataclasses import dataclass, field

from app.domain.categories import Category


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line: an event, a rule or a factor, with a second voice for doubts and quality."""

    label: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One question that was answered on the way: its short name for figures, the answer, the reason, what was cited."""

    node: str
    short: str
    question: str
    answer: str
    reason: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WalkTaken:
    """One walk through one graph of the instrument, and where it ended."""

    name: str
    steps: tuple[StepTaken, ...]
    terminal: str
    category: Category
    decides: bool


@dataclass(frozen=True, slots=True)
class ActFound:
    """One act: what was known and not known then, the path with its reasons, and what follows from it.

    `known` and `not_known` are in the order of arrival, never of relevance. `conclusion` says in a sentence how the
    walks led to the category. `action` is what is asked of the person, `organisation` of the organisation. `when` is
    the moment with its date, `clock` the shortest way to say it.
    """

    label: str
    wording: str
    person: str
    role: str
    when: str
    category: Category
    terminal: str
    known: tuple[Line, ...]
    not_known: tuple[Line, ...]
    rules: tuple[Line, ...]
    walks: tuple[WalkTaken, ...]
    action: str
    organisation: str
    conclusion: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class PanelMember:
    """One who signs: seat, role, name for the signature block, and the SHA-256 of the certificate (hex)."""

    seat: str
    role: str
    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class InstrumentUsed:
    """Which instrument, in which version, from which source, and how sure we are of it."""

    title: str
    version: str
    citation: str
    rights: str
    confidence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """Where the determination stands in the record: last entry, head of the chain (hex), program version."""

    seq: int
    head: str
    program: str


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What the record of a case says of its newest paper: fields in order with the SHA-256 (hex) of each certificate,
    and the digest of the file after the last signature.
    """

    fields: tuple[tuple[str, str], ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Determination:
    """The whole content of a determination. `missing` says in words what it still lacks; empty means complete.

    `seal` is the SHA-256 (hex) of the certificate that the case itself is sealed and closed with.
    """

    reference: str
    title: str
    setting: str
    event_date: str
    question: str
    instrument: InstrumentUsed
    acts: tuple[ActFound, ...]
    factors: tuple[Line, ...]
    disputes: tuple[Line, ...]
    panel: tuple[PanelMember, ...]
    record: Record
    date: str
    rehearsal: bool = False
    seal: str = ""
    missing: tuple[str, ...] = field(default=())
