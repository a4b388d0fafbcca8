"""What the instruments that come with the program promise, and what is said about a file that is none."""

import copy
import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap
from app.__main__ import main
from app.console.instruments import path_lines
from app.domain import instrument_faults as faults
from app.domain.categories import Category
from app.domain.graphs import MOST_PATHS, Answer, Doubt, Graph, Question, Standing, Terminal
from app.domain.instruments import Confidence, Instrument, load
from app.storage.instrument_files import MOST_BYTES, InstrumentFiles

PROJECT = Path(__file__).resolve().parents[2]
FILE = PROJECT / "resources" / "instruments" / "duty-and-choice.toml"
PATHS = PROJECT / "tests" / "vectors" / "duty-and-choice.paths.txt"

Data = dict[str, Any]

# The published tables (1.1a, b, d, e), written down a second time by hand: question, where yes and no lead.
# The one change to them is the first line: MXH7 is asked first, and its yes leads to MXH1 instead of MXH8.
EDGES = """
MXH7 MXH1 MXH-T6
MXH1 MXH2 MXH3
MXH2 MXH-T1 MXH-T2
MXH3 MXH4 MXH5
MXH4 MXH-T1 MXH-T3
MXH5 MXH6 MXH-T4
MXH6 MXH-T5 MXH8
MXH8 MXH-T7 MXH-T8
MXP1 MXP2 MXP-T1
MXP2 MXP3 MXP-T2
MXP3 MXP4 MXP-T3
MXP4 MXP-T4 MXP5
MXP5 MXP-T5 MXP-T6
MXR1 MXR2 MXR-T1
MXR2 MXR-T2 MXR3
MXR3 MXR-T3 MXR4
MXR4 MXR-T4 MXR5
MXR5 MXR-T6 MXR-T5
MXA1 MXA2 MXA-T1
MXA2 MXA-T2 MXA3
MXA3 MXA-T3 MXA-T4
"""

# The categories and crosswalk codes of the ends (1.1, 1.16).
ENDS = """
MXH-T1 JUS justified choice
MXH-T2 PUR purpose to harm
MXH-T3 KNO knowing harm
MXH-T4 NOB no breach
MXH-T5 REC reckless
MXH-T6 ERR human error
MXH-T7 ARB-I at-risk
MXH-T8 SYS-E system
MXP-T1 SYS-V system
MXP-T2 SYS-V system
MXP-T3 ERR human error
MXP-T4 JUS justified choice
MXP-T5 ARB-I at-risk
MXP-T6 REC reckless
MXR-T1 ERR human error
MXR-T2 SYS-E system
MXR-T3 ERR human error
MXR-T4 HLT human error
MXR-T5 ERR-R human error
MXR-T6 ERR-R human error
MXA-T1 ARB-I at-risk
MXA-T2 ARB-N at-risk
MXA-T3 REC reckless
MXA-T4 ARB-R at-risk
"""


@pytest.fixture
def shipped() -> Instrument:
    return InstrumentFiles().load("duty-and-choice").instrument


@pytest.fixture
def data() -> Data:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


# --- the shipped instrument -----------------------------------------------------------------------


def test_answers_lead_where_the_published_tables_say_but_for_the_choice_asked_first(shipped: Instrument) -> None:
    found = [f"{node.id} {node.yes} {node.no}" for graph in shipped.graphs for node in graph.nodes]
    assert sorted(found) == sorted(EDGES.strip().splitlines())
    assert shipped.walked[0].start == "MXH7"


def test_every_end_has_the_category_and_the_code_of_the_crosswalk(shipped: Instrument) -> None:
    found = [f"{end.id} {end.code} {end.category.value}" for graph in shipped.graphs for end in graph.terminals]
    assert found == ENDS.strip().splitlines()


def test_all_paths_are_those_of_the_list_that_was_read_through(shipped: Instrument) -> None:
    # After a change that is meant: evenhand instruments prove --paths > tests/vectors/duty-and-choice.paths.txt
    assert list(path_lines(shipped)) == PATHS.read_text(encoding="utf-8").splitlines()


