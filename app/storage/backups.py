"""Backups of a case: whole copies in its own folder, each an ordinary case folder, the last three kept."""

import re
from pathlib import Path
from typing import Final, NamedTuple

from app.storage.opening import BACKUPS_NAME

KEPT: Final = 3

_NAME: Final = re.compile(r"(\d{6,12})-(\d{8}T\d{6}Z)(?:-\d+)?\.evenhand")


class Name(NamedTuple):
    """What the name of a backup says: its newest entry and when it was made. It says nothing of the content."""

    seq: int
    at: str
    text: str


def parse(text: str) -> Name | None:
    """The parts of a backup's name, or None for any other name."""
    found = _NAME.fullmatch(text)
    return None if found is None else Name(int(found[1]), found[2], text)


def listed(folder: Path) -> list[Name]:
    """The backups in a case folder, oldest first."""
    place = folder / BACKUPS_NAME
    if not place.is_dir():
        return []
    return sorted(name for path in place.iterdir() if path.is_dir() and (name := parse(path.name)) is not None)


def new_name(folder: Path, seq: int, at: str) -> str:
    """A name that no backup has yet; `at` is `YYYY-MM-DDThh:mm:ssZ`."""
    stem = f"{seq:06d}-{at.replace('-', '').replace(':', '')}"
    taken = {name.text for name in listed(folder)}
    endings = ("", *(f"-{n}" for n in range(2, len(taken) + 3)))
    return next(name for ending in endings if (name := f"{stem}{ending}.evenhand") not in taken)


def too_many(names: list[Name]) -> list[Name]:
    """Those beyond the last three."""
    return names[:-KEPT]
