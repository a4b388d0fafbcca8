"""The acts that are killed and refused at every write: one row each. A new act needs a row and nothing else.

An act gets a fresh copy of what `prepare` made. `state` says of what a fault left behind whether it is the old state
or the new one, and asserts that it is whole; there is no third.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from app.domain import entries as e
from app.domain.drafts import DraftKey
from app.domain.errors import CaseMissing, DestructionUnfinished, WrongPassphrase
from app.domain.references import Reference
from app.domain.verdict import Result
from app.services import archiving, decisions, destroying, drafts, keeping, panel, record, rounds, vaults
from app.services.cases import close_case, create_case, open_to_read
from app.services.house import House
from app.services.session import Session
from app.storage import database, upgrade
from app.storage.opening import open_database, read_key_file
from app.storage.slots import unlock
from tests import cases
from tests.conftest import PASSPHRASE
from tests.logs import event

OLD, NEW = "old", "new"
SECRET = "words to be erased"
DECISION = destroying.Decision("ground", "decision", "witness", early=True)


class Act(NamedTuple):
    """One act: what is there before, the act itself, and what it is afterwards."""

    prepare: Callable[[House, Path], None]
    run: Callable[[House, Path], None]
    state: Callable[[House, Path], str]


def folder(root: Path) -> Path:
    """Where the case of every act stands."""
    return root / "R-1.evenhand"


# --- before ---------------------------------------------------------------------------------------


def small(_seq: int, vault: e.Id) -> list[e.NewEntry]:
    """The first entries of a case that is quickly copied."""
    described = e.CaseDescribed(title="T", setting="S", zone="UTC", question="Q")
    paper = e.Document(title="paper", nature="note", media_type="text/plain")
    return [
        e.NewEntry("case.described", described),
        e.put(event("the clear one")),
        e.put(event("the sealed one"), vault=vault),
        e.put(paper)._replace(data=b"bytes " * 2000),
    ]


def nothing(_house: House, root: Path) -> None:
    """An empty place."""
    root.mkdir(exist_ok=True)


def a_case(house: House, root: Path) -> None:
    """A small case without backups."""
    nothing(house, root)
    create_case(house.files, house.clock, root / "R-1", PASSPHRASE, program="test", first=small)


def with_secret(house: House, root: Path) -> None:
    """A case that holds words to be erased, in an event, in a draft and in two backups."""
    a_case(house, root)
    with cases.opened(house, folder(root)) as session:
        record.put(session, event(SECRET))
        drafts.keep_draft(session, DraftKey("c1", f"event/{session.store.next_seq - 1}/text"), SECRET)
        keeping.back_up(session)
        close_case(session)


def with_backup(house: House, root: Path) -> None:
    """A case with a backup, and one event more than it holds."""
    a_case(house, root)
    with cases.opened(house, folder(root)) as session:
        close_case(session)
    with cases.opened(house, folder(root)) as session:
        record.put(session, event("after the backup"))


def with_archive(house: House, root: Path) -> None:
    """A closed case and its archive."""
    with_backup(house, root)
    an_archive(house, root)


def with_panel(house: House, root: Path) -> None:
    """A case with three members."""
    a_case(house, root)
    with cases.in_person(house, folder(root)) as (session, own):
        for n in (1, 2, 3):
            panel.enrol(session, own, name=f"Member {n}", role="member", passphrase=cases.phrase(n))
        keeping.back_up(session)


def with_round(house: House, root: Path) -> None:
    """A running round in which everybody but the first member has cast, with that member's draft."""
    with_panel(house, root)
    with cases.in_person(house, folder(root)) as (session, own):
        rounds.open_round(session, own)
        for n in (2, 3):
            rounds.cast(session, session.store.unlock(cases.phrase(n)), the_round(session), a_ballot())
        key = DraftKey("m1", f"ballot/{the_round(session)}/reason")
        drafts.keep_draft(session, key, "because", session.store.unlock(cases.phrase(1)).draft_pen())


def all_cast(house: House, root: Path) -> None:
    """A round in which everybody has cast; the shares that were in memory are gone."""
    with_round(house, root)
    cast(house, root)


