"""What the language check promises: labels, guards, fields, places, and what it never says."""

from functools import cache

import pytest

from app.domain.checks.findings import LANGUAGE_LIMITS, LEAK_LIMITS, Field, Finding, Label
from app.domain.checks.language import LanguageCheck
from app.storage import language_files


@cache
def the_check() -> LanguageCheck:
    """The check as the program makes it."""
    return LanguageCheck(language_files.language_data())


def labels(text: str, field: Field = Field.NARRATIVE) -> set[Label]:
    """The labels found in a text."""
    return {found.label for found in the_check().check(text, field)}


POSITIVE = {
    Label.COUNTERFACTUAL: "She should have called the registrar at two.",
    Label.FAILURE_FRAMING: "The nurse failed to escalate the score.",
    Label.FORESEEABILITY: "The warning signs were there for everyone to see.",
    Label.INEVITABILITY: "It was only a matter of time.",
    Label.OUTCOME_REASONING: "Given that the patient died, the decision was wrong.",
    Label.KNOWLEDGE_LEAK: "As we now know, it was a clot.",
    Label.CHARACTER: "RN-2 was careless and lazy.",
    Label.MIND_READING: "She knew full well what the alarm meant.",
    Label.FOLK_MODEL: "Loss of situational awareness was the cause.",
    Label.MINIMISER: "Any competent nurse would have looked.",
    Label.BLAME: "The blame lies with RN-1, who is responsible for the death.",
    Label.RULE_MATCH: "He violated the policy.",
    Label.EMOTIVE_OUTCOME: "A devastating tragedy followed.",
}

GUARDED = {
    Label.COUNTERFACTUAL: "Could she have seen the allergy from the screen she was on?",
    Label.FAILURE_FRAMING: "He has heart failure and was admitted with visual neglect.",
    Label.FORESEEABILITY: 'The letter calls the risk "obvious to anyone".',
    Label.INEVITABILITY: 'The manager told us that it was "only a matter of time".',
    Label.OUTCOME_REASONING: "The patient died at 05:40.",
    Label.KNOWLEDGE_LEAK: 'We have struck out "as we now know" from the draft.',
    Label.CHARACTER: "I find no evidence that the pharmacist was careless.",
    Label.MIND_READING: 'The family says that she "knew full well".',
    Label.FOLK_MODEL: 'The tick box marked "human error" was taken off the form.',
    Label.MINIMISER: "Simple face mask, 5 litres.",
    Label.BLAME: "CA-2 was not at fault.",
    Label.RULE_MATCH: "Violations are reported to the safety officer.",
    Label.EMOTIVE_OUTCOME: 'Her sister wrote that it was "a tragedy".',
}


@pytest.mark.parametrize("label", list(Label))
def test_each_kind_of_wording_is_marked(label: Label) -> None:
    assert label in labels(POSITIVE[label])


@pytest.mark.parametrize("label", list(Label))
def test_the_same_words_in_innocent_use_are_not_marked(label: Label) -> None:
    field = Field.RULE if label is Label.RULE_MATCH else Field.NARRATIVE
    assert labels(GUARDED[label], field) == set()


@pytest.mark.parametrize(
    ("guard", "field", "text"),
    [
        ("QUOTE", Field.RATIONALE, 'The daughter writes that "any nurse with eyes would have seen it".'),
        ("POLICY", Field.RULE, "Staff must inform the police, and failure to return by the hour is reported."),
        ("QUESTION", Field.RATIONALE, "Is it known whether the score should have been repeated?"),
        ("COND", Field.NARRATIVE, "If the tablet is overlooked, give it at once and call the pharmacist."),
        ("RECOMMEND", Field.RECOMMENDATION, "Wards should have a second key so that no dose is missed."),
        ("TERM", Field.NARRATIVE, "Diagnoses: heart failure, left neglect after stroke, failed back surgery syndrome."),
        ("NEG", Field.RATIONALE, "There is nothing to suggest carelessness on the nurse's part."),
        ("META", Field.RATIONALE, "We struck out obviously from the first draft."),
        ("EPIST", Field.RATIONALE, "The bruise could have been from the fall or from the cannula."),
        ("PATIENT", Field.NARRATIVE, "The patient did not follow the diet and missed two appointments."),
        ("EVID", Field.RATIONALE, "RN-3 decided not to wake him, on the written order of Dr B (F7)."),
        ("NOSTAFF", Field.NARRATIVE, "The pump failed to start and the battery was replaced."),
        ("FIELD", Field.TIMELINE, "3 May 10:00 Post-mortem showed a clot; first that anybody knew of it."),
    ],
)
def test_every_guard_speaks_for_innocent_wording(guard: str, field: Field, text: str) -> None:
    assert labels(text, field) == set()
    assert guard in {hit.guard for hit in the_check().hits(text, field)}


