"""The table of retention classes that comes with the program: TOML, read strictly, refused whole."""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from app.domain.errors import RetentionFault, RetentionUnknown
from app.domain.retention import UNDECIDED, RetentionClass

SCHEMA: Final = "evenhand-retention/1"
MOST_YEARS: Final = 150

_FIELDS: Final = frozenset({"id", "name", "source", "confirmed"})


class RetentionFile:
    """Retention classes on disk (`ports.Retention`). Without a file: those in the program's own data."""

    def __init__(self, file: Traversable | None = None) -> None:
        self._file = file

    def classes(self) -> tuple[RetentionClass, ...]:
        """Every class, in the order of the file."""
        file = (
            self._file if self._file is not None else files("resources").joinpath("retention").joinpath("classes.toml")
        )
        try:
            top = tomllib.loads(file.read_bytes().decode("utf-8"))
        except (OSError, UnicodeError, tomllib.TOMLDecodeError):
            raise RetentionFault from None
        rows = top.get("class")
        if top.get("schema") != SCHEMA or set(top) != {"schema", "class"} or not isinstance(rows, list):
            raise RetentionFault
        found = tuple(_class(row) for row in rows)
        if len({each.id for each in found}) != len(found) or UNDECIDED not in {each.id for each in found}:
            raise RetentionFault
        return found

    def load(self, id: str) -> RetentionClass:
        """One class; RetentionUnknown names those there are."""
        known = self.classes()
        for each in known:
            if each.id == id:
                return each
        raise RetentionUnknown(ids=", ".join(each.id for each in known))


def _class(row: Any) -> RetentionClass:
    if not isinstance(row, dict) or set(row) - {"years"} != _FIELDS:
        raise RetentionFault
    years = row.get("years")
    texts = (row["id"], row["name"], row["source"])
    if not all(isinstance(text, str) and text for text in texts) or not isinstance(row["confirmed"], bool):
        raise RetentionFault
    if years is not None and (not isinstance(years, int) or isinstance(years, bool) or not 1 <= years <= MOST_YEARS):
        raise RetentionFault
    return RetentionClass(row["id"], row["name"], years, row["source"], row["confirmed"])
