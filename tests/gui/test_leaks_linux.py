"""Nothing leaves and nothing stays: a whole visit in a program of its own, watched from outside by strace."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.gui.test_leaks import VISIT, run_program

CALLS = (
    "open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "socket,connect,io_uring_setup"
)
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|\bcreat\(|\bmkdir|\bmknod|\brename|\blink|\bsymlink")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "cases"
    place.mkdir()
    return place


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is missing. Install it: apt-get install -y --no-install-recommends {package}"
    return found


def test_a_visit_writes_nothing_but_its_case_and_opens_no_socket(home: Path, folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    strace = [_program("strace", "strace"), "-f", "-qq", "-e", f"trace={CALLS}", "-o", str(log)]
    assert "left" in run_program([*strace, sys.executable, str(VISIT), "round", str(folder)], home)
    calls = log.read_text(errors="replace").splitlines()
    written = [call for call in calls if WRITES.search(call) and "/dev/null" not in call]
    assert any("visit.evenhand" in call for call in written)
    assert not [call for call in written if f'"{folder}/visit.evenhand' not in call]
    assert not [call for call in calls if re.search(r"\b(socket|connect|io_uring_setup)\(", call)]
    assert list(home.iterdir()) == []
    assert [path.name for path in folder.iterdir()] == ["visit.evenhand"]
    assert {path.name for path in (folder / "visit.evenhand").iterdir()} == {"case.db", "case.keys", "backups"}


def test_a_visit_works_where_there_is_no_network_at_all(home: Path, folder: Path) -> None:
    alone = [_program("unshare", "util-linux"), "-n" if os.geteuid() == 0 else "-rn"]
    assert "left" in run_program([*alone, sys.executable, str(VISIT), "round", str(folder)], home)
