"""One signature written into one field: PAdES B-B, SHA-256, P-256, by an incremental update that changes no more.

Brings pyHanko with it; import it where a signature is made.
"""

import datetime as dt
import hashlib
import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from asn1crypto import algos, cms, x509

from app.report.pyhanko_door import (
    PADES,
    FieldMDPSpec,
    IncrementalPdfFileWriter,
    MDPPerm,
    PdfCMSEmbedder,
    PdfFileReader,
    SigIOSetup,
    SigMDPSetup,
    SignatureObject,
    Signer,
    SigObjSetup,
    as_signing_certificate_v2,
    finished,
    generic,
)
from app.services.ports import PdfSigner

HASH: Final = "sha256"
_P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Request(NamedTuple):
    """What a signature says: where, by whom, why, when; and whether it certifies the document."""

    field: str
    name: str
    reason: str
    moment: dt.datetime
    certify: bool


class _Writer(IncrementalPdfFileWriter):
    """Leaves alone what pyHanko would bring up to date: PDF 1.7 (PDF/A-2 is built on it), the signed XMP, chance."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, (1, 7)))  # type: ignore[no-untyped-call]

    def _update_meta(self) -> None:
        pass

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> Any:
        prev.stream.seek(0)
        fresh = hashlib.sha256(prev.stream.read()).digest()[:16]
        first, _second = prev.trailer["/ID"]
        return generic.ArrayObject([generic.ByteStringObject(first.original_bytes), generic.ByteStringObject(fresh)])


class _PortSigner(Signer):
    """Signs through a port: the private key stays where it is."""

    def __init__(self, by: PdfSigner) -> None:
        super().__init__(signing_cert=x509.Certificate.load(by.certificate))
        self._by = by

    async def signed_attrs(self, data_digest: bytes, *_given: object, **_named: object) -> cms.CMSAttributes:
        # The three that PAdES B-B asks for; pyHanko's own way to gather them needs an event loop.
        values = {
            "content_type": "data",
            "message_digest": data_digest,
            "signing_certificate_v2": as_signing_certificate_v2(self.signing_cert),
        }
        return cms.CMSAttributes(
            [cms.CMSAttribute({"type": kind, "values": (value,)}) for kind, value in values.items()]
        )

    async def unsigned_attrs(self, *_given: object, **_named: object) -> None:
        return None

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run or digest_algorithm != HASH:
            raise NotImplementedError
        return settled(self._by.sign(data))


class _Replayed:
    """A signature made before, in the shape of a signer (`ports.PdfSigner`)."""

    def __init__(self, certificate: bytes, signature: bytes) -> None:
        self.certificate = certificate
        self._signature = signature

    def sign(self, _message: bytes) -> bytes:
        return self._signature


def settled(signature: bytes) -> bytes:
    """Of the two values (r, s) and (r, n - s) that fit alike, the one with the smaller s: nobody can swap them."""
    pair = algos.DSASignature.load(signature)
    r, s = int(pair["r"].native), int(pair["s"].native)
    written: bytes = algos.DSASignature({"r": r, "s": min(s, _P256_ORDER - s)}).dump()
    return written


@lru_cache(maxsize=64)
def as_written(certificate: bytes, digest: bytes, signature: bytes) -> bytes:
    """The signature container (CMS, DER) that this program writes for these three values, and no other."""
    signer = _PortSigner(_Replayed(certificate, signature))
    container: bytes = finished(signer.async_sign(digest, HASH, use_pades=True)).dump()
    return container


@lru_cache(maxsize=64)
def _room(certificate: bytes) -> int:
    """The length of the longest container that can be written with this certificate."""
    longest = algos.DSASignature({"r": _P256_ORDER - 1, "s": _P256_ORDER // 2}).dump()
    return len(as_written(certificate, bytes(32), longest))


def described(certificate: bytes) -> tuple[str, dt.datetime, dt.datetime]:
    """The name in a certificate, and from when to when it is valid."""
    loaded = x509.Certificate.load(certificate)
    return str(loaded.subject.native.get("common_name", "")), loaded.not_valid_before, loaded.not_valid_after


def embed(pdf: bytes, request: Request, by: PdfSigner, face: Callable[[float, float], bytes]) -> bytes:
    """The document with one more signature. `face` draws the stamp for a field of this width and height."""
    signer = _PortSigner(by)
    writer = _Writer(io.BytesIO(pdf))
    steps: Any = PdfCMSEmbedder().write_cms(request.field, writer, existing_fields_only=True)
    field = next(steps).get_object()
    field["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): _appearance(writer, field, face)})
    placeholder = SignatureObject(
        timestamp=request.moment,
        subfilter=PADES,
        name=request.name,
        reason=request.reason,
        bytes_reserved=2 * _room(by.certificate),
    )
    steps.send(SigObjSetup(sig_placeholder=placeholder, mdp_setup=_permissions(field, certify=request.certify)))
    digest, out = steps.send(SigIOSetup(md_algorithm=HASH, output=io.BytesIO()))
    steps.send(finished(signer.async_sign(digest.document_digest, HASH, use_pades=True)))
    signed: bytes = out.getvalue()
    return signed


def _appearance(writer: _Writer, field: Any, face: Callable[[float, float], bytes]) -> Any:
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    drawn = PdfFileReader(io.BytesIO(face(right - left, top - bottom)))
    return writer.import_page_as_xobject(drawn)


def _permissions(field: Any, *, certify: bool) -> SigMDPSetup | None:
    """Form filling only after the case seal; nothing after the closing seal, as its field's lock says."""
    if certify:
        return SigMDPSetup(md_algorithm=HASH, certify=True, docmdp_perms=MDPPerm.FILL_FORMS)
    if "/Lock" in field:
        lock = FieldMDPSpec.from_pdf_object(field["/Lock"])
        return SigMDPSetup(md_algorithm=HASH, field_lock=lock, docmdp_perms=MDPPerm.NO_CHANGES)
    return None
