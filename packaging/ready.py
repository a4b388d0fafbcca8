"""What both commands do before they start: the system's packages, the environment, the locked packages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from environment import Environment, ensure_environment, plan
from machine import Machine, NotReady, tell, this_machine
from system import TEST_NEEDS, WINDOW_NEEDS, Need, ensure_system, environment_need

PROJECT = Path(__file__).resolve().parent.parent
RUNTIME_LOCK = PROJECT / "packaging" / "requirements.lock"
TEST_LOCK = PROJECT / "packaging" / "requirements-dev.lock"

# 0, 1 and 2 are answers of `verify`: a machine that is not ready must not look like one of them.
NOT_READY = 69
INTERRUPTED = 130


@dataclass(frozen=True)
class Purpose:
    """What a command asks for: the locks to install and the things the system must have."""

    locks: tuple[Path, ...]
    needs: tuple[Need, ...]


CONSOLE = Purpose((RUNTIME_LOCK,), ())
WINDOW = Purpose((RUNTIME_LOCK,), WINDOW_NEEDS)
TESTS = Purpose((RUNTIME_LOCK, TEST_LOCK), WINDOW_NEEDS + TEST_NEEDS)


def make_ready(purpose: Purpose, machine: Machine | None = None, folder: Path = PROJECT / ".venv") -> Path:
    """Make everything ready for a purpose and give the interpreter to use; quick when nothing is to do."""
    machine = machine or this_machine()
    environment = Environment(folder)
    todo = plan(environment, purpose.locks, machine)
    needs = (environment_need(), *purpose.needs) if todo.rebuild else purpose.needs
    ensure_system(machine, needs)
    if todo.rebuild or todo.install:
        ensure_environment(environment, purpose.locks, machine)
    return environment.python


def guarded(command: Callable[[], int]) -> int:
    """Run a command; what stands in its way is told in a sentence, never as a stack trace."""
    try:
        return command()
    except NotReady as obstacle:
        tell(str(obstacle))
        return NOT_READY
    except OSError as problem:
        tell(f"Evenhand cannot be made ready in {PROJECT}: {problem}.")
        return NOT_READY
    except KeyboardInterrupt:
        tell("Stopped. The next start takes up from here.")
        return INTERRUPTED