def a_ballot() -> e.Ballot:
    """A ballot with nothing on it."""
    return e.Ballot()


def the_round(session: Session) -> int:
    """The only round."""
    (found,) = session.case.rounds
    return found


# --- acts -----------------------------------------------------------------------------------------


def create(house: House, root: Path) -> None:
    """Make a case."""
    create_case(house.files, house.clock, root / "R-1", PASSPHRASE, program="test", first=small)


def commit(house: House, root: Path) -> None:
    """Write one entry in a sitting."""
    with cases.opened(house, folder(root)) as session:
        record.put(session, event("new"))


def draft(house: House, root: Path) -> None:
    """Keep a draft, write over it, make an entry of it."""
    key = DraftKey("c1", "event/new/text")
    with cases.opened(house, folder(root)) as session:
        drafts.keep_draft(session, key, "ne")
        drafts.keep_draft(session, key, "new")
        record.put(session, event("new"), settled=[key])


def erase(house: House, root: Path) -> None:
    """Erase an object in every version, draft and backup."""
    with cases.in_person(house, folder(root)) as (session, own):
        record.erase(session, own, [secret_of(session)], ground="g", decision="d")


def back_up(house: House, root: Path) -> None:
    """End a sitting, which makes a backup."""
    with cases.opened(house, folder(root)) as session:
        close_case(session)


def restore(house: House, root: Path) -> None:
    """Put the only backup in the place of the case."""
    (found,) = (folder(root) / "backups").iterdir()
    keeping.restore(house.files, house.clock, folder(root), found.name, PASSPHRASE)


def an_archive(house: House, root: Path) -> None:
    """Close the case into one file."""
    archiving.archive_case(
        house,
        folder(root),
        PASSPHRASE,
        root / "R-1.evenhand-archive",
        retention="undecided",
        begins="2026-01-01",
        program="test",
    )


def unpack(house: House, root: Path) -> None:
    """Make a case folder of an archive."""
    archiving.unpack_archive(house, root / "R-1.evenhand-archive", root / "R-2.evenhand")


def upgrade_format(_house: House, root: Path) -> None:
    """Bring the case to a format of the future: one more table."""
    file = read_key_file(folder(root))
    opened = open_database(folder(root), file, unlock(file, PASSPHRASE).dek, read_only=False)
    if opened.format == 2:
        opened.close()
        return
    database.FORMAT = 2  # type: ignore[misc]
    try:
        upgrade.upgrade(folder(root), file, opened, to=2, steps={1: one_more_table})
    finally:
        database.FORMAT = 1  # type: ignore[misc]


def one_more_table(found: database.Database) -> None:
    """The step from format 1 to a format 2 that does not exist."""
    found.run("CREATE TABLE later (n INTEGER PRIMARY KEY) STRICT")


def destroy(house: House, root: Path) -> None:
    """Destroy the case and its archive."""
    archive, certificate = root / "R-1.evenhand-archive", root / "certificate"
    destroying.destroy_case(house, folder(root), PASSPHRASE, DECISION, copies=[archive], certificate=certificate)


def cast(house: House, root: Path) -> None:
    """The last member casts; the draft goes."""
    with cases.opened(house, folder(root)) as session:
        rounds.cast(session, session.store.unlock(cases.phrase(1)), the_round(session), a_ballot())


def release(house: House, root: Path) -> None:
    """The shares are taken again and the round is opened."""
    with cases.opened(house, folder(root)) as session:
        vault = session.case.rounds[the_round(session)].opened.vault
        members = [session.store.unlock(cases.phrase(n)) for n in (1, 2)]
        for own in members:
            vaults.take_share(session, own, vault)
        rounds.open_together(session, members[0], the_round(session))


def change(house: House, root: Path) -> None:
    """The first member types another passphrase."""
    with cases.opened(house, folder(root)) as session:
        panel.change_passphrase(session, "m1", cases.phrase(1), cases.phrase(7))


def remove(house: House, root: Path) -> None:
    """The third member leaves by decision of the two others; the case gets another key."""
    with cases.in_person(house, folder(root)) as (session, own):
        paper = decisions.draw_up(session, what="remove", ground="because", seat="m3")
        members = [session.store.unlock(cases.phrase(n)) for n in (1, 2)]
        panel.remove_member(session, own, paper, [decisions.consent(session, paper, each) for each in members])


