"""Backups: three verified copies that rotate, renewed after an erasure, and restored whole with the old files kept."""

import shutil
from pathlib import Path

import pytest

from app.domain import entries as e
from app.domain.errors import (
    BackupMissing,
    BackupNotMade,
    BackupsStillHold,
    CaseInUse,
    CaseMissing,
    CopyNotSound,
    DatabaseDamaged,
    DiskFull,
    NotThisCase,
    WrongPassphrase,
)
from app.domain.references import Reference
from app.services import keeping, record
from app.services.cases import close_case, open_case, open_to_read
from app.services.house import House
from app.services.panel import remove_member
from app.storage import copies, swap
from app.storage.writing import Writing
from tests import cases
from tests.conftest import PASSPHRASE
from tests.crash.acts import a_case, texts
from tests.logs import event


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sound")
    a_case(house, root)
    return root / "R-1.evenhand"


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def sit(house: House, folder: Path, *texts: str) -> None:
    """One sitting that adds events and ends."""
    session = open_case(house.files, house.clock, folder, PASSPHRASE)
    for text in texts:
        record.put(session, event(text))
    close_case(session)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "backups").iterdir())


def test_the_end_of_a_sitting_leaves_a_verified_backup_and_three_are_kept(house: House, folder: Path) -> None:
    for n in range(5):
        sit(house, folder, f"sitting {n}")
    found = keeping.backups(house.files, folder, PASSPHRASE)
    assert [backup.sound for backup in found] == [True, True, True]
    assert [backup.seq for backup in found] == sorted(backup.seq for backup in found)
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    last = session.store.entries()[-1]
    assert (found[-1].seq, found[-1].head, found[-1].at) == (last.seq, session.store.head, last.at)
    session.store.close()


def test_a_backup_is_a_case_folder_that_opens_by_itself(house: House, folder: Path) -> None:
    sit(house, folder, "one")
    (name,) = names(folder)
    assert texts(house, folder / "backups" / name)[-1] == "one"
    assert house.verifier.case(folder / "backups" / name, PASSPHRASE, None).sound


def test_the_name_of_a_backup_says_nothing_of_the_case(house: House, folder: Path) -> None:
    sit(house, folder)
    (name,) = names(folder)
    assert set(name.removesuffix(".evenhand")) <= set("0123456789TZ-")


