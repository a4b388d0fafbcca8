"""Small real cases on disk, made once and copied for each test that wants to break one."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from app.domain import entries as e
from app.services.cases import create_case, open_case
from app.services.house import House
from app.services.session import Session
from app.storage import case_files, slots
from tests.conftest import PASSPHRASE
from tests.logs import event


def described(seq: int, vault: e.Id) -> Sequence[e.NewEntry]:
    """The first entries of a small case: what it is about, one person, one event, one sealed event."""
    person = e.Person(code="RN-1", role="Nurse")
    return [
        e.NewEntry("case.described", e.CaseDescribed(title="T", setting="S", zone="UTC", question="Q")),
        e.put(person),
        e.put(event("the clear one", actor=seq + 1)),
        e.put(event("the sealed one"), vault=vault),
        e.put(e.Document(title="paper", nature="note", media_type="text/plain"))._replace(data=b"bytes " * 400_000),
    ]


def make(house: House, place: Path) -> Path:
    """A small case at this place."""
    create_case(house.files, house.clock, place, PASSPHRASE, program="test", first=described)
    return place.with_name(place.name + ".evenhand")


@contextmanager
def opened(house: House, folder: Path) -> Iterator[Session]:
    """A sitting in a case, closed without an entry of its own at the end."""
    session = open_case(house.files, house.clock, folder, PASSPHRASE)
    try:
        yield session
    finally:
        session.store.close()


@contextmanager
def raw(folder: Path) -> Iterator[sqlite.Connection]:
    """The bare database of a case with its triggers gone: what an attacker with the case key can do."""
    file = case_files.read_key_file(folder)
    dek = slots.unlock(file, PASSPHRASE).dek
    connection = sqlite.connect(str(folder / "case.db"), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{dek.hex()}{file.header.payload.salt}'\"")
        for name in ("entry_stays", "entry_fixed", "content_fixed", "chunk_fixed"):
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
    finally:
        connection.close()


def sums(folder: Path) -> dict[str, str]:
    """Every file of a case with its SHA-256."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@contextmanager
def raw_again(folder: Path) -> Iterator[sqlite.Connection]:
    """The same as `raw` without stretching the passphrase again; for sweeps over one copy."""
    key = _KEYS.get(folder)
    if key is None:
        file = case_files.read_key_file(folder)
        key = _KEYS[folder] = slots.unlock(file, PASSPHRASE).dek.hex() + file.header.payload.salt
    connection = sqlite.connect(str(folder / "case.db"), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        yield connection
    finally:
        connection.close()


_KEYS: dict[Path, str] = {}
