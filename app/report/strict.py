"""The strict check of a signed document: seven rules on top of pyHanko's own verdict (trust.md 4.5).

R0 File: read in strict mode, by two readers. R1 Archive: the digest is the one the archive names. R2 Fields: those
expected, all signed but those whom the closing seal names, none else. R3 Certification: the case seal is first and
allows only form filling. R4 Signature, one part each: by the key that was named, unbroken, in the one form this
program writes, and nothing but signatures after it. R5 Revisions: one for each signature, in order, none besides, no
byte after the last. R6 Metadata: the XMP is that of the first revision.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from app.domain.errors import DocumentTooLarge, DocumentUnreadable, EvenhandError
from app.domain.verdict import Collector, Part, Result, Verdict
from app.domain.words import QT_TRANSLATE_NOOP
from app.report import revisions
from app.report.closing import Unsigned, read_closing
from app.report.fields import CLOSE, SEAL
from app.report.roster import read_roster
from app.report.shown import groups, shown, when
from app.report.signature_rules import Basis, Scene, faults, fingerprint

if TYPE_CHECKING:
    from app.report.signed_pdf import Signature, SignedPdf


MOST_BYTES: Final = 16 * 1024 * 1024
"""The size of the largest file that is examined; a determination of a hundred pages has about two megabytes."""

MOST_FIELDS: Final = 40
"""Signature fields of one document; a panel of twelve has fourteen."""

_MEGABYTE: Final = 1024 * 1024


class Pinned(NamedTuple):
    """One expected field and the SHA-256 of its certificate in hex, or None where nobody knows it."""

    field: str
    certificate: str | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What the case record says of a document: fields in order, digest of the whole file, who stayed unsigned."""

    fields: tuple[Pinned, ...]
    sha256: str | None = None
    ink: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def load(path: Path) -> bytes:
    """The bytes of a file that may be a document. DocumentTooLarge before anything is read; DocumentUnreadable for
    what is no plain file or cannot be read.
    """
    try:
        if not path.is_file():
            raise DocumentUnreadable
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        raise DocumentUnreadable from None
    _measure(data)
    return data


def verify(pdf: bytes, expected: Expected) -> Verdict:
    """The verdict on a document whose case record is at hand. Writes nothing, opens nothing, needs no clock."""
    basis = Basis(
        fields=tuple(pinned.field for pinned in expected.fields),
        pins={pinned.field: pinned.certificate for pinned in expected.fields if pinned.certificate is not None},
        unsigned=Unsigned(expected.ink, expected.declined, expected.absent),
        from_case=True,
    )
    return _verdict(pdf, lambda _document: basis, expected.sha256)


def verify_alone(pdf: bytes) -> Verdict:
    """The verdict on a document of which nothing is known but what it says itself."""
    return _verdict(pdf, _own_basis, None)


def _own_basis(document: "SignedPdf") -> Basis:
    names = tuple(field.name for field in document.fields)
    try:
        return Basis(names, read_roster(document.xmp()) or {}, None, from_case=False)
    except ValueError:
        return Basis(names, {}, None, from_case=False, garbled=True)