def test_the_list_of_paths_has_as_many_lines_as_one_counts_by_hand() -> None:
    # In a tree of n questions: n ways to stop in doubt, n + 1 ways to an end. A whole act: any of the 17 ways through
    # the risk graph with no rule, with doubt about the rule, or with any of the 11 ways through the rule graph.
    lines = PATHS.read_text(encoding="utf-8").splitlines()
    counted = {name: sum(line.startswith(f"{name}: ") for line in lines) for name in ("risk", "rule", "act")}
    assert counted == {"risk": 17, "rule": 11, "act": 17 * (1 + 1 + 11)}
    assert len(lines) == 17 + 11 + 11 + 7 + 221


def test_a_slip_never_ends_in_no_breach() -> None:
    slips = [line for line in PATHS.read_text(encoding="utf-8").splitlines() if "MXH7=no " in line]
    assert len(slips) == 1 + 13
    assert not [line for line in slips if line.endswith("no breach")]


def test_questions_about_repetition_are_deferred_and_the_others_are_not(shipped: Instrument) -> None:
    assert [graph.id for graph in shipped.walked] == ["risk", "rule"]
    assert [graph.id for graph in shipped.deferred] == ["repeated-errors", "repeated-choices"]
    assert [graph.id for graph in shipped.deferred_after(Category.HUMAN_ERROR)] == ["repeated-errors"]
    assert [graph.id for graph in shipped.deferred_after(Category.AT_RISK)] == ["repeated-choices"]
    assert shipped.deferred_after(Category.RECKLESS) == ()


def test_only_the_choice_before_a_series_of_errors_asks_for_a_new_act(shipped: Instrument) -> None:
    assert [end.id for graph in shipped.graphs for end in graph.terminals if end.new_act] == ["MXR-T3"]


def test_doubt_counts_neither_as_yes_nor_as_no(shipped: Instrument) -> None:
    assert all(node.leads_to(Answer.NOT_ESTABLISHED) is None for graph in shipped.graphs for node in graph.nodes)


def test_what_is_not_confirmed_says_so(shipped: Instrument) -> None:
    assert shipped.confidence is Confidence.MEDIUM
    assert "[unconfirmed]" in shipped.confidence_note
    assert all(graph.standing is Standing.UNCONFIRMED for graph in shipped.graphs)
    assert _made_by_us(shipped) == {"MXH7", "RULE", "MXR-T3", "MXR-T4"}
    assert sum(note.startswith("[synthesis]") for note in shipped.notes) == 5


def _made_by_us(instrument: Instrument) -> set[str]:
    return {part.id for graph in instrument.graphs for part in _parts(graph) if part.standing is Standing.SYNTHESIS}


def _parts(graph: Graph) -> list[Question | Terminal]:
    return [*graph.questions(), *graph.terminals]


def test_the_duty_that_looks_at_results_is_left_out_with_its_reason(shipped: Instrument) -> None:
    assert any(note.startswith("Left out: the duty to produce an outcome.") for note in shipped.notes)
    assert "MXO" not in FILE.read_text(encoding="utf-8")


def test_neither_the_protected_name_nor_words_of_blame_stand_in_it(data: Data) -> None:
    text = json.dumps(data, ensure_ascii=False).casefold()
    for word in ("algorithm™", "just culture algorithm", "outcome engenuity", "!", "offender", "culprit", "victim"):
        assert word not in text
    for word in ("should have", "failed to", "simply", "guilty", "fault", "careless", "negligen", "evil"):
        assert word not in text
    assert data["title"] == "Duty-and-choice assessment (after Marx)"


def test_every_text_is_short_enough_for_its_place(shipped: Instrument) -> None:
    for question in (item for graph in shipped.graphs for item in graph.questions()):
        assert len(question.short) <= 24, question.id
        assert len(question.text) <= 120, question.id
        assert question.text.endswith("?")
        assert len(question.help) <= 150, question.id
        assert question.yes_words.startswith("Yes, ")
        assert question.no_words.startswith("No")
        assert max(len(question.yes_words), len(question.no_words)) <= 40, question.id


