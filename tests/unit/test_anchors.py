"""Receipts, the head that a computer saw last, and the proof of one entry."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import crockford, merkle
from app.domain import entries as e
from app.domain.errors import NoSuchEntry, NotAnAnchor, NotAProof
from app.domain.receipts import anchor, receipt
from app.domain.verdict import Result, Verdict
from app.services.anchors import go_on_with, receipt_of, tree_head
from app.services.cases import close_case, open_case, open_to_read
from app.services.house import House
from app.services.record import put
from app.storage.seen_heads import SeenHeads
from tests import cases
from tests.conftest import PASSPHRASE
from tests.logs import event

HEADS = st.binary(min_size=32, max_size=32).map(bytes.hex)


# --- receipts ---------------------------------------------------------------------------------------


def test_a_receipt_is_the_first_80_bits_as_16_characters_in_groups_of_four() -> None:
    assert receipt("00" * 32) == "0000-0000-0000-0000"
    assert receipt("ff" * 10 + "00" * 22) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert receipt("0001020304050607080910" + "ff" * 21) == "000G-40R4-0M30-E209"


@given(HEADS)
def test_a_head_and_its_receipt_name_that_head_however_they_are_typed(head: str) -> None:
    code = receipt(head)
    typed = [head, head.upper(), " ".join(head[i : i + 4] for i in range(0, 64, 4)), code, code.lower()]
    typed += [code.replace("-", " "), code.replace("1", "l").replace("0", "O"), code.replace("1", "I")]
    assert all(anchor(text).names(head) for text in typed)


@given(HEADS, HEADS)
def test_an_anchor_names_no_other_head(head: str, other: str) -> None:
    if head[:20] != other[:20]:
        assert not anchor(receipt(head)).names(other)
    if head != other:
        assert not anchor(head).names(other)


@pytest.mark.parametrize("typed", ["", "x", "0" * 63, "0" * 65, "ABCD-EFGH-JKMN-PQRU", "0000-0000-0000-000", "é" * 16])
def test_what_is_neither_head_nor_receipt_is_said(typed: str) -> None:
    with pytest.raises(NotAnAnchor):
        anchor(typed)


@given(st.integers(0, 2**130 - 1))
def test_numbers_come_back_from_their_letters(value: int) -> None:
    assert crockford.decode(crockford.encode(value, 26)) == value


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")
    for n in range(2):
        session = open_case(house.files, house.clock, folder, PASSPHRASE)
        for m in range(3):
            put(session, event(f"event {n}.{m}"))
        close_case(session)
    session = open_case(house.files, house.clock, folder, PASSPHRASE)
    put(session, event("in a sitting that was cut short"))
    session.store.close()
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def anchor_part(house: House, folder: Path, head: str) -> Result:
    verdict = house.verifier.case(folder, PASSPHRASE, head)
    return next(part.result for part in verdict.parts if part.name == "Anchor")


def test_verify_takes_a_receipt_as_it_takes_a_head(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        slip = receipt_of(session, "sitting")
        put(session, event("later"))
    assert (slip.reference, slip.seat, slip.seq) == ("R-1", "c1", session.store.next_seq - 2)
    assert anchor_part(house, folder, slip.code) is Result.SOUND
    other = "0" if slip.code[0] != "0" else "1"
    assert anchor_part(house, folder, other + slip.code[1:]) is Result.BROKEN
    with pytest.raises(NotAnAnchor):
        house.verifier.case(folder, PASSPHRASE, "0123")


# --- the head that this computer saw last -----------------------------------------------------------


@pytest.fixture
def seen(tmp_path: Path) -> SeenHeads:
    return SeenHeads(tmp_path / "settings" / "heads.json")


def look(house: House, folder: Path, seen: SeenHeads) -> str | None:
    """Open and close for reading; the warning, if there was one."""
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE, seen=seen)
    close_case(session)
    return None if session.older is None else session.older.text


def test_an_older_copy_is_warned_of_with_both_heads(
    house: House, folder: Path, tmp_path: Path, seen: SeenHeads
) -> None:
    old = Path(shutil.copytree(folder, tmp_path / "old.evenhand"))
    session = open_case(house.files, house.clock, folder, PASSPHRASE, seen=seen)
    assert session.older is None
    close_case(session)
    newest, oldest = heads_of(house, folder)[-1], heads_of(house, old)[-1]
    assert look(house, folder, seen) is None
    warning = look(house, old, seen)
    assert warning is not None
    assert receipt(newest) in warning
    assert receipt(oldest) in warning
    assert look(house, old, seen) == warning, "looking at the older copy does not make it the newest"


def test_a_newer_copy_is_no_older_one(house: House, folder: Path, seen: SeenHeads) -> None:
    look(house, folder, seen)
    with cases.opened(house, folder) as session:
        put(session, event("elsewhere"))
    assert look(house, folder, seen) is None


def test_a_copy_that_somebody_goes_on_with_becomes_the_newest(
    house: House, folder: Path, tmp_path: Path, seen: SeenHeads
) -> None:
    old = Path(shutil.copytree(folder, tmp_path / "old.evenhand"))
    close_case(open_case(house.files, house.clock, folder, PASSPHRASE, seen=seen))
    session = open_case(house.files, house.clock, old, PASSPHRASE, seen=seen)
    go_on_with(session)
    close_case(session)
    assert look(house, old, seen) is None
    assert look(house, folder, seen) is not None


def test_the_settings_hold_hashes_and_nothing_that_names_a_case(
    house: House, folder: Path, tmp_path: Path, seen: SeenHeads
) -> None:
    look(house, folder, seen)
    path = tmp_path / "settings" / "heads.json"
    text = path.read_text("ascii")
    case = json.loads(heads_proof(house, folder))["case"]
    assert case not in text
    assert "R-1" not in text
    assert [len(part) for pair in json.loads(text).items() for part in pair] == [64, 64]
    assert path.stat().st_mode & 0o077 == 0
    assert [found.name for found in path.parent.iterdir()] == ["heads.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"a": 1}', '{"' + "0" * 64 + '": "x"}', "[" * 100_000, "\0", '{"x": 1e999}']
)
def test_a_spoilt_settings_file_is_none(house: House, folder: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "heads.json"
    path.write_text(text, "ascii")
    assert look(house, folder, SeenHeads(path)) is None
    assert len(json.loads(path.read_text("ascii"))) == 1


def test_settings_that_cannot_be_written_do_not_keep_anybody_from_closing(
    house: House, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert look(house, folder, SeenHeads(tmp_path / "file" / "heads.json")) is None


# --- proofs -----------------------------------------------------------------------------------------


def heads_of(house: House, folder: Path) -> list[str]:
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    heads = [found.hex() for found in session.store.hashes]
    session.store.close()
    return heads


def heads_proof(house: House, folder: Path, seq: int = 0, *, content: bool = False, head: str | None = None) -> bytes:
    return house.proofs.make(folder, PASSPHRASE, seq, content=content, head=head)


def checked(house: House, tmp_path: Path, data: bytes, head: str | None, root: str | None = None) -> Verdict:
    path = tmp_path / "proof.json"
    path.write_bytes(data)
    return house.proofs.check(path, head, root)


def test_every_entry_is_proved_against_the_head_and_against_every_later_receipt(
    house: House, folder: Path, tmp_path: Path
) -> None:
    heads = heads_of(house, folder)
    for seq in range(0, len(heads), 3):
        assert checked(house, tmp_path, heads_proof(house, folder, seq), heads[-1]).sound
        for later in range(seq, len(heads), 4):
            proof = heads_proof(house, folder, seq, head=receipt(heads[later]))
            assert checked(house, tmp_path, proof, receipt(heads[later])).sound
            wrong = checked(house, tmp_path, proof, heads[later - 1])
            assert {part.name: part.result for part in wrong.parts}["Head"] is Result.BROKEN


def test_a_proof_against_a_printed_root_needs_no_head(house: House, folder: Path, tmp_path: Path) -> None:
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    size, root = tree_head(session)
    session.store.close()
    assert size == len(heads_of(house, folder))
    proof = heads_proof(house, folder, 7)
    assert checked(house, tmp_path, proof, None, root).sound
    assert not checked(house, tmp_path, proof, None, "0" * 64).sound


def test_the_end_of_a_sitting_makes_a_proof_short(house: House, folder: Path) -> None:
    proof = json.loads(heads_proof(house, folder, 1))
    assert proof["closing"] is not None
    assert len(proof["following"]) == 2
    assert len(proof["closing"]["path"]) <= 5
    assert json.loads(heads_proof(house, folder, len(heads_of(house, folder)) - 1))["closing"] is None


def test_a_proof_shows_no_word_of_any_other_entry_and_its_own_only_on_request(
    house: House, folder: Path, tmp_path: Path
) -> None:
    heads = heads_of(house, folder)
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    seq = next(entry.seq for entry in session.store.entries() if b"event 0.1" in plain(entry.payload))
    session.store.close()
    assert b"event" not in heads_proof(house, folder, seq).replace(b"event.put", b"")
    shown = heads_proof(house, folder, seq, content=True)
    assert b"event 0.1" in shown
    assert b"event 0.0" not in shown
    assert b"event 0.2" not in shown
    verdict = checked(house, tmp_path, shown, heads[-1])
    assert [part.result for part in verdict.parts][:3] == [Result.SOUND] * 3


def plain(payload: object) -> bytes:
    return json.dumps(e.to_plain(payload)).encode() if isinstance(payload, e.Payload) else b""


def leaves_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The place of every text and number in a JSON value."""
    if isinstance(value, dict):
        return [place for key, item in value.items() for place in leaves_of(item, (*path, key))]
    if isinstance(value, list):
        return [place for n, item in enumerate(value) for place in leaves_of(item, (*path, n))]
    return [path]


