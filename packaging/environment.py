"""The environment beside the project: made, mended, filled from the locks, and left alone when all is well."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from machine import Listener, Machine, NotReady, run_or_explain, step

UNFINISHED = "unfinished"
NO_PACKAGES = (
    "The locked packages could not be installed. "
    "For this step, and for no other, this machine needs a way to the Python package index."
)


@dataclass(frozen=True)
class Environment:
    """A folder with a Python of its own, and the stamp that says what was installed into it."""

    folder: Path

    @property
    def python(self) -> Path:
        """The interpreter inside, where this system puts it."""
        return self.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def stamp(self) -> Path:
        """The file that says where, for which Python and from which locks this environment was made."""
        return self.folder / "evenhand-ready.json"


@dataclass(frozen=True)
class Stamp:
    """What the stamp says; an environment whose stamp cannot be read is not trusted."""

    folder: str
    python: str
    files: int
    locks: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """What is to be done to an environment: why it is made anew, if so, and which locks are installed."""

    rebuild: str
    install: tuple[Path, ...]


def digest(lock: Path) -> str:
    """The lock's SHA-256, blind to the line endings that a checkout on Windows may have changed."""
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def read_stamp(environment: Environment) -> Stamp | None:
    """The stamp, or nothing where it is missing or not one of ours."""
    try:
        said = json.loads(environment.stamp.read_text(encoding="utf-8"))
        return Stamp(said["folder"], said["python"], int(said["files"]), dict(said["locks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_stamp(environment: Environment, stamp: Stamp) -> None:
    """Put the stamp in its place in one go, so that it is never half there."""
    words = asdict(stamp)
    draft = environment.stamp.with_suffix(".new")
    draft.write_text(json.dumps(words, indent=2), encoding="utf-8")
    draft.replace(environment.stamp)


def count_files(folder: Path) -> int:
    """How many files lie in a folder; what Python keeps for speed comes and goes, so it is not counted."""
    count, waiting = 0, [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    count += 1
                elif entry.name != "__pycache__":
                    waiting.append(entry.path)
    return count


def version_inside(environment: Environment, machine: Machine) -> str:
    """The version that the environment's interpreter gives when started, or nothing if it does not start."""
    if not environment.python.exists():
        return ""
    said: list[str] = []
    ask = [str(environment.python), "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    return said[-1] if machine.run(ask, said.append) == 0 and said else ""


def plan(environment: Environment, locks: Sequence[Path], machine: Machine) -> Plan:
    """Look at the environment and decide; a look costs some hundredths of a second."""
    wanted = {lock: digest(lock) for lock in locks}
    stamp = read_stamp(environment)
    rebuild = reason_to_rebuild(environment, stamp, wanted, machine)
    if rebuild or stamp is None:
        return Plan(rebuild, tuple(locks))
    return Plan("", tuple(lock for lock in locks if lock.name not in stamp.locks))


def reason_to_rebuild(
    environment: Environment, stamp: Stamp | None, wanted: Mapping[Path, str], machine: Machine
) -> str:
    """Why the environment cannot be kept, or nothing."""
    if not environment.folder.exists():
        return "not there yet"
    if stamp is None or count_files(environment.folder) < stamp.files:
        return "incomplete"
    if stamp.folder != str(environment.folder):
        return "made for another folder"
    if version_inside(environment, machine) != stamp.python:
        return "made for another Python, or broken"
    held = [(stamp.locks[lock.name], sha) for lock, sha in wanted.items() if lock.name in stamp.locks]
    if any(before == UNFINISHED for before, _ in held):
        return "left unfinished"
    # Made anew rather than brought up to date: what a lock no longer names must be gone.
    return "older than the locked packages" if any(before != sha for before, sha in held) else ""


def ensure_environment(environment: Environment, locks: Sequence[Path], machine: Machine) -> None:
    """Make, mend or complete the environment; do nothing at all when it is as the locks want it."""
    with alone(environment.folder.with_name(f"{environment.folder.name}.lock")):
        todo = plan(environment, locks, machine)  # again: another start may just have done the work
        if todo.rebuild:
            make_environment(environment, machine, todo.rebuild)
        if todo.install:
            install_locks(environment, todo.install, machine)


def make_environment(environment: Environment, machine: Machine, why: str) -> None:
    """Make the environment from nothing."""
    with step(f"Making the environment {environment.folder.name} ({why})"):
        remove(environment.folder)
        command = [machine.python, "-m", "venv", str(environment.folder)]
        run_or_explain(machine, command, "The environment could not be made.")
    version = version_inside(environment, machine)
    write_stamp(environment, Stamp(str(environment.folder), version, 0, {}))


def remove(folder: Path) -> None:
    """Take away what stands where the environment shall be, whatever it is."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def install_locks(environment: Environment, locks: Sequence[Path], machine: Machine) -> None:
    """Install locked packages; until that is over the stamp calls these locks unfinished."""
    stamp = read_stamp(environment)
    if stamp is None:
        raise NotReady("The environment changed while it was being made. Give the same command again.")
    unfinished = {lock.name: UNFINISHED for lock in locks}
    write_stamp(environment, replace(stamp, locks={**stamp.locks, **unfinished}))
    command = [str(environment.python), "-m", "pip", "install", "--no-deps", "--require-hashes", "--no-input"]
    command += ["--only-binary=:all:", "--disable-pip-version-check", "--no-warn-script-location"]
    for lock in locks:
        command += ["-r", str(lock)]
    total = count_packages(locks)
    with step(f"Installing {total} locked packages"):
        run_or_explain(machine, command, NO_PACKAGES, counting(total))
    finished = {lock.name: digest(lock) for lock in locks}
    files = count_files(environment.folder)
    write_stamp(environment, replace(stamp, files=files, locks={**stamp.locks, **finished}))


def count_packages(locks: Sequence[Path]) -> int:
    """How many distributions the locks name; for the person who waits."""
    lines = (line for lock in locks for line in lock.read_text(encoding="utf-8").splitlines())
    return len({line.split("==")[0] for line in lines if "==" in line and line[0].isalnum()})


def counting(total: int) -> Listener:
    """A listener that shows a person at a terminal how far pip has come with its downloads."""
    collected: list[str] = []

    def listen(line: str) -> None:
        if line.startswith("Collecting ") and sys.stderr.isatty():
            collected.append(line)
            print(f"\r  {len(collected)} of {total} ", end="", file=sys.stderr, flush=True)

    return listen


@contextlib.contextmanager
def alone(guard: Path) -> Iterator[None]:
    """Let one process at a time work on the environment; the system frees the guard when a process ends."""
    with guard.open("a") as held:
        if sys.platform == "win32":
            import msvcrt

            while not _taken(lambda: msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)):
                time.sleep(0.5)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _taken(take: Callable[[], None]) -> bool:
    """Whether the guard could be taken now; Windows has no call that waits for it as long as it takes."""
    try:
        take()
    except OSError:
        return False
    return True