def test_every_end_asks_something_of_the_organisation(shipped: Instrument) -> None:
    ends = [*(end for graph in shipped.graphs for end in graph.terminals), shipped.undetermined]
    assert all(end.organisation.endswith("?") for end in ends)
    assert all(end.action.endswith(".") for end in ends)


# --- what is refused ------------------------------------------------------------------------------


def _graph(data: Data, id: str) -> Data:
    return next(graph for graph in data["graph"] if graph["id"] == id)


def _part(data: Data, id: str) -> Data:
    return next(part for graph in data["graph"] for part in (*graph["node"], *graph["terminal"]) if part["id"] == id)


def _set(id: str, field: str, value: object) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        (_part(data, id) if id else data)[field] = value

    return change


def _always_gated(data: Data) -> None:
    gate = copy.deepcopy(_graph(data, "rule")["gate"])
    _graph(data, "risk")["gate"] = {**gate, "id": "RISK"}


def _rename_mxp1(data: Data) -> None:
    _part(data, "MXP1")["id"] = "MXH1"
    _graph(data, "rule")["start"] = "MXH1"


REFUSED: list[tuple[str, Callable[[Data], None], type[faults.InstrumentFault], str]] = [
    ("other schema", _set("", "schema", "evenhand-instrument/2"), faults.InstrumentSchema, "evenhand-instrument/1"),
    ("no title", lambda data: data.pop("title"), faults.InstrumentFieldMissing, "instrument: the field title"),
    ("title a number", _set("", "title", 7), faults.InstrumentFieldMissing, "instrument: the field title"),
    ("unknown field", _set("", "colour", "red"), faults.InstrumentFieldUnknown, "instrument: a field"),
    ("unknown answer", _set("MXH5", "maybe", {"to": "MXH6"}), faults.InstrumentFieldUnknown, "risk.MXH5: a field"),
    ("empty text", _set("MXH5", "help", " "), faults.InstrumentText, "risk.MXH5: help"),
    ("control character", _set("MXH5", "help", "a\x1b[2Jb"), faults.InstrumentText, "risk.MXH5: help"),
    ("endless text", _set("MXH5", "help", "a" * 2001), faults.InstrumentText, "2000"),
    ("bad id", _set("MXH5", "id", "MXH 5"), faults.InstrumentId, "risk.node[6]: id"),
    (
        "low confidence",
        _set("", "confidence", "low"),
        faults.InstrumentWord,
        "confidence has to be one of: high, medium",
    ),
    ("no such standing", _set("MXH5", "standing", "sure"), faults.InstrumentWord, "read, unconfirmed, synthesis"),
    ("start is an end", lambda data: _graph(data, "risk").update(start="MXH-T1"), faults.GraphWithoutStart, "risk"),
    ("answer gone", lambda data: _part(data, "MXH5").pop("no"), faults.AnswerMissing, "risk.MXH5: the answer no"),
    ("answer to nowhere", _set("MXH5", "no", {"words": "No", "to": "MXH9"}), faults.DanglingEdge, "risk.MXH5"),
    ("answer to another graph", _set("MXH5", "no", {"words": "No", "to": "MXP1"}), faults.DanglingEdge, "risk.MXH5"),
    ("way back", _set("MXH8", "no", {"words": "No", "to": "MXH1"}), faults.GraphCycle, "risk.MXH1"),
    ("end left out", _set("MXH8", "no", {"words": "No", "to": "MXH-T7"}), faults.UnreachableEnd, "risk.MXH-T8"),
    ("question left out", _set("MXH6", "no", {"words": "No", "to": "MXH-T5"}), faults.UnreachableQuestion, "risk.MXH8"),
    ("unknown category", _set("MXH-T7", "category", "negligent"), faults.UnknownCategory, "risk.MXH-T7"),
    ("same id in a graph", _set("MXP5", "id", "MXP1"), faults.InstrumentDuplicate, "rule.MXP1"),
    ("same id in another graph", _rename_mxp1, faults.InstrumentDuplicate, "rule.MXH1"),
    ("no walk for every act", _always_gated, faults.NothingAlwaysWalked, "every act"),
    (
        "doubt without a source",
        _set("MXH6", "not_established", {"counts_as": "no"}),
        faults.DoubtWithoutSource,
        "risk.MXH6",
    ),
    (
        "doubt against the person",
        _set("MXH6", "not_established", {"counts_as": "yes", "source": "None."}),
        faults.DoubtNotFavourable,
        "risk.MXH6",
    ),
    (
        "doubt that counts as doubt",
        _set("MXH6", "not_established", {"counts_as": "not established", "source": "None."}),
        faults.DoubtNotFavourable,
        "risk.MXH6",
    ),
    (
        "unknown field of a doubt",
        _set("MXH6", "not_established", {"counts_as": "no", "source": "A source.", "zzz": "a"}),
        faults.InstrumentFieldUnknown,
        "risk.MXH6.not_established: a field",
    ),
    ("too many notes", _set("", "notes", ["A note."] * 41), faults.InstrumentTooMany, "more than 40 notes"),
    (
        "too many questions",
        lambda data: _graph(data, "risk")["node"].extend({**_part(data, "MXH1"), "id": f"N{n}"} for n in range(60)),
        faults.InstrumentTooMany,
        "risk: more than 60",
    ),
    (
        "a contradiction of one answer",
        lambda data: data["contradiction"][0]["answers"].pop("MXP3"),
        faults.ContradictionUnclear,
        "contradiction[1]",
    ),
    (
        "a gate on a deferred graph",
        lambda data: _graph(data, "rule").update(after=["at-risk"]),
        faults.DeferredWithGate,
        "rule",
    ),
    (
        "a contradiction with a deferred question",
        lambda data: data["contradiction"][0]["answers"].update(MXR1="yes"),
        faults.ContradictionUnclear,
        "contradiction[1]",
    ),
]


