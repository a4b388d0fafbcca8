"""`evenhand archive`, `unpack`, `backups`, `restore` and `destroy`: what is kept of a case, and how it ends."""

import argparse
from pathlib import Path
from typing import Any

from app import __version__
from app.console.passphrase import ask
from app.domain.copies import ArchiveSlip, Backup
from app.domain.destruction import lines
from app.domain.retention import UNDECIDED
from app.services import archiving, destroying, keeping
from app.services.house import House


def add_commands(commands: Any) -> None:
    """Declare the commands of this module."""
    put_away = commands.add_parser("archive", help="close a case into one file, checked by a second process")
    put_away.add_argument("case", type=Path)
    put_away.add_argument("--out", type=Path, required=True, help="the new file; its name ends in .evenhand-archive")
    put_away.add_argument("--retention", default=UNDECIDED, help="the id of a retention class")
    put_away.add_argument("--from", dest="begins", help="the day its period begins (2026-11-25); today if not given")
    put_away.set_defaults(run=run_archive)
    unpack = commands.add_parser("unpack", help="make a case folder of an archive again, to reopen it")
    unpack.add_argument("archive", type=Path)
    unpack.add_argument("--case", type=Path, required=True, help="the new folder; its name ends in .evenhand")
    unpack.set_defaults(run=run_unpack)
    end = commands.add_parser("destroy", help="destroy a case by decision and certify it")
    end.add_argument("case", type=Path)
    end.add_argument("--certificate", type=Path, required=True, help="the new text file for the certificate")
    end.add_argument("--ground", required=True)
    end.add_argument("--decision", required=True, help="whose decision, or its number")
    end.add_argument("--witness", required=True)
    end.add_argument("--copy", type=Path, action="append", default=[], help="an archive or folder of the same case")
    end.add_argument("--early", action="store_true", help="before the retention period has ended")
    end.set_defaults(run=run_destroy)
    held = commands.add_parser("backups", help="what each backup of a case holds")
    held.add_argument("case", type=Path)
    held.set_defaults(run=run_backups)
    back = commands.add_parser("restore", help="put a backup in the place of the case and keep what it replaces")
    back.add_argument("case", type=Path)
    back.add_argument("backup", help="its name, as `evenhand backups` prints it")
    back.set_defaults(run=run_restore)


def run_archive(house: House, args: argparse.Namespace) -> int:
    """Archive a case and print its slip."""
    begins = args.begins or house.clock.now()[:10]
    slip = archiving.archive_case(
        house, args.case, ask(), args.out, retention=args.retention, begins=begins, program=__version__
    )
    print("\n".join(slip_lines(slip)))
    return 0


def slip_lines(slip: ArchiveSlip) -> list[str]:
    """The archive slip, to be printed and kept apart from the file."""
    until = slip.until or "no end set: kept until somebody decides"
    return [
        f"Archive of case {slip.reference} ({slip.case})",
        f"Made:       {slip.made} by Evenhand {slip.program}",
        f"Size:       {slip.file.size} bytes",
        f"SHA-256:    {_grouped(slip.file.sha256)}",
        f"Last entry: {slip.file.seq}",
        f"Head:       {_grouped(slip.file.head)}",
        f"Retention:  {slip.retention_name}",
        f"From:       {slip.begins}",
        f"Until:      {until}",
        f"Legal hold: {'yes' if slip.on_hold else 'no'}",
        "Checked by a second process before it got its name. Print this slip and keep it apart from the file.",
    ]


def run_unpack(house: House, args: argparse.Namespace) -> int:
    """Make a case folder of an archive."""
    archiving.unpack_archive(house, args.archive, args.case)
    print(f"Case {args.case.name} made from the archive. It is closed; reopen it to work on it.")
    return 0


def run_destroy(house: House, args: argparse.Namespace) -> int:
    """Destroy a case and write its certificate."""
    decision = destroying.Decision(args.ground, args.decision, args.witness, args.early)

    found = destroying.destroy_case(house, args.case, ask(), decision, copies=args.copy, certificate=args.certificate)
    print("\n".join(lines(found)))
    return 1 if found.not_reached else 0


def run_backups(house: House, args: argparse.Namespace) -> int:
    """List the backups; 1 if one of them is not sound."""
    found = keeping.backups(house.files, args.case, ask())
    if not found:
        print("There are no backups yet. One is made at the end of every sitting.")
    for backup in found:
        print(_backup_line(backup))
    return 0 if all(backup.sound for backup in found) else 1


def _backup_line(backup: Backup) -> str:
    if not backup.opens:
        return f"{backup.name}  {backup.line or 'does not open with this passphrase'}"
    result = "sound" if backup.sound else "NOT SOUND"
    return f"{backup.name}  {result}  last entry {backup.seq}, {backup.at}, head {backup.head[:16]}"


def run_restore(house: House, args: argparse.Namespace) -> int:
    """Restore a backup."""
    kept = keeping.restore(house.files, house.clock, args.case, args.backup, ask())
    print(f"The backup is the case now. What it replaced is kept inside the case folder as {kept}.")
    return 0


def _grouped(text: str) -> str:
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))
