"""`verify`: whatever somebody with the case key changes in the rows is named, entry by entry."""

import random
import shutil
from pathlib import Path

import pytest

from app.domain.verdict import Result, Verdict
from app.services.house import House
from app.services.record import put
from app.storage import canonical, journal
from app.storage.crypto import SigningKey
from tests import cases
from tests.conftest import PASSPHRASE
from tests.logs import event


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")
    with cases.opened(house, folder) as session:
        for n in range(6):
            put(session, event(f"event {n}"))
    return folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def check(house: House, folder: Path, head: str | None = None) -> Verdict:
    return house.verifier.case(folder, PASSPHRASE, head)


def broken(verdict: Verdict) -> dict[str, list[int | None]]:
    """The broken parts with the entries they name."""
    return {
        part.name: [finding.seq for finding in part.findings] for part in verdict.parts if part.result is Result.BROKEN
    }


def test_a_sound_case_is_intact_and_says_what_is_not_proved(house: House, copy: Path) -> None:
    before = cases.sums(copy)
    verdict = check(house, copy)
    assert broken(verdict) == {}
    assert [part.name for part in verdict.parts if part.result is Result.NOT_PROVED] == ["Anchor"]
    assert verdict.exit_code == 0
    assert verdict.line.startswith("Case intact")
    assert cases.sums(copy) == before


def test_the_head_that_somebody_kept_is_found_in_the_chain_or_missed(house: House, copy: Path) -> None:
    with cases.raw(copy) as database:
        heads = [row[0].hex() for row in database.execute("SELECT hash FROM entry ORDER BY seq")]
    for head in (heads[-1], heads[3], " ".join(heads[3][i : i + 4] for i in range(0, 64, 4)).upper()):
        assert broken(check(house, copy, head)) == {}
    assert list(broken(check(house, copy, "0" * 64))) == ["Anchor"]


def test_a_cut_tail_is_found_with_an_anchor_and_not_without(house: House, copy: Path) -> None:
    with cases.raw(copy) as database:
        (head,) = database.execute("SELECT hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
        for table in ("content", "entry"):
            database.execute(f"DELETE FROM {table} WHERE seq > 10")
    assert broken(check(house, copy)) == {}
    assert list(broken(check(house, copy, head.hex()))) == ["Anchor"]


@pytest.mark.parametrize("column", ["bytes", "hash", "sig"])
def test_one_flipped_byte_anywhere_in_an_entry_is_named(house: House, copy: Path, column: str, full: bool) -> None:
    flip_everywhere(house, copy, "entry", column, 400 if full else 12)


@pytest.mark.parametrize("column", ["salt", "body"])
def test_one_flipped_byte_anywhere_in_a_content_is_named(house: House, copy: Path, column: str, full: bool) -> None:
    flip_everywhere(house, copy, "content", column, 400 if full else 12)


def test_one_flipped_byte_in_a_document_is_named_even_inside_a_vault(house: House, copy: Path, full: bool) -> None:
    flip_everywhere(house, copy, "chunk", "bytes", 100 if full else 6)


def flip_everywhere(house: House, folder: Path, table: str, column: str, times: int) -> None:
    chance = random.Random(f"{table}.{column}")
    with cases.raw(folder) as database:
        rows = database.execute(f"SELECT rowid, seq, {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
    for _ in range(times):
        rowid, seq, data = chance.choice(rows)
        changed = bytearray(data)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        overwrite(folder, table, column, rowid, bytes(changed))
        named = broken(check(house, folder))
        assert any(seq in entries for entries in named.values()), (table, column, seq, named)
        overwrite(folder, table, column, rowid, data)
    assert broken(check(house, folder)) == {}


def overwrite(folder: Path, table: str, column: str, rowid: int, value: bytes) -> None:
    with cases.raw_again(folder) as database:
        database.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, rowid))


def test_a_flipped_byte_of_the_key_file_is_named(house: House, copy: Path) -> None:
    path = copy / "case.keys"
    data = bytearray(path.read_bytes())
    data[40_000] ^= 4
    path.write_bytes(data)
    assert list(broken(check(house, copy))) == ["Key file"]


def test_a_flipped_byte_of_a_page_is_named(house: House, copy: Path) -> None:
    path = copy / "case.db"
    data = bytearray(path.read_bytes())
    data[-2000] ^= 4
    path.write_bytes(data)
    assert "Pages" in broken(check(house, copy))


def test_a_deleted_content_that_no_erasure_names_is_named(house: House, copy: Path) -> None:
    with cases.raw(copy) as database:
        database.execute("DELETE FROM content WHERE seq = 5")
    assert broken(check(house, copy)) == {"Contents": [5]}


def test_two_contents_that_changed_places_are_named(house: House, copy: Path) -> None:
    with cases.raw(copy) as database:
        rows = database.execute("SELECT salt, body FROM content WHERE seq IN (10, 11) ORDER BY seq").fetchall()
        for seq, (salt, body) in zip((11, 10), rows, strict=True):
            database.execute("UPDATE content SET salt = ?, body = ? WHERE seq = ?", (salt, body, seq))
    assert broken(check(house, copy)) == {"Contents": [10, 11]}


def test_a_deleted_entry_breaks_the_chain_where_it_is_missing(house: House, copy: Path) -> None:
    with cases.raw(copy) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        for table in ("content", "entry"):
            database.execute(f"DELETE FROM {table} WHERE seq = 10")
    found = broken(check(house, copy))
    assert 11 in found["Chain"]


def rewrite(folder: Path, seq: int, *, key: SigningKey | None, **changes: object) -> None:
    """Write one entry anew as a forger with the case key would, with good hashes from there on."""
    with cases.raw(folder) as database:
        rows = database.execute("SELECT seq, bytes, sig FROM entry WHERE seq >= ? ORDER BY seq", (seq,)).fetchall()
        prev: str | None = None
        for at, data, sig in rows:
            value = canonical.loads(data)
            value.update(changes if at == seq else {})
            if prev is not None:
                value["prev"] = prev
            data = canonical.dumps(value)
            head = journal.entry_hash(data)
            sig = key.sign(journal.signed_message(head)) if key is not None and sig is not None else sig
            database.execute("UPDATE entry SET bytes = ?, hash = ?, sig = ? WHERE seq = ?", (data, head, sig, at))
            prev = head.hex()


def test_history_rewritten_with_good_hashes_fails_at_the_signatures(house: House, copy: Path) -> None:
    rewrite(copy, 10, key=None, at="2020-01-01T00:00:00Z")
    assert 10 in broken(check(house, copy))["Signatures"]


def test_an_entry_signed_by_a_key_not_in_force_is_named(house: House, copy: Path) -> None:
    rewrite(copy, 10, key=SigningKey(b"f" * 32), at="2020-01-01T00:00:00Z")
    assert set(broken(check(house, copy))["Signatures"]) >= {10, 11}


def test_an_entry_that_claims_another_author_is_named(house: House, copy: Path) -> None:
    rewrite(copy, 10, key=None, actor="m9")
    found = broken(check(house, copy))
    assert 10 in found["Order"]
    assert 10 in found["Signatures"]


def test_white_space_in_an_entry_is_not_its_one_normal_form(house: House, copy: Path) -> None:
    with cases.raw(copy) as database:
        (data,) = database.execute("SELECT bytes FROM entry WHERE seq = 10").fetchone()
        spaced = data.replace(b',"v"', b', "v"')
        database.execute("UPDATE entry SET bytes = ?, hash = ? WHERE seq = 10", (spaced, journal.entry_hash(spaced)))
    assert 10 in broken(check(house, copy))["Chain"]
