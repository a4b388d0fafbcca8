"""A signature next to a bare pyHanko signature of the same file, and the check of six signatures next to pyHanko's.

Run: python -m tests.bench.bench_sign
"""

import datetime as dt
import io
from functools import partial
from typing import Any

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.report import strict
from app.report.embedding import as_written
from app.report.pyhanko_door import PADES, IncrementalPdfFileWriter, PdfFileReader, ValidationContext
from app.storage.crypto import PdfKey, sha256
from tests.bench.ratio import compare, show
from tests.signing import NOW, add, expected, places, signed, signer_of, unsigned


def bare_signer(field: str) -> Any:
    """pyHanko's own signer with the same key in memory."""
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = PdfKey(sha256(f"{field} ".encode()))._key
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=x509.Certificate.load(signer_of(field).certificate),
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


def bare_sign(pdf: bytes, field: str, signer: Any) -> bytes:
    """pyHanko as its manual shows it: same file, same field, same profile, its own stamp."""
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    said = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=PADES, name="Member 1", reason="Read"
    )
    out: io.BytesIO = PdfSigner(said, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return out.getvalue()


def bare_validate(pdf: bytes) -> None:
    """pyHanko's bottom line for every signature."""
    from pyhanko.sign.validation import validate_pdf_signature

    roots = [x509.Certificate.load(signer_of(field).certificate) for field in places(4)]
    moment = dt.datetime.strptime(NOW, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    for embedded in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
        context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)
        assert validate_pdf_signature(embedded, context).bottom_line


def check_cold(pdf: bytes, record: strict.Expected) -> None:
    """The check of a document that was never seen before."""
    as_written.cache_clear()
    assert strict.verify(pdf, record).sound


def main() -> None:
    """Both figures for a short and a long document."""
    for pages in (4, 60):
        start = add(unsigned(4, pages), "seal")
        signer = bare_signer("m1")
        figure = compare(partial(add, start, "m1"), partial(bare_sign, start, "m1", signer))
        show(f"a signature, {pages} pages, {len(start) // 1024} KiB", figure, "bare pyHanko")
    pdf = signed(4)
    record = expected(4, pdf)
    figure = compare(lambda: check_cold(pdf, record), lambda: bare_validate(pdf))
    show(f"check of six signatures, {len(pdf) // 1024} KiB", figure, "bare pyHanko")


if __name__ == "__main__":
    main()
