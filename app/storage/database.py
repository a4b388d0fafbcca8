"""The one door to SQLCipher: open with a raw key, append a commit, read rows (datamodel.md 1)."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import (
    CannotWrite,
    CaseInUse,
    CaseMissing,
    ChangedOutside,
    DatabaseDamaged,
    DiskFull,
    NewerFormat,
    OurFault,
)

FORMAT: Final = 1
"""The `user_version` this program writes and the highest it reads."""

_OPEN_MS: Final = 1500
"""How long opening waits for another program: a second opener is told within two seconds."""

_COMMIT_MS: Final = 10_000
"""How long a commit waits for somebody who only looks: a look takes a moment, a check of the whole case seconds."""

_SCHEMA: Final = """
CREATE TABLE entry  (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL, hash BLOB NOT NULL, sig BLOB) STRICT;
CREATE TABLE content(seq INTEGER PRIMARY KEY REFERENCES entry(seq), salt BLOB NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE chunk  (seq INTEGER NOT NULL REFERENCES content(seq) ON DELETE CASCADE, n INTEGER NOT NULL,
                     bytes BLOB NOT NULL, PRIMARY KEY (seq, n)) STRICT;
CREATE TABLE draft  (owner TEXT NOT NULL, field TEXT NOT NULL, bytes BLOB NOT NULL,
                     PRIMARY KEY (owner, field)) STRICT;
CREATE TRIGGER entry_stays   BEFORE DELETE ON entry   BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entry_fixed   BEFORE UPDATE ON entry   BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER content_fixed BEFORE UPDATE ON content BEGIN SELECT RAISE(ABORT, 'contents are never changed'); END;
CREATE TRIGGER chunk_fixed   BEFORE UPDATE ON chunk   BEGIN SELECT RAISE(ABORT, 'chunks are never changed'); END;
"""

_PRAGMAS: Final = (
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "locking_mode = NORMAL",  # one writer is held by the lock of `writing`; between commits others may look
    "temp_store = MEMORY",
    "secure_delete = ON",
    "cell_size_check = ON",
    "trusted_schema = OFF",
    "mmap_size = 0",
    "foreign_keys = ON",
    "cache_size = -65536",
)


class EntryRow(NamedTuple):
    """One row of `entry`, as stored."""

    seq: int
    data: bytes
    hash: bytes
    sig: bytes | None


class ContentRow(NamedTuple):
    """One row of `content`, as stored."""

    seq: int
    salt: bytes
    body: bytes


class ChunkRow(NamedTuple):
    """One row of `chunk`, as stored."""

    seq: int
    n: int
    data: bytes


class _Row:
    """A row of any table."""

    _make = tuple


class DraftRow(NamedTuple):
    """One row of `draft`, as stored."""

    owner: str
    field: str
    data: bytes

    def __repr__(self) -> str:
        """Name nothing of the content."""
        return "DraftRow()"


class Held(Protocol):
    """What is held as long as a database is open: the right to write, or the room of a copy."""

    def release(self) -> None:
        """Give it back; a second time is no fault."""
        ...


class Database:
    """An open case database. Every fault leaves as a named kind; no SQL value ever enters a message."""

    def __init__(self, connection: Any, key: bytes, salt: bytes) -> None:
        self._connection = connection
        self._key = key
        self._salt = salt
        self._version = self._data_version()
        self.held: Held | None = None
        self.salt_stands = True

    @classmethod
    def create(cls, path: Path, key: bytes, salt: bytes) -> "Database":
        """A new, empty database at `path`, which must not exist."""
        if path.exists():
            raise CannotWrite
        with _named_faults():
            database = cls(_connect(path, key, salt, read_only=False), key, salt)
            database._connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")
        return database

    @classmethod
    def open(cls, path: Path, key: bytes, salt: bytes, *, read_only: bool, still: bool = False) -> "Database":
        """The database at `path`. Opening read-only writes no byte and holds no lock between reads.

        An interrupted save is the business of `recovery`, one writer that of `writing`. `still` is for a file that
        nobody can be writing (an archive): no lock is taken at all.
        """
        if not path.is_file():
            raise CaseMissing
        with _named_faults():
            database = cls(_connect(path, key, salt, read_only=read_only, still=still), key, salt)
        database.salt_stands = _first_bytes(path, len(salt)) == salt
        return database

    def close(self) -> None:
        """Close; afterwards the folder holds no lock and no journal."""
        self._connection.close()
        if self.held is not None:
            self.held.release()

    def release_file(self) -> None:
        """Close the file and go on holding the case for writing, so that the file can be replaced; then `close`."""
        self._connection.close()

    # --- whole copies -----------------------------------------------------------------------------

    def compact_to(self, path: Path) -> None:
        """A compact copy under the same key and salt at `path`, which must not exist."""
        with _named_faults():
            self._connection.execute("VACUUM INTO ?", (str(path),))

    def copy_under(self, path: Path, key: bytes, salt: bytes) -> None:
        """Write everything into a new file under another key; `path` must not exist. This file is only read."""
        if path.exists():
            raise CannotWrite
        with _named_faults():
            run = self._connection.execute
            run("ATTACH DATABASE ? AS copy KEY ?", (str(path), f"x'{key.hex()}{salt.hex()}'"))
            try:
                run("PRAGMA copy.synchronous = EXTRA")
                run("SELECT sqlcipher_export('copy')")
                run(f"PRAGMA copy.user_version = {FORMAT}")
            finally:
                run("DETACH DATABASE copy")

    def digest(self) -> str:
        """The SHA-256 (hex) of every table with its rows and every rule: equal for equal content under any key."""
        found = hashlib.sha256()
        for name, sql in self._all("SELECT name, sql FROM sqlite_schema ORDER BY name", ()):
            found.update(f"{name}\0{sql}\0".encode())
        for (name,) in self._all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", ()):
            for row in self._rows(f'SELECT * FROM "{name}" ORDER BY 1, 2', (), _Row):
                for value in row:
                    data = value if isinstance(value, bytes) else repr(value).encode()
                    found.update(f"{type(value).__name__}{len(data)}:".encode() + data)
        return found.hexdigest()

    def open_copy(self, path: Path, *, read_only: bool = True) -> "Database":
        """A copy of this database at another place, opened with this one's key."""
        return Database.open(path, self._key, self._salt, read_only=read_only)

    @property
    def format(self) -> int:
        """The format that this file was written in."""
        (found,) = self._all("PRAGMA user_version", ())[0]
        return int(found)

    def set_format(self, number: int) -> None:
        """Say that this file is in another format now: the last step of an upgrade."""
        with _named_faults():
            self._connection.execute(f"PRAGMA user_version = {int(number)}")

    def run(self, statement: str) -> None:
        """One statement of an upgrade step that changes the shape of tables."""
        with _named_faults():
            self._connection.execute(statement)

    # --- one moment ---------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything read inside belongs to one moment, whoever writes meanwhile."""
        with _named_faults():
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        try:
            self._version = self._data_version()
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    @property
    def changed_outside(self) -> bool:
        """True if another connection has written since this one last looked."""
        return self._data_version() != self._version

    def _data_version(self) -> int:
        (found,) = self._all("PRAGMA data_version", ())[0]
        return int(found)

    # --- rows -----------------------------------------------------------------------------------------

    def entries(self, start: int = 0) -> Iterator[EntryRow]:
        """Rows of `entry` from `start`, in order."""
        yield from self._rows("SELECT seq, bytes, hash, sig FROM entry WHERE seq >= ? ORDER BY seq", (start,), EntryRow)

    def contents(self, start: int = 0) -> Iterator[ContentRow]:
        """Rows of `content` from `start`, in order."""
        yield from self._rows("SELECT seq, salt, body FROM content WHERE seq >= ? ORDER BY seq", (start,), ContentRow)

    def chunks(self, seq: int) -> Iterator[ChunkRow]:
        """The chunks of one document, in order."""
        yield from self._rows("SELECT seq, n, bytes FROM chunk WHERE seq = ? ORDER BY n", (seq,), ChunkRow)

    def chunk_owners(self) -> list[int]:
        """The entries that have chunks."""
        return [row[0] for row in self._all("SELECT DISTINCT seq FROM chunk ORDER BY seq", ())]

    def damaged_pages(self) -> list[str]:
        """What SQLCipher and SQLite find wrong with the pages; empty if nothing."""
        found = [str(row[0]) for row in self._all("PRAGMA cipher_integrity_check", ())]
        try:
            found += [str(row[0]) for row in self._all("PRAGMA quick_check(100)", ()) if row[0] != "ok"]
        except DatabaseDamaged:
            if not found:  # what the seals told is worth more than that the second look broke off
                raise
        return found

    def commit(
        self,
        entries: Sequence[EntryRow],
        contents: Sequence[ContentRow],
        chunks: Iterable[ChunkRow] = (),
        erase: Sequence[int] = (),
        settled: Iterable[tuple[str, str]] = (),
    ) -> None:
        """One transaction: all of it or nothing. `erase` deletes contents (and their chunks) in the same one.

        `settled` are the drafts (owner, field) that this commit makes entries of, or erases: they go with it.
        ChangedOutside where another program has written to this file meanwhile.
        """
        with self._transaction():
            self._connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", entries)
            self._connection.executemany("INSERT INTO content VALUES (?, ?, ?)", contents)
            self._connection.executemany("INSERT INTO chunk VALUES (?, ?, ?)", chunks)
            self._connection.executemany("DELETE FROM content WHERE seq = ?", [(seq,) for seq in erase])
            self._connection.executemany("DELETE FROM draft WHERE owner = ? AND field = ?", settled)

    # --- drafts -----------------------------------------------------------------------------------

    def drafts(self) -> list[DraftRow]:
        """Every draft, in the order of owner and field."""
        return list(self._rows("SELECT owner, field, bytes FROM draft ORDER BY owner, field", (), DraftRow))

    def draft(self, owner: str, field: str) -> bytes | None:
        """One draft as stored, or None."""
        found = self._all("SELECT bytes FROM draft WHERE owner = ? AND field = ?", (owner, field))
        return found[0][0] if found else None

    def put_draft(self, row: DraftRow) -> None:
        """Write one draft in place of any that was there; it rests on the disk when this returns."""
        with self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", row)

    def delete_drafts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Delete these drafts (owner, field); what is not there is no fault."""
        with self._transaction():
            self._connection.executemany("DELETE FROM draft WHERE owner = ? AND field = ?", rows)

    # --- inside -----------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _named_faults():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                if self.changed_outside:
                    raise ChangedOutside
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, values: tuple[object, ...], row: Any) -> Iterator[Any]:
        with _named_faults():
            cursor = self._connection.execute(sql, values)
            while batch := cursor.fetchmany(1000):
                yield from map(row._make, batch)

    def _all(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with _named_faults():
            rows: list[tuple[Any, ...]] = self._connection.execute(sql, values).fetchall()
            return rows


def _first_bytes(path: Path, count: int) -> bytes:
    """Where SQLCipher keeps the salt. It is given with the key, so no seal covers it: `verify` compares."""
    try:
        with path.open("rb") as stream:
            return stream.read(count)
    except OSError:
        raise CannotWrite from None


def _connect(path: Path, key: bytes, salt: bytes, *, read_only: bool, still: bool = False) -> Any:
    mode = ("ro" if read_only else "rwc") + ("&immutable=1" if still else "")
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite.connect(uri, uri=True, isolation_level=None, timeout=_OPEN_MS / 1000)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        for pragma in _PRAGMAS[2 if read_only else 0 :]:
            connection.execute(f"PRAGMA {pragma}")
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if found > FORMAT:
            raise NewerFormat(found=found, known=FORMAT)
        if found < 0:
            raise DatabaseDamaged
        if not read_only:
            connection.execute("BEGIN IMMEDIATE")  # refused while another program writes
            connection.execute("COMMIT")
            connection.execute(f"PRAGMA busy_timeout = {_COMMIT_MS}")
    except BaseException:
        connection.close()
        raise
    return connection


_KINDS: Final[dict[int, type[Exception]]] = {
    5: CaseInUse,  # SQLITE_BUSY
    6: CaseInUse,  # SQLITE_LOCKED
    8: CannotWrite,  # SQLITE_READONLY
    11: DatabaseDamaged,  # SQLITE_CORRUPT
    13: DiskFull,  # SQLITE_FULL
    14: CannotWrite,  # SQLITE_CANTOPEN
    26: DatabaseDamaged,  # SQLITE_NOTADB
}


class StorageFault(OurFault):
    """SQLite refused for a reason that has no sentence of its own; `code` is SQLite's."""

    message = "The database refused this step (SQLite code {code}). Everything saved before is safe."


@contextmanager
def _named_faults() -> Iterator[None]:
    """Turn SQLite's errors into kinds; their own texts may hold values and are dropped."""
    try:
        yield
    except sqlite.Error as fault:
        code = getattr(fault, "sqlite_errorcode", None) or 1
        kind = _KINDS.get(code & 0xFF)
        if code & 0xFF == 10:  # SQLITE_IOERR: short reads mean a cut file, the rest the disk
            kind = DatabaseDamaged if code == 522 else CannotWrite
        if kind is not None:
            raise kind() from None
        raise StorageFault(code=code) from None