def _measure(pdf: bytes) -> None:
    if len(pdf) > MOST_BYTES:
        raise DocumentTooLarge(most=MOST_BYTES // _MEGABYTE)
    if not pdf.startswith(b"%PDF-"):
        raise DocumentUnreadable


def _verdict(pdf: bytes, basis: Callable[["SignedPdf"], Basis], sha256: str | None) -> Verdict:
    """DocumentUnreadable for what cannot be examined; any other fault of the bytes is a finding."""
    from app.report.signed_pdf import SignedPdf

    _measure(pdf)
    try:
        chain = revisions.read(pdf)
        # What follows the last end is a finding of its own; pyHanko would look through it byte by byte.
        document = SignedPdf(pdf[: chain[-1].end])
        parts = _Check(pdf, chain, document, basis(document)).parts()
    except EvenhandError:
        raise
    except Exception:  # hostile bytes make a reader fail in any way; each of them means: not a sound document
        parts = [
            Part(
                FILE,
                Result.BROKEN,
                QT_TRANSLATE_NOOP("verdict", "The file is damaged: it cannot be read from end to end."),
            )
        ]
    return Verdict("document", (parts[0], _archive(pdf, sha256), *parts[1:]))


FILE: Final = QT_TRANSLATE_NOOP("verdict", "File")


def _archive(pdf: bytes, sha256: str | None) -> Part:
    found, name = hashlib.sha256(pdf).hexdigest(), QT_TRANSLATE_NOOP("verdict", "Archive")
    if sha256 is None:
        text = QT_TRANSLATE_NOOP(
            "verdict", "No digest from the archive was given to compare with. SHA-256 of this file: {digest}."
        )
        return Part(name, Result.NOT_PROVED, text.format(digest=groups(found)))
    if found == sha256.lower():
        return Part(name, Result.SOUND, QT_TRANSLATE_NOOP("verdict", "Byte for byte the file that the archive names."))
    return Part(name, Result.BROKEN, QT_TRANSLATE_NOOP("verdict", "This is not the file that the archive names."))


class _Check:
    """One run of all rules over one document."""

    def __init__(self, pdf: bytes, chain: tuple[revisions.Revision, ...], document: "SignedPdf", basis: Basis) -> None:
        self._pdf = pdf
        self._chain = chain
        self._document = document
        self._basis = basis
        few = len(document.fields) <= MOST_FIELDS and self._names_differ()
        self._signatures = document.signatures if few else ()
        self._by_field = {signature.field: signature for signature in self._signatures}
        self._scene = Scene(pdf, chain, document, basis, self._signatures)
        self._broken: set[str] = set()

    def parts(self) -> list[Part]:
        read = self._file()
        signed = [self._signature(signature) for signature in self._signatures]
        unsigned = self._unsigned()
        return [
            read,
            self._fields(unsigned),
            self._certification(),
            *signed,
            *self._unsigned_parts(unsigned),
            self._revisions(),
            self._metadata(),
            Part(
                QT_TRANSLATE_NOOP("verdict", "Time"),
                Result.NOT_PROVED,
                QT_TRANSLATE_NOOP(
                    "verdict",
                    "Each time is that of the clock of the computer that signed. The order is proved, the time is not.",
                ),
            ),
            self._identity(),
        ]

    # --- R0 ---------------------------------------------------------------------------------------

    def _file(self) -> Part:
        found = Collector(FILE)
        if self._document.encrypted:
            found.add(None, QT_TRANSLATE_NOOP("verdict", "it is encrypted"))
        if self._document.revisions != len(self._chain):
            found.add(None, QT_TRANSLATE_NOOP("verdict", "two readers do not see the same revisions"))
        return found.part(
            QT_TRANSLATE_NOOP("verdict", "Read from end to end by two readers, in strict mode."),
            QT_TRANSLATE_NOOP("verdict", "The file is not in plain order."),
        )

    # --- R2 ---------------------------------------------------------------------------------------

    def _names_differ(self) -> bool:
        names = [field.name for field in self._document.fields]
        return len(set(names)) == len(names)

    def _unsigned(self) -> Unsigned | None:
        """Who did not sign in the file, as the closing seal says; None while no sound one says it."""
        close = self._by_field.get(CLOSE)
        return None if close is None or CLOSE in self._broken else read_closing(close.reason)

    def _fields(self, unsigned: Unsigned | None) -> Part:
        found = Collector(QT_TRANSLATE_NOOP("verdict", "Fields"))
        names = tuple(field.name for field in self._document.fields)
        if not all(field.plain for field in self._document.fields):
            found.add(None, QT_TRANSLATE_NOOP("verdict", "the form has an entry that is not a signature field"))
        if names != self._basis.fields or not self._names_differ():
            found.add(None, QT_TRANSLATE_NOOP("verdict", "the form has other fields than expected"))
        if len(names) > MOST_FIELDS or names[:1] != (SEAL,) or names[1:][-1:] != (CLOSE,):
            found.add(
                None,
                QT_TRANSLATE_NOOP(
                    "verdict", "a determination has the case seal first, the closing seal last, and members between"
                ),
            )
        members, printed = set(names) - {SEAL, CLOSE}, set(self._basis.pins)
        if printed and not self._basis.from_case and not members <= printed <= set(names):
            found.add(
                None, QT_TRANSLATE_NOOP("verdict", "the document prints fingerprints for other fields than it has")
            )
        for finding in self._signed_as_said(names, unsigned):
            found.add(None, finding)
        return found.part(
            QT_TRANSLATE_NOOP(
                "verdict", "The fields are those expected, and each is signed or named by the closing seal."
            ),
            QT_TRANSLATE_NOOP("verdict", "The signatures are not those a finished determination has."),
        )

    def _signed_as_said(self, names: tuple[str, ...], unsigned: Unsigned | None) -> Iterator[str]:
        signed = {field.name for field in self._document.fields if field.signed}
        if CLOSE not in signed:
            yield QT_TRANSLATE_NOOP("verdict", "it has not been closed: signatures are missing or were cut off")
        elif CLOSE in self._broken or CLOSE not in self._by_field:
            yield QT_TRANSLATE_NOOP("verdict", "what the closing seal says does not count, because it does not hold")
        elif unsigned is None:
            yield QT_TRANSLATE_NOOP("verdict", "the closing seal does not say in the usual form who did not sign")
        elif self._basis.unsigned is not None and unsigned != self._basis.unsigned:
            yield QT_TRANSLATE_NOOP("verdict", "the closing seal names others as not signing than the case record does")
        excused = unsigned.fields if unsigned else ()
        for name in names[:MOST_FIELDS]:
            if name not in signed and name not in excused:
                yield QT_TRANSLATE_NOOP("verdict", "field {field} is not signed").format(field=shown(name))
            if name in signed and name in excused:
                yield QT_TRANSLATE_NOOP(
                    "verdict", "field {field} is signed although the closing seal says otherwise"
                ).format(field=shown(name))
        if not set(excused) <= set(names):
            yield QT_TRANSLATE_NOOP("verdict", "the closing seal names a field that is not there")
        order = [signature.field for signature in self._signatures]
        if order and (order[0] != SEAL or (CLOSE in order and order[-1] != CLOSE)):
            yield QT_TRANSLATE_NOOP("verdict", "the seals are not the first and the last signature")

    # --- R3 ---------------------------------------------------------------------------------------

    def _certification(self) -> Part:
        found = Collector(QT_TRANSLATE_NOOP("verdict", "Certification"))
        seal = self._by_field.get(SEAL)
        if seal is None or not seal.certifies or self._signatures[0] is not seal:
            found.add(
                None,
                QT_TRANSLATE_NOOP("verdict", "the first signature is not a case seal that allows only form filling"),
            )
        if any(signature.restricts for signature in self._signatures if signature is not seal):
            found.add(None, QT_TRANSLATE_NOOP("verdict", "another signature claims to certify the document"))
        return found.part(
            QT_TRANSLATE_NOOP("verdict", "The case seal was set first and allows nothing but signing the fields."),
            QT_TRANSLATE_NOOP("verdict", "The document is not certified as a determination is."),
        )

    # --- R4 ---------------------------------------------------------------------------------------

    def _signature(self, signature: "Signature") -> Part:
        found = Collector(QT_TRANSLATE_NOOP("verdict", "Signature {field}").format(field=shown(signature.field)))
        for finding in faults(self._scene, signature):
            found.add(None, finding)
        if not found.clean:
            self._broken.add(signature.field)
        text = QT_TRANSLATE_NOOP("verdict", "{name}, {when}, key {key}. Nothing was changed but by signatures.")
        if signature.field not in self._basis.pins:
            text = QT_TRANSLATE_NOOP(
                "verdict",
                "{name}, {when}, key {key}; no record of that key was given. Nothing was changed but by signatures.",
            )
        part = found.part(
            text.format(
                name=shown(signature.common_name),
                when=when(signature.moment),
                key=groups(fingerprint(signature)),
            ),
            QT_TRANSLATE_NOOP("verdict", "This signature does not hold."),
        )
        unknown = self._basis.from_case and signature.field not in self._basis.pins
        return part._replace(result=Result.NOT_PROVED) if found.clean and unknown else part

    def _unsigned_parts(self, unsigned: Unsigned | None) -> Iterator[Part]:
        said = unsigned or Unsigned()
        texts = {
            **dict.fromkeys(
                said.ink, QT_TRANSLATE_NOOP("verdict", "Signed in ink, says the closing seal; look at the paper.")
            ),
            **dict.fromkeys(said.declined, QT_TRANSLATE_NOOP("verdict", "Declined to sign, says the closing seal.")),
            **dict.fromkeys(said.absent, QT_TRANSLATE_NOOP("verdict", "Absent, says the closing seal.")),
        }
        signed = {field.name for field in self._document.fields if field.signed}
        for name in self._basis.fields[:MOST_FIELDS]:
            title = QT_TRANSLATE_NOOP("verdict", "Signature {field}").format(field=shown(name))
            if name in self._by_field:
                continue
            if name in signed:
                yield Part(title, Result.BROKEN, QT_TRANSLATE_NOOP("verdict", "This signature cannot be read."))
            elif name in texts:
                yield Part(title, Result.NOT_PROVED, texts[name])
            else:
                yield Part(
                    title, Result.BROKEN, QT_TRANSLATE_NOOP("verdict", "Not there, and no closing seal says why.")
                )

    # --- R5, R6, and what is not proved -----------------------------------------------------------

    def _revisions(self) -> Part:
        found = Collector(QT_TRANSLATE_NOOP("verdict", "Revisions"))
        beyond = len(self._pdf) - self._chain[-1].end
        if beyond:
            found.add(None, QT_TRANSLATE_NOOP("verdict", "{count} bytes follow the end").format(count=beyond))
        if len(self._chain) != len(self._signatures) + 1:
            found.add(
                None,
                QT_TRANSLATE_NOOP("verdict", "{found} revisions for {signatures} signatures").format(
                    found=len(self._chain), signatures=len(self._signatures)
                ),
            )
        for at, signature in enumerate(self._signatures, 1):
            if signature.revision != at:
                found.add(
                    None,
                    QT_TRANSLATE_NOOP("verdict", "field {field} was not signed in its turn").format(
                        field=shown(signature.field)
                    ),
                )
        if self._signatures and sum(self._signatures[-1].byte_range[2:]) != len(self._pdf):
            found.add(None, QT_TRANSLATE_NOOP("verdict", "the last signature does not cover the whole file"))
        return found.part(
            QT_TRANSLATE_NOOP(
                "verdict", "One revision for each signature, in order; the last one covers the whole file."
            ),
            QT_TRANSLATE_NOOP("verdict", "The file holds more, or less, than its signatures account for."),
        )

    def _metadata(self) -> Part:
        found = Collector(QT_TRANSLATE_NOOP("verdict", "Metadata"))
        first = self._document.metadata(0)
        if first is None:
            found.add(None, QT_TRANSLATE_NOOP("verdict", "the document has none"))
        if self._basis.garbled:
            found.add(None, QT_TRANSLATE_NOOP("verdict", "the fingerprints in it cannot be read"))
        for revision in range(1, self._document.revisions):
            if self._document.metadata(revision) != first:
                found.add(None, QT_TRANSLATE_NOOP("verdict", "revision {number} changed it").format(number=revision))
        return found.part(
            QT_TRANSLATE_NOOP("verdict", "The metadata is what it was before the first signature."),
            QT_TRANSLATE_NOOP("verdict", "The metadata is not what was signed."),
        )

    def _identity(self) -> Part:
        name = QT_TRANSLATE_NOOP("verdict", "Identity")
        if self._basis.from_case:
            text = QT_TRANSLATE_NOOP(
                "verdict",
                "The keys are held against the case record. That a key is a person's own, the roster in ink shows.",
            )
        elif self._basis.pins:
            text = QT_TRANSLATE_NOOP(
                "verdict",
                "The keys are those whose fingerprints the document prints. That these are the members' keys is proved "
                "only by comparing the printed fingerprints with the roster signed in ink.",
            )
        else:
            text = QT_TRANSLATE_NOOP(
                "verdict",
                "The document prints no fingerprints: whose keys these are is proved only by comparing the "
                "fingerprints above with the roster signed in ink.",
            )
        return Part(name, Result.NOT_PROVED, text)