# --- afterwards -----------------------------------------------------------------------------------


def texts(house: House, place: Path) -> list[str]:
    """The events of a case that passes every check and opens to work on it."""
    assert house.verifier.case(place, PASSPHRASE, None).sound
    with cases.opened(house, place) as session:
        return [row.text for row in session.case.rows(e.Event).values()]


def secret_of(session: Session) -> Reference:
    """The object to be erased."""
    return Reference("event", max(session.case.table("event")))


def created(house: House, root: Path) -> str:
    """A case is there whole, or nothing that could be opened is."""
    if not folder(root).exists():
        assert all(path.name.endswith(".part") for path in root.iterdir())
        return OLD
    assert texts(house, folder(root)) == ["the clear one", "the sealed one"]
    return NEW


def committed(house: House, root: Path) -> str:
    """The new event is there or it is not; what was there before is."""
    found = texts(house, folder(root))
    assert found[:2] == ["the clear one", "the sealed one"]
    assert found[2:] in ([], ["new"])
    return NEW if found[2:] else OLD


def drafted(house: House, root: Path) -> str:
    """The text is a draft or an entry, never both, never lost once it rested."""
    state = committed(house, root)
    session = open_to_read(house.files, house.clock, folder(root), PASSPHRASE)
    found = session.store.drafts.get(DraftKey("c1", "event/new/text"), None)
    session.store.close()
    assert found is None if state == NEW else found in (None, "ne", "new")
    return state


def erased(house: House, root: Path) -> str:
    """The words are everywhere or, after the next opening, nowhere."""
    with cases.opened(house, folder(root)):
        pass  # an erasure that was interrupted reaches the backups when the case is opened next
    copies = [folder(root), *sorted((folder(root) / "backups").glob("*.evenhand"))]
    assert len(copies) > 1
    holding = {holds_secret(place) for place in copies}
    assert len(holding) == 1
    assert house.verifier.case(folder(root), PASSPHRASE, None).sound
    return OLD if holding == {True} else NEW


def holds_secret(place: Path) -> bool:
    """True if the words stand in a content or draft of this copy, for whoever holds the case key."""
    file = read_key_file(place)
    found = database.Database.open(
        place / "case.db", unlock(file, PASSPHRASE).dek, bytes.fromhex(file.header.payload.salt), read_only=True
    )
    try:
        rows = [row.body for row in found.contents()] + [row.data for row in found.drafts()]
    finally:
        found.close()
    return any(SECRET.encode() in row for row in rows)


def backed_up(house: House, root: Path) -> str:
    """The case is whole; a backup that has its name is sound."""
    assert texts(house, folder(root))
    found = keeping.backups(house.files, folder(root), PASSPHRASE)
    assert all(backup.sound for backup in found)
    return NEW if found else OLD


def restored(house: House, root: Path) -> str:
    """The case is the one before or the backup; the backup is still there."""
    found = texts(house, folder(root))
    assert found in (["the clear one", "the sealed one"], ["the clear one", "the sealed one", "after the backup"])
    assert all(backup.sound for backup in keeping.backups(house.files, folder(root), PASSPHRASE))
    if len(found) == 3:
        return OLD
    (replaced,) = (folder(root) / "replaced").glob("*.evenhand")
    assert texts(house, replaced)[2:] == ["after the backup"]
    return NEW


def archived(house: House, root: Path) -> str:
    """An archive that has its name is sound; the live case is whole, closed or not, and archiving again is possible."""
    archive = root / "R-1.evenhand-archive"
    state = NEW if archive.exists() else OLD
    if state == OLD:
        an_archive(house, root)
    assert house.verifier.case(archive, PASSPHRASE, None).sound
    assert house.verifier.case(folder(root), PASSPHRASE, None).sound
    return state


def unpacked(house: House, root: Path) -> str:
    """The folder is there whole or not at all."""
    if not (root / "R-2.evenhand").exists():
        return OLD
    assert house.verifier.case(root / "R-2.evenhand", PASSPHRASE, None).sound
    return NEW


