"""Killed or refused at any write of any act, a case is what it was or what it was to become, never anything else."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.house import House
from app.storage import archives
from tests.conftest import PROJECT
from tests.crash.acts import ACTS, NEW, OLD
from tests.crash.driver import COUNT, KILL, REFUSE_FROM, REFUSE_ONCE

KILLS, REFUSALS = 4, 2
"""Faults of each kind for each act without `--full`; with it, every single one."""

NAMED = frozenset({"DiskFull", "CannotWrite", "BackupNotMade", "BackupsStillHold", "StorageFault"})
"""How an act may end that the disk refused: a sentence of its own each."""


class Driver:
    """The process that carries out faults, and their results on the disk."""

    def __init__(self, place: Path, process: subprocess.Popen[str]) -> None:
        self.place = place
        self._process = process
        self._changes: dict[str, int] = {}

    def changes(self, name: str) -> int:
        """How many changes the act makes on the disk when nothing goes wrong."""
        if name not in self._changes:
            _, ended, self._changes[name] = self.fault(name, COUNT, 0)
            assert ended == "done"
            assert self._changes[name] > 3
        return self._changes[name]

    def fault(self, name: str, how: int, at: int, code: int = 0) -> tuple[Path, str, int]:
        """One fault: where its result stands, how the act ended, how many changes were seen."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([name, how, at, code]), file=self._process.stdin, flush=True)
        root, ended, seen = json.loads(self._process.stdout.readline())
        return self.place / root, ended, seen


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    assert sys.platform == "linux", "kill-at-every-write runs on Linux: the shim is loaded with LD_PRELOAD"
    compiler = shutil.which("gcc")
    assert compiler, "gcc is missing. Install it: apt-get install -y --no-install-recommends build-essential"
    place = tmp_path_factory.mktemp("faults")
    shim = place / "shim.so"
    source = Path(__file__).with_name("shim.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(source), "-ldl"], check=True)
    command = [sys.executable, "-m", "tests.crash.driver", str(place)]
    settings = {**os.environ, "LD_PRELOAD": str(shim)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT, env=settings
    ) as process:
        try:
            yield Driver(place, process)
        finally:
            process.kill()


@pytest.fixture(autouse=True)
def checked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive is made again after a kill; that a second process checks it has a test of its own."""
    monkeypatch.setattr(archives.Archives, "check_elsewhere", lambda _self, _words: lambda _path, _head: True)


def numbers(count: int, sample: int, *, full: bool) -> list[int]:
    """Which of the changes fail: all of them, or a spread that holds the first and the last."""
    if full or count <= sample:
        return list(range(1, count + 1))
    return sorted({1 + round(n * (count - 1) / (sample - 1)) for n in range(sample)})


@pytest.mark.parametrize("name", ACTS)
def test_killed_at_any_write_the_old_state_or_the_new_one_is_there(
    house: House, driver: Driver, name: str, full: bool, record_property: pytest.FixtureRequest
) -> None:
    count = driver.changes(name)
    states = []
    for at in numbers(count, KILLS, full=full):
        root, ended, _ = driver.fault(name, KILL, at)
        assert ended == "killed", (name, at, ended)
        states.append(ACTS[name].state(house, root))
        shutil.rmtree(root, ignore_errors=True)
    assert set(states) <= {OLD, NEW}
    assert states[0] == OLD, "the first change already made the new state: something was written before it was counted"
    record_property("kills", len(states))  # type: ignore[operator]


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize(
    ("how", "code"), [(REFUSE_FROM, errno.ENOSPC), (REFUSE_ONCE, errno.EIO)], ids=["disk full", "I/O error"]
)
def test_a_disk_that_refuses_any_write_is_said_and_harms_nothing(
    house: House, driver: Driver, name: str, how: int, code: int, full: bool
) -> None:
    count = driver.changes(name)
    refused = 0
    for at in numbers(count, REFUSALS, full=full):
        root, ended, _ = driver.fault(name, how, at, code)
        assert ended in NAMED or ended == "done", (name, at, ended)
        refused += ended != "done"
        assert ACTS[name].state(house, root) in (OLD, NEW)
        shutil.rmtree(root, ignore_errors=True)
    assert refused > 0, "no refusal was ever noticed"
