"""Hands over to a Python that Evenhand can use when the one at hand is not; any Python 3 reads this."""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 14)


def hand_over() -> None:
    """Return at once on a fitting Python; otherwise run this same command line with one, or explain."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        command = fitting_python(minor)
        if command:
            sys.exit(run_in_place(command + sys.argv))
    sys.exit(sentence())


def fitting_python(minor: int) -> "list[str]":  # quoted: an old Python must not look at it
    """The command that starts Python 3.minor, or nothing; one that does not start counts as nothing."""
    launcher = shutil.which("py") if os.name == "nt" else None
    plain = shutil.which(f"python3.{minor}")
    for command in ([launcher, f"-3.{minor}"] if launcher else [], [plain] if plain else []):
        if command and subprocess.call([*command, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return command
    return []


def run_in_place(command: "list[str]") -> int:
    """Become the given command where the system can do that, else wait for it and give its exit code."""
    if os.name == "nt":
        return subprocess.call(command)
    os.execv(command[0], command)


def sentence() -> str:
    """What to tell a person whose machine has no fitting Python."""
    here = ".".join(str(part) for part in sys.version_info[:2])
    return (
        f"Evenhand needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}; this is Python {here}, "
        "and no other was found. Install one of them and give the same command again."
    )
