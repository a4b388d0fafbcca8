"""The one door to the cryptographic library: standard primitives under our own labels, no choices left open.

No function here takes a nonce from outside (trust.md 2.7, KEY-12). A failed check is always `Refused`.
"""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import os
import unicodedata
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_NONCE = 12


class Refused(Exception):
    """Something did not open or does not verify; deliberately without a reason."""


class Cost(NamedTuple):
    """What one guess of a passphrase costs: memory in KiB, passes, lanes (Argon2id, RFC 9106)."""

    m: int = 262_144
    t: int = 3
    p: int = 4


FLOOR = Cost(65_536, 3, 4)
"""The least cost a slot may have (RFC 9106, second recommended option)."""

CEILING = Cost(2_097_152, 16, 16)
"""The most cost a slot may ask for: a hostile header must not exhaust the machine."""


def random_bytes(count: int) -> bytes:
    """`count` bytes from the operating system."""
    return os.urandom(count)


def b64(data: bytes) -> str:
    """Base64 with padding, no line breaks."""
    return base64.b64encode(data).decode("ascii")


def unb64(text: str) -> bytes:
    """The bytes of `b64`; Refused for anything that `b64` would not have written."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused from None
    if b64(data) != text:
        raise Refused
    return data


def sha256(*parts: bytes) -> bytes:
    """SHA-256 of the parts one after another."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def derive(secret: bytes, label: str, length: int = 32) -> bytes:
    """HKDF-SHA256 without salt, info `evh1/<label>` (trust.md 2.3)."""
    return HKDF(hashes.SHA256(), length, None, b"evh1/" + label.encode("ascii")).derive(secret)


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.new(key, message, hashlib.sha256).digest()


def same(a: bytes, b: bytes) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(a, b)


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The 32-byte key of a passphrase: Argon2id over its NFKC form in UTF-8."""
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8")
    return Argon2id(salt=salt, length=32, iterations=cost.t, lanes=cost.p, memory_cost=cost.m).derive(secret)


def lock(key: bytes, plain: bytes, aad: bytes) -> bytes:
    """AES-256-GCM under a fresh nonce: nonce, ciphertext, tag."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad)


def unlock(key: bytes, locked: bytes, aad: bytes) -> bytes:
    """The plain text of `lock`, or Refused."""
    try:
        return AESGCM(key).decrypt(locked[:_NONCE], locked[_NONCE:], aad)
    except (InvalidTag, ValueError):
        raise Refused from None


def seal_to(public: bytes, plain: bytes, info: bytes) -> bytes:
    """HPKE (X25519, HKDF-SHA256, AES-256-GCM), base mode: only the owner of `public` reads it."""
    try:
        return _SUITE.encrypt(plain, x25519.X25519PublicKey.from_public_bytes(public), info)
    except ValueError:
        raise Refused from None


def key_check(public: bytes, signature: bytes, message: bytes) -> bool:
    """True if the Ed25519 signature is good."""
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class KemKey:
    """An X25519 key that opens what was sealed to it. Shows nothing of itself."""

    __slots__ = ("_key",)

    def __init__(self, secret: bytes) -> None:
        self._key = x25519.X25519PrivateKey.from_private_bytes(secret)

    @property
    def public(self) -> bytes:
        """The 32 public bytes."""
        return self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """The plain text of `seal_to`, or Refused."""
        try:
            return _SUITE.decrypt(sealed, self._key, info)
        except (InvalidTag, ValueError):
            raise Refused from None


class SigningKey:
    """An Ed25519 key. Shows nothing of itself."""

    __slots__ = ("_key",)

    def __init__(self, secret: bytes) -> None:
        self._key = ed25519.Ed25519PrivateKey.from_private_bytes(secret)

    @property
    def public(self) -> bytes:
        """The 32 public bytes."""
        return self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature."""
        return self._key.sign(message)


class PdfKey:
    """A P-256 key for signatures in PDF files. Shows nothing of itself."""

    __slots__ = ("_key",)

    def __init__(self, seed: bytes) -> None:
        scalar = int.from_bytes(derive(seed, "pdf", 48), "big") % (_P256_ORDER - 1) + 1
        self._key = ec.derive_private_key(scalar, ec.SECP256R1())

    @property
    def public(self) -> bytes:
        """The compressed point, 33 bytes."""
        return self._key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    def sign(self, message: bytes) -> bytes:
        """ECDSA over SHA-256 of the message, DER; without chance (RFC 6979), so the same message signs the same."""
        return self._key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


LONGEST_COMMON_NAME: Final = 64
"""Bytes of UTF-8 that the name in a certificate may have (X.520, ub-common-name)."""

CERTIFICATE_END: Final = dt.datetime(2126, 1, 1, tzinfo=dt.UTC)
"""When every certificate ends: long after the retention of any case."""


def certificate(key: PdfKey, name: str, seat: str, case: str, at: str) -> bytes:
    """A self-signed X.509 certificate, DER: `name` as on the roster, valid from `at` (`YYYY-MM-DDThh:mm:ssZ`) to 2126.

    The same arguments give the same bytes. Refused for a name that is empty or longer than X.520 allows, and for a
    time that is none or lies after the end.
    """
    try:
        began = dt.datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
        return _certificate(key, _subject(name, seat, case), began).public_bytes(Encoding.DER)
    except ValueError:
        raise Refused from None


def _subject(name: str, seat: str, case: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, seat),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, case),
        ]
    )


def _certificate(key: PdfKey, subject: x509.Name, began: dt.datetime) -> x509.Certificate:
    public = key._key.public_key()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(_serial(key.public))
        .not_valid_before(began)
        .not_valid_after(CERTIFICATE_END)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return builder.sign(key._key, hashes.SHA256(), ecdsa_deterministic=True)


def _serial(public: bytes) -> int:
    """A serial number from the public key: positive, 127 bits (RFC 5280 4.1.2.2 allows 20 bytes)."""
    return int.from_bytes(sha256(b"evh1/serial\0", public)[:16], "big") >> 1 | 1
