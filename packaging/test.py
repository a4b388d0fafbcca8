"""The command that checks everything: style, types, import contracts, tests; arguments go to pytest."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import newer_python

newer_python.hand_over()

import ready  # noqa: E402  (an old Python cannot read it, and must have handed over before)
from machine import clean_environment  # noqa: E402  (likewise)

CONTRACTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("import contracts", ("-c", CONTRACTS, "--no-logo")),
)

MOST_WORKERS = 4
# With one of these the person has said how to spread the tests, or wants what several workers cannot give.
ONE_PROCESS = ("-s", "--capture=no", "--pdb", "--collect-only", "--co", "no:xdist")


def pytest_arguments(arguments: Sequence[str]) -> list[str]:
    """What pytest is started with: the person's own arguments, and workers for the cores there are."""
    own = [argument for argument in arguments if argument != "--"]
    spread = any(argument in ONE_PROCESS or argument.startswith(("-n", "--numprocesses")) for argument in own)
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    return own if spread else ["-n", str(workers), *own]


def succeeds(python: Path, name: str, arguments: Sequence[str]) -> bool:
    """Run one check in the project's folder with its words going straight to the person."""
    print(f"== {name}", flush=True)
    settings = clean_environment()
    settings.setdefault("QT_QPA_PLATFORM", "offscreen")
    return subprocess.call([str(python), *arguments], cwd=ready.PROJECT, env=settings) == 0


def main() -> int:
    """Make ready, run every check, name those that failed; a good run closes with pytest's own line."""
    python = ready.make_ready(ready.TESTS)
    failed = [name for name, arguments in CHECKS if not succeeds(python, name, arguments)]
    tests = ["-m", "pytest", *pytest_arguments(sys.argv[1:])]
    if not succeeds(python, "pytest", tests):
        failed.append("pytest")
    if failed:
        print(f"Failed: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(ready.guarded(main))
