"""The revisions of a PDF as its bytes show them: a walk from table to table that believes no library.

Only the plain form is read that this program writes: cross-reference tables, no streams, each revision appended to
the one before it (ISO 32000-1, 7.5.4 to 7.5.6). Work is bounded by the size of the file.
"""

import re
from typing import Final, NamedTuple

from app.domain.errors import DocumentEncrypted, DocumentTooComplex

MOST_OBJECTS: Final = 200_000
"""Entries in all tables together; a determination of a thousand pages has about 60,000."""

MOST_REVISIONS: Final = 64
"""Revisions of one file; a panel of twelve makes fifteen."""

_ENTRY: Final = 20  # bytes of one line of a table
_LONGEST_TRAILER: Final = 4096
_TABLE: Final = re.compile(rb"xref\r?\n")
_SECTION: Final = re.compile(rb"(\d{1,10}) (\d{1,10}) ?\r?\n")
_TRAILER: Final = re.compile(rb"trailer\s")
_PREVIOUS: Final = re.compile(rb"/Prev\s+(\d{1,10})\b")
_END: Final = re.compile(rb"startxref\r?\n(\d{1,10})\r?\n%%EOF(\r?\n)?")


class Damaged(Exception):
    """The bytes are not a plain chain of revisions."""


class Revision(NamedTuple):
    """One revision: where its bytes begin and end (the end belongs to the next one)."""

    start: int
    end: int


class _Table(NamedTuple):
    start: int
    end: int
    objects: int
    previous: int | None


def read(pdf: bytes) -> tuple[Revision, ...]:
    """The revisions, oldest first. What follows the last end belongs to none of them.

    Damaged where the chain does not hold; DocumentEncrypted and DocumentTooComplex where it should not be followed.
    """
    place = pdf.rfind(b"startxref")
    last = _END.match(pdf, place) if place >= 0 else None
    if last is None:
        raise Damaged
    tables: list[_Table] = []
    at: int | None = int(last[1])
    while at is not None:
        if len(tables) == MOST_REVISIONS or (tables and at >= tables[-1].start):
            raise Damaged
        tables.append(_table(pdf, at))
        if sum(table.objects for table in tables) > MOST_OBJECTS:
            raise DocumentTooComplex(most=MOST_OBJECTS)
        at = tables[-1].previous
    if tables[0].end != last.end():
        raise Damaged
    return _chained(tables[::-1])


def _chained(tables: list[_Table]) -> tuple[Revision, ...]:
    starts = [0, *(table.end for table in tables)]
    if any(table.start < start for table, start in zip(tables, starts, strict=False)):
        raise Damaged
    return tuple(Revision(start, table.end) for start, table in zip(starts, tables, strict=False))


def _table(pdf: bytes, start: int) -> _Table:
    here = _TABLE.match(pdf, start)
    if here is None:
        _refuse_encrypted(pdf[start : start + _LONGEST_TRAILER])
        raise Damaged
    at, objects = here.end(), 0
    while section := _SECTION.match(pdf, at):
        objects += int(section[2])
        if objects > MOST_OBJECTS:
            raise DocumentTooComplex(most=MOST_OBJECTS)
        at = section.end() + _ENTRY * int(section[2])
    trailer, end = _TRAILER.match(pdf, at), pdf.find(b"startxref", at, at + _LONGEST_TRAILER)
    closing = _END.match(pdf, end) if end >= 0 else None
    if trailer is None or closing is None or int(closing[1]) != start:
        raise Damaged
    words = pdf[at:end]
    _refuse_encrypted(words)
    previous = _PREVIOUS.findall(words)
    if len(previous) > 1 or b"/XRefStm" in words:
        raise Damaged
    return _Table(start, closing.end(), objects, int(previous[0]) if previous else None)


def _refuse_encrypted(trailer: bytes) -> None:
    if b"/Encrypt" in trailer:
        raise DocumentEncrypted
