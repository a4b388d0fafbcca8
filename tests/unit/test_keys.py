"""Keys and slots: one passphrase opens one slot, and everything else is the same refusal."""

import json

import pytest
from msgspec.structs import replace

from app.domain.errors import WrongPassphrase
from app.storage import crypto, keyfile, slots
from app.storage.identity import Identity
from tests.conftest import PASSPHRASE, PROJECT

CASE = "0f0e0d0c-0b0a-4908-8706-050403020100"
OTHER = "1f0e0d0c-0b0a-4908-8706-050403020100"


def header(case: str = CASE, dek: bytes = bytes(32), *phrases: str) -> keyfile.Header:
    made = [
        slots.make(case, f"m{n}", phrase, Identity.new(), dek, 1, crypto.FLOOR)
        for n, phrase in enumerate(phrases or (PASSPHRASE,), 1)
    ]
    return keyfile.Header(case, 1, keyfile.Payload("sqlcipher4", 4096, "00" * 16), tuple(made))


def read(found: keyfile.Header, dek: bytes = bytes(32)) -> keyfile.KeyFile:
    return keyfile.read(keyfile.pack(found, 1, dek) + keyfile.pack(found, 2, dek))


def test_a_seed_gives_the_keys_of_the_published_vector() -> None:
    vector = json.loads((PROJECT / "tests/vectors/keys.json").read_text("utf-8"))
    public = Identity(bytes.fromhex(vector["seed"])).public
    assert (public.kem, public.sig, public.pdf) == (vector["kem"], vector["sig"], vector["pdf"])


def test_each_passphrase_opens_its_own_slot_and_the_same_case_key() -> None:
    file = read(header(CASE, b"k" * 32, "first passphrase here", "second passphrase here"), b"k" * 32)
    first, second = (slots.unlock(file, phrase) for phrase in ("first passphrase here", "second passphrase here"))
    assert (first.slot, second.slot) == ("m1", "m2")
    assert first.dek == second.dek == b"k" * 32


def test_composed_and_decomposed_letters_and_full_width_digits_are_the_same_passphrase() -> None:
    file = read(header(CASE, bytes(32), "caf\u00e9 passphrase 12345"))
    assert slots.unlock(file, "cafe\u0301 passphrase \uff11\uff12\uff13\uff14\uff15").slot == "m1"


@pytest.mark.parametrize("wrong", ["", PASSPHRASE + " ", PASSPHRASE.capitalize(), "\ud800" * 20])
def test_any_other_passphrase_is_refused(wrong: str) -> None:
    with pytest.raises(WrongPassphrase):
        slots.unlock(read(header()), wrong)


def test_slots_that_changed_places_are_refused_like_a_wrong_passphrase() -> None:
    good = header(CASE, bytes(32), "first passphrase here", "second passphrase here")
    first, second = good.slots
    swapped = replace(good, slots=(replace(first, id="m2"), replace(second, id="m1")))
    with pytest.raises(WrongPassphrase):
        slots.unlock(read(swapped), "first passphrase here")


def test_a_header_of_another_case_is_refused_like_a_wrong_passphrase() -> None:
    with pytest.raises(WrongPassphrase):
        slots.unlock(read(replace(header(), case=OTHER)), PASSPHRASE)


def test_a_header_not_written_by_a_holder_of_the_case_key_is_refused() -> None:
    with pytest.raises(WrongPassphrase):
        slots.unlock(read(header(), dek=b"x" * 32), PASSPHRASE)


@pytest.mark.parametrize(("field", "value"), [("m", 2**32), ("t", 2**31), ("p", 1000), ("m", 8), ("t", 1), ("p", 1)])
def test_a_cost_out_of_bounds_is_refused_before_anything_is_allocated(
    monkeypatch: pytest.MonkeyPatch, field: str, value: int
) -> None:
    good = header()
    hostile = replace(good, slots=(replace(good.slots[0], kdf=replace(good.slots[0].kdf, **{field: value})),))

    def never(*_: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(crypto, "stretch", never)
    with pytest.raises(WrongPassphrase):
        slots.unlock(read(hostile), PASSPHRASE)


def test_keys_never_show_themselves() -> None:
    unlocked = slots.unlock(read(header(CASE, b"k" * 32), b"k" * 32), PASSPHRASE)
    shown = repr(unlocked) + repr(unlocked.identity) + str(unlocked)
    assert "k" * 4 not in shown
    assert unlocked.dek.hex() not in shown


def test_a_passphrase_is_stretched_as_an_independent_program_does_it() -> None:
    # argon2-cffi: hash_secret_raw(b"correct horse battery staple", b"0123456789abcdef", 3, 65536, 4, 32, Type.ID)
    expected = "efb51f9a76584f6dd6a4f7942a1a2f6ae5a6e4ec5142ff674dfd5d27eb45e446"
    assert crypto.stretch("correct horse battery staple", b"0123456789abcdef", crypto.FLOOR).hex() == expected
