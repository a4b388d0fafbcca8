"""Files of a dossier as text: size, encoding, characters and length are checked before anything else looks at them."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from app.domain.errors import (
    DossierCellTooLong,
    DossierCharacter,
    DossierColumns,
    DossierCsv,
    DossierEncoding,
    DossierMissing,
    DossierTooLarge,
    DossierTooManyRows,
    DossierUnreadable,
)
from app.storage.dossier_format import COLUMNS, MOST_BYTES, MOST_CHARACTERS, MOST_ROWS


class Row(NamedTuple):
    """One row of a CSV file: its first line and its cells by column, normalised."""

    line: int
    cells: dict[str, str]


def load(folder: Path, name: str, most: int = MOST_BYTES) -> bytes:
    """The bytes of a plain file of the folder; a link, a pipe or a huge file is refused."""
    path = folder / name
    if not path.exists():
        raise DossierMissing(file=name, line=0)
    if path.is_symlink() or not path.is_file():
        raise DossierUnreadable(file=name, line=0)
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError:
        raise DossierUnreadable(file=name, line=0) from None
    if len(data) > most:
        raise DossierTooLarge(file=name, line=0, most=most // 1_000_000)
    return data


def decode(name: str, data: bytes) -> str:
    """UTF-8 text with line feeds; a byte order mark is allowed and dropped."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DossierEncoding(file=name, line=data.count(b"\n", 0, fault.start) + 1) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def checked(value: str, file: str, line: int, field: str) -> str:
    """A value in NFC; too long, or with a character that cannot be kept, is refused."""
    if len(value) > MOST_CHARACTERS:
        raise DossierCellTooLong(file=file, line=line, field=field, most=MOST_CHARACTERS)
    for character in value:
        if not allowed(character):
            raise DossierCharacter(file=file, line=line, field=field, name=f"U+{ord(character):04X}")
    return unicodedata.normalize("NFC", value)


def allowed(character: str) -> bool:
    """True for what a text may hold: no control characters but tab and line feed, no noncharacters."""
    code = ord(character)
    if code < 0x20:
        return character in "\t\n"
    return not (0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)


def rows(name: str, text: str) -> Iterator[Row]:
    """The rows of a CSV file below its header; every fault names its line."""
    columns = COLUMNS[name]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, count = 1, 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as fault:
            if "field limit" in str(fault):
                raise DossierCellTooLong(file=name, line=line, field="?", most=MOST_CHARACTERS) from None
            raise DossierCsv(file=name, line=line, columns=len(columns)) from None
        if cells is None:
            break
        if line == 1:
            if tuple(cells) != columns:
                raise DossierColumns(file=name, line=1, columns=",".join(columns))
        elif cells:
            count += 1
            yield _row(name, columns, cells, line, count)
        line = reader.line_num + 1
    if line == 1:
        raise DossierColumns(file=name, line=1, columns=",".join(columns))


def _row(name: str, columns: tuple[str, ...], cells: list[str], line: int, count: int) -> Row:
    if count > MOST_ROWS:
        raise DossierTooManyRows(file=name, line=line, most=MOST_ROWS)
    if len(cells) != len(columns):
        raise DossierCsv(file=name, line=line, columns=len(columns))
    values = {column: checked(cell, name, line, column) for column, cell in zip(columns, cells, strict=True)}
    return Row(line, values)
