"""`evenhand prove` and `verify-proof`: one entry shown to somebody who gets nothing else of a case."""

import argparse
import sys
from pathlib import Path
from typing import Any

from app.console.cases import say
from app.console.passphrase import ask
from app.domain.errors import CannotWrite
from app.services.house import House


def add_commands(commands: Any) -> None:
    """Declare the commands of this module."""
    prove = commands.add_parser("prove", help="prove one entry of a case to somebody who gets nothing else of it")
    prove.add_argument("case", type=Path)
    prove.add_argument("seq", type=int, help="the number of the entry")
    prove.add_argument("--content", action="store_true", help="show what the entry says, not only that it stands there")
    prove.add_argument("--head", help="a head or a receipt: prove up to there instead of up to the newest")
    prove.add_argument("--out", type=Path, help="the new file; without it the proof is printed")
    prove.set_defaults(run=run_prove)
    check = commands.add_parser("verify-proof", help="check a proof: exit 0 good, 1 not good, 2 cannot be read")
    check.add_argument("file", type=Path)
    check.add_argument("--head", help="the head or receipt that somebody kept")
    check.add_argument("--root", help="the root of the tree as printed on a determination")
    check.set_defaults(run=run_check, parser=check)


def run_prove(house: House, args: argparse.Namespace) -> int:
    """Write the proof of one entry."""
    proof = house.proofs.make(args.case, ask(), args.seq, content=args.content, head=args.head)
    if args.out is None:
        sys.stdout.write(proof.decode("utf-8"))
        return 0
    try:
        with args.out.open("xb") as stream:
            stream.write(proof)
    except OSError:
        raise CannotWrite from None
    print(f"Proof of entry {args.seq} written. It shows no word of any other entry.")
    return 0


def run_check(house: House, args: argparse.Namespace) -> int:
    """Check a proof against what somebody kept outside the case."""
    if args.head is None and args.root is None:
        args.parser.error("give --head or --root: without one of them a proof proves nothing")
    verdict = house.proofs.check(args.file, args.head, args.root)
    say(verdict)
    return verdict.exit_code
