"""`evenhand import`, `export` and `verify`: a case from a dossier, a dossier from a case, and the check of a case."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from app import __version__
from app.console.passphrase import ask
from app.domain.determination import OnRecord
from app.domain.errors import EvenhandError, NoPaper
from app.domain.verdict import Result, Verdict
from app.services.cases import case_folder, close_case, open_to_read
from app.services.determinations import on_record
from app.services.dossiers import export_dossier, import_dossier
from app.services.house import House

_MARKS = {Result.SOUND: "sound     ", Result.NOT_PROVED: "not proved", Result.BROKEN: "BROKEN    "}


def add_commands(commands: Any) -> None:
    """Declare the commands of this module."""
    bring = commands.add_parser("import", help="make a new case from a dossier folder")
    bring.add_argument("dossier", type=Path)
    bring.add_argument("--case", type=Path, required=True, help="the new case; its name is the reference")
    bring.set_defaults(run=run_import)
    out = commands.add_parser("export", help="write what you can see of a case as a dossier, in the clear")
    out.add_argument("case", type=Path)
    out.add_argument("--dossier", type=Path, required=True, help="the new folder")
    out.add_argument("--blind", action="store_true", help="without what lies in vaults, whoever you are")
    out.set_defaults(run=run_export)
    check = commands.add_parser("verify", help="check cases, archives, PDFs: exit 0 good, 1 not good, 2 cannot be read")
    check.add_argument("file", type=Path, nargs="+")
    check.add_argument("--head", help="a head or a receipt that somebody else kept: the chain must hold it")
    check.add_argument("--case", type=Path, help="hold a PDF to the record of this case, byte for byte")
    check.add_argument("--json", action="store_true", help="print one JSON object per file")
    check.set_defaults(run=run_verify)


def run_import(house: House, args: argparse.Namespace) -> int:
    """Make a case from a dossier; the person who types the passphrase becomes its case manager."""
    counts = import_dossier(
        house.files,
        house.dossiers,
        house.clock,
        source=args.dossier,
        place=args.case,
        passphrase=ask(twice=True),
        program=__version__,
    )
    brought = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    print(f"Case {case_folder(args.case).name} made. Brought in: {brought}.")
    print("What reveals the outcome lies in the outcome vault; you are its keeper.")
    return 0


def run_export(house: House, args: argparse.Namespace) -> int:
    """Write a case as a dossier."""
    session = open_to_read(house.files, house.clock, args.case, ask(), blind=args.blind, seen=house.seen)
    try:
        if session.older is not None:
            print(session.older.text, file=sys.stderr)
        export_dossier(session, house.dossiers, args.dossier)
    finally:
        close_case(session)
    print("Dossier written. It is not encrypted: keep it as you would keep the case.")
    return 0


def run_verify(house: House, args: argparse.Namespace) -> int:
    """Check each file; the worst result is the exit code."""
    worst = 0
    for path in args.file:
        try:
            verdict = _verdict(house, path, args)
        except EvenhandError as fault:
            worst = 2
            _say_unreadable(path, fault, as_json=args.json)
            continue
        worst = max(worst, verdict.exit_code)
        if args.json:
            print(json.dumps(_as_json(path, verdict), ensure_ascii=False))
        else:
            say(verdict)
    return worst


def _verdict(house: House, path: Path, args: argparse.Namespace) -> Verdict:
    """A case and an archive need a passphrase; any other file is a document, which needs one only for its case."""
    if not path.is_file() or house.archives.is_one(path):
        return house.verifier.case(path, ask(), args.head)
    return house.verifier.document(path, _on_record(house, args.case) if args.case else None)


def _on_record(house: House, case: Path) -> OnRecord:
    session = open_to_read(house.files, house.clock, case, ask(), blind=True)
    try:
        record = on_record(session)
    finally:
        close_case(session)
    if record is None:
        raise NoPaper
    return record


def say(verdict: Verdict) -> None:
    """Print a verdict: every part with its findings, and the bottom line."""
    for part in verdict.parts:
        print(f"{_MARKS[part.result]}  {part.name}: {part.text}")
        for finding in part.findings:
            place = "" if finding.seq is None else f"entry {finding.seq}: "
            print(f"              {place}{finding.text}")
        if part.more:
            print(f"              and {part.more} more")
    print(verdict.line)


def _say_unreadable(path: Path, fault: EvenhandError, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"file": path.name, "exit": 2, "kind": fault.kind, "line": str(fault)}, ensure_ascii=False))
    else:
        print(str(fault), file=sys.stderr)


def _as_json(path: Path, verdict: Verdict) -> dict[str, Any]:
    return {
        "file": path.name,
        "exit": verdict.exit_code,
        "line": verdict.line,
        "parts": [
            {
                "name": part.name,
                "result": part.result.value,
                "text": part.text,
                "findings": [{"entry": finding.seq, "text": finding.text} for finding in part.findings],
                "more": part.more,
            }
            for part in verdict.parts
        ],
    }