@pytest.mark.parametrize(("change", "kind", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_fault_is_refused_by_its_own_kind_and_says_where(
    data: Data, change: Callable[[Data], None], kind: type[faults.InstrumentFault], words: str
) -> None:
    change(data)
    with pytest.raises(faults.InstrumentFault) as caught:
        load(data)
    assert type(caught.value) is kind
    assert words in str(caught.value)


def _tables(value: object) -> Iterator[Data]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _tables(part)


def test_no_table_of_the_file_takes_a_field_that_the_format_does_not_know(data: Data) -> None:
    answers = data["contradiction"][0]["answers"]
    tables = [table for table in _tables(data) if table is not answers]
    assert len(tables) == 1 + 1 + 4 + 21 * 3 + 24 + 3 + 1
    for table in tables:
        table["zzz"] = "a"
        with pytest.raises(faults.InstrumentFieldUnknown, match="zzz"):
            load(data)
        del table["zzz"]
    assert load(data)


def test_texts_are_kept_in_one_normal_form(data: Data) -> None:
    data["title"] = "Cafe\u0301"
    assert load(data).title == "Caf\u00e9"


def test_a_favourable_edge_needs_its_source_however_the_graph_is_made(shipped: Instrument) -> None:
    risk = shipped.walked[0]
    nodes = tuple(replace(node, doubt=Doubt(Answer.NO, "")) if node.id == "MXH6" else node for node in risk.nodes)
    with pytest.raises(faults.DoubtWithoutSource):
        replace(risk, nodes=nodes)


def test_a_graph_cannot_be_made_unproven_by_another_way(shipped: Instrument) -> None:
    risk = shipped.walked[0]
    with pytest.raises(faults.UnreachableQuestion):
        replace(risk, start="MXH1")


def test_a_graph_with_more_paths_than_anybody_can_read_is_refused(data: Data) -> None:
    graph = _graph(data, "repeated-choices")
    last, end = 15, graph["terminal"][0]
    # Two questions in each storey, and every answer leads one storey down: the paths double with each.
    graph["node"] = [
        {
            **{field: "Is it?" for field in ("short", "question", "help")},
            "id": f"N{storey}{side}",
            **{
                answer: {"words": answer, "to": f"N{storey + 1}{to}" if storey < last else end["id"]}
                for answer, to in (("yes", "a"), ("no", "b"))
            },
        }
        for storey in range(last + 1)
        for side in ("ab" if storey else "a")
    ]
    graph.update(start="N0a", terminal=[end])
    with pytest.raises(faults.TooManyPaths, match=str(MOST_PATHS)):
        load(data)


# --- files ----------------------------------------------------------------------------------------


def test_the_shipped_file_comes_with_the_sum_of_its_bytes() -> None:
    proven = InstrumentFiles().load("duty-and-choice")
    assert proven.sha256 == hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert InstrumentFiles().read(FILE) == proven
    assert bootstrap.real().instruments.ids() == ("duty-and-choice",)


@pytest.mark.parametrize("id", ["", "nothing", "../instruments/duty-and-choice", "duty-and-choice.toml"])
def test_only_what_comes_with_the_program_is_loaded_by_its_name(id: str) -> None:
    with pytest.raises(faults.InstrumentMissing):
        InstrumentFiles().load(id)


def test_a_file_among_the_instruments_is_named_after_its_id(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_bytes(FILE.read_bytes())
    (tmp_path / "notes.txt").write_text("no instrument")
    files = InstrumentFiles(tmp_path)
    assert files.ids() == ("other",)
    with pytest.raises(faults.InstrumentMisnamed):
        files.load("other")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'id = "a"\nid = "b"\n', 2),
        (b'id = "a"\n\xff\n', 2),
        (b"a = " + b"[" * 100_000, 1),
        (b"a = " + b"9" * 10_000, 1),
    ],
)
def test_what_is_not_toml_is_refused_with_its_line(tmp_path: Path, content: bytes, line: int) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(content)
    with pytest.raises(faults.InstrumentToml, match=f"Line {line}:"):
        InstrumentFiles().read(file)


