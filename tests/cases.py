"""Small real cases on disk, made once and copied for each test that wants to break one."""

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sqlcipher3 import dbapi2 as sqlite

from app.domain import entries as e
from app.domain.verdict import Result, Verdict
from app.services.cases import begin_sitting, create_case, open_case, session_with_vaults
from app.services.decisions import DecisionPaper, consent, draw_up
from app.services.house import House
from app.services.panel import enrol
from app.services.ports import OwnKey
from app.services.session import Session
from app.storage import case_files, crypto, slots
from app.storage.case_store import PersonKey, Store
from app.storage.copies import CopiesOf
from app.storage.identity import Identity
from app.storage.keyring import KeyRing
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
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextmanager
def in_person(house: House, folder: Path, passphrase: str = PASSPHRASE) -> Iterator[tuple[Session, OwnKey]]:
    """An open case together with the own key of whoever opened it, for acts."""
    opened = house.files.open(folder, passphrase, read_only=False)
    session = session_with_vaults(opened, house.clock, blind=False)
    try:
        begin_sitting(session, opened.own)
        yield session, opened.own
    finally:
        session.store.close()


def beside(folder: Path) -> list[str]:
    """What a change of the case key has lying beside the case."""
    return sorted(path.name for path in folder.iterdir() if ".next" in path.name)


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


# --- a panel ----------------------------------------------------------------------------------------


def phrase(n: int) -> str:
    """The passphrase of the nth member."""
    return f"{('quilt', 'harbour', 'pencil', 'frost', 'igloo', 'walnut', 'ribbon')[n - 1]} anchor violet sparrow {n}"


@dataclass
class Panel:
    """A session with a panel round it. Keys of people are kept here, as no program would: for tests only."""

    house: House
    folder: Path
    session: Session
    manager: OwnKey
    members: dict[str, OwnKey] = field(default_factory=dict)

    def everybody(self) -> list[OwnKey]:
        """Every member in the order of the seats."""
        return [self.members[seat] for seat in sorted(self.members)]

    def join(self, count: int = 1) -> None:
        """So many more members."""
        for _ in range(count):
            n = len(self.members) + 1
            own = enrol(self.session, self.manager, name=f"Member {n}", role="member", passphrase=phrase(n))
            self.members[own.actor] = own

    def decide(
        self, what: str, by: Sequence[str], *, seat: str = "", of: e.Id | None = None
    ) -> tuple[DecisionPaper, list[e.Consent]]:
        """A decision paper with the consents of these seats."""
        paper = draw_up(self.session, what=what, ground="because", seat=seat, of=of)
        return paper, [consent(self.session, paper, self.members[member]) for member in by]

    def verdict(self) -> Verdict:
        """The verdict on the case as it rests on the disk, read through a copy: nobody's lock is in the way."""
        with tempfile.TemporaryDirectory() as place:
            copy = Path(shutil.copytree(self.folder, Path(place) / "copy.evenhand"))
            return self.house.verifier.case(copy, PASSPHRASE, self.session.store.head)

    def sound(self) -> bool:
        """True if every part is sound and proved."""
        return all(part.result is Result.SOUND for part in self.verdict().parts)

    def broken(self) -> dict[str, list[int | None]]:
        """The parts that are broken, with the entries they name."""
        parts = [part for part in self.verdict().parts if part.result is Result.BROKEN]
        return {part.name: [finding.seq for finding in part.findings] for part in parts}

    def commit(self, *new: e.NewEntry, by: OwnKey | None = None) -> int:
        """Write entries past every rule, as somebody with a changed program could; the first one's place."""
        at = self.session.store.next_seq
        self.session.commit(list(new), self.manager if by is None else by)
        return at


@contextmanager
def panel(house: House, folder: Path, members: int = 3) -> Iterator[Panel]:
    """The case at `folder`, open, with a manager and so many members.

    A panel is made once for each size and copied; its keys are taken from where it was made, so that nobody's
    passphrase is stretched again. Cases at two places have two ids only if their folders' names differ.
    """
    made = _PANELS.get((folder.name, members)) or _made(house, folder, members)
    shutil.rmtree(folder)
    shutil.copytree(made.folder, folder)
    file = case_files.read_key_file(folder)
    database = case_files.open_database(folder, file, made.dek, read_only=False)
    ring = KeyRing(folder / "case.keys", file, made.dek, crypto.FLOOR)
    copies = CopiesOf(folder, file.header.case, database)
    session = Session(Store(database, file.header.case, ring, copies), house.clock, "c1")
    session.refold()
    own = {seat: PersonKey(seat, identity) for seat, identity in made.identities.items()}
    begin_sitting(session, own["c1"])
    found = Panel(house, folder, session, own.pop("c1"), dict(own))
    try:
        yield found
    finally:
        session.store.close()


class _Made(NamedTuple):
    folder: Path
    dek: bytes
    identities: dict[str, Identity]


_PANELS: dict[tuple[str, int], _Made] = {}


def _made(house: House, folder: Path, members: int) -> _Made:
    place = Path(tempfile.mkdtemp(prefix="evenhand-tests-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    case = make(house, place / folder.name.removesuffix(".evenhand"))
    opened = house.files.open(case, PASSPHRASE, read_only=False)
    assert isinstance(opened.own, PersonKey)
    session = Session(opened.store, house.clock, "c1")
    session.refold()
    found = Panel(house, case, session, opened.own)
    found.join(members)
    opened.store.close()
    dek = slots.unlock(case_files.read_key_file(case), PASSPHRASE).dek
    keys = {own.actor: own.identity for own in [opened.own, *found.everybody()] if isinstance(own, PersonKey)}
    _PANELS[folder.name, members] = _Made(case, dek, keys)
    return _PANELS[folder.name, members]
