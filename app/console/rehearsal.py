"""`evenhand rehearse`: a whole review of a dossier without a window, marked REHEARSAL on every page."""

import argparse
from pathlib import Path
from typing import Any

from app import __version__
from app.services.house import House
from app.services.rehearsal import rehearse


def add_commands(commands: Any) -> None:
    """Declare the command."""
    whole = commands.add_parser("rehearse", help="a whole review of a dossier without a window, marked REHEARSAL")
    whole.add_argument("dossier", type=Path)
    whole.add_argument("--out", type=Path, required=True, help="a new or empty folder for the case and the PDF")
    whole.add_argument(
        "--answers", type=Path, help="answers act by act; without them every act ends as: cannot be determined"
    )
    whole.set_defaults(run=run_rehearse)


def run_rehearse(house: House, args: argparse.Namespace) -> int:
    """Rehearse, then say where things are and how to check them."""
    given = house.answers.read(args.answers) if args.answers else None
    done = rehearse(house, source=args.dossier, out=args.out, given=given, program=__version__)
    print(f"Rehearsed: {done.acts} acts, three members, every signature.")
    print(f"Case:          {done.folder}")
    print(f"Determination: {done.pdf}")
    print(f"Passphrase of the case manager, kept nowhere: {done.passphrase}")
    print(f"Check it:      evenhand verify {done.pdf}")
    return 0
