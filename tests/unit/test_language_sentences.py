"""Where sentences end, in notes, prose and lists."""

import pytest

from app.domain.checks.sentences import MOST_CHARACTERS, split, units


def parts(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[span.start : span.end] for span in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He slept. She left.", ["He slept.", "She left."]),
        ("Dr. B came at 8 p.m. He left.", ["Dr. B came at 8 p.m.", "He left."]),
        ("Dose 2.5 mg i.e. half. Given 14.30.", ["Dose 2.5 mg i.e. half.", "Given 14.30."]),
        ("Seen by J. Smith. Plan: home.", ["Seen by J. Smith.", "Plan: home."]),
        ("approx. 40 min vs. 60 min", ["approx. 40 min vs. 60 min"]),
        ('She said "stop." Then he stopped.', ['She said "stop."', "Then he stopped."]),
        ("Was it read? No! Why?", ["Was it read?", "No!", "Why?"]),
        ("- bell x3\n- no reply\n1. ring site", ["- bell x3", "- no reply", "1. ring site"]),
        ("02:10 BP 90/50\n02:25 reg at bedside", ["02:10 BP 90/50", "02:25 reg at bedside"]),
        (
            "A long line of prose that was wrapped by a mail program at some\nplace in its middle. Next.",
            ["A long line of prose that was wrapped by a mail program at some\nplace in its middle.", "Next."],
        ),
        ("First paragraph\n\nSecond paragraph", ["First paragraph", "Second paragraph"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_a_text_without_any_end_is_cut_in_pieces() -> None:
    assert max(len(part) for part in parts("word " * 1000)) <= MOST_CHARACTERS


def test_short_sentences_of_one_line_are_judged_together() -> None:
    text = "Why the wrong bag? Autopilot.\nThe porter came at six."
    assert [text[u.start : u.end] for u in units(text, split(text))] == [
        "Why the wrong bag? Autopilot.",
        "The porter came at six.",
    ]


def test_in_a_long_paragraph_each_sentence_is_judged_by_itself() -> None:
    text = " ".join(
        f"The crew arrived at the {n} house and knocked on its door." for n in ("first", "second", "third") * 3
    )
    assert len(units(text, split(text))) == len(split(text)) == 9
