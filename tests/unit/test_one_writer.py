"""One writes, others may look: whoever comes second is told, and a lock that nobody holds binds nobody."""

import errno
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain import entries as e
from app.domain.errors import (
    CaseInUse,
    ChangedOutside,
    LinkedElsewhere,
    NoLocks,
    RecoveryNeedsWriting,
    RefersToNothing,
    StrangeFile,
    StrangeJournal,
)
from app.domain.references import Reference
from app.services import record
from app.services.cases import open_case, open_to_read
from app.services.house import House
from app.storage import writing
from tests import cases
from tests.conftest import PASSPHRASE, PROJECT
from tests.logs import event

HOLDER = """
import sys
from pathlib import Path
from app import bootstrap
from app.services.cases import open_case
from tests.conftest import PASSPHRASE
house = bootstrap.real()
session = open_case(house.files, house.clock, Path(sys.argv[1]), PASSPHRASE)
print("open", flush=True)
sys.stdin.read()
"""

BUSY = """
import time
from app.domain.references import Reference
from app.services import record
from tests.logs import event
for n in range(10_000):
    record.put(session, event(f"event {n}"))
    time.sleep(0.03)
"""


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


@pytest.fixture
def holder(copy: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the case open to work on it."""
    command = [sys.executable, "-c", HOLDER, str(copy)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "open\n"
            yield process
        finally:
            process.kill()


def texts(house: House, folder: Path) -> list[str]:
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    try:
        return [row.text for row in session.case.rows(e.Event).values()]
    finally:
        session.store.close()


def test_the_second_who_wants_to_write_is_told_and_may_look(
    house: House, copy: Path, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(CaseInUse):
        open_case(house.files, house.clock, copy, PASSPHRASE)
    assert texts(house, copy) == ["the clear one", "the sealed one"]
    assert house.verifier.case(copy, PASSPHRASE, None).sound
    assert holder.poll() is None


def test_the_tries_for_the_lock_end_within_two_seconds() -> None:
    assert writing._TRIES * writing._PAUSE_S + 1.5 <= 2.0


def test_the_lock_of_a_process_that_was_killed_is_no_obstacle(
    house: House, copy: Path, holder: subprocess.Popen[str]
) -> None:
    holder.kill()
    holder.wait()
    assert (copy / writing.LOCK_NAME).exists()
    with cases.opened(house, copy) as session:
        record.put(session, event("after the kill"))
    assert not (copy / writing.LOCK_NAME).exists()
    assert "after the kill" in texts(house, copy)


def test_a_lock_file_that_came_with_a_copied_folder_is_no_obstacle(house: House, copy: Path) -> None:
    (copy / writing.LOCK_NAME).write_text("left over from another computer")
    with cases.opened(house, copy) as session:
        assert session.case.described is not None


def test_whoever_looks_sees_every_step_as_soon_as_it_is_saved(house: House, copy: Path) -> None:
    with cases.opened(house, copy) as session:
        looking = open_to_read(house.files, house.clock, copy, PASSPHRASE)
        for n in range(3):
            record.put(session, event(f"event {n}"))
            assert looking.store.look_again()
            looking.refold()
            assert [row.text for row in looking.case.rows(e.Event).values()][-1] == f"event {n}"
            assert not looking.store.look_again()
        looking.store.close()
    assert house.verifier.case(copy, PASSPHRASE, None).sound


def test_whoever_looks_finds_no_document_that_was_erased_meanwhile(house: House, copy: Path) -> None:
    with cases.in_person(house, copy) as (session, own):
        looking = open_to_read(house.files, house.clock, copy, PASSPHRASE)
        (seq,) = looking.case.rows(e.Document)
        assert len(looking.store.document(seq)) == 2_400_000
        record.erase(session, own, [Reference("document", seq)], ground="g", decision="d")
        with pytest.raises(RefersToNothing):
            looking.store.document(seq)
        looking.store.close()


def test_whoever_looks_sees_whole_steps_only_however_often_somebody_saves(house: House, copy: Path) -> None:
    """A reader beside a writer in another process never meets half a commit: looks until 12 states were seen."""
    command = [sys.executable, "-c", HOLDER.replace("sys.stdin.read()", BUSY), str(copy)]
    seen: list[int] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as writer:
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "open\n"
            looking = open_to_read(house.files, house.clock, copy, PASSPHRASE)
            while len(seen) < 12 and writer.poll() is None:
                if looking.store.look_again():
                    seen.append(looking.store.next_seq)
            looking.store.close()
        finally:
            writer.kill()
    assert seen == sorted(set(seen))
    assert len(seen) == 12


def test_a_case_changed_by_another_program_is_not_written_over(house: House, copy: Path) -> None:
    with cases.opened(house, copy) as session:
        with cases.raw_again(copy) as database:
            database.execute("INSERT INTO draft VALUES ('x', 'y', x'00')")
        with pytest.raises(ChangedOutside):
            record.put(session, event("on top of something unseen"))


@pytest.mark.parametrize("name", ["case.db", "case.keys"])
@pytest.mark.parametrize("how", ["hard link", "symbolic link"])
def test_a_file_with_a_second_name_is_read_and_never_written(
    house: House, copy: Path, tmp_path: Path, name: str, how: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    if how == "hard link":
        os.link(copy / name, elsewhere)
    else:
        (copy / name).rename(elsewhere)
        (copy / name).symlink_to(elsewhere)
    before = cases.sums(copy)
    with pytest.raises(LinkedElsewhere):
        open_case(house.files, house.clock, copy, PASSPHRASE)
    assert cases.sums(copy) == before
    assert texts(house, copy) == ["the clear one", "the sealed one"]


def test_a_folder_reached_by_a_link_is_the_same_case_with_the_same_lock(
    house: House, copy: Path, tmp_path: Path
) -> None:
    (tmp_path / "other.evenhand").symlink_to(copy, target_is_directory=True)
    with cases.opened(house, copy), pytest.raises(CaseInUse):
        open_case(house.files, house.clock, tmp_path / "other.evenhand", PASSPHRASE)


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_share_without_locks_is_refused_for_writing_and_can_be_read(
    house: House, copy: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuses(_handle: int, _how: int) -> None:
        raise OSError(code, "no locks")

    monkeypatch.setattr(fcntl, "flock", refuses)
    with pytest.raises(NoLocks):
        open_case(house.files, house.clock, copy, PASSPHRASE)
    assert texts(house, copy) == ["the clear one", "the sealed one"]


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
@pytest.mark.parametrize("data", [b"", b"\x37\x7f\x06\x82" + bytes(4092)])
def test_files_of_another_way_of_writing_are_refused_and_never_replayed(
    house: House, copy: Path, ending: str, data: bytes
) -> None:
    (copy / f"case.db{ending}").write_bytes(data)
    before = cases.sums(copy)
    for opener in (open_case, open_to_read):
        with pytest.raises(StrangeFile):
            opener(house.files, house.clock, copy, PASSPHRASE)
    assert cases.sums(copy) == before


def hot_journal(house: House, folder: Path, kept: Path) -> Path:
    """A save that was cut short: the folder as a kill left it, database half written, journal beside it."""
    with cases.raw_again(folder) as database:
        database.execute("PRAGMA cache_size = 1")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("BEGIN")
        for n in range(300):
            database.execute("INSERT INTO draft VALUES ('x', ?, randomblob(900))", (str(n),))
        shutil.copytree(folder, kept)
        database.execute("ROLLBACK")
    assert (kept / "case.db-journal").stat().st_size > 4096
    assert house is not None
    return kept


@pytest.mark.parametrize("read_only", [True, False], ids=["reading", "working"])
def test_an_interrupted_save_is_rolled_back(house: House, copy: Path, tmp_path: Path, read_only: bool) -> None:
    killed = hot_journal(house, copy, tmp_path / "killed.evenhand")
    (open_to_read if read_only else open_case)(house.files, house.clock, killed, PASSPHRASE).store.close()
    assert not (killed / "case.db-journal").exists()
    assert house.verifier.case(killed, PASSPHRASE, None).sound
    assert sorted(path.name for path in killed.iterdir()) == ["case.db", "case.keys"]


@pytest.mark.parametrize("read_only", [True, False], ids=["reading", "working"])
def test_the_journal_of_another_case_is_refused_and_harms_nothing(
    house: House, copy: Path, tmp_path: Path, read_only: bool
) -> None:
    other = cases.make(house, tmp_path / "R-2")
    killed = hot_journal(house, other, tmp_path / "killed.evenhand")
    shutil.copy(killed / "case.db-journal", copy / "case.db-journal")
    before = cases.sums(copy)
    with pytest.raises(StrangeJournal):
        (open_to_read if read_only else open_case)(house.files, house.clock, copy, PASSPHRASE)
    assert cases.sums(copy) == before
    (copy / "case.db-journal").unlink()
    assert house.verifier.case(copy, PASSPHRASE, None).sound


@pytest.mark.parametrize("data", [b"\0" * 600, b"noise " * 200])
def test_a_journal_that_is_none_does_no_harm(house: House, copy: Path, data: bytes) -> None:
    before = cases.sums(copy)
    (copy / "case.db-journal").write_bytes(data)
    open_to_read(house.files, house.clock, copy, PASSPHRASE).store.close()
    after = cases.sums(copy)
    assert {name: after[name] for name in before} == before


def test_an_interrupted_save_on_a_medium_that_cannot_be_written_is_said(
    house: House, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = hot_journal(house, copy, tmp_path / "killed.evenhand")
    before = cases.sums(killed)

    def refuses(*_: object) -> int:
        raise OSError(errno.EROFS, "read-only medium")

    monkeypatch.setattr(os, "open", refuses)
    with pytest.raises(RecoveryNeedsWriting):
        open_to_read(house.files, house.clock, killed, PASSPHRASE)
    monkeypatch.undo()
    assert cases.sums(killed) == before
