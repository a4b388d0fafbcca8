"""How answers about one act are put together, and how that is said."""

import pytest

from app.domain.categories import Category
from app.domain.graphs import Answer, Doubt, Graph, Node, Standing, Terminal
from app.domain.instrument_faults import AnswerToNothing, AnswerTooEarly
from app.domain.instruments import Instrument
from app.domain.walks import Answers, assess, explain, walk
from app.storage.instrument_files import InstrumentFiles

WORDS = {"y": Answer.YES, "n": Answer.NO, "?": Answer.NOT_ESTABLISHED}


@pytest.fixture
def shipped() -> Instrument:
    return InstrumentFiles().load("duty-and-choice").instrument


def answers(text: str) -> Answers:
    """Answers written short: `MXH7=n RULE=?`."""
    return {id: WORDS[word] for id, word in (pair.split("=") for pair in text.split())}


SLIP = "MXH7=n"
AT_RISK = "MXH7=y MXH1=n MXH3=n MXH5=y MXH6=n MXH8=y"
RECKLESS = "MXH7=y MXH1=n MXH3=n MXH5=y MXH6=y"
PURPOSE = "MXH7=y MXH1=y MXH2=n"
NO_BREACH = "MXH7=y MXH1=n MXH3=n MXH5=n"
UNAWARE_OR_NOT = "MXH7=y MXH1=n MXH3=n MXH5=y MXH6=?"
SEEN_OR_NOT = "MXH7=y MXH1=n MXH3=n MXH5=y MXH6=n MXH8=?"
RULE_UNWORKABLE = "RULE=y MXP1=y MXP2=n"
RULE_AT_RISK = "RULE=y MXP1=y MXP2=y MXP3=y MXP4=n MXP5=y"
RULE_RECKLESS = "RULE=y MXP1=y MXP2=y MXP3=y MXP4=n MXP5=n"

CASES = [
    ("a slip without a rule", f"{SLIP} RULE=n", "human error", "MXH-T6"),
    ("no breach without a rule", f"{NO_BREACH} RULE=n", "no breach", "MXH-T4"),
    ("the rule is the more serious", f"{NO_BREACH} {RULE_UNWORKABLE}", "system", "MXP-T2"),
    ("the risk is the more serious", f"{RECKLESS} {RULE_AT_RISK}", "reckless", "MXH-T5"),
    ("among equals the first graph", f"{AT_RISK} {RULE_AT_RISK}", "at-risk", "MXH-T7"),
    ("doubt about the rule could still be worse than a slip", f"{SLIP} RULE=?", "cannot be determined", "UND"),
    ("doubt about the rule cannot be worse than reckless", f"{RECKLESS} RULE=?", "reckless", "MXH-T5"),
    ("doubt about the rule cannot be worse than purpose", f"{PURPOSE} RULE=?", "purpose to harm", "MXH-T2"),
    ("doubt about awareness could be worse", f"{UNAWARE_OR_NOT} {RULE_AT_RISK}", "cannot be determined", "UND"),
    ("doubt about awareness changes nothing", f"{UNAWARE_OR_NOT} {RULE_RECKLESS}", "reckless", "MXP-T6"),
    ("doubt late on the way cannot be worse", f"{SEEN_OR_NOT} {RULE_AT_RISK}", "at-risk", "MXP-T5"),
    ("doubt early on the way can", f"MXH7=? {RULE_RECKLESS}", "cannot be determined", "UND"),
    ("doubt in the only walk", f"{SEEN_OR_NOT} RULE=n", "cannot be determined", "UND"),
    ("doubt everywhere", "MXH7=? RULE=?", "cannot be determined", "UND"),
]


