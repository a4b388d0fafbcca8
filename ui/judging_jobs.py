"""What the worker does for the pages of the panel, the acts and the determination; plain values come back."""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import __version__
from app.domain.errors import CannotWrite, DiskFull
from app.services.own_keys import MANAGER
from ui.jobs import Changed, view_of
from ui.pdf_pages import sizes
from ui.worker import Work

if TYPE_CHECKING:
    from app.domain.stages_of_judging import Lack
    from app.domain.verdict import Verdict
    from app.services.ports import OwnKey, ProvenInstrument
    from app.services.session import Changes

_MOST_COPIES: Final = 1000


@dataclass(frozen=True, slots=True, repr=False)
class Joining:
    """Somebody about to join: what they and the case manager typed, kept until the countersignature and no longer."""

    name: str
    role: str
    passphrase: str


@dataclass(frozen=True, slots=True, repr=False)
class PaperShown:
    """A determination to be looked at. `frozen` is False for a draft; `pages` are sizes in points."""

    pdf: bytes
    pages: tuple[tuple[float, float], ...]
    frozen: bool
    lacks: "tuple[Lack, ...]" = ()


def instruments(work: Work) -> "tuple[ProvenInstrument, ...]":
    """The instruments that come with the program."""
    return tuple(work.house.instruments.load(id) for id in work.house.instruments.ids())


def by_own_key(
    seat: str, passphrase: str, verb: "Callable[[Work, OwnKey], Changes | None]"
) -> Callable[[Work], Changed]:
    """Do something that one person signs with their own key, which is dropped right afterwards."""

    def job(work: Work) -> Changed:
        from app.services import own_keys
        from app.services.session import Changes

        changes = verb(work, own_keys.unlock(work.session, seat, passphrase))
        return Changed(view_of(work), changes or Changes())

    return job


def choose_instrument(proven: "ProvenInstrument", passphrase: str) -> Callable[[Work], Changed]:
    """Fix the instrument."""

    def verb(work: Work, own: "OwnKey") -> "Changes":
        from app.services.judging import choose_instrument

        chosen = proven.instrument
        return choose_instrument(work.session, own, id=chosen.id, version=chosen.version, sha256=proven.sha256)

    return by_own_key(MANAGER, passphrase, verb)


def kept_reason(act: int, question: str) -> Callable[[Work], str | None]:
    """What was being typed as a reason when the page was left, or None."""

    def job(work: Work) -> str | None:
        from app.services.drafts import kept_draft
        from app.services.judging import reason_draft

        return kept_draft(work.session, reason_draft(work.session.seat, act, question))

    return job


def keep_reason(act: int, question: str, text: str) -> Callable[[Work], None]:
    """Let a reason rest that is being typed; it becomes part of the answer later."""

    def job(work: Work) -> None:
        from app.services.drafts import keep_draft
        from app.services.judging import reason_draft

        keep_draft(work.session, reason_draft(work.session.seat, act, question), text)

    return job


def may_join(joining: Joining) -> Callable[[Work], None]:
    """Refuse a passphrase before the laptop goes back; nothing is written."""

    def job(work: Work) -> None:
        from app.services.panel import own_words

        work.session.store.refuse_new(joining.passphrase, own_words(work.session.case, joining.name))

    return job


def enrol(joining: Joining, passphrase: str) -> Callable[[Work], Changed]:
    """The case manager countersigns: now the person is on the roster."""

    def verb(work: Work, own: "OwnKey") -> None:
        from app.services.panel import enrol

        enrol(work.session, own, name=joining.name, role=joining.role, passphrase=joining.passphrase)

    return by_own_key(MANAGER, passphrase, verb)


def paper(work: Work) -> PaperShown | None:
    """The frozen paper as it stands, or a draft where there is none or the text changed; None while nothing can be
    drafted (no instrument, or the sitting has not started).
    """
    from app.services import determinations

    session, view = work.session, view_of(work)
    if view.paper is not None and not view.paper.changed:
        frozen = determinations.current_paper(session)
        if frozen is not None:
            return PaperShown(frozen.pdf, sizes(frozen.pdf), True)
    if not view.started or view.instrument is None:
        return None
    lacks = determinations.lacks(session, view.instrument, program=__version__)
    work.step(1, 4)
    draft = determinations.draft_determination(session, view.instrument, program=__version__)
    work.step(2, 4)
    pdf = work.house.papers.preview(draft)
    work.step(3, 4)
    return PaperShown(pdf, sizes(pdf), False, lacks)


def freeze(passphrase: str) -> Callable[[Work], Changed]:
    """Make the paper and seal it, both by the case manager."""

    def verb(work: Work, own: "OwnKey") -> None:
        from app.domain.instrument_faults import InstrumentMissing
        from app.services import determinations

        session, view = work.session, view_of(work)
        if view.instrument is None:
            raise InstrumentMissing
        draft = determinations.draft_determination(session, view.instrument, program=__version__)
        made = determinations.freeze(session, work.house.papers, own, draft)
        determinations.sign(session, work.house.papers, own, made, determinations.SEAL)

    return by_own_key(MANAGER, passphrase, verb)


def sign(field: str, passphrase: str) -> Callable[[Work], Changed]:
    """One signature; the seal and the close are the case manager's, every other field is the seat of its member."""

    def verb(work: Work, own: "OwnKey") -> None:
        from app.services import determinations

        current = determinations.current_paper(work.session)
        if current is not None:
            determinations.sign(work.session, work.house.papers, own, current, field)

    return by_own_key(MANAGER if field in ("seal", "close") else field, passphrase, verb)


def save_copy(pdf: bytes, folder: Path, name: str) -> Callable[[Work], Path]:
    """Write the document into a folder under a name that is free there."""

    def job(_work: Work) -> Path:
        for number in range(1, _MOST_COPIES):
            place = folder / (f"{name}.pdf" if number == 1 else f"{name}-{number}.pdf")
            try:
                with place.open("xb") as stream:
                    stream.write(pdf)
            except FileExistsError:
                continue
            except OSError as trouble:
                if trouble.errno == errno.ENOSPC:
                    place.unlink(missing_ok=True)
                    raise DiskFull from None
                raise CannotWrite from None
            return place
        raise CannotWrite

    return job


def verify_document(path: Path) -> "Callable[[Work], Verdict]":
    """Check a document; writes no byte."""
    return lambda work: work.house.verifier.document(path)


def verify_bytes(pdf: bytes) -> "Callable[[Work], Verdict]":
    """Check a document in memory."""
    return lambda work: work.house.verifier.document_bytes(pdf)
