"""What holds for every instrument, not only for those that come with the program."""

import copy
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import instrument_faults as faults
from app.domain.categories import Category
from app.domain.graphs import Answer
from app.domain.instruments import Instrument, load
from app.domain.walks import Assessment, assess, courses, explain, paths, walk
from tests.property.instrument_data import CATEGORIES, Data, below, instrument, nodes_of, sequences, worst_from

sure = settings(max_examples=80, deadline=None)
"""How often a rule is tried; a slow computer breaks no rule."""

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "instruments" / "duty-and-choice.toml"


def _refused(data: Data, kind: type[faults.InstrumentFault], *words: str) -> None:
    with pytest.raises(faults.InstrumentFault) as caught:
        load(data)
    assert type(caught.value) is kind
    assert all(word in str(caught.value) for word in words)


def _pick(draw: st.DataObject, data: Data) -> tuple[Data, Data]:
    graph = draw.draw(st.sampled_from(data["graph"]))
    return graph, draw.draw(st.sampled_from(graph["node"]))


# --- proof ----------------------------------------------------------------------------------------


@sure
@given(instrument(), st.data())
def test_a_question_without_one_of_its_answers_is_refused(data: Data, draw: st.DataObject) -> None:
    graph, node = _pick(draw, data)
    answer = draw.draw(st.sampled_from(["yes", "no"]))
    del node[answer]
    _refused(data, faults.AnswerMissing, f"{graph['id']}.{node['id']}", answer)


@sure
@given(instrument(), st.data())
def test_an_edge_to_nowhere_is_refused(data: Data, draw: st.DataObject) -> None:
    graph, node = _pick(draw, data)
    answer = draw.draw(st.sampled_from(["yes", "no"]))
    others = [item["id"] for other in data["graph"] if other is not graph for item in other["node"]]
    node[answer]["to"] = draw.draw(st.sampled_from(["nowhere", "UND", *others]))
    _refused(data, faults.DanglingEdge, f"{graph['id']}.{node['id']}", answer)


@sure
@given(instrument(doubts=False), st.data())
def test_a_way_back_is_refused(data: Data, draw: st.DataObject) -> None:
    graph, node = _pick(draw, data)
    before = [id for id in nodes_of(graph) if node["id"] in below(graph, id)]
    node[draw.draw(st.sampled_from(["yes", "no"]))]["to"] = draw.draw(st.sampled_from(before))
    _refused(data, faults.GraphCycle, f"{graph['id']}.")


@sure
@given(instrument(), st.data())
def test_a_question_that_nothing_leads_to_is_refused(data: Data, draw: st.DataObject) -> None:
    graph, node = _pick(draw, data)
    graph["node"].insert(draw.draw(st.integers(0, len(graph["node"]))), {**node, "id": "ORPHAN"})
    _refused(data, faults.UnreachableQuestion, f"{graph['id']}.ORPHAN")


@sure
@given(instrument(), st.data())
def test_an_end_that_nothing_leads_to_is_refused(data: Data, draw: st.DataObject) -> None:
    graph, _ = _pick(draw, data)
    graph["terminal"].append({**graph["terminal"][0], "id": "ORPHAN"})
    _refused(data, faults.UnreachableEnd, f"{graph['id']}.ORPHAN")


@sure
@given(instrument(), st.data(), st.sampled_from(["negligent", "Reckless", "human  error", "cannot be determined"]))
def test_an_end_of_an_unknown_category_is_refused(data: Data, draw: st.DataObject, word: str) -> None:
    graph, _ = _pick(draw, data)
    end = draw.draw(st.sampled_from(graph["terminal"]))
    end["category"] = word
    _refused(data, faults.UnknownCategory, f"{graph['id']}.{end['id']}", "at-risk")


@sure
@given(instrument(), st.data())
def test_an_id_used_twice_is_refused(data: Data, draw: st.DataObject) -> None:
    node = _pick(draw, data)[1]
    taken = [id for other in data["graph"] for id in (other["id"], *nodes_of(other), *_ends(other)) if id != node["id"]]
    data["undetermined"]["id"] = draw.draw(st.sampled_from([*taken, node["id"]]))
    _refused(data, faults.InstrumentDuplicate, data["undetermined"]["id"])


def _ends(graph: Data) -> list[str]:
    return [end["id"] for end in graph["terminal"]]


