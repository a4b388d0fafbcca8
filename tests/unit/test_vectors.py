"""Formats that every later version has to read: fixed keys, fixed bytes, made once and kept."""

import hashlib
import json
from typing import Any

import pytest

from app.domain import entries as e
from app.domain import recovery
from app.domain.receipts import receipt
from app.storage import crypto, shares, vaults
from app.storage.identity import Identity, decision_message
from tests.conftest import PROJECT

VECTOR: dict[str, Any] = json.loads((PROJECT / "tests/vectors/vaults.json").read_text("utf-8"))
CASE = VECTOR["case"]
KEY = vaults.VaultKey(bytes.fromhex(VECTOR["z"]))
PEOPLE = [Identity(bytes([n]) * 32) for n in (1, 2, 3)]


def test_a_vaults_secret_gives_its_public_key() -> None:
    assert KEY.public == VECTOR["public"]


@pytest.mark.parametrize("known", VECTOR["shares"])
def test_a_members_share_opens_with_the_members_seed(known: dict[str, Any]) -> None:
    share = e.Share(member=known["member"], i=known["i"], ct=known["ct"])
    piece = vaults.own_share(PEOPLE[known["i"] - 1], share, CASE, VECTOR["dealt_at"])
    assert piece.hex() == known["piece"]


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_any_two_of_the_three_shares_give_the_secret(missing: int) -> None:
    pieces = {known["i"]: bytes.fromhex(known["piece"]) for known in VECTOR["shares"]}
    del pieces[missing + 1]
    assert shares.combine(pieces).hex() == VECTOR["z"]


def test_a_ballot_and_a_sealed_object_are_read_as_they_were_written() -> None:
    known = VECTOR["ballot"]
    body = e.SealedBody(vault=VECTOR["dealt_at"], ct=known["ct"])
    found = KEY.open(body, CASE, known["seq"], known["actor"], known["size"])
    assert (found.type, found.of, plain(found)) == ("ballot.cast", known["round"], known["payload"])
    known = VECTOR["sealed"]
    body = e.SealedBody(vault=VECTOR["dealt_at"], ct=known["ct"])
    found = KEY.open(body, CASE, known["seq"], known["actor"])
    assert (found.type, found.of, plain(found)) == (known["type"], None, known["payload"])


def test_a_decision_is_signed_over_the_published_bytes() -> None:
    known = VECTOR["decision"]
    fields = {name: value for name, value in known["payload"].items() if name not in ("kind", "consents")}
    message = decision_message(CASE, e.Decision(**fields), known["of"])
    assert hashlib.sha256(message).hexdigest() == known["message_sha256"]
    assert crypto.b64(PEOPLE[0].signing.sign(message)) == known["signature_m1"]
    public = crypto.unb64(PEOPLE[0].public.sig)
    assert crypto.key_check(public, crypto.unb64(known["signature_m1"]), message)


def test_recovery_codes_and_receipts_are_the_published_ones() -> None:
    assert recovery.code(bytes.fromhex(VECTOR["recovery"]["secret"])) == VECTOR["recovery"]["code"]
    assert receipt(VECTOR["receipt"]["head"]) == VECTOR["receipt"]["code"]


def plain(inner: vaults.Inner) -> Any:
    """What a body says, as JSON has it."""
    return json.loads(json.dumps(e.to_plain(inner.payload)))