def upgraded(house: House, root: Path) -> str:
    """The database is of the one format or the other, whole, and the old file is kept with the new."""
    database.FORMAT = 2  # type: ignore[misc]
    try:
        file = read_key_file(folder(root))
        opened = open_database(folder(root), file, unlock(file, PASSPHRASE).dek, read_only=False)
        state = NEW if opened.format == 2 else OLD
        opened.close()
        assert house.verifier.case(folder(root), PASSPHRASE, None).sound
    finally:
        database.FORMAT = 1  # type: ignore[misc]
    assert (folder(root) / "case.db.v1.bak").exists() == (state == NEW)
    return state


def destroyed(house: House, root: Path) -> str:
    """The case opens, or it is doomed and the same command ends it; nothing that opens is left then."""
    try:
        session = open_to_read(house.files, house.clock, folder(root), PASSPHRASE)
        session.store.close()
        assert house.verifier.case(root / "R-1.evenhand-archive", PASSPHRASE, None).sound
    except DestructionUnfinished:
        destroy(house, root)
    except CaseMissing:
        pass
    else:
        return OLD
    shutil.rmtree(folder(root), ignore_errors=True)  # at most an empty folder with a lock file
    certificate = (root / "certificate").read_text()
    left = [path.name for path in root.iterdir() if path.name != "certificate"]
    assert all(f"NOT DESTROYED: {name}" in certificate for name in left)
    return NEW


def was_cast(house: House, root: Path) -> str:
    """The ballot is there and its draft is not, or the other way round."""
    assert house.verifier.case(folder(root), PASSPHRASE, None).sound
    with cases.opened(house, folder(root)) as session:
        found = session.case.rounds[the_round(session)]
        drafted = bool(drafts.drafts_of(session, "m1"))
    assert drafted == ("m1" not in found.cast)
    return OLD if drafted else NEW


def released(house: House, root: Path) -> str:
    """The round is open for everybody, or closed and can be opened."""
    assert house.verifier.case(folder(root), PASSPHRASE, None).sound
    with cases.opened(house, folder(root)) as session:
        found = session.case.rounds[the_round(session)]
        is_open = session.case.vaults[found.opened.vault].opened
        assert len(found.ballots) == (3 if is_open else 0)
    if not is_open:
        release(house, root)
    return NEW if is_open else OLD


def changed(house: House, root: Path) -> str:
    """One of the two passphrases opens the case, and only that one."""
    opening = []
    for n in (1, 7):
        try:
            open_to_read(house.files, house.clock, folder(root), cases.phrase(n)).store.close()
            opening.append(n)
        except WrongPassphrase:
            pass
    assert house.verifier.case(folder(root), PASSPHRASE, None).parts[1].result is Result.SOUND
    assert texts(house, folder(root))
    assert len(opening) == 1
    return {1: OLD, 7: NEW}[opening[0]]


def removed(house: House, root: Path) -> str:
    """The third member is on the roster and gets in, or neither."""
    assert texts(house, folder(root))
    with cases.opened(house, folder(root)) as session:
        on_roster = "m3" in session.case.members
    copies = [folder(root), *(folder(root) / "backups").glob("*.evenhand")]
    for place in copies:
        try:
            open_to_read(house.files, house.clock, place, cases.phrase(3)).store.close()
            assert on_roster
        except WrongPassphrase:
            assert not on_roster
    return OLD if on_roster else NEW


ACTS: dict[str, Act] = {
    "create": Act(nothing, create, created),
    "commit": Act(a_case, commit, committed),
    "draft": Act(a_case, draft, drafted),
    "erasure": Act(with_secret, erase, erased),
    "backup": Act(a_case, back_up, backed_up),
    "restore": Act(with_backup, restore, restored),
    "archive": Act(a_case, an_archive, archived),
    "unpack": Act(with_archive, unpack, unpacked),
    "upgrade": Act(a_case, upgrade_format, upgraded),
    "destruction": Act(with_archive, destroy, destroyed),
    "cast": Act(with_round, cast, was_cast),
    "release": Act(all_cast, release, released),
    "passphrase": Act(with_panel, change, changed),
    "removal": Act(with_panel, remove, removed),
}
"""Every act that writes."""
