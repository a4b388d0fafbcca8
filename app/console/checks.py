"""`evenhand check-language` and `check-leaks`: the checks on words, on a file or on standard input."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from app.domain.checks.findings import LANGUAGE_LIMITS, LEAK_LIMITS, Field, Place
from app.domain.errors import NotText, TextMissing, TextTooLarge
from app.services.house import House
from app.services.wording import check_language, check_leaks

MOST_MEGABYTES = 20
_MOST_SHOWN = 90
_END = "Exit 0 whether or not anything was marked; 2 if the text could not be read."


class Mark(NamedTuple):
    """A finding of either check, as the command line prints it."""

    label: str
    start: int
    end: int
    why: str
    prompt: str


Check = Callable[[str], list[Mark]]


def add_commands(commands: Any) -> None:
    """Declare the commands of this module."""
    language = commands.add_parser(
        "check-language", help="mark wording that often carries hindsight, outcome or blame (English)", epilog=_END
    )
    _add_common(language, [each.value for each in Field])
    language.set_defaults(run=run_language)
    leaks = commands.add_parser(
        "check-leaks", help="mark what may give the outcome away to a blinded reader (English)", epilog=_END
    )
    _add_common(leaks, [*[each.value for each in Place], *[each.value for each in Field if each != "narrative"]])
    leaks.add_argument("--term", action="append", default=[], help="a key term of a sealed fact; may be repeated")
    leaks.set_defaults(run=run_leaks)


def _add_common(command: argparse.ArgumentParser, kinds: list[str]) -> None:
    command.add_argument("file", metavar="FILE", help="a UTF-8 text file, or - for standard input")
    command.add_argument("--lines", action="store_true", help="each line of the input is a text of its own")
    command.add_argument("--field", metavar="KIND", choices=kinds, default="narrative", help=", ".join(kinds))
    command.add_argument("--json", action="store_true", help='one object per text: {"findings": [...]}')


def run_language(house: House, args: argparse.Namespace) -> int:
    """Check wording."""
    field = Field(args.field)

    def check(text: str) -> list[Mark]:
        found = check_language(house.words, text, field)
        return [Mark(each.label, each.start, each.end, each.why, each.prompt) for each in found]

    return _run(args, check, LANGUAGE_LIMITS)


def run_leaks(house: House, args: argparse.Namespace) -> int:
    """Check for leaks of the outcome."""
    place = Place(args.field) if args.field in set(Place) else Place.NARRATIVE

    def check(text: str) -> list[Mark]:
        found = check_leaks(house.words, text, place, args.term)
        return [Mark(each.tier, each.start, each.end, each.why, each.prompt) for each in found]

    return _run(args, check, LEAK_LIMITS)


def _run(args: argparse.Namespace, check: Check, limits: str) -> int:
    text = _read(args.file)
    for number, part in _texts(text, by_line=args.lines):
        marks = check(part)
        if args.json:
            print(_as_json(marks))
        else:
            for mark in marks:
                _say(part, mark, number)
    if not args.json:
        print(limits)
    return 0


def _read(name: str) -> str:
    """The text of a file or of standard input; a byte order mark is no part of it."""
    most = MOST_MEGABYTES * 1_000_000
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(most + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(most + 1)
    except OSError as fault:
        raise TextMissing from fault
    if len(raw) > most:
        raise TextTooLarge(most=MOST_MEGABYTES)
    zero = raw.find(b"\0")
    if zero >= 0:
        raise NotText(byte=zero + 1)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NotText(byte=fault.start + 1) from fault


def _texts(text: str, *, by_line: bool) -> Iterator[tuple[int, str]]:
    """The texts of the input with their line numbers: the whole, or line by line."""
    if not by_line:
        yield 0, text
        return
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, 1):
        yield number, line.removesuffix("\r")


def _as_json(marks: list[Mark]) -> str:
    found = [{"label": mark.label, "start": mark.start, "end": mark.end, "why": mark.why} for mark in marks]
    return json.dumps({"findings": found}, ensure_ascii=False)


def _say(text: str, mark: Mark, number: int) -> None:
    line = number or text.count("\n", 0, mark.start) + 1
    column = mark.start - (text.rfind("\n", 0, mark.start) + 1) + 1
    print(f"{line}:{column}  {mark.label}  “{_shown(text[mark.start : mark.end])}”")
    print(f"        {mark.why}")
    if mark.prompt:
        print(f"        {mark.prompt}")


def _shown(words: str) -> str:
    """The words on one line, shortened, with no sign that a terminal would obey."""
    flat = " ".join(words.split())
    short = flat if len(flat) <= _MOST_SHOWN else flat[: _MOST_SHOWN - 1] + "…"
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in short)
