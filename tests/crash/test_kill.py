"""Killed at any moment, a case keeps every acknowledged step, opens by itself, and holds no word in the clear."""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.dossier import Dossier
from app.services.cases import open_case
from app.services.dossiers import import_dossier
from app.services.house import House
from app.storage import slots
from app.storage.case_files import open_database, read_key_file
from app.storage.case_store import Store
from tests import cases
from tests.conftest import PASSPHRASE, PROJECT, SAMPLES

KILLS, ALL_KILLS = 12, 200


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


def start(folder: Path, dek: bytes, seed: bytes) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.crash.writer", str(folder), dek.hex(), seed.hex()]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)


def kill_after(process: subprocess.Popen[str], acknowledged: int, pause: float) -> int:
    """Kill -9 a moment after so many acknowledgements; the last acknowledged entry."""
    assert process.stdout is not None
    last = -1
    for _ in range(acknowledged):
        last = int(process.stdout.readline())
    time.sleep(pause)
    process.kill()
    rest = process.communicate()[0].splitlines(keepends=True)
    whole = [int(line) for line in rest if line.endswith("\n")]
    return whole[-1] if whole else last


def test_no_acknowledged_step_is_lost_by_a_kill(house: House, sound: Path, tmp_path: Path, full: bool) -> None:
    chance = random.Random(5)
    folder = Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))
    file = read_key_file(folder)
    unlocked = slots.unlock(file, PASSPHRASE)
    seed = unlocked.identity._seed
    interrupted = 0
    for _ in range(ALL_KILLS if full else KILLS):
        process = start(folder, unlocked.dek, seed)
        last = kill_after(process, chance.randrange(1, 12), chance.random() * 0.01)
        journal = folder / "case.db-journal"
        interrupted += journal.exists() and journal.stat().st_size > 0
        needles_absent(folder, [b"needle-0000"])
        store = Store(open_database(folder, file, unlocked.dek, read_only=False), file.header.case)
        assert store.next_seq > last
        store.close()
    assert interrupted > 0, "no kill hit a write: the test proved nothing"
    assert house.verifier.case(folder, PASSPHRASE, None).sound


def needles_absent(folder: Path, needles: list[bytes]) -> None:
    """No file of the case, its journal included, holds any of these in the clear."""
    for path in folder.iterdir():
        data = path.read_bytes()
        for needle in needles:
            assert needle not in data, path.name


def spellings(text: str) -> Iterator[bytes]:
    """How a text might stand in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield text.encode(encoding)


def needles_of(dossier: Dossier) -> list[bytes]:
    """Every string of a dossier that is long enough to be told from chance."""
    texts = [dossier.described.title, dossier.described.question, dossier.described.setting]
    for rows in dossier.tables.values():
        for row in rows.values():
            values = [getattr(row, name) for name in row.__struct_fields__]
            texts += [value for value in values if isinstance(value, str)]
    texts += [line for text in dossier.texts for line in text.data.decode().splitlines()]
    pieces = {text[:24] for text in texts if len(text) >= 8} | {text[-24:] for text in texts if len(text) >= 24}
    return [spelling for piece in pieces for spelling in spellings(piece)]


@pytest.mark.parametrize("name", ["case01_cabinet_override_imaging", "case13_blood_sample_labelling"])
def test_no_string_of_a_dossier_stands_in_the_clear_in_any_file(
    house: House, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for variable in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(variable, str(scratch))
    monkeypatch.chdir(scratch)
    place = tmp_path / "home" / "R-1"
    place.parent.mkdir()
    import_dossier(
        house.files,
        house.dossiers,
        house.clock,
        source=SAMPLES / name,
        place=place,
        passphrase=PASSPHRASE,
        program="test",
    )
    needles = needles_of(house.dossiers.read(SAMPLES / name))
    assert len(needles) > 300
    folder = place.with_name("R-1.evenhand")
    needles_absent(folder, needles)
    session = open_case(house.files, house.clock, folder, PASSPHRASE)
    needles_absent(folder, needles)
    session.store.close()
    assert list(scratch.iterdir()) == []
    assert [path.name for path in place.parent.iterdir()] == ["R-1.evenhand"]


def test_no_string_stands_in_the_clear_while_a_commit_is_being_written(house: House, tmp_path: Path) -> None:
    source = SAMPLES / "case01_cabinet_override_imaging"
    needles = needles_of(house.dossiers.read(source))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.importer", str(source), str(tmp_path / "R-1")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written, not committed\n"
    part = next(path for path in tmp_path.iterdir() if path.name.endswith(".part"))
    journal = part / "case.db-journal"
    assert journal.stat().st_size > 0
    needles_absent(part, needles)
    process.kill()
    process.communicate()
    needles_absent(part, needles)
    assert not (tmp_path / "R-1.evenhand").exists()
