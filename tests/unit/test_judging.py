"""What a stage of judging lacks, what may be cited, one person's keys for one act, how far a paper is."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.domain import entries as e
from app.domain import stages_of_judging as stages
from app.domain.acts import in_order
from app.domain.citing import breaches, citable, mentioned
from app.domain.errors import (
    NotTheManager,
    NotThisMember,
    PassphraseTaken,
    PassphraseTooShort,
    RefersToNothing,
    RoleReserved,
)
from app.services import cases, determinations, judging, record
from app.services.dossiers import import_dossier
from app.services.house import House
from app.services.own_keys import MANAGER, unlock
from app.services.panel import enrol
from app.services.session import Session
from tests.conftest import PASSPHRASE, SAMPLES

SOURCE = SAMPLES / "case01_cabinet_override_imaging"
CHAIR = "slate marmot kettle orbit velvet hinge"
PEER = "walnut prism ferry gable onyx tundra"
ZONE = ZoneInfo("America/Chicago")


@pytest.fixture(scope="module")
def made(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with two members, made once."""
    place = tmp_path_factory.mktemp("judging") / "case.evenhand"
    import_dossier(
        house.files, house.dossiers, house.clock, source=SOURCE, place=place, passphrase=PASSPHRASE, program="test"
    )
    session = cases.open_case(house.files, house.clock, place, PASSPHRASE)
    manager = unlock(session, MANAGER, PASSPHRASE)
    enrol(session, manager, name="Ingrid Example", role="Chair", passphrase=CHAIR)
    enrol(session, manager, name="Tomasz Example", role="Same profession", passphrase=PEER)
    cases.close_case(session)
    return place


@pytest.fixture
def session(house: House, made: Path, tmp_path: Path) -> Iterator[Session]:
    """A copy of it, opened, the sitting started."""
    place = Path(shutil.copytree(made, tmp_path / made.name))
    session = cases.open_case(house.files, house.clock, place, PASSPHRASE)
    cases.start_sitting(session)
    yield session
    cases.close_case(session)


def _label(session: Session, label: str) -> e.Id:
    return next(i for i, event in session.case.rows(e.Event).items() if event.label == label)


def _act(session: Session, label: str) -> tuple[e.Id, e.Act]:
    event = _label(session, label)
    return next((i, act) for i, act in session.case.rows(e.Act).items() if act.event == event)


# --- keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seat", "passphrase"), [(MANAGER, PASSPHRASE), ("m1", CHAIR), ("m2", PEER)])
def test_a_passphrase_opens_its_own_seat(session: Session, seat: str, passphrase: str) -> None:
    assert unlock(session, seat, passphrase).actor == {MANAGER: "c1"}.get(seat, seat)


@pytest.mark.parametrize("passphrase", [PASSPHRASE, PEER, "nobody has typed this one"])
def test_no_other_passphrase_opens_the_seat_of_a_member_and_all_are_told_the_same(
    session: Session, passphrase: str
) -> None:
    with pytest.raises(NotThisMember, match="the seat of Member 1"):
        unlock(session, "m1", passphrase)


@pytest.mark.parametrize("passphrase", [CHAIR, "nobody has typed this one"])
def test_no_other_passphrase_opens_the_seat_of_the_case_manager(session: Session, passphrase: str) -> None:
    with pytest.raises(NotTheManager):
        unlock(session, MANAGER, passphrase)


def test_nobody_joins_with_a_passphrase_that_opens_the_case_or_is_short(session: Session) -> None:
    for taken in (PASSPHRASE, CHAIR):
        with pytest.raises(PassphraseTaken):
            session.store.refuse_new(taken)
    with pytest.raises(PassphraseTooShort):
        session.store.refuse_new("short")
    session.store.refuse_new("copper lagoon thimble yarrow basalt quill")


def test_no_member_takes_the_role_that_means_the_case_manager(session: Session) -> None:
    before = dict(session.case.members)
    with pytest.raises(RoleReserved):
        enrol(session, unlock(session, MANAGER, PASSPHRASE), name="A", role=" Case Manager ", passphrase="x" * 30)
    assert dict(session.case.members) == before


class Ticking:
    """A clock that goes on by a second whenever it is asked."""

    def __init__(self) -> None:
        self._asked = 0

    def now(self) -> str:
        self._asked += 1
        return f"2027-01-01T00:00:{self._asked:02d}Z"


