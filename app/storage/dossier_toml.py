"""TOML of a dossier, read strictly and with the line of each fault; written back in the same shape."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.errors import (
    DossierFieldMissing,
    DossierFieldUnknown,
    DossierId,
    DossierToml,
    DossierTooManyRows,
)
from app.storage.dossier_format import MOST_ROWS
from app.storage.dossier_text import checked

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_LINE = re.compile(r"\(at line (\d+), column")


class TomlTable:
    """One table of a TOML file; every get checks the kind, `finish` refuses what nobody asked for."""

    def __init__(self, file: str, values: Mapping[str, Any], lines: "Lines", at: tuple[str, int] | None = None) -> None:
        self._file = file
        self._values = dict(values)
        self._lines = lines
        self._at = at
        self._asked: set[str] = set()

    def line(self, field: str) -> int:
        """The line on which a field stands, or its table begins."""
        return self._lines.of(field, self._at)

    def text(self, field: str, default: str | None = None) -> str:
        """A string, normalised; missing is refused unless there is a default."""
        value = self._get(field, default)
        if not isinstance(value, str):
            raise DossierFieldMissing(file=self._file, line=self.line(field), field=field)
        return checked(value, self._file, self.line(field), field)

    def id(self, field: str) -> str:
        """A string that may serve as an id."""
        value = self.text(field)
        if not ID.fullmatch(value):
            raise DossierId(file=self._file, line=self.line(field), field=field)
        return value

    def flag(self, field: str, default: bool | None = None) -> bool:
        """A boolean."""
        value = self._get(field, default)
        if not isinstance(value, bool):
            raise DossierFieldMissing(file=self._file, line=self.line(field), field=field)
        return value

    def texts(self, field: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """An array of strings."""
        value = self._get(field, default)
        if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
            raise DossierFieldMissing(file=self._file, line=self.line(field), field=field)
        return tuple(checked(item, self._file, self.line(field), field) for item in value)

    def tables(self, field: str) -> list["TomlTable"]:
        """An array of tables, possibly absent."""
        value = self._get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise DossierFieldMissing(file=self._file, line=self.line(field), field=field)
        if len(value) > MOST_ROWS:
            raise DossierTooManyRows(file=self._file, line=self.line(field), most=MOST_ROWS)
        return [TomlTable(self._file, item, self._lines, (field, n)) for n, item in enumerate(value)]

    def finish(self) -> None:
        """Refuse fields that the format does not know."""
        unknown = [field for field in self._values if field not in self._asked]
        if unknown:
            raise DossierFieldUnknown(file=self._file, line=self.line(unknown[0]))

    def _get(self, field: str, default: Any) -> Any:
        self._asked.add(field)
        return self._values.get(field, default)


class Lines:
    """Where things stand in a TOML text; good enough to point at the right line, never used to read a value."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def of(self, field: str, at: tuple[str, int] | None) -> int:
        """The line of a field of the n-th table of an array (or of the top level)."""
        pattern = re.compile(rf"(?:^|[\s{{,]){re.escape(field)}\s*=")
        first, last = self._block(at)
        for number in range(first, last + 1):
            if pattern.search(self._lines[number - 1]):
                return number
        return first

    def _block(self, at: tuple[str, int] | None) -> tuple[int, int]:
        if at is None:
            tables = (n for n, line in enumerate(self._lines) if line.startswith("["))
            return 1, max(next(tables, len(self._lines)), 1)
        name, index = at
        headers = [n for n, line in enumerate(self._lines, 1) if line.strip() == f"[[{name}]]"]
        if index < len(headers):
            after = [n for n, line in enumerate(self._lines, 1) if n > headers[index] and line.startswith("[")]
            return headers[index], (after[0] - 1 if after else len(self._lines))
        start = next((n for n, line in enumerate(self._lines, 1) if re.match(rf"{name}\s*=", line)), 1)
        opens = [n for n, line in enumerate(self._lines, 1) if n >= start and line.lstrip().startswith("{")]
        line = opens[index] if index < len(opens) else start
        return line, line


def parse(file: str, text: str) -> TomlTable:
    """The top-level table of a TOML file."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = _LINE.search(str(fault))
        line = int(found[1]) if found else text.count("\n") + 1
        raise DossierToml(file=file, line=line) from None
    except RecursionError:
        raise DossierToml(file=file, line=1) from None
    return TomlTable(file, values, Lines(text))
