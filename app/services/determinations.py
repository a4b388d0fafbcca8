"""Draft a determination from a case, make its paper, and have every member sign it, each step in the record."""

import hashlib
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from app.domain import entries as e
from app.domain.case import withdrawn_by
from app.domain.determination import Determination, OnRecord, Record
from app.domain.drafting import Frame, draft
from app.domain.errors import NotBlind, NotComplete
from app.domain.stages_of_judging import Lack, lacking
from app.services.panel import panel, seal
from app.services.ports import OwnKey, Papers, ProvenInstrument
from app.services.session import CASE_MANAGER, Session

SEAL = "seal"
CLOSE = "close"


def draft_determination(session: Session, instrument: ProvenInstrument, *, program: str) -> Determination:
    """The determination of the case as it stands now, up to the head of its record.

    NotBlind while a vault can be read: nothing that lies in one may reach the paper.
    """
    if not session.store.is_blind:
        raise NotBlind
    return draft(session.case, instrument.instrument, frame_of(session, instrument, program=program))


def lacks(session: Session, instrument: ProvenInstrument, *, program: str) -> tuple[Lack, ...]:
    """What the determination still lacks, each with the place that mends it."""
    return lacking(session.case, instrument.instrument, frame_of(session, instrument, program=program))


def frame_of(session: Session, instrument: ProvenInstrument, *, program: str) -> Frame:
    """What a determination takes from outside the fold."""
    zone = session.case.described.zone if session.case.described else "UTC"
    return Frame(
        panel=panel(session.case),
        record=Record(session.store.next_seq - 1, session.store.head, program),
        date=session.clock.now()[:10],
        zone=ZoneInfo(zone),
        instrument_sha256=instrument.sha256,
        seal=seal(session.case),
    )


class Paper:
    """A determination on its way to being signed: its bytes, and the entry of the record they belong to."""

    def __init__(self, pdf: bytes, entry: int) -> None:
        self.pdf = pdf
        self.entry = entry

    def __repr__(self) -> str:
        """Name the entry, never the content."""
        return f"Paper({self.entry})"


def freeze(session: Session, papers: Papers, manager: OwnKey, determination: Determination) -> Paper:
    """Make the paper to be signed and put its digest into the record; NotComplete while something is missing."""
    if determination.missing:
        raise NotComplete(count=len(determination.missing), first=determination.missing[0])
    pdf = papers.to_sign(determination)
    rendered = e.PdfRendered(
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
        seq=determination.record.seq,
        head=determination.record.head,
    )
    entry = session.store.next_seq
    session.commit([e.NewEntry("pdf.rendered", rendered, data=pdf)], manager)
    return Paper(pdf, entry)


def current_paper(session: Session) -> Paper | None:
    """The newest paper with every signature so far, from the record; None before one was frozen."""
    log = session.store.entries()
    entry = max((found.seq for found in log if found.type == "pdf.rendered"), default=None)
    if entry is None:
        return None
    parts = [found.seq for found in log if found.type == "pdf.signed" and found.of == entry]
    return Paper(b"".join(session.store.document(seq) for seq in (entry, *parts)), entry)


def signed_fields(session: Session, paper: Paper) -> list[str]:
    """The fields of a paper that are signed, in the order of signing."""
    log = session.store.entries()
    return [found.payload.field for found in log if found.of == paper.entry and isinstance(found.payload, e.PdfSigned)]


class Signed(NamedTuple):
    """One field that is signed, and when (UTC)."""

    field: str
    at: str


class Standing(NamedTuple):
    """The newest paper as the record has it: when it was frozen, who signed, whether the text changed since.

    `changed`: something the text is made of was entered after it was frozen. What lies in a vault is no part of it.
    """

    entry: e.Id
    at: str
    signed: tuple[Signed, ...]
    changed: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are signed, in the order of signing."""
        return tuple(signed.field for signed in self.signed)


def standing(session: Session) -> Standing | None:
    """How far the newest paper is; None before one was frozen."""
    log = session.store.entries()
    frozen = max((found for found in log if found.type == "pdf.rendered"), key=lambda found: found.seq, default=None)
    if frozen is None:
        return None
    later = log[frozen.seq + 1 :]
    withdrawn = withdrawn_by(log)
    return Standing(
        entry=frozen.seq,
        at=frozen.at,
        signed=tuple(
            Signed(found.payload.field, found.at)
            for found in later
            if found.of == frozen.seq and isinstance(found.payload, e.PdfSigned)
        ),
        changed=any(
            _in_the_text(found.type) and found.seq not in withdrawn and session.store.sealed_in(found.seq) is None
            for found in later
        ),
    )


def _in_the_text(kind: str) -> bool:
    """True for what a determination is drafted from."""
    return e.KINDS[kind].table is not None or kind in _TEXT_ACTS


_TEXT_ACTS: Final = frozenset(
    {"case.described", "member.enrolled", "member.retired", "instrument.chosen", "erasure", "vault.opened"}
)


def sign(session: Session, papers: Papers, own: OwnKey, paper: Paper, field: str) -> Paper:
    """One signature, appended to the file and put into the record."""
    member = session.case.members[own.actor]
    at = session.clock.now()
    signer = own.pdf_signer(session.store.case_id, member.name, enrolled_at(session, own.actor))
    pdf = papers.sign(paper.pdf, field, signer, name=member.name, role=member.role, at=at, certify=field == SEAL)
    signed = e.PdfSigned(field=field, end=len(pdf), sha256=hashlib.sha256(pdf).hexdigest())
    session.commit([e.NewEntry("pdf.signed", signed, paper.entry, data=pdf[len(paper.pdf) :])], own)
    return Paper(pdf, paper.entry)


def on_record(session: Session) -> OnRecord | None:
    """What the record says of the newest paper; None before one was signed."""
    paper = current_paper(session)
    if paper is None or not signed_fields(session, paper):
        return None
    manager = seal(session.case)
    members = [(member.seat, member.fingerprint) for member in panel(session.case)]
    fields = ((SEAL, manager), *members, (CLOSE, manager))
    return OnRecord(fields, hashlib.sha256(paper.pdf).hexdigest())


def enrolled_at(session: Session, seat: str) -> str:
    """When a person joined the roster: from then on their certificate is valid."""
    return next(
        entry.at
        for entry in session.store.entries()
        if isinstance(entry.payload, e.MemberEnrolled) and entry.payload.id == seat
    )


def is_manager(session: Session, own: OwnKey) -> bool:
    """True for the case manager, whose key seals and closes a determination."""
    return session.case.members[own.actor].role == CASE_MANAGER