def test_a_member_signs_even_if_the_clock_moved_on_while_they_joined(session: Session) -> None:
    """The certificate names the second at which the record says they joined; another second is another certificate."""
    session.clock = Ticking()
    passphrase = "copper lagoon thimble yarrow basalt quill"
    own = enrol(session, unlock(session, MANAGER, PASSPHRASE), name="C", role="Lay member", passphrase=passphrase)
    at = determinations.enrolled_at(session, own.actor)
    signer = own.pdf_signer(session.store.case_id, "C", at)
    assert b64encode(signer.certificate).decode("ascii") == session.case.members[own.actor].certificate


# --- acts ------------------------------------------------------------------------------------------------------------


def test_taking_up_twice_adds_nothing_and_numbers_go_on(session: Session) -> None:
    judging.take_up_decision_points(session)
    labels = [act.label for _, act in in_order(session.case)]
    assert labels == [f"A{number}" for number in range(1, 7)]
    judging.take_up_decision_points(session)
    assert [act.label for _, act in in_order(session.case)] == labels
    judging.drop_act(session, _act(session, "E14")[0])
    judging.take_up_decision_points(session)
    assert [act.label for _, act in in_order(session.case)] == ["A1", "A3", "A4", "A5", "A6", "A7"]


def test_an_act_goes_with_its_answers_and_an_unknown_one_is_refused(session: Session) -> None:
    judging.take_up_decision_points(session)
    act, _ = _act(session, "E17")
    judging.answer(session, e.Answer(act=act, question="MXH7", answer="yes", reason="A decision."))
    judging.drop_act(session, act)
    assert act not in session.case.rows(e.Act)
    assert not session.case.rows(e.Answer)
    for verb in (judging.drop_act, lambda s, a: judging.reword(s, a, "x")):
        with pytest.raises(RefersToNothing):
            verb(session, act)
    with pytest.raises(RefersToNothing):
        judging.take_up(session, 99_999, act, "x")


# --- citing ----------------------------------------------------------------------------------------------------------


def test_what_may_be_cited_and_what_not_never_overlap(session: Session) -> None:
    judging.take_up_decision_points(session)
    for _, act in in_order(session.case):
        found = citable(session.case, act, ZONE)
        groups = [{fact.id for fact in group} for group in found]
        assert len(set().union(*groups)) == sum(map(len, groups))
        may = groups[0] | groups[1]
        assert not breaches(session.case, act, "", may, ZONE)
        assert {breach.id for breach in breaches(session.case, act, "", groups[2], ZONE)} == groups[2]


def test_a_label_in_the_words_cites_as_a_tick_does(session: Session) -> None:
    judging.take_up_decision_points(session)
    _, act = _act(session, "E17")
    by_tick = breaches(session.case, act, "", [_label(session, "E12")], ZONE)
    in_words = breaches(session.case, act, "See E12, and E120 or XE12.", (), ZONE)
    assert [breach.label for breach in by_tick] == ["E12"] == [breach.label for breach in in_words]


def test_only_whole_words_are_labels(session: Session) -> None:
    events = session.case.rows(e.Event)
    assert [events[i].label for i in mentioned(events, "E01; (E02) E3 E04x e05")] == ["E01", "E02"]


def test_what_was_learned_later_says_when(session: Session) -> None:
    judging.take_up_decision_points(session)
    _, act = _act(session, "E17")
    fact = _label(session, "E05")
    assert not breaches(session.case, act, "E05", (), ZONE)
    record.put(session, e.Knowledge(event=fact, person=act.person, at="2017-12-26T15:46", how="saw"))
    assert [(one.label, one.learned) for one in breaches(session.case, act, "E05", (), ZONE)] == [("E05", "15:46")]


# --- what is missing -------------------------------------------------------------------------------------------------


def test_what_is_missing_names_the_page_that_mends_it(house: House, session: Session) -> None:
    proven = house.instruments.load("duty-and-choice")
    lacks = determinations.lacks(session, proven, program="test")
    assert [(lack.text, lack.mend) for lack in lacks] == [
        (stages.NO_INSTRUMENT, stages.Mend.PANEL),
        (stages.NO_ACTS, stages.Mend.ACTS),
    ]
    judging.take_up_decision_points(session)
    lacks = determinations.lacks(session, proven, program="test")
    assert {lack.mend for lack in lacks} == {stages.Mend.PANEL, stages.Mend.ANSWER}
    assert {lack.act for lack in lacks if lack.act} == set(session.case.rows(e.Act))
    draft = determinations.draft_determination(session, proven, program="test")
    assert draft.missing == tuple(lack.words for lack in lacks)