def with_change(value: Any, place: tuple[Any, ...]) -> bytes:
    """The JSON with one text or number changed."""
    copy = json.loads(json.dumps(value))
    target = copy
    for key in place[:-1]:
        target = target[key]
    old = target[place[-1]]
    target[place[-1]] = old + 1 if isinstance(old, int) else flipped(old)
    return json.dumps(copy).encode()


def flipped(text: str) -> str:
    middle = len(text) // 2
    return text[:middle] + ("0" if text[middle] != "0" else "1") + text[middle + 1 :]


def test_no_single_change_of_a_proof_goes_unnoticed(house: House, folder: Path, tmp_path: Path) -> None:
    heads = heads_of(house, folder)
    data = heads_proof(house, folder, 6, content=True)
    whole = json.loads(data)
    assert checked(house, tmp_path, data, heads[-1], whole["tree"]["root"]).sound
    for place in leaves_of(whole):
        try:
            verdict = checked(house, tmp_path, with_change(whole, place), heads[-1], whole["tree"]["root"])
        except NotAProof:
            continue
        assert not verdict.sound, place


def test_another_entry_put_in_the_place_of_the_proved_one_is_refused(
    house: House, folder: Path, tmp_path: Path
) -> None:
    heads = heads_of(house, folder)
    proof, other = (json.loads(heads_proof(house, folder, seq)) for seq in (6, 7))
    proof["entry"] = other["entry"]
    assert not checked(house, tmp_path, json.dumps(proof).encode(), heads[-1]).sound
    proof["seq"] = 7
    assert not checked(house, tmp_path, json.dumps(proof).encode(), heads[-1]).sound


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"format":"evenhand-proof/1"}', b"[" * 100_000])
def test_what_is_no_proof_is_said(house: House, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotAProof):
        checked(house, tmp_path, data, "0" * 64)


