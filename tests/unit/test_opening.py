"""Opening a case: four different faults, four different sentences, and not a byte changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import (
    BadReference,
    CaseExists,
    CaseMissing,
    DatabaseDamaged,
    EvenhandError,
    KeyFileDamaged,
    NewerFormat,
    PassphraseTooShort,
    WrongPassphrase,
)
from app.services.cases import case_folder, create_case, open_case, open_to_read
from app.services.house import House
from tests import cases
from tests.conftest import PASSPHRASE


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def damage_keys(folder: Path) -> None:
    path = folder / "case.keys"
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    data[32_768 + 100] ^= 1
    path.write_bytes(data)


def damage_first_page(folder: Path) -> None:
    path = folder / "case.db"
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)


def damage_later_page(folder: Path) -> None:
    path = folder / "case.db"
    data = bytearray(path.read_bytes())
    for at in range(4096 + 100, len(data), 4096):
        data[at] ^= 1
    path.write_bytes(data)


def cut_database(folder: Path) -> None:
    path = folder / "case.db"
    path.write_bytes(path.read_bytes()[:-100_000])


def newer_keys(folder: Path) -> None:
    path = folder / "case.keys"
    data = bytearray(path.read_bytes())
    data[9] = data[32_768 + 9] = 2
    path.write_bytes(data)


def newer_database(folder: Path) -> None:
    with cases.raw(folder) as database:
        database.execute("PRAGMA user_version = 2")


def nothing(folder: Path) -> None:
    assert folder.exists()


FAULTS: list[tuple[Callable[[Path], None], str, type[EvenhandError]]] = [
    (nothing, "quite another passphrase", WrongPassphrase),
    (damage_keys, PASSPHRASE, KeyFileDamaged),
    (damage_first_page, PASSPHRASE, DatabaseDamaged),
    (damage_later_page, PASSPHRASE, DatabaseDamaged),
    (cut_database, PASSPHRASE, DatabaseDamaged),
    (newer_keys, PASSPHRASE, NewerFormat),
    (newer_database, PASSPHRASE, NewerFormat),
]


@pytest.mark.parametrize("read_only", [True, False], ids=["reading", "working"])
@pytest.mark.parametrize(("fault", "passphrase", "kind"), FAULTS, ids=lambda value: getattr(value, "__name__", None))
def test_each_fault_has_its_own_sentence_and_leaves_every_byte(
    house: House,
    copy: Path,
    capfd: pytest.CaptureFixture[str],
    fault: Callable[[Path], None],
    passphrase: str,
    kind: type[EvenhandError],
    read_only: bool,
) -> None:
    fault(copy)
    before = cases.sums(copy)
    with pytest.raises(kind) as refused:
        (open_to_read if read_only else open_case)(house.files, house.clock, copy, passphrase)
    assert type(refused.value) is kind
    assert "Nothing was" in str(refused.value)
    assert cases.sums(copy) == before
    assert capfd.readouterr() == ("", "")


def test_the_four_sentences_differ() -> None:
    kinds = (WrongPassphrase, KeyFileDamaged, DatabaseDamaged, NewerFormat)
    assert len({kind.message for kind in kinds}) == 4


def test_reading_a_case_writes_no_byte_and_leaves_no_file(house: House, copy: Path) -> None:
    before = cases.sums(copy)
    session = open_to_read(house.files, house.clock, copy, PASSPHRASE)
    assert session.case.described is not None
    session.store.close()
    assert cases.sums(copy) == before


def test_a_case_can_be_read_where_nothing_can_be_written(house: House, copy: Path) -> None:
    for path in copy.iterdir():
        path.chmod(0o400)
    copy.chmod(0o500)
    try:
        session = open_to_read(house.files, house.clock, copy, PASSPHRASE)
        assert session.case.described is not None
        session.store.close()
    finally:
        copy.chmod(0o700)


@pytest.mark.parametrize("place", ["nowhere.evenhand", "R-1.evenhand/case.db"])
def test_what_is_no_case_is_said(house: House, copy: Path, place: str) -> None:
    with pytest.raises(CaseMissing):
        open_to_read(house.files, house.clock, copy.parent / place, PASSPHRASE)


def test_a_case_without_its_database_is_said(house: House, copy: Path) -> None:
    (copy / "case.db").unlink()
    with pytest.raises(CaseMissing):
        open_case(house.files, house.clock, copy, PASSPHRASE)


def test_an_existing_case_is_never_written_over(house: House, copy: Path) -> None:
    before = cases.sums(copy)
    with pytest.raises(CaseExists):
        create_case(house.files, house.clock, copy, PASSPHRASE, program="test", first=cases.described)
    assert cases.sums(copy) == before


def test_a_short_passphrase_is_refused_before_anything_is_written(house: House, tmp_path: Path) -> None:
    with pytest.raises(PassphraseTooShort):
        create_case(house.files, house.clock, tmp_path / "R-2", "14 characters.", program="t", first=cases.described)
    assert list(tmp_path.iterdir()) == []


def test_a_creation_that_fails_leaves_nothing_behind(house: House, tmp_path: Path) -> None:
    def breaks(_seq: int, _vault: int) -> list[object]:
        raise BadReference

    with pytest.raises(BadReference):
        create_case(house.files, house.clock, tmp_path / "R-2", PASSPHRASE, program="t", first=breaks)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["", ".", "-rf", "a b", "ä", "con", "NUL.txt", "a/..", "x" * 41, "a:b", "ends-", "a\n"]
)
def test_a_reference_that_some_system_cannot_keep_is_refused(name: str) -> None:
    with pytest.raises(BadReference):
        case_folder(Path("/somewhere") / f"{name}.evenhand" if name not in ("", ".") else Path("/"))


def test_a_reference_makes_a_folder_name_with_the_case_ending_once() -> None:
    assert case_folder(Path("x/2026-014")) == case_folder(Path("x/2026-014.evenhand")) == Path("x/2026-014.evenhand")


def test_the_files_of_a_case_are_for_their_owner_only(copy: Path, sound: Path) -> None:
    assert [path.stat().st_mode & 0o077 for path in (sound, *sorted(sound.iterdir()))] == [0, 0, 0]
    assert copy.exists()
