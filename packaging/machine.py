"""The machine that Evenhand is made ready on: what it is, what it has, and how commands are run on it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

# Variables that would send packages elsewhere, or bring foreign modules in.
UNWANTED = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_TARGET",
    "PIP_USER",
    "__PYVENV_LAUNCHER__",
)

Listener = Callable[[str], None]
Run = Callable[[Sequence[str], Listener], int]


class NotReady(Exception):
    """Something is missing that may not or cannot be put right from here; the text says what to do."""


def tell(words: str) -> None:
    """Say something to the person; never on standard output, which belongs to the program."""
    print(words, file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(words: str) -> Iterator[None]:
    """Say what is being done, and afterwards how long it took."""
    tell(f"{words} ...")
    start = time.monotonic()
    yield
    tell(f"  done in {time.monotonic() - start:.0f} s")


def clean_environment() -> dict[str, str]:
    """The environment variables as they are, less those that bend where Python looks or pip installs."""
    return {name: value for name, value in os.environ.items() if name not in UNWANTED}


def run_listening(command: Sequence[str], listen: Listener) -> int:
    """Run a command without a shell, hand each line it prints to the listener, give its exit code."""
    settings = clean_environment() | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=settings,
        )
    except OSError as problem:
        listen(str(problem))
        return 127
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            listen(line.rstrip())
    return process.returncode


def library_loads(soname: str) -> bool:
    """Whether the system's loader finds and loads this library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def is_root() -> bool:
    """Whether this process may install system packages."""
    return sys.platform != "win32" and os.geteuid() == 0


@dataclass(frozen=True)
class Machine:
    """What the other modules here ask of the machine, in one value that a test can stand in for."""

    system: str
    root: bool
    python: str
    loads: Callable[[str], bool]
    finds: Callable[[str], str | None]
    run: Run

    def installer(self) -> str:
        """The package manager whose line is printed: apt-get, dnf, brew, or nothing known."""
        known = {"linux": ("apt-get", "dnf"), "darwin": ("brew",)}.get(self.system, ())
        return next((name for name in known if self.finds(name)), "")


def this_machine() -> Machine:
    """The machine this process runs on, with the Python that stands outside of any environment."""
    outside = str(getattr(sys, "_base_executable", "") or sys.executable)
    return Machine(sys.platform, is_root(), outside, library_loads, shutil.which, run_listening)


def ignore(_line: str) -> None:
    """A listener for commands whose words nobody needs."""


def run_or_explain(machine: Machine, command: Sequence[str], sentence: str, listen: Listener = ignore) -> None:
    """Run a command; when it fails, give its last words together with a plain sentence."""
    last: deque[str] = deque(maxlen=12)

    def hear(line: str) -> None:
        if line.strip() and not line.lstrip().startswith("WARNING:"):
            last.append(line)
        listen(line)

    if machine.run(command, hear) != 0:
        raise NotReady("\n".join([sentence, "The last lines were:", "", *(f"  {line}" for line in last)]))