def test_a_backup_that_cannot_be_made_is_said_after_the_case_is_closed(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit(house, folder, "one")

    def full(*_: object) -> None:
        raise DiskFull

    session = open_case(house.files, house.clock, folder, PASSPHRASE)
    record.put(session, event("two"))
    monkeypatch.setattr(copies, "copy_case", full)
    with pytest.raises(BackupNotMade):
        close_case(session)
    monkeypatch.undo()
    assert len(names(folder)) == 1
    assert texts(house, folder)[-1] == "two"


def test_a_copy_that_does_not_verify_never_becomes_a_backup(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = copies.copy_case

    def flipping(folder: Path, database: object, target: Path) -> None:
        real(folder, database, target)  # type: ignore[arg-type]
        data = bytearray((target / "case.db").read_bytes())
        data[-1000] ^= 1
        (target / "case.db").write_bytes(data)

    session = open_case(house.files, house.clock, folder, PASSPHRASE)
    monkeypatch.setattr(copies, "copy_case", flipping)
    with pytest.raises(BackupNotMade):
        close_case(session)
    assert names(folder) == []


def test_an_erasure_leaves_one_new_backup_and_none_that_holds_the_words(house: House, folder: Path) -> None:
    sit(house, folder, "secret")
    sit(house, folder)
    with cases.in_person(house, folder) as (session, own):
        target = Reference("event", max(session.case.table("event")))
        record.erase(session, own, [target], ground="g", decision="d")
    (name,) = names(folder)
    assert texts(house, folder / "backups" / name) == ["the clear one", "the sealed one"]


def test_an_erasure_that_could_not_renew_the_backups_says_so_and_is_finished_later(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit(house, folder, "secret")

    def full(*_: object) -> None:
        raise DiskFull

    with cases.in_person(house, folder) as (session, own):
        target = Reference("event", max(session.case.table("event")))
        monkeypatch.setattr(copies, "copy_case", full)
        with pytest.raises(BackupsStillHold):
            record.erase(session, own, [target], ground="g", decision="d")
        assert session.case.table("event")[target.id] is e.ERASED
    monkeypatch.undo()
    before = names(folder)
    with cases.opened(house, folder):
        assert names(folder) != before
        assert len(names(folder)) == 1


def test_restoring_puts_the_backup_there_and_keeps_what_it_replaced(house: House, folder: Path) -> None:
    sit(house, folder, "one")
    (name,) = names(folder)
    with cases.opened(house, folder) as session:
        record.put(session, event("two"))
    kept = keeping.restore(house.files, house.clock, folder, name, PASSPHRASE)
    assert texts(house, folder)[-1] == "one"
    assert texts(house, folder / kept)[-1] == "two"
    assert names(folder) == [name]
    again = keeping.restore(house.files, house.clock, folder, name, PASSPHRASE)
    assert again != kept


def test_a_backup_can_be_looked_at_and_restored_when_the_live_files_are_beyond_reading(
    house: House, folder: Path
) -> None:
    sit(house, folder, "one")
    (folder / "case.keys").write_bytes(b"x" * 65_536)
    (folder / "case.db").write_bytes(b"y" * 8192)
    (folder / "case.db-journal").write_bytes(b"z" * 8192)
    (backup,) = keeping.backups(house.files, folder, PASSPHRASE)
    assert backup.sound
    kept = keeping.restore(house.files, house.clock, folder, backup.name, PASSPHRASE)
    assert texts(house, folder)[-1] == "one"
    assert sorted(path.name for path in (folder / kept).iterdir()) == ["case.db", "case.db-journal", "case.keys"]


def test_listing_the_backups_touches_no_byte_of_the_live_case(house: House, folder: Path) -> None:
    sit(house, folder)
    before = cases.sums(folder)
    keeping.backups(house.files, folder, PASSPHRASE)
    assert cases.sums(folder) == before


def test_a_damaged_backup_is_listed_as_such_and_never_restored(house: House, folder: Path) -> None:
    sit(house, folder)
    (name,) = names(folder)
    path = folder / "backups" / name / "case.db"
    data = bytearray(path.read_bytes())
    data[-1000] ^= 1
    path.write_bytes(data)
    (backup,) = keeping.backups(house.files, folder, PASSPHRASE)
    assert not backup.sound
    assert backup.line
    before = cases.sums(folder)
    with pytest.raises((CopyNotSound, DatabaseDamaged)):
        keeping.restore(house.files, house.clock, folder, name, PASSPHRASE)
    assert cases.sums(folder) == before


def test_what_may_not_be_restored_changes_nothing(house: House, folder: Path, tmp_path: Path) -> None:
    sit(house, folder)
    (name,) = names(folder)
    other = cases.make(house, tmp_path / "R-2")
    shutil.copytree(other, folder / "backups" / "000001-20260101T000000Z.evenhand")
    before = cases.sums(folder)
    for wanted, words, kind in (
        ("nothing", PASSPHRASE, BackupMissing),
        ("../R-1.evenhand", PASSPHRASE, BackupMissing),
        (name, "another passphrase", WrongPassphrase),
        ("000001-20260101T000000Z.evenhand", PASSPHRASE, NotThisCase),
    ):
        with pytest.raises(kind):
            keeping.restore(house.files, house.clock, folder, wanted, words)
    right = Writing.take(folder)
    with pytest.raises(CaseInUse):
        keeping.restore(house.files, house.clock, folder, name, PASSPHRASE)
    right.release()
    assert cases.sums(folder) == before
    with pytest.raises(CaseMissing):
        keeping.backups(house.files, tmp_path / "nowhere", PASSPHRASE)


def test_a_replacement_that_was_decided_is_finished_by_whoever_opens_next(house: House, folder: Path) -> None:
    sit(house, folder, "one")
    (name,) = names(folder)
    part = swap.begin(folder)
    for each in ("case.keys", "case.db"):
        shutil.copy(folder / "backups" / name / each, part / each)
    (part / "keep-as").write_text("case.db\treplaced/x.evenhand/case.db\n")
    (folder / "case.db").write_bytes(b"broken")
    part.rename(folder / "case.next")
    assert texts(house, folder)[-1] == "one"
    assert (folder / "replaced" / "x.evenhand" / "case.db").read_bytes() == b"broken"
    assert not (folder / "case.next").exists()


def test_a_removal_leaves_no_backup_that_opens_for_whoever_left(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        keeping.back_up(panel.session)
        (before,) = names(folder)
        paper, consents = panel.decide("remove", ["m1", "m3"], seat="m2")
        remove_member(panel.session, panel.manager, paper, consents)
        (after,) = names(folder)
        assert after != before
    for passphrase, opens in ((cases.phrase(1), True), (cases.phrase(2), False)):
        (backup,) = keeping.backups(house.files, folder, passphrase)
        assert (backup.opens, backup.sound) == (opens, opens)
