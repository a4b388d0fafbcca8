"""What holds for every text: marks lie inside it, the same text gives the same marks, and no text is too much."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.checks.findings import Field, Place
from app.domain.checks.language import LanguageCheck
from app.domain.checks.leaks import LeakCheck
from app.domain.checks.sentences import MOST_CHARACTERS, split, units
from app.storage import language_files


@cache
def language() -> LanguageCheck:
    """The language check."""
    return LanguageCheck(language_files.language_data())


@cache
def leak() -> LeakCheck:
    """The leak check."""
    return LeakCheck(language_files.leak_data())


PIECES = """RN-1 Dr. B the patient died so care was poor should have could not failed to obviously careless policy says
whether if had no evidence of any nurse knows hindsight e.g. 02:10 3.5 - " '
( ) . , ; : ? ! \u201c \u201d e\u0301 \u0130"""
WORDS = st.sampled_from([*PIECES.split(), "\n", "\n\n"])
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=300))


@given(TEXTS, st.sampled_from(list(Field)))
@settings(max_examples=150, deadline=None)
def test_every_mark_lies_inside_the_text_and_comes_again(text: str, field: Field) -> None:
    found = language().check(text, field)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(text[each.start : each.end].strip() for each in found)
    assert list(found) == sorted(found, key=lambda each: (each.start, each.end, each.label))
    assert language().check(text, field) == found


@given(TEXTS, st.sampled_from(list(Place)), st.lists(st.text(max_size=8), max_size=3))
@settings(max_examples=100, deadline=None)
def test_every_leak_lies_inside_the_text(text: str, place: Place, terms: list[str]) -> None:
    assert all(0 <= each.start < each.end <= len(text) for each in leak().check(text, place, terms))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_sentences_hold_everything_but_blanks_once_and_in_order(text: str) -> None:
    spans = split(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 < span.end - span.start <= MOST_CHARACTERS for span in spans)
    assert "".join("".join(text[s.start : s.end] for s in spans).split()) == "".join(text.split())
    pieces = units(text, spans)
    assert "".join("".join(text[s.start : s.end] for s in pieces).split()) == "".join(text.split())


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_what_stands_in_another_paragraph_changes_nothing(one: str, two: str) -> None:
    one, two = one.strip().replace("\r", ""), two.strip().replace("\r", "")
    alone = [(f.label, f.start, f.end) for f in language().check(one)]
    beside = [(f.label, f.start, f.end) for f in language().check(one + "\n\n" + two) if f.end <= len(one)]
    assert beside == alone


REPEATED = (
    *(
        "a ",
        "nobody ",
        "'",
        '"',
        "(",
        "' x",
        "the fact that the ",
        "if a b had ",
        "e\u0301",
        "A.",
        "1. ",
        "...",
        "\n",
        "- ",
    ),
    *("would have been ", "because the patient died ", "died so ", "policy says not ", "\u0130", "?", "Dr. ", "F1 ("),
)


@pytest.mark.parametrize("piece", REPEATED)
def test_no_repetition_makes_a_pattern_run_away(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert all(each.end <= len(text) for each in language().check(text))
    assert all(each.end <= len(text) for each in leak().check(text))
