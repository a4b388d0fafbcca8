"""A fault at any file operation of an act on keys leaves the old state or the new one, and a case that goes on."""

import errno
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from app.domain import entries as e
from app.domain.errors import EvenhandError
from app.services.house import House
from app.services.panel import change_passphrase, remove_member, replace_lost
from app.services.recovery import make_recovery
from app.storage import case_files, new_key, slots
from app.storage.crypto import FLOOR
from app.storage.database import Database
from app.storage.identity import Identity
from app.storage.keyring import KeyRing
from app.storage.writing import Writing
from tests import cases
from tests.conftest import PASSPHRASE
from tests.logs import event

FRESH = "marble otter lantern pickle dune"


class Faults:
    """Counts file operations and lets one of them fail: before it is done, after it is done, or half done."""

    def __init__(self, at: int, when: str) -> None:
        self.at, self.when, self.count = at, when, 0

    def wrap(self, real: Callable[..., Any], half: Callable[..., Any] | None = None) -> Callable[..., Any]:
        def operation(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            if self.count != self.at:
                return real(*args, **kwargs)
            if self.when == "after":
                real(*args, **kwargs)
            elif self.when == "half" and half is not None:
                half(*args, **kwargs)
            raise OSError(errno.EIO, "injected")

        return operation


class FaultyStream:
    """A file whose writes are counted; half a write is what a power cut leaves."""

    def __init__(self, stream: Any, faults: Faults) -> None:
        self._stream = stream
        self.write = faults.wrap(stream.write, lambda data: stream.write(data[: len(data) // 2]))

    def __enter__(self) -> "FaultyStream":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def faults_at(at: int, when: str) -> Iterator[Faults]:
    """Every file operation that the acts on keys do, with one of them failing."""
    faults = Faults(at, when)
    real_open = Path.open

    def opened(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        stream = real_open(path, mode, *args, **kwargs)
        return FaultyStream(stream, faults) if mode in ("xb", "r+b") else stream

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", opened)
        patch.setattr(Path, "replace", faults.wrap(Path.replace))
        patch.setattr(os, "fsync", faults.wrap(os.fsync))
        for name in ("copy_under", "commit", "digest", "damaged_pages"):
            patch.setattr(Database, name, faults.wrap(getattr(Database, name)))
        yield faults


def change(panel: cases.Panel) -> None:
    change_passphrase(panel.session, "m2", cases.phrase(2), FRESH)


def replaced(panel: cases.Panel) -> None:
    paper, consents = panel.decide("replace", ["m1", "m3"], seat="m2")
    replace_lost(panel.session, panel.manager, paper, consents, FRESH)


def removed(panel: cases.Panel) -> None:
    paper, consents = panel.decide("remove", ["m1", "m3"], seat="m2")
    remove_member(panel.session, panel.manager, paper, consents)


def recovery(panel: cases.Panel) -> None:
    make_recovery(panel.session, panel.manager, panel.house.squares)


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.mark.parametrize("act", [change, replaced, removed, recovery])
def test_a_fault_at_any_file_operation_leaves_the_old_state_or_the_new_one(
    house: House, sound: Path, tmp_path: Path, act: Callable[[cases.Panel], None], full: bool
) -> None:
    folder = tmp_path / "R-1.evenhand"
    operations = operations_of(house, sound, folder, act)
    assert operations >= 4
    tries = [(at, when) for at in range(1, operations + 1) for when in ("before", "after", "half")]
    if not full:
        tries = random.Random(act.__name__).sample(tries, min(len(tries), 8))
    for at, when in tries:
        one_fault(house, sound, folder, act, at, when)


def operations_of(house: House, sound: Path, folder: Path, act: Callable[[cases.Panel], None]) -> int:
    """How many file operations the act does when nothing fails."""
    shutil.copytree(sound, folder)
    with cases.panel(house, folder) as panel, faults_at(0, "") as faults:
        act(panel)
    shutil.rmtree(folder)
    return faults.count


def one_fault(house: House, sound: Path, folder: Path, act: Callable[[cases.Panel], None], at: int, when: str) -> None:
    shutil.copytree(sound, folder)
    with cases.panel(house, folder) as panel:
        start = panel.session.store.next_seq
        with faults_at(at, when), suppress(EvenhandError, OSError):
            act(panel)
        crashed = Path(shutil.copytree(folder, folder.with_name("crashed.evenhand")))
        panel.session.refold()
        assert panel.session.key is not None
        panel.session.commit([e.put(event("went on"))], panel.session.key)
        assert len(panel.session.store.entries()) > start
    for place in (crashed, folder):
        whole(house, place, (at, when))
    assert "went on" in texts(house, folder)
    shutil.rmtree(folder)
    shutil.rmtree(crashed)


def whole(house: House, folder: Path, at: tuple[int, str]) -> None:
    """The case opens for reading as it lies, is sound, and then opens for writing and lies in its usual form."""
    verdict = house.verifier.case(folder, PASSPHRASE, None)
    assert verdict.sound or {part.name for part in verdict.parts if part.result.value == "broken"} == {"Key file"}, at
    assert {"m1", "m3"} <= ways(folder), at
    with cases.opened(house, folder):
        pass
    assert cases.beside(folder) == [], at


def ways(folder: Path) -> set[str]:
    """The seats that have a slot, in a header that a holder of the case key wrote."""
    file = case_files.read_key_file(folder)
    assert file.is_from(slots.unlock(file, PASSPHRASE, "c1").dek)
    return {slot.id for slot in file.header.slots}


def texts(house: House, folder: Path) -> list[str]:
    with cases.opened(house, folder) as session:
        return [row.text for row in session.case.rows(e.Event).values()]


def test_between_the_two_renames_the_case_opens_for_reading_and_the_next_writer_finishes(
    house: House, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))
    with cases.panel(house, folder) as panel:
        monkeypatch.setattr(new_key, "settle", lambda *_: None)
        removed(panel)
        assert cases.beside(folder) == ["case.db.next"]
    before = cases.sums(folder)
    assert house.verifier.case(folder, PASSPHRASE, None).sound
    assert cases.sums(folder) == before
    monkeypatch.undo()
    with cases.opened(house, folder):
        pass
    assert cases.beside(folder) == []


def hot_journal(folder: Path) -> bytes:
    """What a step cut short leaves beside a database: pages as they were, under the case key of that time."""
    with cases.raw(folder) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        database.execute("UPDATE content SET salt = zeroblob(16)")
        return (folder / "case.db-journal").read_bytes()


def test_a_journal_of_the_old_key_is_never_played_into_the_new_database(
    house: House, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))
    with cases.panel(house, folder) as panel:
        before = Path(shutil.copytree(folder, tmp_path / "before.evenhand"))
        monkeypatch.setattr(new_key, "settle", lambda *_: None)
        removed(panel)
    monkeypatch.undo()
    journal = hot_journal(before)
    assert len(journal) > 4096
    (folder / "case.db-journal").write_bytes(journal)
    assert house.verifier.case(folder, PASSPHRASE, None).sound
    with cases.opened(house, folder):
        pass
    assert house.verifier.case(folder, PASSPHRASE, None).sound


def test_what_an_undecided_change_of_key_left_is_swept_by_the_next_writer(
    house: House, sound: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))
    for name in ("case.keys.next", "case.db.next", "case.db.next-journal"):
        (folder / name).write_bytes(b"half")
    assert house.verifier.case(folder, PASSPHRASE, None).sound
    with cases.opened(house, folder):
        pass
    assert cases.beside(folder) == []


def test_a_writer_that_was_overtaken_by_a_change_of_key_does_not_open(
    house: House, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))
    real = Writing.take

    def overtaken(place: Path) -> Writing:
        right = real(place)
        file = case_files.read_key_file(folder)
        dek = slots.unlock(file, PASSPHRASE).dek
        KeyRing(folder / "case.keys", file, dek, FLOOR).add_recovery("r1", Identity.new())
        return right

    monkeypatch.setattr(Writing, "take", overtaken)
    (folder / "case.db.next").write_bytes(b"the other one's work")
    with pytest.raises(EvenhandError, match="in use"):
        house.files.open(folder, PASSPHRASE, read_only=False)
    assert (folder / "case.db.next").exists()
    assert not (folder / "case.lock").exists()
