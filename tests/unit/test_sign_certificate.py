"""Certificates: one key, one name, one certificate; and the private half stays in its room."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.domain.errors import TextTooLong
from app.services.ports import PdfSigner
from app.storage import crypto
from app.storage.case_store import PersonKey
from app.storage.identity import Identity
from tests.signing import CASE, ENROLLED, person


def loaded(signer: PdfSigner) -> x509.Certificate:
    return x509.load_der_x509_certificate(signer.certificate)


def test_the_same_identity_gives_the_same_certificate_and_the_same_signature() -> None:
    assert person("m1", "Member 1").certificate == person("m1", "Member 1").certificate
    assert person("m1", "Member 1").sign(b"text") == person("m1", "Member 1").sign(b"text")


@pytest.mark.parametrize("other", [("m2", "Member 1", ""), ("m1", "Member 2", ""), ("m1", "Member 1", "other")])
def test_another_seat_name_or_key_gives_another_certificate(other: tuple[str, str, str]) -> None:
    assert person(*other).certificate != person("m1", "Member 1").certificate


def test_a_certificate_names_the_person_the_seat_and_the_case() -> None:
    found = loaded(person("m1", "Ada Łukasiewicz"))
    said = {kind: found.subject.get_attributes_for_oid(kind)[0].value for kind in (NameOID.COMMON_NAME,)}
    assert said == {NameOID.COMMON_NAME: "Ada Łukasiewicz"}
    assert found.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)[0].value == "m1"
    assert found.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)[0].value == CASE
    assert found.subject == found.issuer


def test_a_certificate_is_for_signing_and_committing_and_nothing_else() -> None:
    usage = loaded(person("m1", "Member 1")).extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    other = (usage.value.key_cert_sign, usage.value.key_agreement, usage.value.key_encipherment, usage.value.crl_sign)
    assert not any(other)
    assert not loaded(person("m1", "Member 1")).extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_a_certificate_is_valid_from_enrolment_to_2126() -> None:
    found = loaded(person("m1", "Member 1"))
    assert found.not_valid_before_utc.strftime("%Y-%m-%dT%H:%M:%SZ") == ENROLLED
    assert found.not_valid_after_utc == dt.datetime(2126, 1, 1, tzinfo=dt.UTC)


def test_a_certificate_carries_the_members_p256_key_and_its_own_signature() -> None:
    signer = person("m1", "Member 1")
    found = loaded(signer)
    found.verify_directly_issued_by(found)
    key = found.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert isinstance(key.curve, ec.SECP256R1)
    key.verify(signer.sign(b"text"), b"text", ec.ECDSA(hashes.SHA256()))


def test_the_key_in_the_certificate_is_the_one_on_the_roster() -> None:
    identity = Identity(bytes(32))
    found = loaded(PersonKey("m1", identity).pdf_signer(CASE, "Member 1", ENROLLED)).public_key()
    assert isinstance(found, ec.EllipticCurvePublicKey)
    assert identity.pdf.public[1:] == found.public_numbers().x.to_bytes(32, "big")


def test_the_serial_number_follows_from_the_key_and_is_positive() -> None:
    one, other = (loaded(person("m1", name)).serial_number for name in ("Member 1", "Member 2"))
    assert one == other > 0
    assert loaded(person("m1", "Member 1", "other")).serial_number != one


def test_the_signer_shows_nothing_of_its_key() -> None:
    signer = person("m1", "Member 1")
    assert "Member 1" not in repr(signer)
    assert [name for name in dir(signer) if not name.startswith("_")] == ["certificate", "sign"]


def test_a_name_that_no_certificate_can_hold_is_said_to_be_too_long() -> None:
    assert loaded(person("m1", "n" * 64))
    for name in ("n" * 65, "Ł" * 33):
        with pytest.raises(TextTooLong):
            person("m1", name)


@pytest.mark.parametrize("at", ["2026-11-01", "", "2126-01-02T00:00:00Z", "2026-13-01T00:00:00Z"])
def test_a_certificate_without_a_proper_beginning_is_refused(at: str) -> None:
    with pytest.raises(crypto.Refused):
        crypto.certificate(crypto.PdfKey(bytes(32)), "Member 1", "m1", CASE, at)


def test_a_certificate_without_a_name_is_refused() -> None:
    with pytest.raises(crypto.Refused):
        crypto.certificate(crypto.PdfKey(bytes(32)), "", "m1", CASE, ENROLLED)
