"""What pages show of facts and acts comes from the fold alone, in plain words."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.domain import entries as e
from app.domain.act_shown import act_rows, act_shown
from app.domain.case import Case
from app.domain.facts_shown import detail, rows
from app.services import judging
from app.services.cases import begin_sitting
from app.services.dossiers import import_dossier
from app.services.house import House
from app.services.session import Session
from tests.conftest import PASSPHRASE, SAMPLES

ZONE = ZoneInfo("America/Chicago")


@pytest.fixture
def session(house: House, tmp_path: Path) -> Session:
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
    begin_sitting(session, opened.own)
    judging.take_up_decision_points(session)
    return session


def id_of(case: Case, label: str) -> int:
    return next(i for i, event in case.rows(e.Event).items() if event.label == label)


def test_the_table_runs_forward_in_time_and_says_what_is_uncertain(session: Session) -> None:
    shown = {row.label: row for row in rows(session.case)}
    assert list(shown)[:3] == ["E02", "E03", "E01"]
    assert "E29" not in shown
    assert shown["E17"][2:] == (
        "about 14:58",
        "RN-1",
        "RN-1 switches the cabinet to override.",
        "S1, S2",
        True,
        True,
    )
    assert (shown["E18"].actor, shown["E18"].uncertain) == ("Equipment", False)


def test_who_could_know_it_says_not_available_as_loudly_as_not_said(session: Session) -> None:
    found = detail(session.case, id_of(session.case, "E17"))
    said = {knower.person: knower for knower in found.knowers}
    assert said["RN-1"].text == "Saw it, 14:58."
    assert (said["RN-2"].text, said["RN-2"].available) == ("Not available.", False)
    assert said["RN-2"].note.startswith("no live alert")
    assert (said["ORG-RX"].text, said["ORG-RX"].stated) == ("Not said yet", False)
    assert [dispute.label for dispute in found.disputes] == ["D2"]
    assert found.sources == (("S1", "Federal survey report"), ("S2", "Medication safety newsletter article A"))


def test_an_act_shows_one_question_at_a_time_and_only_the_path_so_far(house: House, session: Session) -> None:
    instrument = house.instruments.load("duty-and-choice").instrument
    act = act_rows(session.case, instrument)[2].id
    shown = act_shown(session.case, instrument, act, ZONE)
    assert shown.question is not None
    assert (shown.question.id, shown.steps, shown.row.category) == ("MXH7", (), None)
    for question, given in (("MXH7", "no"), ("RULE", "no")):
        assert shown.question is not None
        assert shown.question.id == question
        judging.answer(session, e.Answer(act=act, question=question, answer=given, reason="r"))
        before = shown.at_most
        shown = act_shown(session.case, instrument, act, ZONE)
        assert shown.at_most <= before
    assert shown.question is None
    assert [step.question.id for step in shown.steps] == ["MXH7", "RULE"]
    assert shown.row.category is not None
    assert shown.row.category.label == "Human error"


def test_an_answer_can_be_changed_and_taken_back(house: House, session: Session) -> None:
    instrument = house.instruments.load("duty-and-choice").instrument
    act = act_rows(session.case, instrument)[0].id
    for word in ("yes", "no"):
        judging.answer(session, e.Answer(act=act, question="MXH7", answer=word, reason="r"))
    shown = act_shown(session.case, instrument, act, ZONE)
    assert shown.given["MXH7"].answer.value == "no"
    assert len(session.case.rows(e.Answer)) == 1


def test_what_may_be_cited_is_what_lay_within_the_horizon(house: House, session: Session) -> None:
    instrument = house.instruments.load("duty-and-choice").instrument
    act = next(row for row in act_rows(session.case, instrument) if row.when.endswith("about 14:58"))
    shown = act_shown(session.case, instrument, act.id, ZONE)
    assert [fact.label for fact in shown.horizon.known][:3] == ["E02", "E03", "E04"]
    assert {fact.label for fact in shown.horizon.not_known} == {"E10", "E12"}
    assert [rule.label for rule in shown.rules] == ["R1", "R2", "R3", "R4", "R5", "R6"]
