"""Published short cases, answered by a reviewer from the account: the walk goes where the hand-worked result says."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.domain.categories import Category
from app.domain.graphs import Answer
from app.domain.instruments import Instrument
from app.domain.walks import assess
from app.storage.instrument_files import InstrumentFiles

VIGNETTES = tomllib.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "vignettes.toml").read_text(encoding="utf-8")
)
ACTS: list[tuple[str, Any, Any]] = [
    (f"{vignette['id']}.{number}", vignette, act)
    for vignette in VIGNETTES["vignette"]
    for number, act in enumerate(vignette["act"], 1)
]
each_act = pytest.mark.parametrize(("vignette", "act"), [item[1:] for item in ACTS], ids=[item[0] for item in ACTS])


def _given(act: Any) -> list[tuple[str, str, str]]:
    return [tuple(item) for part in ("risk", "gate", "rule") for item in _listed(act, part)]


def _listed(act: Any, part: str) -> Any:
    return [act["gate"]] if part == "gate" else act.get(part, [])


@pytest.fixture
def shipped() -> Instrument:
    return InstrumentFiles().load("duty-and-choice").instrument


@each_act
def test_the_reviewed_answers_lead_where_they_were_expected_to(shipped: Instrument, vignette: Any, act: Any) -> None:
    given = _given(act)
    found = assess(shipped, {node: Answer(answer) for node, answer, _ in given})
    assert found.open is None, "a question was not answered"
    assert [step.question.id for step in found.steps] == [node for node, _, _ in given], "an answer was not asked for"
    assert found.category is Category(act["expected"]), vignette["title"]
    assert found.contradictions == ()


@each_act
def test_a_difference_from_the_published_category_is_explained_and_nothing_else_is(vignette: Any, act: Any) -> None:
    assert (vignette["published_as"] != act["expected"]) == bool(act.get("difference", ""))


@each_act
def test_every_answer_has_its_reason_in_a_sentence(vignette: Any, act: Any) -> None:
    for node, answer, reason in _given(act):
        assert len(reason.split()) >= 4, f"{vignette['id']} {node} {answer}"
        assert reason.endswith(".")


@each_act
def test_no_account_tells_how_it_ended(vignette: Any, act: Any) -> None:
    reasons = " ".join(reason for _, _, reason in _given(act))
    told = f"{vignette['title']} {vignette['summary']} {act['wording']} {reasons}".casefold()
    for word in (" died", "death", "fatal", "killed", "injur", "convicted", "charged with", "jail"):
        assert word not in told


def test_every_vignette_says_who_answered_and_where_it_comes_from() -> None:
    assert VIGNETTES["reviewer"]
    assert len({vignette["id"] for vignette in VIGNETTES["vignette"]}) == len(VIGNETTES["vignette"]) == 34
    for vignette in VIGNETTES["vignette"]:
        assert all(vignette[field] for field in ("title", "source", "summary", "published", "act"))
        assert vignette["published_as"] in {"", *(category.value for category in Category)}


def test_every_question_of_the_ballot_but_those_about_the_lesser_harm_is_answered_somewhere(
    shipped: Instrument,
) -> None:
    answered = {node for _, _, act in ACTS for node, _, _ in _given(act)}
    asked = {question.id for graph in shipped.walked for question in graph.questions()}
    assert asked - answered == {"MXH2", "MXH4"}
