"""Cases of every released format open, fold and verify for ever; newer ones are refused with both numbers."""

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.domain import entries as e
from app.domain.errors import CopyNotSound, DatabaseDamaged, NewerEntry, NewerFormat
from app.services.cases import open_case, open_to_read
from app.services.house import House
from app.storage import converters, database, keyfile, opening, slots, upgrade
from app.storage.reader import decode_body
from tests import cases
from tests.conftest import PROJECT
from tests.files.make import MANAGER, MEMBER, told

FILES = PROJECT / "tests" / "files"
KEPT = sorted(path.name for path in FILES.glob("format-*"))


@pytest.fixture(params=KEPT)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(FILES / request.param, tmp_path / "kept"))


def holds_at_least(found: Any, expected: Any) -> bool:
    """True if everything that was written then reads the same now; a shape may have gained fields since."""
    if isinstance(expected, dict):
        return all(key in found and holds_at_least(found[key], expected[key]) for key in expected)
    return bool(found == expected)


def test_a_case_is_kept_of_every_format_this_program_writes() -> None:
    assert f"format-{database.FORMAT}" in KEPT


def test_the_case_kept_of_a_released_format_reads_as_it_always_did(house: House, kept: Path) -> None:
    expected = json.loads((kept / "expected.json").read_text(encoding="utf-8"))
    before = cases.sums(kept)
    session = open_to_read(house.files, house.clock, kept / "R-1.evenhand", MANAGER)
    assert session.store.head == expected["head"]
    assert session.store.next_seq == expected["entries"]
    assert holds_at_least(json.loads(json.dumps(told(session.case))), expected["case"])
    session.store.close()
    for passphrase in (MANAGER, MEMBER):
        assert house.verifier.case(kept / "R-1.evenhand", passphrase, expected["head"]).sound
    assert cases.sums(kept) == before


def test_the_case_kept_of_a_released_format_can_be_worked_on(house: House, kept: Path) -> None:
    open_case(house.files, house.clock, kept / "R-1.evenhand", MANAGER).store.close()
    assert house.verifier.case(kept / "R-1.evenhand", MANAGER, None).sound


# --- payloads -------------------------------------------------------------------------------------


def body(**fields: Any) -> bytes:
    return msgspec.json.encode(fields)


OLD_DROP = body(kind="person/0", code="RN-1", job="Nurse")
TABLE = {
    "person/-1": lambda value: value,
    "person/0": lambda value: {"code": value["code"], "role": value["job"]},
}


def test_a_payload_of_an_earlier_shape_is_read_in_todays() -> None:
    found = converters.convert(OLD_DROP, e.Person, TABLE)
    assert found == e.Person(code="RN-1", role="Nurse")


def test_converters_follow_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(e.Payload, frozen=True, kw_only=True, tag="person/3"):
        name: str

    table = {
        "person/1": lambda value: {"full": value["code"] + value["role"]},
        "person/2": lambda value: {"name": value["full"].upper()},
    }
    assert converters.convert(body(kind="person/1", code="a", role="b"), Later, table) == Later(name="AB")
    assert monkeypatch is not None


def test_a_payload_of_a_newer_shape_is_refused_with_both_numbers() -> None:
    with pytest.raises(NewerEntry) as refused:
        decode_body("person.put", body(kind="person/7", code="x", role="y", more=1))
    assert refused.value.facts == {"name": "person", "found": 7, "known": 1}


@pytest.mark.parametrize(
    "data",
    [
        body(kind="person/0", code="x"),
        body(kind="event/1", code="x", role="y"),
        body(kind="person/1", code="x", role="y", more=1),
        body(kind="person/x", code="x", role="y"),
        body(kind="person/²", code="x", role="y"),
        body(kind=3),
        b"[]",
        b"{",
        b"\xff",
    ],
)
def test_what_is_no_payload_of_its_kind_is_no_newer_one_either(data: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode_body("person.put", data)


def test_every_converter_leads_one_step_on_from_a_tag_of_its_own() -> None:
    for tag in converters.CONVERTERS:
        name, _, number = tag.rpartition("/")
        assert f"{name}/{int(number)}" == tag
    for step in upgrade.STEPS:
        assert 1 <= step < database.FORMAT


# --- the database ---------------------------------------------------------------------------------


def opened(folder: Path) -> tuple[keyfile.KeyFile, database.Database]:
    file = opening.read_key_file(folder)
    return file, opening.open_database(folder, file, slots.unlock(file, MANAGER).dek, read_only=False)


def one_more_table(found: database.Database) -> None:
    found.run("CREATE TABLE later (n INTEGER PRIMARY KEY) STRICT")


def test_an_upgrade_is_a_new_file_and_keeps_the_old_one(
    house: House, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kept / "R-1.evenhand"
    old = (folder / "case.db").read_bytes()
    file, found = opened(folder)
    monkeypatch.setattr(database, "FORMAT", 2)
    upgrade.with_backup(folder, file, found, to=2, steps={1: one_more_table})
    assert (folder / "case.db.v1.bak").read_bytes() == old
    _, found = opened(folder)
    assert found.format == 2
    found.close()
    assert house.verifier.case(folder, MANAGER, None).sound
    (backup,) = house.files.backups(folder, MANAGER)
    assert backup.sound
    monkeypatch.undo()
    with pytest.raises(NewerFormat) as refused:
        open_to_read(house.files, house.clock, folder, MANAGER)
    assert refused.value.facts == {"found": 2, "known": 1}
    assert {"2", "1"} <= set(str(refused.value).replace(";", " ").replace(".", " ").split())


def spoils(found: database.Database) -> None:
    found.run("DROP TRIGGER entry_stays")
    found.run("DELETE FROM content WHERE seq = 3")


@pytest.mark.parametrize(("step", "kind"), [(spoils, CopyNotSound), (None, DatabaseDamaged)])
def test_an_upgrade_that_fails_leaves_the_old_case(
    house: House, kept: Path, monkeypatch: pytest.MonkeyPatch, step: Any, kind: type[Exception]
) -> None:
    folder = kept / "R-1.evenhand"
    before = cases.sums(folder)
    file, found = opened(folder)
    monkeypatch.setattr(database, "FORMAT", 2)
    with pytest.raises(kind):
        upgrade.upgrade(folder, file, found, to=2, steps={} if step is None else {1: step})
    assert cases.sums(folder) == before
    assert house.verifier.case(folder, MANAGER, None).sound
