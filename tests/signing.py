"""A small determination to sign in tests: a tagged page, a panel with keys from fixed seeds, and ways to sign it."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import cache
from unittest import mock

import pikepdf
from cryptography import x509
from reportlab.pdfgen.canvas import Canvas

from app.report import fields, signatures
from app.report.closing import closing_reason
from app.report.fields import CLOSE, SEAL
from app.report.layout import FieldBox
from app.report.roster import NAMESPACE, roster_xmp
from app.report.stamp import _register
from app.report.strict import Expected, Pinned
from app.services.ports import PdfSigner
from app.storage import crypto
from app.storage.case_store import PersonKey
from app.storage.identity import Identity

CASE = "0f0e0d0c-0b0a-4908-8706-050403020100"
ENROLLED = "2026-11-01T08:00:00Z"
NOW = "2026-11-22T20:30:00Z"
READ = "I have read this text."
TEXT = "EvenhandStampPlain"
STRONG = "EvenhandStampStrong"

_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)

_XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:evh="{namespace}"><evh:reference>EH-2026-0007</evh:reference>{roster}'
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def person(seat: str, name: str, seed: str = "", *, usage: bool = True) -> PdfSigner:
    """Somebody with a key from a fixed seed, through the port; without `usage`, certified for something else."""
    key = PersonKey(seat, Identity(crypto.sha256(f"{seat} {seed}".encode())))
    if usage:
        return key.pdf_signer(CASE, name, ENROLLED)
    other = x509.KeyUsage(**{**dict.fromkeys(_USAGES, False), "key_agreement": True})
    with mock.patch("app.storage.crypto.x509.KeyUsage", return_value=other):
        return key.pdf_signer(CASE, name, ENROLLED)


def name_of(field: str) -> str:
    """The name on the roster of whoever signs a field."""
    return "Ines Kovač" if field in (SEAL, CLOSE) else f"Member {field[1:]}"


@cache
def signer_of(field: str) -> PdfSigner:
    """Whoever signs a field: the case manager the two seals, each member their own."""
    return person("c1" if field in (SEAL, CLOSE) else field, name_of(field))


def fingerprint(signer: PdfSigner) -> str:
    """SHA-256 of the certificate."""
    return hashlib.sha256(signer.certificate).hexdigest()


def places(members: int) -> tuple[str, ...]:
    """The fields of a determination with so many members."""
    return (SEAL, *(f"m{number}" for number in range(1, members + 1)), CLOSE)


def pins(members: int) -> dict[str, str]:
    """The fingerprint of each field's certificate."""
    return {place: fingerprint(signer_of(place)) for place in places(members)}


def boxes(names: Sequence[str]) -> tuple[FieldBox, ...]:
    """A box for each field, three in a row on the second page."""
    at = [(50 + 170 * (n % 3), 640 - 80 * (n // 3)) for n in range(len(names))]
    return tuple(
        FieldBox(name, 1, (x, y, x + 150, y + 60), f"Signature of {name}")
        for name, (x, y) in zip(names, at, strict=True)
    )


@cache
def page(
    pages: int = 2, roster: bool = True, members: int = 3, prints: tuple[tuple[str, str], ...] | None = None
) -> bytes:
    """A determination without fields: two fonts, a tree of tags, XMP with the roster's fingerprints or others."""
    _register()
    out = io.BytesIO()
    canvas = Canvas(out, initialFontName=TEXT, pdfVersion=(1, 7), invariant=1)  # type: ignore[arg-type]
    for number in range(pages):
        canvas.setFont(STRONG, 18)
        canvas.drawString(50, 780, f"Determination of the review panel, page {number + 1}")
        canvas.setFont(TEXT, 11)
        canvas.drawString(50, 755, "Act A1: at-risk. The decision rests on what was known at 14:59.")
        canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        _tag(document)
        printed = pins(members) if prints is None else dict(prints)
        packet = _XMP.format(namespace=NAMESPACE, roster=roster_xmp(printed) if roster else "")
        document.Root.Metadata = pikepdf.Stream(document, packet.encode("utf-8"))
        document.Root.Metadata.Type, document.Root.Metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        return saved(document)


def _tag(document: pikepdf.Pdf) -> None:
    root = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    whole = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=root))
    heading = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.H1, P=whole))
    whole.K, root.K = pikepdf.Array([heading]), pikepdf.Array([whole])
    document.Root.StructTreeRoot = root


def saved(document: pikepdf.Pdf) -> bytes:
    """The bytes of a document in the plain form."""
    out = io.BytesIO()
    plain = pikepdf.ObjectStreamMode.disable
    document.save(out, min_version="1.7", fix_metadata_version=False, object_stream_mode=plain, deterministic_id=True)
    return out.getvalue()


@cache
def unsigned(members: int = 3, pages: int = 2, roster: bool = True) -> bytes:
    """The determination with its empty fields."""
    return fields.add_fields(page(pages, roster, members), boxes(places(members)))


def add(pdf: bytes, field: str, by: PdfSigner | None = None, /, **changed: object) -> bytes:
    """One more signature, by whom it belongs to and as it is meant, but for what is changed."""
    said: dict[str, object] = {
        "name": name_of(field),
        "role": "Case seal" if field in (SEAL, CLOSE) else "Member",
        "reason": closing_reason() if field == CLOSE else READ,
        "at": NOW,
        "certify": field == SEAL,
    }
    return signatures.sign(pdf, field, by or signer_of(field), **{**said, **changed})  # type: ignore[arg-type]


@cache
def steps(members: int = 3, ink: tuple[str, ...] = (), roster: bool = True) -> tuple[bytes, ...]:
    """The determination unsigned and after each signature; members in `ink` leave their field empty."""
    found = [unsigned(members, roster=roster)]
    for field in places(members):
        if field not in ink:
            changed = {"reason": closing_reason(ink=ink)} if field == CLOSE else {}
            found.append(add(found[-1], field, **changed))
    return tuple(found)


def signed(members: int = 3, ink: tuple[str, ...] = (), roster: bool = True) -> bytes:
    """The finished determination."""
    return steps(members, ink, roster)[-1]


def expected(members: int = 3, pdf: bytes | None = None, **changed: object) -> Expected:
    """What the case record says of it; with the digest if the bytes are given."""
    known: Mapping[str, str | None] = pins(members)
    said: dict[str, object] = {"sha256": None if pdf is None else hashlib.sha256(pdf).hexdigest(), **changed}
    return Expected(tuple(Pinned(field, known[field]) for field in places(members)), **said)  # type: ignore[arg-type]