def test_a_breach_in_the_words_of_a_reason_keeps_the_text_from_being_frozen(house: House, session: Session) -> None:
    judging.take_up_decision_points(session)
    act, _ = _act(session, "E17")
    judging.answer(session, e.Answer(act=act, question="MXH7", answer="yes", reason="As E12 shows."))
    draft = determinations.draft_determination(session, house.instruments.load("duty-and-choice"), program="test")
    assert "A3: the answer to “A choice” cites E12, which RN-1 could not know then." in draft.missing


def test_the_rail_says_in_short_what_the_acts_lack(house: House, session: Session) -> None:
    instrument = house.instruments.load("duty-and-choice").instrument
    say = stages.missing_for_acts
    assert [lack.words for lack in say(session.case, instrument, ZONE, blind=False)] == ["The sitting has not started"]
    assert [lack.words for lack in say(session.case, None, ZONE, blind=True)] == ["No instrument was chosen."]
    assert [lack.words for lack in say(session.case, instrument, ZONE, blind=True)] == ["No act is under review."]
    judging.take_up_decision_points(session)
    act, _ = _act(session, "E17")
    judging.answer(session, e.Answer(act=act, question="MXH7", answer="no"))
    assert [lack.words for lack in say(session.case, instrument, ZONE, blind=True)] == [
        "6 of 6 acts not answered to the end",
        "1 answers without a reason",
    ]


@pytest.mark.parametrize(
    ("signed", "changed", "closed", "says"),
    [
        (None, False, False, ["The text is not frozen"]),
        (("seal", "m1"), True, False, ["Changed since it was frozen"]),
        (("seal", "m1"), False, False, ["1 signatures of 2"]),
        (("seal", "m1", "m2"), False, False, ["The closing seal"]),
        (("seal", "m1", "m2", "close"), False, True, []),
    ],
)
def test_the_rail_says_in_short_what_the_determination_lacks(
    signed: tuple[str, ...] | None, changed: bool, closed: bool, says: list[str]
) -> None:
    found = stages.missing_to_determine((), ("m1", "m2"), signed, changed=changed, closed=closed)
    assert [lack.words for lack in found] == says
    lacks = (stages.Lack(stages.NO_ACTS, stages.Mend.ACTS),)
    more = stages.missing_to_determine(lacks, ("m1", "m2"), signed, changed=changed, closed=closed)
    assert [lack.words for lack in more] == ["1 things in the text", *says]


# --- how far a paper is ----------------------------------------------------------------------------------------------


def _frozen(house: House, session: Session) -> determinations.Paper:
    proven = house.instruments.load("duty-and-choice")
    manager = unlock(session, MANAGER, PASSPHRASE)
    chosen = proven.instrument
    judging.choose_instrument(session, manager, id=chosen.id, version=chosen.version, sha256=proven.sha256)
    judging.take_up_decision_points(session)
    for act in list(session.case.rows(e.Act))[1:]:
        judging.drop_act(session, act)
    for question in ("MXH7", "RULE"):
        act = next(iter(session.case.rows(e.Act)))
        judging.answer(session, e.Answer(act=act, question=question, answer="no", reason="So it is."))
    draft = determinations.draft_determination(session, proven, program="test")
    return determinations.freeze(session, house.papers, manager, draft)


def test_a_change_of_the_text_is_seen_and_an_undone_one_and_a_sealed_one_are_not(
    house: House, session: Session
) -> None:
    assert determinations.standing(session) is None
    _frozen(house, session)
    found = determinations.standing(session)
    assert found is not None
    assert (found.fields, found.changed) == ((), False)
    act = next(iter(session.case.rows(e.Act)))
    judging.reword(session, act, "Another wording")
    assert _changed(session)
    record.undo(session)
    assert not _changed(session)
    vault = session.case.vault_named("outcome")
    record.put(session, e.Source(label="S99", title="How it ended", reveals_outcome=True), vault=vault)
    assert not _changed(session)
    enrol(
        session,
        unlock(session, MANAGER, PASSPHRASE),
        name="C",
        role="Lay member",
        passphrase="copper lagoon thimble yarrow quill",
    )
    assert _changed(session)


def _changed(session: Session) -> bool:
    found = determinations.standing(session)
    assert found is not None
    return found.changed


def test_every_signature_is_in_the_standing_with_its_time(house: House, session: Session) -> None:
    paper = _frozen(house, session)
    paper = determinations.sign(session, house.papers, unlock(session, MANAGER, PASSPHRASE), paper, "seal")
    determinations.sign(session, house.papers, unlock(session, "m2", PEER), paper, "m2")
    found = determinations.standing(session)
    assert found is not None
    assert found.fields == ("seal", "m2")
    assert all(signed.at >= found.at for signed in found.signed)
