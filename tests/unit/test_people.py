"""People and their keys: who joins, who is replaced, who is removed, and what the code on paper opens."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain import entries as e
from app.domain.errors import (
    DatabaseDamaged,
    NotSigned,
    OutOfOrder,
    RecoveryCodeWrong,
    RecoveryReadsOnly,
    WrongPassphrase,
    WrongSigner,
)
from app.domain.recovery import read
from app.domain.verdict import Result
from app.services.cases import open_case, open_to_read
from app.services.decisions import draw_up
from app.services.house import House
from app.services.panel import change_passphrase, drop_retired_slots, enrol, remove_member, replace_lost, roster_page
from app.services.recovery import make_recovery
from app.services.vaults import needs_sharing, share_anew
from app.storage import case_files, slots
from app.storage.database import Database
from tests import cases
from tests.conftest import PASSPHRASE
from tests.logs import event

FRESH = "marble otter lantern pickle dune"


@pytest.fixture(scope="module")
def sound(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make(house, tmp_path_factory.mktemp("sound") / "R-1")


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "R-1.evenhand"))


def opens(house: House, folder: Path, passphrase: str) -> str:
    """Whose seat a passphrase opens."""
    opened = house.files.open(folder, passphrase, read_only=True)
    opened.store.close()
    return opened.own.actor


# --- a lost passphrase ------------------------------------------------------------------------------


def test_a_lost_passphrase_is_replaced_by_a_majority_with_a_new_seat(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        paper, consents = panel.decide("replace", ["m1", "m3"], seat="m2")
        fresh = replace_lost(panel.session, panel.manager, paper, consents, FRESH)
        case = panel.session.case
        assert fresh.actor == "m4"
        assert sorted(case.members) == ["c1", "m1", "m3", "m4"]
        assert (case.members["m4"].name, case.members["m4"].replaces) == ("Member 2", "m2")
        assert list(case.retired) == ["m2"]
        assert panel.sound()
    assert opens(house, folder, FRESH) == "m4"
    with pytest.raises(WrongPassphrase):
        opens(house, folder, cases.phrase(2))


def test_anybody_who_has_the_case_open_can_do_it_for_the_case_manager(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        pass
    session = open_case(house.files, house.clock, folder, cases.phrase(1))
    members = {seat: session.store.unlock(cases.phrase(n)) for n, seat in ((1, "m1"), (2, "m2"))}
    panel = cases.Panel(house, folder, session, members["m1"], members)
    paper, consents = panel.decide("replace", ["m1", "m2"], seat="c1")
    assert replace_lost(session, members["m1"], paper, consents, FRESH).actor == "c2"
    session.store.close()
    session = open_case(house.files, house.clock, folder, FRESH)
    assert session.case.members["c2"].role == "case manager"
    assert "the sealed one" not in [row.text for row in session.case.rows(e.Event).values()]
    session.store.close()
    verdict = house.verifier.case(folder, FRESH, None)
    assert verdict.sound, verdict


def test_old_signatures_stay_valid_and_the_old_key_is_no_longer_in_force(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        old = panel.members["m2"]
        panel.session.commit([e.NewEntry("hold.placed", e.HoldPlaced(reason="r"))], old)
        paper, consents = panel.decide("replace", ["m1", "m3"], seat="m2")
        replace_lost(panel.session, panel.manager, paper, consents, FRESH)
        assert panel.sound()
        panel.session.commit([e.NewEntry("hold.placed", e.HoldPlaced(reason="again"))], old)
        seq = panel.session.store.next_seq - 1
    verdict = house.verifier.case(folder, PASSPHRASE, None)
    named = {part.name: [finding.seq for finding in part.findings] for part in verdict.parts if part.findings}
    assert named == {"Signatures": [seq], "Order": [seq]}


def test_a_minority_replaces_nobody_and_writes_nothing(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        before = cases.sums(folder)
        for by in ([], ["m1"], ["m1", "m1"]):
            paper, consents = panel.decide("replace", by, seat="m2")
            with pytest.raises(OutOfOrder):
                replace_lost(panel.session, panel.manager, paper, consents, FRESH)
        assert cases.sums(folder) == before


@pytest.mark.parametrize("change", [{"seat": "m1"}, {"ground": "another"}, {"what": "remove"}, {"head": "0" * 64}])
def test_a_signature_covers_everything_a_decision_says(house: House, folder: Path, change: dict[str, str]) -> None:
    with cases.panel(house, folder) as panel:
        paper, consents = panel.decide("replace", ["m1", "m3"], seat="m2")
        other = type(paper)(replace(paper.decision, **change), paper.of)
        with pytest.raises(NotSigned):
            replace_lost(panel.session, panel.manager, other, consents, FRESH)


def test_a_decision_of_another_case_or_signed_by_another_is_refused(house: House, folder: Path, sound: Path) -> None:
    other = Path(shutil.copytree(sound, folder.with_name("R-2.evenhand")))
    with cases.panel(house, folder) as panel, cases.panel(house, other) as elsewhere:
        paper, consents = panel.decide("replace", ["m1", "m3"], seat="m2")
        with pytest.raises(NotSigned):
            replace_lost(elsewhere.session, elsewhere.manager, paper, consents, FRESH)
        swapped = [replace(consents[0], member="m3"), replace(consents[1], member="m1")]
        with pytest.raises(NotSigned):
            replace_lost(panel.session, panel.manager, paper, swapped, FRESH)


def test_verify_names_a_decision_whose_signatures_are_not_good(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        paper = draw_up(panel.session, what="remove", ground="g", seat="m2")
        forged = tuple(e.Consent(member=seat, sig="AAAA") for seat in ("m1", "m3"))
        decision = replace(paper.decision, consents=forged, head="0" * 64)
        panel.session.commit([e.NewEntry("decision", decision)], panel.manager)
    verdict = house.verifier.case(folder, PASSPHRASE, None)
    texts = [finding.text for part in verdict.parts if part.name == "Signatures" for finding in part.findings]
    assert texts == ["a signature under the decision is not good"] * 2 + ["the decision was made on another record"]


def test_the_keeper_shares_anew_what_a_replacement_without_him_left(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        paper, consents = panel.decide("replace", ["m1", "m3"], seat="m2")
        replace_lost(panel.session, panel.members["m1"], paper, consents, FRESH)
        vault = panel.session.case.vault_named("outcome")
        assert needs_sharing(panel.session) == [vault]
        share_anew(panel.session, panel.manager)
        assert needs_sharing(panel.session) == []
        assert panel.sound()


def test_a_slot_that_a_crash_left_is_named_and_deleted_by_the_next_writer(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        kept = (folder / "case.keys").read_bytes()
        paper, consents = panel.decide("replace", ["m1", "m3"], seat="m2")
        replace_lost(panel.session, panel.manager, paper, consents, FRESH)
    with (folder / "case.keys").open("r+b") as stream:
        after = stream.read()
        stream.seek(0)
        stream.write(kept)
    part = next(part for part in house.verifier.case(folder, PASSPHRASE, None).parts if part.name == "Ways in")
    assert part.result is Result.NOT_PROVED
    (folder / "case.keys").write_bytes(after)
    with cases.opened(house, folder) as session:
        drop_retired_slots(session)
        assert "m2" not in {slot.id for slot in case_files.read_key_file(folder).header.slots}


def test_only_the_case_manager_enrols_and_a_refusal_leaves_no_slot(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        before = cases.sums(folder)
        with pytest.raises(OutOfOrder, match="case manager"):
            enrol(panel.session, panel.members["m1"], name="Friend", role="member", passphrase=FRESH)
        assert cases.sums(folder) == before


def test_the_case_manager_has_no_vote_in_a_decision(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        panel.members["c1"] = panel.manager
        paper, consents = panel.decide("replace", ["m1", "c1"], seat="m2")
        with pytest.raises(OutOfOrder, match="no vote"):
            replace_lost(panel.session, panel.manager, paper, consents, FRESH)


# --- removal ----------------------------------------------------------------------------------------


def test_a_removed_member_gets_no_way_into_the_case_under_its_new_key(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        before = slots.unlock(case_files.read_key_file(folder), cases.phrase(2))
        copy = Path(shutil.copytree(folder, folder.with_name("copy.evenhand")))
        bytes_before = (folder / "case.db").read_bytes()
        paper, consents = panel.decide("remove", ["m1", "m3"], seat="m2")
        remove_member(panel.session, panel.manager, paper, consents)
        assert sorted(panel.session.case.members) == ["c1", "m1", "m3"]
        assert panel.sound()
        cases_put(panel)
    assert cases.beside(folder) == []
    after = case_files.read_key_file(folder)
    with pytest.raises(WrongPassphrase):
        opens(house, folder, cases.phrase(2))
    assert all(slots.dek_of(after.header, slot, before.identity) is None for slot in after.header.slots)
    assert not shared_pages(bytes_before, (folder / "case.db").read_bytes())
    for n, seat in ((1, "m1"), (3, "m3")):
        assert opens(house, folder, cases.phrase(n)) == seat
    assert opens(house, copy, cases.phrase(2)) == "m2", "an old copy opens: said in SECURITY.md, not hidden"
    assert house.verifier.case(folder, PASSPHRASE, None).sound


def cases_put(panel: cases.Panel) -> None:
    """A change after the new key: it must rest in the case that everybody opens."""
    assert panel.session.key is not None
    panel.session.commit([e.put(event("after the removal"))], panel.session.key)


def shared_pages(one: bytes, other: bytes) -> set[bytes]:
    """Pages of 4096 bytes that two databases have in common."""
    return {one[i : i + 4096] for i in range(0, len(one), 4096)} & {
        other[i : i + 4096] for i in range(0, len(other), 4096)
    }


def test_everything_that_was_kept_is_there_under_the_new_key(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        log = [entry for entry in panel.session.store.entries()]
        (document,) = panel.session.case.rows(e.Document)
        data = panel.session.store.document(document)
        paper, consents = panel.decide("remove", ["m1", "m3"], seat="m2")
        remove_member(panel.session, panel.manager, paper, consents)
        assert list(panel.session.store.entries()[: len(log)]) == log
        assert panel.session.store.document(document) == data
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    assert "the sealed one" in [row.text for row in session.case.rows(e.Event).values()]
    session.store.close()


def test_the_removed_member_cannot_carry_the_removal_and_nobody_removes_the_manager(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        before = cases.sums(folder)
        paper, consents = panel.decide("remove", ["m1", "m3"], seat="m2")
        with pytest.raises(OutOfOrder, match="signed by the seat it retires"):
            remove_member(panel.session, panel.members["m2"], paper, consents)
        paper, consents = panel.decide("remove", ["m1", "m3"], seat="c1")
        with pytest.raises(OutOfOrder, match="no member"):
            remove_member(panel.session, panel.members["m1"], paper, consents)
        assert cases.sums(folder) == before


def test_a_decision_is_carried_out_once(house: House, folder: Path) -> None:
    with cases.panel(house, folder, 4) as panel:
        paper, consents = panel.decide("remove", ["m1", "m3", "m4"], seat="m2")
        remove_member(panel.session, panel.manager, paper, consents)
        with pytest.raises(OutOfOrder, match="not in force"):
            remove_member(panel.session, panel.manager, paper, consents)


def test_the_outcome_is_shared_among_those_who_stay(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        paper, consents = panel.decide("remove", ["m1", "m3"], seat="m2")
        remove_member(panel.session, panel.manager, paper, consents)
        vault = panel.session.case.vaults[panel.session.case.vault_named("outcome") or 0]
        assert [share.member for share in vault.shares] == ["m1", "m3"]


def test_a_copy_that_is_not_the_whole_case_never_takes_its_place(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Database.copy_under

    def lossy(self: Database, path: Path, key: bytes, salt: bytes) -> None:
        real(self, path, key, salt)
        copy = Database.open(path, key, salt, read_only=False)
        copy.commit([], [], erase=[5])
        copy.close()

    with cases.panel(house, folder) as panel:
        before = cases.sums(folder)
        paper, consents = panel.decide("remove", ["m1", "m3"], seat="m2")
        monkeypatch.setattr(Database, "copy_under", lossy)
        with pytest.raises(DatabaseDamaged):
            remove_member(panel.session, panel.manager, paper, consents)
        assert cases.sums(folder) == before
        assert panel.sound()


# --- recovery ---------------------------------------------------------------------------------------


def test_a_recovery_code_opens_for_reading_what_lies_outside_vaults(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        sheet = make_recovery(panel.session, panel.manager, house.squares)
        assert panel.sound()
    session = open_to_read(house.files, house.clock, folder, sheet.code.lower().replace("-", " "))
    assert session.seat == "r1"
    assert [row.text for row in session.case.rows(e.Event).values()] == ["the clear one"]
    session.store.close()
    with pytest.raises(RecoveryReadsOnly):
        open_case(house.files, house.clock, folder, sheet.code)


def test_the_recovery_code_still_opens_after_a_removal_and_a_new_code_ends_the_old(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        first = make_recovery(panel.session, panel.manager, house.squares)
        paper, consents = panel.decide("remove", ["m1", "m3"], seat="m2")
        remove_member(panel.session, panel.manager, paper, consents)
        assert opens(house, Path(shutil.copytree(folder, folder.with_name("x.evenhand"))), first.code) == "r1"
        second = make_recovery(panel.session, panel.manager, house.squares)
        assert panel.sound()
    assert opens(house, folder, second.code) == "r1"
    with pytest.raises(WrongPassphrase):
        opens(house, folder, first.code)


def test_a_recovery_code_is_26_characters_for_128_bits_and_says_when_it_does_not_add_up(
    house: House, folder: Path
) -> None:
    with cases.panel(house, folder, 0) as panel:
        sheet = make_recovery(panel.session, panel.manager, house.squares)
    code = read(sheet.code)
    assert len(code) == 26
    assert code not in repr(sheet)
    assert (sheet.reference, sheet.case) == ("R-1", case_files.read_key_file(folder).header.case)
    others = [code[:-1] + sign for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if sign != code[-1]]
    refused = 0
    for other in others:
        try:
            read(other)
        except RecoveryCodeWrong:
            refused += 1
    assert refused >= 16


def test_the_square_on_the_sheet_is_a_qr_code_with_its_three_finders(house: House, folder: Path) -> None:
    with cases.panel(house, folder, 0) as panel:
        square = make_recovery(panel.session, panel.manager, house.squares).square
    size = len(square)
    assert {len(row) for row in square} == {size}
    finder = [[True] * 7, [True] + [False] * 5 + [True], [True, False, True, True, True, False, True]]
    for top, left in ((4, 4), (4, size - 11), (size - 11, 4)):
        assert [list(square[top + n][left : left + 7]) for n in range(3)] == finder


def test_a_slot_that_the_record_does_not_tell_of_is_not_proved(house: House, folder: Path) -> None:
    with cases.panel(house, folder, 1) as panel:
        panel.session.store.new_person("m7", FRESH)
    parts = {part.name: part for part in house.verifier.case(folder, PASSPHRASE, None).parts}
    assert parts["Ways in"].result is Result.NOT_PROVED
    assert "m7" in parts["Ways in"].findings[0].text


def test_a_slot_under_another_key_than_its_seats_is_broken(house: House, folder: Path) -> None:
    with cases.panel(house, folder, 2) as panel:
        panel.session.store.new_person("m1", FRESH)
    parts = {part.name: part for part in house.verifier.case(folder, PASSPHRASE, None).parts}
    assert parts["Ways in"].result is Result.BROKEN


def test_a_recovery_slot_that_the_record_does_not_tell_of_is_not_proved(house: House, folder: Path) -> None:
    with cases.panel(house, folder, 1) as panel:
        make_recovery(panel.session, panel.manager, house.squares)
        panel.session.store.new_recovery("r1")
    parts = {part.name: part for part in house.verifier.case(folder, PASSPHRASE, None).parts}
    assert parts["Ways in"].result is Result.NOT_PROVED


def test_a_reader_changes_no_slot(house: House, folder: Path) -> None:
    before = cases.sums(folder)
    session = open_to_read(house.files, house.clock, folder, PASSPHRASE)
    for write in (
        lambda: change_passphrase(session, "c1", PASSPHRASE, FRESH),
        lambda: session.store.new_person("m1", FRESH),
        lambda: session.store.new_recovery("r1"),
    ):
        with pytest.raises(WrongSigner):
            write()
    session.store.close()
    assert cases.sums(folder) == before


# --- the roster page --------------------------------------------------------------------------------


def test_the_roster_page_names_every_seat_with_its_fingerprint_and_its_end(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        paper, consents = panel.decide("replace", ["m1", "m3"], seat="m2")
        replace_lost(panel.session, panel.manager, paper, consents, FRESH)
        page = roster_page(panel.session)
        assert page.head == panel.session.store.head
    assert [(row.seat, row.name, row.ended_by) for row in page.rows] == [
        ("c1", "Case manager", ""),
        ("m1", "Member 1", ""),
        ("m2", "Member 2", "replace"),
        ("m3", "Member 3", ""),
        ("m4", "Member 2", ""),
    ]
    assert {len(row.fingerprint.replace(" ", "")) for row in page.rows} == {64}
    assert len({row.fingerprint for row in page.rows}) == 5
    assert page.rows[2].until


def test_no_name_ground_or_code_of_these_acts_stands_in_the_clear(house: House, folder: Path) -> None:
    with cases.panel(house, folder) as panel:
        sheet = make_recovery(panel.session, panel.manager, house.squares)
        paper, consents = panel.decide("replace", ["m1", "m3"], seat="m2")
        replace_lost(panel.session, panel.manager, paper, consents, FRESH)
        needles = [b"Member 2", b"because", b"case manager", sheet.code.encode(), read(sheet.code).encode()]
        needles += [FRESH.encode(), cases.phrase(2).encode()]
        for path in folder.iterdir():
            data = path.read_bytes()
            assert not any(needle in data for needle in needles), path.name