def test_an_entry_that_is_not_there_or_not_before_the_head_is_said(house: House, folder: Path) -> None:
    heads = heads_of(house, folder)
    for seq, head in ((len(heads), None), (-1, None), (9, heads[8]), (0, "0" * 64)):
        with pytest.raises(NoSuchEntry):
            heads_proof(house, folder, seq, head=head)


def test_verify_names_a_root_that_is_not_the_one_before_the_end_of_a_sitting(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        assert session.key is not None
        size, root = tree_head(session)
        false = [session.store.next_seq, session.store.next_seq + 1]
        for closed in (e.SittingClosed(size=size - 1, root=root), e.SittingClosed(size=size + 1, root="00")):
            session.commit([e.NewEntry("sitting.closed", closed, session.sitting)], session.key)
    verdict = house.verifier.case(folder, PASSPHRASE, None)
    chain = next(part for part in verdict.parts if part.name == "Chain")
    assert [finding.seq for finding in chain.findings] == false


def test_an_earlier_tree_is_the_beginning_of_a_later_one(house: House, folder: Path) -> None:
    hashes = [bytes.fromhex(head) for head in heads_of(house, folder)]
    for earlier in range(1, len(hashes) + 1):
        before = merkle.root(hashes[:earlier])
        proof = merkle.consistency(hashes, earlier)
        assert merkle.continues(earlier, before, len(hashes), merkle.root(hashes), proof)