def test_a_folder_a_missing_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "huge").write_bytes(b"#" * (MOST_BYTES + 1))
    for name in ("", "missing"):
        with pytest.raises(faults.InstrumentUnreadable):
            InstrumentFiles().read(tmp_path / name)
    with pytest.raises(faults.InstrumentTooLarge):
        InstrumentFiles().read(tmp_path / "huge")


# --- the command line -----------------------------------------------------------------------------


def test_instruments_lists_those_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments"]) == 0
    assert capsys.readouterr().out.startswith("duty-and-choice  Duty-and-choice assessment (after Marx), version 1")


def test_prove_says_what_was_proven_and_gives_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "prove"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Proven: duty-and-choice, version 1"
    assert lines[1] == f"SHA-256 {hashlib.sha256(FILE.read_bytes()).hexdigest()}"
    assert lines[3].startswith("rule: 5 questions, 6 ends, 11 paths (1 human error, 1 at-risk, 1 reckless")


def test_prove_prints_the_list_of_paths(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "prove", str(FILE), "--paths"]) == 0
    assert capsys.readouterr().out == PATHS.read_text(encoding="utf-8")


def test_prove_tells_what_is_not_proven_from_what_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(FILE.read_text(encoding="utf-8").replace('to = "MXH8"', 'to = "MXH1"'), encoding="utf-8")
    assert main(["instruments", "prove", str(file)]) == 1
    assert capsys.readouterr().err.startswith("Not proven. risk.MXH1: the answers can lead back")
    assert main(["instruments", "prove", str(tmp_path / "missing")]) == 2
    assert main(["instruments", "show", "nothing"]) == 2


def test_show_prints_every_question_and_every_end(shipped: Instrument, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["instruments", "show", "duty-and-choice"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for graph in shipped.graphs:
        for part in _parts(graph):
            assert sum(line.lstrip().startswith(f"{part.id} ") for line in lines) == 1, part.id
    assert "  No, a slip: Human error [MXH-T6]" in lines
    assert max(len(line) for line in lines) <= 110
