"""The command line's way in; without arguments it opens the window."""

import argparse
import contextlib
import signal
import sys
from collections.abc import Sequence

from app import __version__, bootstrap
from app.console import cases, checks
from app.domain.errors import EvenhandError


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    top = argparse.ArgumentParser(
        prog="evenhand", description="Review one event under a just culture, in confidence and without any network."
    )
    top.add_argument("--version", action="version", version=f"Evenhand {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    cases.add_commands(commands)
    checks.add_commands(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 2 where it could not be done."""
    with contextlib.suppress(AttributeError, ValueError):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    args = parser().parse_args(argv)
    try:
        code: int = args.run(bootstrap.real(), args)
    except EvenhandError as fault:
        print(str(fault), file=sys.stderr)
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
