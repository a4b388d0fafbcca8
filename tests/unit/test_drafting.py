"""A determination is drafted from the record alone, and what it lacks is said and blocks signing."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from app.domain import entries as e
from app.domain.acts import in_order, proposed
from app.domain.case import Case
from app.domain.categories import Category
from app.domain.determination import ActFound, Determination, PanelMember, Record
from app.domain.drafting import Frame, draft
from app.domain.given import Given, Labels
from app.services import judging
from app.services.cases import begin_sitting
from app.services.dossiers import import_dossier
from app.services.house import House
from app.services.session import Session
from tests.conftest import PASSPHRASE, SAMPLES

CASE01 = SAMPLES / "case01_cabinet_override_imaging"
PANEL = (PanelMember("m1", "Chair", "N", "00" * 32),)


@pytest.fixture(scope="module")
def blind(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A blind sitting in the first sample, with its instrument chosen."""
    place = tmp_path_factory.mktemp("case") / "R-1"
    import_dossier(
        house.files, house.dossiers, house.clock, source=CASE01, place=place, passphrase=PASSPHRASE, program="test"
    )
    opened = house.files.open(place.with_name("R-1.evenhand"), PASSPHRASE, read_only=False)
    session = Session(opened.store, house.clock, "c1")
    session.refold()
    begin_sitting(session, opened.own)
    proven = house.instruments.load("duty-and-choice")
    judging.choose_instrument(session, opened.own, id="duty-and-choice", version="1", sha256=proven.sha256)
    judging.take_up_decision_points(session)
    yield session
    session.store.close()


def drafted(house: House, case: Case, panel: tuple[PanelMember, ...] = PANEL) -> Determination:
    proven = house.instruments.load("duty-and-choice")
    record = Record(9, "ab" * 32, "test")
    frame = Frame(panel, record, "2026-01-01", ZoneInfo("America/Chicago"), proven.sha256)
    return draft(case, proven.instrument, frame)


def with_answers(case: Case, given: dict[str, tuple[str, str, tuple[int, ...]]]) -> Case:
    """The case with answers to its first act, as if they stood in the log."""
    act = in_order(case)[0][0]
    rows = {
        1000 + n: e.Answer(act=act, question=question, answer=answer, reason=reason, events=cites)
        for n, (question, (answer, reason, cites)) in enumerate(given.items())
    }
    acts = {act: case.rows(e.Act)[act]}
    tables = {**case.tables, "answer": rows, "act": acts}
    return Case(
        created=case.created, described=case.described, tables=tables, members=case.members, instrument=case.instrument
    )


SLIP: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "MXH7": ("no", "A slip.", ()),
    "RULE": ("no", "No rule.", ()),
}


def labels(session: Session) -> dict[str, int]:
    return {event.label: i for i, event in session.case.rows(e.Event).items()}


def first(house: House, case: Case) -> ActFound:
    return drafted(house, case).acts[0]


def test_each_decision_point_of_a_person_under_review_is_an_act_and_no_other(blind: Session) -> None:
    events, persons = blind.case.rows(e.Event), blind.case.rows(e.Person)
    acts = [act for _, act in in_order(blind.case)]
    assert [events[act.event].label for act in acts] == ["E13", "E14", "E17", "E21", "E25", "E26"]
    assert {persons[act.person].code for act in acts} == {"RN-1", "RN-2"}
    assert acts[0].wording == events[acts[0].event].text.rstrip(".")
    assert proposed(blind.case)[0].label == "A7"


def test_an_act_without_answers_is_missing_and_blocks(house: House, blind: Session) -> None:
    found = drafted(house, blind.case)
    assert [act.category for act in found.acts] == [Category.UNDETERMINED] * 6
    assert found.missing[0] == "A1: “A choice” is not answered yet."
    assert len(found.missing) == 6


def test_a_complete_case_lacks_nothing(house: House, blind: Session) -> None:
    found = drafted(house, with_answers(blind.case, SLIP))
    assert (found.missing, found.acts[0].category) == ((), Category.HUMAN_ERROR)


def test_an_answer_without_a_reason_is_missing_unless_nothing_is_established(house: House, blind: Session) -> None:
    bare = drafted(house, with_answers(blind.case, SLIP | {"MXH7": ("no", " ", ())}))
    assert bare.missing == ("A1: the answer to “A choice” has no reason.",)
    doubt = drafted(house, with_answers(blind.case, SLIP | {"MXH7": ("not established", "", ())}))
    assert doubt.missing == ()


def test_a_reason_that_cites_what_the_person_could_not_know_then_is_refused(house: House, blind: Session) -> None:
    known, beyond = labels(blind)["E09"], labels(blind)["E15"]
    sound = drafted(house, with_answers(blind.case, SLIP | {"MXH7": ("no", "r", (known,))}))
    assert sound.missing == ()
    breach = drafted(house, with_answers(blind.case, SLIP | {"MXH7": ("no", "r", (beyond,))}))
    assert breach.missing == ("A1: the answer to “A choice” cites E15, which RN-2 could not know then.",)


def test_another_instrument_than_the_one_chosen_is_missing(house: House, blind: Session) -> None:
    case = with_answers(blind.case, SLIP)
    assert case.instrument is not None
    other = Case(
        created=case.created,
        described=case.described,
        tables=case.tables,
        members=case.members,
        instrument=replace(case.instrument, sha256="00" * 32),
    )
    assert drafted(house, other).missing == ("The instrument at hand is not the one that was chosen.",)


def test_nothing_at_all_is_said_to_be_missing(house: House) -> None:
    assert drafted(house, Case(), panel=()).missing == (
        "What the review is about is not written yet.",
        "No instrument was chosen.",
        "No act is under review.",
        "No member is on the roster.",
    )


def test_what_came_up_after_the_act_stands_in_neither_column(house: House, blind: Session) -> None:
    for act in drafted(house, blind.case).acts:
        shown = {label for line in (*act.known, *act.not_known) for label in line.label.split(", ")}
        assert "E28" not in shown
    act = drafted(house, blind.case).acts[2]
    assert [line.label for line in act.known] == ["E02", "E03", "E04", "E08", "E09", "E11", "E14", "E15", "E16"]
    assert {"E10", "E12"} <= {line.label for line in act.not_known}


def test_nothing_of_the_outcome_is_in_a_determination_drafted_blind(house: House, blind: Session) -> None:
    shown = repr(drafted(house, blind.case)).lower()
    for word in ("died", "death", "cardiac", "arrest", "resuscitat", "transporter", "homicide", "state health"):
        assert word not in shown


@pytest.mark.parametrize("name", ["case01_cabinet_override_imaging", "case13_blood_sample_labelling"])
def test_the_answers_that_come_with_a_sample_cite_only_what_is_there(house: House, name: str) -> None:
    given = house.answers.read(SAMPLES / name / "answers.toml")
    assert isinstance(given, Given)
    assert all(answer.reason for act in given.acts for answer in act.answers)


def test_labels_of_a_blind_case_do_not_reach_sealed_events(blind: Session) -> None:
    known = Labels(blind.case)
    assert known.event("E17") == labels(blind)["E17"]
    with pytest.raises(Exception, match="E29"):
        known.event("E29")


def test_answers_files_that_are_wrong_are_refused_with_their_line(house: House, tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('schema = "evenhand-answers/1"\ninstrument = "x"\n[[act]]\nevent = "E1"\nodd = 1\n', "utf-8")
    with pytest.raises(Exception, match=r"answers.toml, line 5: a field that the format does not know"):
        house.answers.read(path)
