"""Changing a case: what may be put, dropped, taken back and erased, and what the record keeps of it."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain import entries as e
from app.domain.errors import (
    NeedsSecondPerson,
    NothingToUndo,
    NotKeeper,
    RefersToNothing,
    UnderHold,
    WouldDangle,
    WrongSigner,
)
from app.domain.references import Reference
from app.services import record
from app.services.cases import close_case, open_to_read
from app.services.house import House
from app.services.panel import enrol
from app.services.session import Session
from tests import cases
from tests.conftest import PASSPHRASE
from tests.logs import event


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def texts(session: Session) -> list[str]:
    return [row.text for row in session.case.rows(e.Event).values()]


def last(session: Session) -> int:
    return session.store.next_seq - 1


def test_a_change_is_there_after_closing_and_opening(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        record.put(session, event("new"))
        seq = last(session)
        record.put(session, event("newer"), seq)
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    assert texts(session) == ["the clear one", "the sealed one", "newer"]
    session.store.close()
    assert house.verifier.case(folder, PASSPHRASE, None).sound


def test_changes_name_just_what_was_touched(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        changes = record.put(session, event("new"))
        assert changes.touched == {Reference("event", last(session))}
        assert not changes.everything
        assert record.undo(session).everything


def test_undo_and_redo_walk_back_and_forth_through_a_sitting(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        start = texts(session)
        record.put(session, event("one"))
        record.put(session, event("two"))
        record.undo(session)
        record.undo(session)
        assert texts(session) == start
        with pytest.raises(NothingToUndo):
            record.undo(session)
        record.redo(session)
        record.redo(session)
        assert texts(session) == [*start, "one", "two"]
        with pytest.raises(NothingToUndo):
            record.redo(session)
    assert house.verifier.case(folder, PASSPHRASE, None).sound


def test_nothing_of_an_earlier_sitting_can_be_taken_back(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        record.put(session, event("one"))
    with cases.opened(house, folder) as session, pytest.raises(NothingToUndo):
        record.undo(session)


def test_a_drop_that_would_leave_something_dangling_is_refused_with_the_places(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        (person,) = session.case.rows(e.Person)
        with pytest.raises(WouldDangle) as refused:
            record.drop(session, Reference("person", person))
        assert refused.value.facts == {"count": 1, "places": "the clear one"}


def test_what_nothing_refers_to_can_be_dropped_and_brought_back(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        record.put(session, event("one"))
        target = Reference("event", last(session))
        record.drop(session, target)
        assert "one" not in texts(session)
        record.undo(session)
        assert "one" in texts(session)


def test_a_reference_to_nothing_is_refused(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        for payload, of in ((event("x", actor=999), None), (event("x"), 999)):
            with pytest.raises(RefersToNothing):
                record.put(session, payload, of)


def test_nothing_clear_may_refer_to_a_sealed_object_or_replace_it(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        sealed = next(i for i, row in session.case.rows(e.Event).items() if row.text == "the sealed one")
        dispute = e.Dispute(label="D1", topic="t", events=(sealed,), versions=())
        with pytest.raises(RefersToNothing):
            record.put(session, dispute)
        with pytest.raises(RefersToNothing):
            record.put(session, event("in the clear"), sealed)
        record.put(session, dispute, vault=session.case.vault_named("outcome"))
        assert session.case.rows(e.Dispute)


def test_an_outcome_is_never_written_in_the_clear(house: House, folder: Path) -> None:
    outcome = e.Outcome(ahrq="x", ncc_merp="x", ncc_merp_applicable=False, reached_patient=True, description="x")
    with cases.opened(house, folder) as session:
        with pytest.raises(NotKeeper):
            record.put(session, outcome)
        record.put(session, outcome, vault=session.case.vault_named("outcome"))
    blind = open_to_read(house.files, house.clock, folder, PASSPHRASE, blind=True)
    assert not blind.case.rows(e.Outcome)
    blind.store.close()


def test_the_blind_case_shows_nothing_of_a_sealed_change_or_drop(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        before = texts(session)
        sealed = next(i for i, row in session.case.rows(e.Event).items() if row.text == "the sealed one")
        row = session.case.rows(e.Event)[sealed]
        record.put(session, replace(row, text="changed"), sealed, vault=session.case.vault_named("outcome"))
        record.drop(session, Reference("event", sealed))
        session.store.drop_vault_keys()
        session.refold()
        assert texts(session) == ["the clear one"] != before
        assert "changed" not in repr([entry.payload for entry in session.store.entries()])


def test_erasing_deletes_the_words_and_leaves_a_chain_that_verifies(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        own = house.files.open  # the act needs the person's own key, which the sitting does not hold
        record.put(session, event("secret words"))
        target = last(session)
        record.put(session, event("secret words again"), target)
        record.undo(session)
    opened = own(folder, PASSPHRASE, read_only=False)
    session = Session(opened.store, house.clock, "c1")
    session.refold()
    changes = record.erase(session, opened.own, [Reference("event", target)], ground="art. 17", decision="D-1")
    assert changes.everything
    assert session.case.table("event")[target] is e.ERASED
    opened.store.close()
    with cases.raw(folder) as database:
        left = database.execute("SELECT body FROM content").fetchall()
    assert not any(b"secret words" in body for (body,) in left)
    assert house.verifier.case(folder, PASSPHRASE, None).sound


def test_erasing_a_document_deletes_its_bytes(house: House, folder: Path) -> None:
    opened = house.files.open(folder, PASSPHRASE, read_only=False)
    session = Session(opened.store, house.clock, "c1")
    session.refold()
    (document,) = session.case.rows(e.Document)
    record.erase(session, opened.own, [Reference("document", document)], ground="g", decision="d")
    opened.store.close()
    with cases.raw(folder) as database:
        assert database.execute("SELECT count(*) FROM chunk").fetchone() == (0,)


def test_a_legal_hold_blocks_every_erasure_until_it_is_lifted(house: House, folder: Path) -> None:
    opened = house.files.open(folder, PASSPHRASE, read_only=False)
    session = Session(opened.store, house.clock, "c1")
    session.refold()
    (person,) = session.case.rows(e.Person)
    record.place_hold(session, opened.own, "litigation")
    target = [Reference("person", person)]
    with pytest.raises(UnderHold):
        record.erase(session, opened.own, target, ground="g", decision="d")
    hold = last(session)
    with pytest.raises(NeedsSecondPerson):
        record.lift_hold(session, opened.own, hold, "settled")
    record.ask_to_lift_hold(session, opened.own, hold, "settled")
    with pytest.raises(NeedsSecondPerson):
        record.lift_hold(session, opened.own, hold, "settled")
    member = enrol(session, opened.own, name="M", role="member", passphrase="violet anchor seven marble kettle drift")
    record.lift_hold(session, member, hold, "settled")
    record.erase(session, opened.own, target, ground="g", decision="d")
    opened.store.close()


def test_a_case_open_for_reading_can_not_be_changed(house: House, folder: Path) -> None:
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    with pytest.raises(WrongSigner):
        record.put(session, event("x"))
    for verb in (record.undo, record.redo):
        with pytest.raises(WrongSigner):
            verb(session)
    session.store.close()


def test_an_act_is_refused_with_only_the_sittings_key(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        before = session.store.next_seq
        act = e.NewEntry("hold.placed", e.HoldPlaced(reason="r"))
        assert session.key is not None
        with pytest.raises(WrongSigner):
            session.commit([act], session.key)
        assert session.store.next_seq == before


def test_closing_ends_the_sitting_in_the_record(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        close_case(session)
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    assert session.store.entries()[-1].type == "sitting.closed"
    assert session.case.sitting is None
    session.store.close()


def test_the_log_is_append_only_even_for_the_program_itself(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        connection = session.store._database._connection  # type: ignore[attr-defined]
        for statement in (
            "DELETE FROM entry",
            "UPDATE entry SET sig = NULL",
            "UPDATE content SET body = x''",
            "UPDATE chunk SET n = n + 1",
        ):
            with pytest.raises(Exception, match="never"):
                connection.execute(statement)


def test_nothing_a_person_typed_stands_in_the_entries_themselves(house: House, folder: Path) -> None:
    with cases.opened(house, folder) as session:
        record.put(session, event("needle in the content"))
    with cases.raw(folder) as database:
        rows = database.execute("SELECT bytes FROM entry").fetchall()
    assert not any(b"needle" in data for (data,) in rows)
