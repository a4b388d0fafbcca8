"""What the facts page is told by the record alone: the list, what is missing, the blind case, where somebody stood."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from app.domain import entries as e
from app.domain.case import Case
from app.domain.facts_listed import listed, timeline, why_here
from app.domain.stages import missing
from app.domain.stand_shown import can_stand, stand
from app.domain.times import When
from app.services import record
from app.services.blind import blind_case
from app.services.cases import begin_sitting, start_sitting
from app.services.dossiers import import_dossier
from app.services.house import House
from app.services.session import Session
from tests.conftest import PASSPHRASE, SAMPLES
from tests.logs import event, view

ZONE = ZoneInfo("America/Chicago")


@pytest.fixture
def keeper(house: House, tmp_path: Path) -> Session:
    """The sample, open to the case manager with the outcome's key in memory."""
    import_dossier(
        house.files,
        house.dossiers,
        house.clock,
        source=SAMPLES / "case01_cabinet_override_imaging",
        place=tmp_path / "R-1",
        passphrase=PASSPHRASE,
        program="test",
    )
    opened = house.files.open(tmp_path / "R-1.evenhand", PASSPHRASE, read_only=False)
    session = Session(opened.store, house.clock, "c1")
    session.refold()
    vault = session.case.vault_named("outcome")
    assert vault is not None
    session.store.keep_vault(vault, opened.own)
    session.refold()
    begin_sitting(session, opened.own)
    return session


def _id(case: Case, label: str) -> e.Id:
    return next(i for i, row in case.rows(e.Event).items() if row.label == label)


def _person(case: Case, code: str) -> e.Id:
    return next(i for i, row in case.rows(e.Person).items() if row.code == code)


# --- the blind case -----------------------------------------------------------------------------------


def test_the_blind_case_is_what_a_sitting_without_the_key_sees(keeper: Session) -> None:
    assert len(keeper.case.rows(e.Event)) > len(blind_case(keeper).rows(e.Event))
    before = blind_case(keeper)
    start_sitting(keeper)
    assert view(before) == view(keeper.case)
    assert blind_case(keeper) is keeper.case


def test_a_sealed_change_never_changes_the_blind_case_nor_does_its_undo(keeper: Session) -> None:
    vault = keeper.case.vault_named("outcome")
    before = view(blind_case(keeper))
    record.put(keeper, replace(event("sealed"), reveals_outcome=True), vault=vault)
    assert view(blind_case(keeper)) == before
    record.undo(keeper)
    assert view(blind_case(keeper)) == before
    record.put(keeper, event("clear"))
    assert view(blind_case(keeper)) != before


# --- the list -----------------------------------------------------------------------------------------


def _case(*events: e.Event, **tables: dict[int, e.Payload | e.Erased]) -> Case:
    return Case(tables={"event": dict(enumerate(events, 1)), **tables})


def _at(label: str, start: str | None, place: int) -> e.Event:
    when = When(start=start, precision="minute" if start else "unknown")
    return replace(event(label), when=when, place=e.Place(place), lane="L")


def test_the_date_is_said_once_for_each_day_and_the_year_where_it_changes() -> None:
    case = _case(
        _at("a", "2017-12-26T08:00", 0),
        _at("b", "2017-12-26T09:00", 1),
        _at("c", "2017-12-27T08:00", 2),
        _at("d", "2018-01-01T08:00", 3),
    )
    assert [line.time for line in listed(case)] == ["26 Dec 2017, 08:00", "09:00", "27 Dec, 08:00", "1 Jan 2018, 08:00"]


def test_an_event_without_a_time_says_after_which_it_stands() -> None:
    lines = listed(_case(_at("x", None, 0), _at("a", "2017-12-26T08:00", 1), _at("b", None, 2)))
    assert [line.row.label for line in lines] == ["x", "a", "b"]
    assert [why_here(line)[1] for line in lines] == ["", "", "a"]
    assert why_here(lines[0])[0].endswith("puts it first.")
    assert why_here(lines[1])[0] == ""
    assert [line.timed for line in lines] == [False, True, False]


def test_list_and_lanes_hold_the_same_events(keeper: Session) -> None:
    found = timeline(blind_case(keeper))
    in_lanes = {mark.id for lane in found.lanes.lanes for mark in lane.marks}
    assert in_lanes | set(found.lanes.untimed) == {line.row.id for line in found.lines}


# --- what is missing ----------------------------------------------------------------------------------


def test_what_is_missing_is_true_of_the_sample(keeper: Session) -> None:
    facts = missing(blind_case(keeper))[2]
    said = {(one.text, one.person): (one.labels, one.total) for one in facts}
    assert said["Who knew {labels}", ""] == (("E01", "E05", "E06"), 4)
    assert said["Rule {labels}: no answers yet", ""] == (("R3",), 1)
    assert said["What {person} knew of {labels}", "RN-1"] == (("E13",), 1)


def test_saying_who_knew_takes_it_off_the_list() -> None:
    person = e.Person(code="P", role="r", under_review=True)
    source = e.Source(label="S", title="t")
    one = replace(_at("E01", "2017-12-26T08:00", 0), sources=(9,))
    tables: dict[str, dict[int, e.Payload | e.Erased]] = {"person": {8: person}, "source": {9: source}}
    before = missing(_case(one, **tables))[2]
    assert [item.text for item in before] == ["Who knew {labels}"]
    tables["knowledge"] = {7: e.Knowledge(event=1, person=8, at=None, how="not available")}
    assert missing(_case(one, **tables))[2] == ()


def test_an_empty_case_lacks_the_first_of_everything() -> None:
    found = missing(Case())
    assert [len(found[stage]) for stage in (2, 3)] == [1, 1]
    assert len(found[1]) == 4
    assert all(one.total == 0 for stage in found.values() for one in stage)


# --- where somebody stood -----------------------------------------------------------------------------


def test_arrival_decides_the_order_and_what_did_not_arrive_is_absent(keeper: Session) -> None:
    case = blind_case(keeper)
    found = stand(case, _id(case, "E21"), _person(case, "RN-1"), ZONE)
    known = [fact.label for fact in found.known]
    assert known[:3] == ["E03", "E02", "E04"]
    labels = {fact.label for group in (found.known, found.open, found.unsaid) for fact in group}
    assert not labels & {"E10", "E12", "E22", "E25", "E28"}
    assert {fact.how for fact in found.known} >= {"saw", "was told", "own act"}
    assert "E13" in {fact.label for fact in found.unsaid}
    assert found.own == ("E21", case.rows(e.Event)[_id(case, "E21")].text)
    assert found.before is not None
    assert found.before.label == "E17"


def test_at_the_moment_of_somebody_else_their_act_is_not_told(keeper: Session) -> None:
    case = blind_case(keeper)
    found = stand(case, _id(case, "E17"), _person(case, "RN-2"), ZONE)
    assert found.own is None
    groups = (*found.known, *found.open, *found.unsaid)
    assert "E17" not in {fact.label for fact in groups}
    assert not [fact for fact in groups if "switches the cabinet" in f"{fact.text} {fact.note}"]
    assert [code for _, code in found.others] == ["RN-1"]
    assert {rule.label for rule in found.rules} == {"R4"}


def test_one_can_only_stand_at_a_decision_point_of_a_person(keeper: Session) -> None:
    case = blind_case(keeper)
    assert can_stand(case, _id(case, "E17")) == _person(case, "RN-1")
    assert can_stand(case, _id(case, "E18")) is None
    assert can_stand(case, _id(case, "E16")) is None
    assert can_stand(case, 10**9) is None
