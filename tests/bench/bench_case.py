"""Open, fold, commit and verify a case of 10,000 and 100,000 generated events next to bare rivals.

Run: python -m tests.bench.bench_case
"""

import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sqlite

from app import bootstrap
from app.domain import entries as e
from app.domain.case import fold
from app.domain.times import When
from app.services import record
from app.services.cases import begin_sitting, create_case
from app.services.session import Session
from app.storage import slots, verify
from app.storage.case_files import open_database, read_key_file
from app.storage.case_store import PersonKey, Store
from app.storage.crypto import FLOOR
from app.storage.keyfile import KeyFile
from tests.bench.ratio import compare, show, timed
from tests.conftest import PASSPHRASE
from tests.logs import event

TEXT = "RN-1 opens the patient's profile at the cabinet and does not find the brand name there; case "


def generated(count: int) -> Sequence[e.NewEntry]:
    """Events as a person would enter them."""
    return [
        e.put(
            e.Event(
                label=f"E{n:05d}",
                when=When(start=f"2017-12-{1 + n % 28:02d}T{n % 24:02d}:{n % 60:02d}", precision="minute"),
                place=e.Place(n),
                actor=None,
                lane="ICU",
                nature="action",
                text=TEXT + str(n),
            )
        )
        for n in range(count)
    ]


def build(folder: Path, count: int) -> tuple[Path, KeyFile, bytes, PersonKey]:
    """A case of so many events, and its bare keys."""
    house = bootstrap.real(cost=FLOOR)
    create_case(
        house.files, house.clock, folder / "B", PASSPHRASE, program="bench", first=lambda _seq, _vault: generated(count)
    )
    place = folder / "B.evenhand"
    file = read_key_file(place)
    unlocked = slots.unlock(file, PASSPHRASE)
    return place, file, unlocked.dek, PersonKey("c1", unlocked.identity)


def bare_decode(place: Path, file: KeyFile, dek: bytes) -> int:
    """The rival of open + fold: read the same rows and decode the same bytes, with no check and no fold."""
    connection = bare(place / "case.db", dek.hex() + file.header.payload.salt)
    rows = connection.execute("SELECT e.bytes, c.body FROM entry e JOIN content c USING (seq)").fetchall()
    decoded = [(msgspec.json.decode(data), msgspec.json.decode(body)) for data, body in rows]
    connection.close()
    return len(decoded)


def bare(path: Path, key: str) -> Any:
    """SQLCipher without anything of ours."""
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def open_and_fold(place: Path, file: KeyFile, dek: bytes) -> None:
    """What opening costs beside the passphrase: read, check every hash, decode, fold."""
    store = Store(open_database(place, file, dek, read_only=True), file.header.case)
    fold(store.entries())
    store.close()


def commits(folder: Path, place: Path, file: KeyFile, dek: bytes, own: PersonKey) -> None:
    """One acknowledged commit of one event next to a bare insert of as many bytes in the same settings."""
    store = Store(open_database(place, file, dek, read_only=False), file.header.case)
    session = Session(store, bootstrap.WallClock(), "c1")
    session.refold()
    begin_sitting(session, own)
    rival = bare(folder / "rival.db", "ab" * 48)
    for pragma in ("journal_mode = DELETE", "synchronous = EXTRA", "locking_mode = EXCLUSIVE", "secure_delete = ON"):
        rival.execute(f"PRAGMA {pragma}")
    rival.execute("CREATE TABLE t (seq INTEGER PRIMARY KEY, bytes BLOB)")

    def insert() -> None:
        rival.execute("BEGIN IMMEDIATE")
        rival.execute("INSERT INTO t (bytes) VALUES (?)", (b"x" * 900,))
        rival.execute("COMMIT")

    figure = compare(lambda: record.put(session, event(TEXT)), insert, runs=60)
    show("one acknowledged commit", figure, "bare SQLCipher commit")
    rival.close()
    store.close()


def main() -> None:
    """Print every figure."""
    for count in (10_000, 100_000):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            place, file, dek, own = build(folder, count)
            size = (place / "case.db").stat().st_size / 1e6
            print(f"{count:,} events, {size:.0f} MB")
            figure = compare(
                lambda p=place, f=file, d=dek: open_and_fold(p, f, d),  # type: ignore[misc]
                lambda p=place, f=file, d=dek: bare_decode(p, f, d),  # type: ignore[misc]
                runs=5,
            )
            show("  open + fold", figure, "bare decode of the same bytes")
            print(f"  {'verify':40} {timed(lambda p=place: verify.verify(p, PASSPHRASE)):10.1f} ms")  # type: ignore[misc]
            commits(folder, place, file, dek, own)
    if sys.platform != "win32":
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
