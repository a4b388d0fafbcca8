"""Keeping a case from the command line: archived, checked, looked into, its backups listed and taken, destroyed."""

import hashlib
import shutil
from pathlib import Path

import pytest

from app.services.house import House
from tests import cases
from tests.conftest import PASSPHRASE
from tests.crash.acts import texts, with_backup
from tests.journeys.test_console_journey import evenhand


@pytest.fixture(scope="module")
def made(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made")
    with_backup(house, root)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "root"))


def test_a_case_is_archived_verified_unpacked_and_destroyed(root: Path) -> None:
    archive = root / "R-1.evenhand-archive"
    code, out, err = evenhand("archive", str(root / "R-1.evenhand"), "--out", str(archive), "--from", "2026-01-01")
    assert (code, err) == (0, "")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert " ".join(digest[n : n + 4] for n in range(0, 64, 4)) in out
    head = next(line for line in out.splitlines() if line.startswith("Head:")).partition(":")[2].strip()
    code, out, err = evenhand("verify", "--head", head, str(archive))
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "Archive intact: every part that can be proved is sound."
    assert evenhand("unpack", str(archive), "--case", str(root / "R-2.evenhand"))[0] == 0
    code, out, err = evenhand("verify", str(root / "R-2.evenhand"))
    assert (code, err) == (0, "")
    decided = ("--ground", "g", "--decision", "d", "--witness", "w", "--certificate", str(root / "certificate.txt"))
    code, out, err = evenhand("destroy", str(root / "R-1.evenhand"), *decided)
    assert (code, out) == (2, "")
    assert err.startswith("This case is to be kept")
    code, out, err = evenhand("destroy", str(root / "R-1.evenhand"), *decided, "--early", "--copy", str(archive))
    assert (code, err) == (0, "")
    assert out == (root / "certificate.txt").read_text(encoding="utf-8")
    assert sorted(path.name for path in root.iterdir()) == ["R-2.evenhand", "certificate.txt"]


def test_a_backup_is_listed_and_taken(house: House, root: Path) -> None:
    folder = root / "R-1.evenhand"
    code, out, err = evenhand("backups", str(folder))
    assert (code, err) == (0, "")
    name, result, *_ = out.split()
    assert result == "sound"
    assert texts(house, folder)[-1] == "after the backup"
    code, out, err = evenhand("restore", str(folder), name)
    assert (code, err) == (0, "")
    assert texts(house, folder)[-1] == "the sealed one"


def test_what_cannot_be_done_is_one_sentence_and_exit_two(root: Path) -> None:
    before = cases.sums(root)
    folder = str(root / "R-1.evenhand")
    for arguments in (
        ("archive", folder, "--out", str(root / "x.zip")),
        ("archive", folder, "--out", str(root / "x.evenhand-archive"), "--retention", "no-such"),
        ("restore", folder, "no-such"),
        ("unpack", folder, "--case", str(root / "R-3.evenhand")),
        ("backups", str(root / "nowhere")),
    ):
        code, out, err = evenhand(*arguments)
        assert (code, out, err.count("\n")) == (2, "", 1), arguments
    assert cases.sums(root) == before
    assert PASSPHRASE not in err