@sure
@given(instrument(), st.data())
def test_doubt_may_never_count_as_the_answer_that_can_end_worse(data: Data, draw: st.DataObject) -> None:
    graph, node = _pick(draw, data)
    by = {answer: worst_from(graph, node[answer]["to"]) for answer in ("yes", "no")}
    answer = draw.draw(st.sampled_from(["yes", "no"]))
    other = "no" if answer == "yes" else "yes"
    node["not_established"] = {"counts_as": answer, "source": "A source."}
    if by[answer] > by[other]:
        _refused(data, faults.DoubtNotFavourable, f"{graph['id']}.{node['id']}")
    else:
        assert load(data).graphs


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_file_it_is_proven_or_refused_by_name(draw: st.DataObject) -> None:
    data = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    for _ in range(draw.draw(st.integers(1, 3))):
        _disturb(draw, data)
    refusal, loaded = "", None
    try:
        loaded = load(data)
    except faults.InstrumentFault as fault:
        refusal = str(fault)
    if loaded is None:
        assert refusal.endswith("The instrument was not loaded.")
    else:
        assert all(list(paths(graph)) for graph in loaded.graphs)


_ANY: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(["MXH1", "yes", "at-risk", "a\x00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)


def _disturb(draw: st.DataObject, data: Data) -> None:
    """Change, remove or add one value somewhere in the parsed file."""
    here: Any = data
    while True:
        key = draw.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
        if not isinstance(here[key], (dict, list)) or not here[key] or draw.draw(st.integers(0, 3)) == 0:
            break
        here = here[key]
    change = draw.draw(st.sampled_from(["change", "remove", "add"]))
    if change == "remove":
        del here[key]
    elif change == "change" or isinstance(here, list):
        here[key] = draw.draw(_ANY)
    else:
        here[draw.draw(st.sampled_from(["not_established", "gate", "after", "new_act", "zzz"]))] = draw.draw(_ANY)


# --- walks ----------------------------------------------------------------------------------------


@sure
@given(instrument())
def test_the_paths_are_all_sequences_of_answers_and_no_other(data: Data) -> None:
    loaded = load(copy.deepcopy(data))
    for graph, raw in zip(loaded.graphs, data["graph"], strict=True):
        found = [
            (
                tuple((step.question.id, step.answer.value) for step in path.steps),
                "" if path.terminal is None else path.terminal.id,
            )
            for path in paths(graph)
        ]
        assert Counter(found) == Counter(sequences(raw))


@sure
@given(instrument(), st.data())
def test_no_question_is_asked_twice_and_every_walk_ends_in_one_way(data: Data, draw: st.DataObject) -> None:
    for graph in load(data).graphs:
        answers: dict[str, Answer] = {}
        here = walk(graph, answers)
        while here.open is not None:
            assert here.open.id not in answers
            answers[here.open.id] = draw.draw(st.sampled_from(Answer))
            here = walk(graph, answers)
        assert (here.doubt is None) != (here.terminal is None)
        assert len({step.question.id for step in here.steps}) == len(here.steps) <= len(graph.nodes)


@sure
@given(instrument(), st.data())
def test_the_order_of_answers_and_answers_off_the_path_change_nothing(data: Data, draw: st.DataObject) -> None:
    loaded = load(data)
    ids = [question.id for graph in loaded.walked for question in graph.questions()]
    given_answers = {id: draw.draw(st.sampled_from(Answer)) for id in ids if draw.draw(st.integers(0, 5))}
    found = assess(loaded, given_answers)
    shuffled = dict(draw.draw(st.permutations(list(given_answers.items()))))
    assert assess(loaded, shuffled) == found
    on_the_path = {step.question.id: step.answer for step in found.steps}
    assert assess(loaded, on_the_path) == found


# --- what counts ----------------------------------------------------------------------------------


def _possible(loaded: Instrument, course: Assessment) -> set[Category]:
    """What the act could have come to had every point of doubt been answered with yes or no."""
    doubted = {doubt.question.id for doubt in course.doubts}
    kept = {(step.question.id, step.answer) for step in course.steps if step.question.id not in doubted}
    return {
        _most_serious(other)
        for other in courses(loaded)
        if not other.doubts and kept <= {(step.question.id, step.answer) for step in other.steps}
    }


def _most_serious(course: Assessment) -> Category:
    ends = [taken.terminal.category for taken in course.walks if taken.terminal is not None]
    return max(ends, key=lambda category: CATEGORIES[category.value])


def _check_every_course(loaded: Instrument) -> None:
    for course in courses(loaded):
        assert course.open is None
        assert explain(course)
        found = [taken.terminal for taken in course.walks if taken.terminal is not None]
        if not course.doubts:
            assert course.category is _most_serious(course)
        elif not found:
            assert course.category is Category.UNDETERMINED
        elif _possible(loaded, course) == {_most_serious(course)}:
            assert course.category is _most_serious(course)
        else:
            assert course.category is Category.UNDETERMINED
        assert (course.decides is None) == (course.category is Category.UNDETERMINED)


@settings(max_examples=60, deadline=None)
@given(instrument(most=3))
def test_what_was_found_stands_exactly_if_no_missing_answer_could_change_it(data: Data) -> None:
    _check_every_course(load(data))


def test_the_rule_about_doubt_holds_for_every_course_of_the_shipped_instrument() -> None:
    _check_every_course(load(tomllib.loads(SHIPPED.read_text(encoding="utf-8"))))
