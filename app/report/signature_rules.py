"""Rule R4: what must hold of each signature, whatever else is wrong with a document (trust.md 4.5)."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from app.domain.words import QT_TRANSLATE_NOOP
from app.report.closing import Unsigned
from app.report.fields import CLOSE, SEAL
from app.report.revisions import Revision
from app.report.shown import shown

if TYPE_CHECKING:
    from app.report.signed_pdf import Signature, SignedPdf


_MOST_PADDING: Final = 8  # zero bytes after a signature container; two are enough for the shortest ECDSA signature


class Basis(NamedTuple):
    """What a document is held against. `unsigned` is None where only the closing seal itself says it; `garbled` that
    the document prints fingerprints nobody can read.
    """

    fields: tuple[str, ...]
    pins: Mapping[str, str]
    unsigned: Unsigned | None
    from_case: bool
    garbled: bool = False


@dataclass(frozen=True)
class Scene:
    """One document under examination: its bytes, their revisions, what pyHanko reads, what is expected."""

    pdf: bytes
    chain: tuple[Revision, ...]
    document: "SignedPdf"
    basis: Basis
    signatures: "tuple[Signature, ...]"

    @cached_property
    def plain(self) -> dict[int, bool]:
        """For each revision that a signature signs, whether it is the plain update of a signature."""
        from app.report.updates import is_plain

        return {signature.revision: is_plain(self.document, signature) for signature in self.signatures}


def fingerprint(signature: "Signature") -> str:
    """SHA-256 of the certificate, hex."""
    return hashlib.sha256(signature.certificate).hexdigest()


def faults(scene: Scene, signature: "Signature") -> Iterator[str]:
    """A sentence for each thing that is wrong with a signature; none for a sound one."""
    yield from _key(scene, signature)
    if signature.name != signature.common_name:
        yield QT_TRANSLATE_NOOP("verdict", "the name beside it is not that of its certificate")
    if signature.moment is None:
        yield QT_TRANSLATE_NOOP("verdict", "it gives no time")
    elif not signature.valid[0] <= signature.moment <= signature.valid[1]:
        yield QT_TRANSLATE_NOOP("verdict", "its certificate was not valid at the time it gives")
    if not signature.for_signing:
        yield QT_TRANSLATE_NOOP("verdict", "its certificate is not one for signatures")
    if signature.locks != (signature.field == CLOSE):
        yield QT_TRANSLATE_NOOP("verdict", "the closing seal, and only that, has to lock the document")
    if not covers_its_revision(scene, signature):
        # Not shown to pyHanko: its search for the end of a revision may start anywhere and take for ever.
        yield QT_TRANSLATE_NOOP("verdict", "it does not cover every byte of its revision")
        return
    if not _in_our_form(signature):
        yield QT_TRANSLATE_NOOP("verdict", "it is not written in the one form that this program writes")
    yield from _opinions(scene, signature)


def covers_its_revision(scene: Scene, signature: "Signature") -> bool:
    """True if its range is the whole file up to the end of its revision, but for one gap inside that revision."""
    if not 0 < signature.revision < len(scene.chain) or len(signature.byte_range) != 4:
        return False
    own = scene.chain[signature.revision]
    start, gap, after, rest = signature.byte_range
    return (
        start == 0
        and own.start <= gap < after <= own.end == after + rest
        and scene.pdf[gap:after] == b"<" + signature.contents.hex().upper().encode("ascii") + b">"
    )


def _key(scene: Scene, signature: "Signature") -> Iterator[str]:
    pins = scene.basis.pins
    if signature.field in pins and pins[signature.field].lower() != fingerprint(signature):
        yield QT_TRANSLATE_NOOP("verdict", "it was made with another key than the record names")
    for other in scene.signatures:
        if other.field == signature.field:
            continue
        same, seals = other.certificate == signature.certificate, {other.field, signature.field} == {SEAL, CLOSE}
        if same and not seals:
            yield QT_TRANSLATE_NOOP("verdict", "the same key signed field {field} too").format(field=shown(other.field))
        if seals and not same:
            yield QT_TRANSLATE_NOOP("verdict", "the two seals were made with different keys")


def _in_our_form(signature: "Signature") -> bool:
    from app.report.embedding import as_written

    ours = as_written(signature.certificate, signature.digest, signature.value)
    padding = signature.contents[len(ours) :]
    return signature.contents.startswith(ours) and len(padding) <= _MOST_PADDING and not any(padding)


def _opinions(scene: Scene, signature: "Signature") -> Iterator[str]:
    from app.report.signed_pdf import TooMuchWork

    try:
        opinion, plain = scene.document.opinion(signature.field), scene.plain[signature.revision]
    except TooMuchWork:
        raise
    except Exception:  # whatever pyHanko cannot judge does not hold
        yield QT_TRANSLATE_NOOP("verdict", "it cannot be checked")
        return
    if not plain:
        yield QT_TRANSLATE_NOOP("verdict", "its revision changed more than its own field")
    if not (opinion.intact and opinion.valid):
        yield QT_TRANSLATE_NOOP("verdict", "bytes that it covers are not those that were signed")
    elif not opinion.trusted:
        yield QT_TRANSLATE_NOOP("verdict", "its certificate does not allow it")
    elif not _only_signatures_after(scene, signature):
        yield QT_TRANSLATE_NOOP("verdict", "something else than signatures was changed after it")


def _only_signatures_after(scene: Scene, signature: "Signature") -> bool:
    """True if every later revision is the plain one of a later signature; of the first, pyHanko has to agree.

    Its comparison takes long, and what came after the first signature is all that ever came. It is asked last: only
    whoever signed every revision can make it work for nothing, and then in bounds.
    """
    later = range(signature.revision + 1, len(scene.chain))
    if not all(scene.plain.get(revision, False) for revision in later):
        return False
    return signature.field != scene.signatures[0].field or scene.document.only_forms_filled_after(signature.field)
