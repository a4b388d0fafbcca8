"""The command that starts Evenhand: makes all ready, then hands every argument to the program."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import newer_python

newer_python.hand_over()

import ready  # noqa: E402  (an old Python cannot read it, and must have handed over before)
from machine import clean_environment  # noqa: E402  (likewise)


def purpose_of(arguments: Sequence[str]) -> ready.Purpose:
    """Only a start without arguments opens the window; every verb works without a display's libraries."""
    return ready.CONSOLE if arguments else ready.WINDOW


def start(python: Path, arguments: Sequence[str]) -> int:
    """Become the program; on Windows, where a process cannot turn into another, wait for it."""
    # -P keeps the current folder off the module path: a file that lies there must not be imported.
    command = [str(python), "-P", "-m", "app", *arguments]
    settings = clean_environment() | {"PYTHONPATH": str(ready.PROJECT)}
    if sys.platform == "win32":
        return subprocess.call(command, env=settings)
    os.execve(command[0], command, settings)


def main() -> int:
    """Make ready, then start."""
    arguments = sys.argv[1:]
    return start(ready.make_ready(purpose_of(arguments)), arguments)


if __name__ == "__main__":
    sys.exit(ready.guarded(main))
