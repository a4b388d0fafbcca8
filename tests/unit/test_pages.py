"""Pages that were flipped, brought back from an older copy or cut off, and clocks that ran backwards."""

import random
import shutil
from pathlib import Path

import pytest

from app.domain import entries as e
from app.domain.errors import DatabaseDamaged, EvenhandError
from app.domain.verdict import Result, Verdict
from app.services import record
from app.services.cases import close_case, open_case, open_to_read
from app.services.house import House
from app.storage import opening, slots
from app.storage.database import Database
from tests import cases
from tests.conftest import PASSPHRASE
from tests.crash.acts import a_case
from tests.logs import event

PAGE = 4096
FLIPS = 256


@pytest.fixture(scope="module")
def made(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of some hundred pages, and an older copy of its database beside it."""
    root = tmp_path_factory.mktemp("made")
    a_case(house, root)
    for n in range(30):
        with cases.opened(house, root / "R-1.evenhand") as session:
            for m in range(3):
                record.put(session, event(f"event {n} {m} " + "words " * 300))
        if n == 14:
            shutil.copy(root / "R-1.evenhand" / "case.db", root / "older.db")
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "root"))


def found_in(house: House, folder: Path, head: str | None = None) -> dict[str, Result] | None:
    """The results by part; None where the case could not be read at all."""
    try:
        verdict: Verdict = house.verifier.case(folder, PASSPHRASE, head)
    except EvenhandError:
        return None
    return {part.name: part.result for part in verdict.parts}


def is_broken(found: dict[str, Result] | None) -> bool:
    return found is None or Result.BROKEN in found.values()


def test_every_one_of_256_flipped_pages_is_named(house: House, root: Path) -> None:
    folder = root / "R-1.evenhand"
    file = opening.read_key_file(folder)
    dek, salt = slots.unlock(file, PASSPHRASE).dek, opening.salt_of(file)
    path = folder / "case.db"
    data = path.read_bytes()
    pages = len(data) // PAGE
    assert pages > 60
    chance = random.Random(7)
    named = 0
    for _ in range(FLIPS):
        page = chance.randrange(pages)
        changed = bytearray(data)
        changed[page * PAGE + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        try:
            database = Database.open(path, dek, salt, read_only=True)
        except DatabaseDamaged:  # the pages that describe the tables are read at once
            named += 1
            continue
        named += not database.salt_stands or any(f"page {page + 1}" in line for line in database.damaged_pages())
        database.close()
    assert named == FLIPS
    path.write_bytes(data)
    assert not is_broken(found_in(house, folder))


def test_old_pages_brought_back_are_found_or_change_nothing(house: House, root: Path, full: bool) -> None:
    """SQLCipher itself accepts each of these pages. With the head that somebody kept, what verifies is the newest."""
    folder = root / "R-1.evenhand"
    path, newest, older = folder / "case.db", (folder / "case.db").read_bytes(), (root / "older.db").read_bytes()
    head, log = read(house, folder)
    pages = [n for n in range(1, len(older) // PAGE) if older[n * PAGE :][:PAGE] != newest[n * PAGE :][:PAGE]]
    assert len(pages) > 2
    chance = random.Random(3)
    choices = [[n] for n in pages] + [chance.sample(pages, 2) for _ in range(40 if full else 8)] + [pages]
    noticed = 0
    for chosen in choices:
        changed = bytearray(newest)
        for n in chosen:
            changed[n * PAGE : (n + 1) * PAGE] = older[n * PAGE : (n + 1) * PAGE]
        path.write_bytes(changed)
        broken = is_broken(found_in(house, folder, head))
        noticed += broken
        if not broken:
            assert read(house, folder) == (head, log)
    assert noticed > 2


def read(house: House, folder: Path) -> tuple[str, list[e.Entry]]:
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    try:
        return session.store.head, list(session.store.entries())
    finally:
        session.store.close()


def test_an_older_copy_as_a_whole_is_found_with_a_head_and_not_without(house: House, root: Path) -> None:
    folder = root / "R-1.evenhand"
    head, _ = read(house, folder)
    shutil.copy(root / "older.db", folder / "case.db")
    without = found_in(house, folder)
    assert without is not None
    assert not is_broken(without)
    assert without["Anchor"] is Result.NOT_PROVED
    with_head = found_in(house, folder, head)
    assert with_head is not None
    assert [name for name, result in with_head.items() if result is Result.BROKEN] == ["Anchor"]


class SetClock:
    """A clock that somebody sets before each step."""

    def __init__(self) -> None:
        self.at = ""

    def now(self) -> str:
        """What it was set to."""
        return self.at


TIMES = (
    "2026-11-25T10:00:00Z",
    "2025-11-25T10:00:00Z",
    "1970-01-01T00:00:00Z",
    "2038-01-19T03:14:08Z",
    "2100-02-28T23:59:59Z",
    "2026-11-25T10:00:01Z",
)


def test_a_clock_set_back_is_noted_and_changes_no_order(house: House, tmp_path: Path) -> None:
    a_case(house, tmp_path)
    folder = tmp_path / "R-1.evenhand"
    clock = SetClock()
    clock.at = "2026-12-01T00:00:00Z"
    session = open_case(house.files, clock, folder, PASSPHRASE)
    for at in TIMES:
        clock.at = at
        record.put(session, event(at))
    close_case(session)
    verdict = house.verifier.case(folder, PASSPHRASE, None)
    assert verdict.sound
    (times,) = [part for part in verdict.parts if part.name == "Times"]
    assert times.result is Result.NOT_PROVED
    assert [finding.text.partition("(")[2].partition(")")[0] for finding in times.findings] == [
        TIMES[0],
        TIMES[1],
        TIMES[2],
        TIMES[5],
    ]
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    assert [row.text for row in session.case.rows(e.Event).values()][2:] == list(TIMES)
    session.store.close()
