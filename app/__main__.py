"""The command line's way in; without arguments it opens the window."""

import argparse
import contextlib
import signal
import sys
from collections.abc import Sequence

from app import __version__
from app.domain.errors import EvenhandError


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    from app.console import cases, checks, instruments, keeping, proofs, rehearsal

    top = argparse.ArgumentParser(
        prog="evenhand", description="Review one event under a just culture, in confidence and without any network."
    )
    top.add_argument("--version", action="version", version=f"Evenhand {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    cases.add_commands(commands)
    instruments.add_commands(commands)
    keeping.add_commands(commands)
    rehearsal.add_commands(commands)
    proofs.add_commands(commands)
    checks.add_commands(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, or run one command; the exit code is 2 where it could not be done.

    The two ways load nothing of each other: the window does not wait for the commands, nor they for Qt.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    return _command(arguments) if arguments else _window()


def _window() -> int:
    from ui.main import run

    return run(sys.argv[:1])


def _command(arguments: Sequence[str]) -> int:
    from app import bootstrap

    with contextlib.suppress(AttributeError, ValueError):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    args = parser().parse_args(arguments)
    try:
        code: int = args.run(bootstrap.real(), args)
    except EvenhandError as fault:
        print(str(fault), file=sys.stderr)
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