@pytest.mark.parametrize(("text", "category", "end"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_counts(shipped: Instrument, text: str, category: str, end: str) -> None:
    found = assess(shipped, answers(text))
    assert found.category is Category(category)
    assert found.end is not None
    assert found.end.id == end
    assert (found.decides is None) == (end == "UND")
    assert [f"{step.question.id}={step.answer.value[0]}" for step in found.steps] == [
        pair.replace("?", "n") for pair in text.split()
    ]


def test_whether_it_was_a_choice_is_asked_first_and_the_rule_after_the_risk(shipped: Instrument) -> None:
    asked = []
    given: dict[str, Answer] = {}
    while (question := assess(shipped, given).open) is not None:
        asked.append(question.id)
        given[question.id] = answers(f"{AT_RISK} {RULE_AT_RISK}")[question.id]
    assert asked == [pair.split("=")[0] for pair in f"{AT_RISK} {RULE_AT_RISK}".split()]


def test_there_is_no_category_while_a_question_is_open(shipped: Instrument) -> None:
    for text in ("", SLIP, "MXH7=y RULE=n", f"{PURPOSE} RULE=y"):
        found = assess(shipped, answers(text))
        assert found.open is not None
        assert (found.category, found.end, found.decides) == (None, None, None)


def test_only_a_gate_answered_no_leaves_a_graph_unwalked(shipped: Instrument) -> None:
    rule = shipped.walked[1]
    for word, not_walked, doubts in (("n", (rule,), []), ("?", (), ["RULE"]), ("y", (), [])):
        found = assess(shipped, answers(f"{SLIP} RULE={word}"))
        assert found.not_walked == not_walked
        assert [doubt.question.id for doubt in found.doubts] == doubts


def test_an_answer_to_a_deferred_question_is_refused_before_what_stands_is_fixed(shipped: Instrument) -> None:
    with pytest.raises(AnswerTooEarly, match="MXR1"):
        assess(shipped, answers(f"{SLIP} RULE=n MXR1=y"))


def test_an_answer_to_no_question_is_refused_and_its_text_is_not_repeated(shipped: Instrument) -> None:
    with pytest.raises(AnswerToNothing, match="MXH9"):
        assess(shipped, {"MXH9": Answer.YES})
    with pytest.raises(AnswerToNothing) as caught:
        assess(shipped, {"Jane Doe": Answer.YES})
    assert "Jane" not in str(caught.value)


def test_the_choice_before_a_series_of_errors_asks_for_a_new_act(shipped: Instrument) -> None:
    graph = shipped.deferred_after(Category.HUMAN_ERROR)[0]
    found = walk(graph, answers("MXR1=y MXR2=n MXR3=y")).terminal
    assert found is not None
    assert found.new_act
    assert found.category is Category.HUMAN_ERROR


def test_a_slip_with_a_knowing_departure_asks_to_look_again(shipped: Instrument) -> None:
    found = assess(shipped, answers(f"{SLIP} {RULE_AT_RISK}"))
    assert len(found.contradictions) == 1
    assert explain(found)[-1] == found.contradictions[0].words
    assert assess(shipped, answers(f"{AT_RISK} {RULE_AT_RISK}")).contradictions == ()


def test_a_favourable_edge_for_doubt_is_taken_and_the_answer_stays_what_it_was() -> None:
    texts = ("Aware", "Aware of it?", "In mind then.", "Yes", "No")
    doubt = Doubt(Answer.NO, "A source.")
    node = Node("N1", *texts, Standing.SYNTHESIS, "T1", "T2", doubt)
    ends = [
        Terminal(id, id, category, "ERR", "Support.", "What?", Standing.SYNTHESIS)
        for id, category in (("T1", Category.RECKLESS), ("T2", Category.AT_RISK))
    ]
    found = walk(Graph("G", "Graph", "N1", (node,), tuple(ends), Standing.SYNTHESIS), {"N1": Answer.NOT_ESTABLISHED})
    assert found.terminal is ends[1]
    assert found.steps[0].words == "Not established"


# --- in words -------------------------------------------------------------------------------------


def test_the_explanation_tells_each_walk_and_what_counts(shipped: Instrument) -> None:
    assert explain(assess(shipped, answers(f"{NO_BREACH} {RULE_UNWORKABLE}"))) == (
        "Duty not to put others at risk. A choice: Yes, a choice; Purpose: No, not the purpose; Near certain: "
        "No, they did not; Substantial risk: No, small or justified. Ends in: No breach of this duty (No breach).",
        "Duty to follow a rule. Departed from a rule: Yes, it departed from a rule; Rule known: Yes, known; "
        "Could be followed: No, it could not. Ends in: Rule could not be followed (System).",
        "The most serious end counts: System.",
    )


def test_the_explanation_tells_where_doubt_began_and_what_it_could_have_led_to(shipped: Instrument) -> None:
    assert explain(assess(shipped, answers(f"{SLIP} RULE=?"))) == (
        "Duty not to put others at risk. A choice: No, a slip. Ends in: Human error.",
        "Duty to follow a rule. Departed from a rule: Not established. Ends in doubt; the answer could still lead to: "
        "Human error, At-risk, Reckless, Justified choice, System.",
        "Human error was found, but an open answer could still lead to At-risk, Reckless. "
        "So the act cannot be determined.",
    )


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("", "Not finished: questions are still open."),
        (f"{SLIP} RULE=n", "What was found: Human error."),
        (f"{RECKLESS} RULE=?", "What was found stands, because no open answer could be more serious: Reckless."),
        ("MXH7=? RULE=n", "No walk came to an end. So the act cannot be determined."),
    ],
)
def test_the_explanation_ends_with_the_reason_for_the_result(shipped: Instrument, text: str, last: str) -> None:
    assert explain(assess(shipped, answers(text)))[-1] == last


def test_the_explanation_of_an_open_walk_names_the_next_question(shipped: Instrument) -> None:
    assert explain(assess(shipped, answers("MXH7=y RULE=n")))[:2] == (
        "Duty not to put others at risk. A choice: Yes, a choice. Next question: Purpose.",
        "Duty to follow a rule. Departed from a rule: No rule, or the rule was kept. Not walked.",
    )
    assert explain(assess(shipped, {}))[1] == "Duty to follow a rule. Next question: Departed from a rule."
