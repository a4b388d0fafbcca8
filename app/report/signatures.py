"""Signing: the case seal first, then each member, the closing seal last; refused wherever it would not verify.

pyHanko is imported by the act, not by this module.
"""

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from app.domain.errors import (
    AlreadySigned,
    ClockOutside,
    ClosingIncomplete,
    DocumentChanged,
    FieldSigned,
    FieldUnknown,
    SignatureFailed,
    SignatureOrder,
    WrongMember,
)
from app.report import revisions, stamp
from app.report.closing import read_closing
from app.report.fields import CLOSE, SEAL
from app.report.roster import read_roster
from app.report.signature_rules import Basis, Scene, faults
from app.services.ports import PdfSigner

if TYPE_CHECKING:
    from app.report.signed_pdf import SignedPdf


def sign(
    pdf: bytes,
    field: str,
    by: PdfSigner,
    *,
    name: str,
    role: str,
    reason: str,
    at: str,
    certify: bool = False,
) -> bytes:
    """The document with this field signed: PAdES B-B, SHA-256, P-256; the bytes before stay as they are.

    `name` is that of the certificate, `at` the moment as `YYYY-MM-DDThh:mm:ssZ`. `certify` belongs to the field
    `seal` and only to it. The field `close` takes its reason from `closing.closing_reason`. The same arguments give
    the same bytes.

    FieldUnknown, FieldSigned, AlreadySigned, WrongMember, SignatureOrder, ClosingIncomplete, ClockOutside,
    DocumentChanged say why a signature is refused; SignatureFailed that key, certificate and name do not agree.
    """
    from app.report.embedding import Request, embed

    moment = dt.datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    mine = hashlib.sha256(by.certificate).hexdigest()
    _check_signer(by, name, moment)
    document = _unchanged(pdf)
    _check_place(document, field, mine)
    _check_turn(document, field, by.certificate, certify=certify)
    if field == CLOSE:
        _check_closing(document, reason)
    request = Request(field, name, reason, moment, certify)
    signed = embed(pdf, request, by, lambda width, height: stamp.draw(name, role, at, mine, width, height))
    opinion = _opened(signed).opinion(field)
    if not (opinion.intact and opinion.valid and opinion.whole_file):
        raise SignatureFailed
    return signed


def _check_signer(by: PdfSigner, name: str, moment: dt.datetime) -> None:
    from app.report.embedding import described

    common_name, begins, ends = described(by.certificate)
    if name != common_name:
        raise SignatureFailed
    if not begins <= moment <= ends:
        raise ClockOutside


def _unchanged(pdf: bytes) -> "SignedPdf":
    """The document, if it ends where its last signature does and every byte is as it was signed."""
    try:
        document = _opened(pdf)
        if not _holds(pdf, document):
            raise DocumentChanged
    except DocumentChanged:
        raise
    except Exception:  # whatever a reader says of bytes that are not ours any more
        raise DocumentChanged from None
    return document


def _check_place(document: "SignedPdf", field: str, mine: str) -> None:
    places = {place.name: place for place in document.fields if place.plain}
    if field not in places:
        raise FieldUnknown
    if places[field].signed:
        raise FieldSigned
    printed = read_roster(document.xmp())
    # The seals need no fingerprint in print: both are made with one key, and the first covers all that comes after.
    if printed is not None and printed.get(field, mine if field in (SEAL, CLOSE) else None) != mine:
        raise WrongMember


def _check_turn(document: "SignedPdf", field: str, certificate: bytes, *, certify: bool) -> None:
    signed = {signature.field: signature for signature in document.signatures}
    if certify != (field == SEAL) or certify != (not signed) or CLOSE in signed:
        raise SignatureOrder
    if certify:
        return
    if not document.signatures[0].certifies or (field == CLOSE and signed[SEAL].certificate != certificate):
        raise SignatureOrder
    if field != CLOSE and any(signature.certificate == certificate for signature in document.signatures):
        raise AlreadySigned


def _check_closing(document: "SignedPdf", reason: str) -> None:
    said = read_closing(reason)
    empty = {place.name for place in document.fields if not place.signed} - {CLOSE}
    if said is None or set(said.fields) != empty:
        raise ClosingIncomplete


def _opened(pdf: bytes) -> "SignedPdf":
    from app.report.signed_pdf import SignedPdf

    return SignedPdf(pdf)


def _holds(pdf: bytes, document: "SignedPdf") -> bool:
    """True if there is one revision for each signature, nothing after the last, and nothing is wrong with that one."""
    chain, signed = revisions.read(pdf), document.signatures
    filled = sum(field.signed for field in document.fields)
    if chain[-1].end != len(pdf) or not len(chain) - 1 == document.revisions - 1 == len(signed) == filled:
        return False
    scene = Scene(pdf, chain, document, Basis((), {}, None, from_case=True), signed)
    return not signed or (signed[-1].revision == len(signed) and not any(faults(scene, signed[-1])))
