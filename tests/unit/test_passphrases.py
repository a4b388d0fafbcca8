"""Passphrases: what is refused and why, how one is changed, and six words that nobody can guess."""

import math
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import (
    EvenhandError,
    NotAllowed,
    PassphraseKnown,
    PassphraseTooShort,
    PassphraseWeak,
    WrongPassphrase,
)
from app.domain.passphrases import Strength, folded, judged
from app.services.house import House
from app.services.panel import change_passphrase
from app.storage import case_files, keyfile, slots
from app.storage.passphrases import WORDS, Passphrases, known_phrases, refuse_weak, word_list
from tests import cases
from tests.conftest import PASSPHRASE

NEW = "quilt harbour pencil frost igloo"


@pytest.mark.parametrize(
    ("passphrase", "kind"),
    [
        ("14 characters.", PassphraseTooShort),
        ("\ufb01\ufb01\ufb01\ufb01\ufb01\ufb01\ufb01", PassphraseTooShort),
        ("correct horse battery staple", PassphraseKnown),
        ("Correct Horse-Battery Staple 1!", PassphraseKnown),
        ("To be, or not to be: that is the question", PassphraseKnown),
        ("Evenhand2026Evenhand!", PassphraseKnown),
        ("aaaaaaaaaaaaaaaaaaaa", PassphraseWeak),
        ("qwertyuiopasdfghjkl", PassphraseWeak),
        ("123456789012345", PassphraseWeak),
        ("passwordpassword1", PassphraseWeak),
        ("January2026January", PassphraseWeak),
        ("               ", PassphraseWeak),
        ("\ud800" * 20, NotAllowed),
    ],
)
def test_a_passphrase_that_can_be_guessed_is_refused(passphrase: str, kind: type[EvenhandError]) -> None:
    with pytest.raises(kind) as refused:
        refuse_weak(passphrase)
    assert passphrase not in str(refused.value)


def test_length_is_counted_in_the_form_that_is_stretched() -> None:
    with pytest.raises(PassphraseTooShort) as refused:
        refuse_weak("cafe\u0301 " * 2)
    assert refused.value.facts == {"least": 15, "found": 10}


@pytest.mark.parametrize(
    "passphrase", ["zxq9-lmvw-88ra-1", "Mein Hund heißt Waldi und ist alt", "我的狗喜欢在公园里跑步吃苹果喝水"]
)
def test_no_rule_of_composition_is_asked_for(passphrase: str) -> None:
    refuse_weak(passphrase)


def test_words_of_the_case_and_its_people_do_not_count() -> None:
    judge = Passphrases()
    assert judge.estimate("Rosalind Okonkwo 2026-014").strength.accepted
    assert judge.estimate("Rosalind Okonkwo 2026-014", ("Rosalind", "Okonkwo")).strength is Strength.KNOWN


@given(st.text(min_size=15, max_size=40), st.floats(0, 40))
def test_only_what_is_hard_to_guess_is_accepted(text: str, guesses: float) -> None:
    found = judged(text, guesses, known_phrases())
    assert not found.strength.accepted or (guesses >= 12 and found.characters >= 15)


@given(st.sampled_from(sorted(known_phrases())), st.text(alphabet="0123456789!? ", max_size=9))
def test_a_known_phrase_with_a_few_signs_is_still_known(phrase: str, more: str) -> None:
    text = phrase + more
    assert judged(text, 40.0, known_phrases()).strength in (Strength.KNOWN, Strength.SHORT)


def test_six_words_come_from_a_list_of_7776_and_are_77_bits() -> None:
    words = word_list()
    assert len(set(words)) == len(words) == 7776
    assert WORDS * math.log2(len(words)) > 77
    for _ in range(50):
        drawn = Passphrases().six_words()
        assert [word in words for word in drawn.split()] == [True] * 6
        refuse_weak(drawn)


def test_every_word_of_the_list_can_be_drawn_and_is_about_as_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(1 << 13))
    monkeypatch.setattr("app.storage.crypto.random_bytes", lambda _: next(numbers).to_bytes(2, "big"))
    judge = Passphrases()
    drawn = [word for _ in range(7776 // 6) for word in judge.six_words().split(" ")]
    assert drawn == list(word_list())


def test_the_word_list_names_its_licence() -> None:
    notice = Path(__file__).parents[2].joinpath("resources/words/NOTICE.txt").read_text("utf-8")
    assert "Creative Commons Attribution 3.0" in notice
    assert "Electronic Frontier Foundation" in notice


def test_folding_leaves_letters_and_digits() -> None:
    assert folded("To be, or_not\u00a0to BE") == "tobeornottobe"


# --- changing one -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def test_changing_a_passphrase_rewrites_one_slot_and_no_byte_of_the_database(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        before, keys = cases.sums(folder)["case.db"], case_files.read_key_file(folder)
        change_passphrase(session, "c1", PASSPHRASE, NEW)
        assert cases.sums(folder)["case.db"] == before
    after = case_files.read_key_file(folder)
    assert after.damaged == ()
    assert after.header.slots[0].dek == keys.header.slots[0].dek
    assert after.header.slots[0].seed != keys.header.slots[0].seed
    assert after.header.slots[0].kdf.salt != keys.header.slots[0].kdf.salt
    with pytest.raises(WrongPassphrase):
        house.files.open(folder, PASSPHRASE, read_only=True)
    assert house.verifier.case(folder, NEW, None).sound


def test_an_old_copy_still_opens_with_the_old_passphrase(house: House, folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "old.evenhand"))
    with cases.opened(house, folder) as session:
        change_passphrase(session, "c1", PASSPHRASE, NEW)
    house.files.open(copy, PASSPHRASE, read_only=True).store.close()


def test_only_the_old_passphrase_of_the_same_seat_changes_a_slot(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        before = cases.sums(folder)["case.keys"]
        for seat, old, new, kind in (
            ("c1", NEW, NEW, WrongPassphrase),
            ("m9", PASSPHRASE, NEW, WrongPassphrase),
            ("c1", PASSPHRASE, "too short", PassphraseTooShort),
        ):
            with pytest.raises(kind):
                change_passphrase(session, seat, old, new)
        assert cases.sums(folder)["case.keys"] == before


def test_what_a_newer_minor_version_keeps_in_a_slot_survives_the_change(house: House, folder: Path) -> None:
    file = case_files.read_key_file(folder)
    dek = slots.unlock(file, PASSPHRASE).dek
    body = {**file.body, "slots": [{**file.body["slots"][0], "label": "kept"}]}
    data = keyfile.pack_body(body, 8, dek) + keyfile.pack_body(body, 9, dek)
    (folder / "case.keys").write_bytes(data)
    with cases.opened(house, folder) as session:
        change_passphrase(session, "c1", PASSPHRASE, NEW)
    assert case_files.read_key_file(folder).body["slots"][0]["label"] == "kept"