def test_what_came_later_is_right_on_a_timeline_and_marked_in_a_rationale() -> None:
    text = "Post-mortem showed a clot in the lung."
    assert Label.KNOWLEDGE_LEAK not in labels(text, Field.TIMELINE)
    assert Label.KNOWLEDGE_LEAK in labels(text, Field.RATIONALE)


def test_a_policy_that_says_who_is_to_blame_is_marked_all_the_same() -> None:
    assert labels("Any nurse who deviates from this policy is careless and to blame.", Field.RULE)


@pytest.mark.parametrize("label", list(Label))
def test_a_statement_is_marked_and_never_offered_another_wording(label: Label) -> None:
    found = the_check().check(POSITIVE[label], Field.STATEMENT)
    assert found
    assert all(each.prompt == "" for each in found)


@pytest.mark.parametrize("label", list(Label))
def test_elsewhere_every_mark_says_why_and_what_to_ask(label: Label) -> None:
    assert all(each.why and each.prompt for each in the_check().check(POSITIVE[label], Field.NARRATIVE))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The crew arrived at ten. She should have called at once. The line was free.", "should have called"),
        ("At 02:10 RN-1 failed to escalate.", "failed to escalate"),
        ("It was, in the end, only a matter of time, they said.", "only a matter of time"),
        ("\u201cFine.\u201d The nurse was careless.", "careless"),
    ],
)
def test_a_mark_lies_on_the_words_that_carry_it(text: str, words: str) -> None:
    spans = [text[found.start : found.end] for found in the_check().check(text)]
    assert any(words in span or span in words for span in spans)
    assert all(text.index(words) <= found.start < text.index(words) + len(words) for found in the_check().check(text))


def test_paraphrases_without_a_cue_word_are_found() -> None:
    paraphrases = [
        "Any first-year student knows this.",
        "The answer was in front of them all night.",
        "One glance would have done.",
        "It says two nurses in the book, there was one, and there you have the cause.",
        "Her coat is still hanging on the hook by the door.",
    ]
    assert [text for text in paraphrases if not labels(text)] == []


def test_plain_facts_are_left_alone_also_where_they_are_sad() -> None:
    facts = [
        "The patient died on 27 December after life support was withdrawn.",
        "There is no entry between 18:10 and 19:55.",
        "RN-2 was covering a colleague's break and accepted the additional task.",
        "The doctor was not told.",
        "It is not established whether the form was exchanged.",
        "0410 obs: HR 92, BP 118/70, sats 97 RA, asleep.",
    ]
    assert [text for text in facts if labels(text)] == []


def test_a_place_found_without_a_pattern_is_a_clause_or_the_sentence() -> None:
    text = "The porter came at six. The answer was in front of them all night, and nobody had told the ward. He left."
    found = the_check().check(text)
    assert found
    assert all(text[each.start] not in " ,;." and each.start >= text.index("The answer") for each in found)


def test_the_same_text_gets_the_same_marks() -> None:
    text = " ".join(POSITIVE.values())
    again = LanguageCheck(language_files.language_data())
    assert the_check().check(text) == the_check().check(text) == again.check(text)


def test_a_finding_holds_no_score_and_no_person() -> None:
    assert set(Finding.__slots__) == {"label", "start", "end", "why", "prompt", "origin", "guards"}


def test_nothing_that_is_said_claims_that_there_is_no_bias() -> None:
    data = language_files.language_data()
    said = [LANGUAGE_LIMITS, LEAK_LIMITS, *[text for each in data.labels.values() for text in (each.why, each.prompt)]]
    said += [rule.prompt for rule in data.rules]
    for text in said:
        for never in ("no bias", "bias-free", "unbiased", "objective", "validated", "!"):
            assert never not in text.lower()
    assert "Not checked" in LANGUAGE_LIMITS
    assert "Not checked" in LEAK_LIMITS
