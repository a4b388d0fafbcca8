"""What is promised about text on paper: it is drawn as it stands, or shown by its number; it is never mark-up."""

from dataclasses import replace

import pytest

from app.report.document import render
from app.report.fonts import font, to_unicode
from app.report.literal import Piece, harmless, pieces, plain
from app.report.look import Face
from tests import report_values
from tests.printed import body, expected, pages, pages_of, squeezed

FACES = list(Face)


def shown(text: str) -> str:
    """A text as it is drawn."""
    return "".join(piece.text for piece in pieces(text, Face.TEXT))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("<b>bold</b> &amp; %s {0}", "<b>bold</b> &amp; %s {0}"),
        ("a\u202eb", "a\u2039U+202E\u203ab"),
        ("a\u200bb\ufeffc", "a\u2039U+200B\u203ab\u2039U+FEFF\u203ac"),
        (
            "\x00\x07\x1b\x7f\x85",
            "\u2039U+0000\u203a\u2039U+0007\u203a\u2039U+001B\u203a\u2039U+007F\u203a\u2039U+0085\u203a",
        ),
        ("a\u00adb", "a\u2039U+00AD\u203ab"),
        ("\ue000\ufffe\ufdd0\ud800", "\u2039U+E000\u203a\u2039U+FFFE\u203a\u2039U+FDD0\u203a\u2039U+D800\u203a"),
        ("\u2028\u2029", "\u2039U+2028\u203a\u2039U+2029\u203a"),
        ("\U0001f600\U0010ffff", "\u2039U+1F600\u203a\u2039U+10FFFF\u203a"),
        ("\u05d0\u0627\u0661", "\u2039U+05D0\u203a\u2039U+0627\u203a\u2039U+0661\u203a"),
        ("\u6f22\u0928", "\u2039U+6F22\u203a\u2039U+0928\u203a"),
        ("\u034f\u115f\u3164\ufe0f", "\u2039U+034F\u203a\u2039U+115F\u203a\u2039U+3164\u203a\u2039U+FE0F\u203a"),
        ("e\u0301", "\u00e9"),
        ("\u1e9b\u0323", "\u1e9b\u0323"),
        ("\u0301", "\u2039U+0301\u203a"),
        ("a \u0301", "a \u2039U+0301\u203a"),
        ("x\u0301\u0302\u0303", "x\u0301\u0302\u2039U+0303\u203a"),
        ("\u2039U+0041\u203a", "\u2039U+2039\u203aU+0041\u203a"),
        ("\u2039oui\u203a", "\u2039oui\u203a"),
        ("a\tb\r\nc\rd", "a b\nc\u2039U+000D\u203ad"),
        (
            "5 \u00b5g \u2264 10 \u00b5g, \u20ac, \u2014, \u2192, \u2713",
            "5 \u00b5g \u2264 10 \u00b5g, \u20ac, \u2014, \u2192, \u2713",
        ),
    ],
)
def test_a_text_is_drawn_as_it_stands_or_shown_by_its_number(text: str, drawn: str) -> None:
    assert shown(text) == drawn


@pytest.mark.parametrize(
    "name",
    [
        "Nguy\u1ec5n",
        "\u1e62\u1ecdl\u00e1",
        "\u01e8oskela",
        "\u1f08\u03b8\u1fc6\u03bd\u03b1\u03b9",
        "\u049a\u0430\u0437\u0430\u049b",
        "\u0130stanbul",
    ],
)
def test_names_of_latin_greek_and_cyrillic_are_drawn(name: str) -> None:
    for face in (Face.TEXT, Face.STRONG, Face.ITALIC, Face.MEDIUM):
        assert not any(piece.stand_in for piece in pieces(name, face))


def test_letters_that_plex_has_not_come_from_the_fallback_and_the_rest_stays() -> None:
    assert pieces("S\u1ecdl\u00e1", Face.STRONG) == [Piece(Face.STRONG, "S\u1ecdl\u00e1")]
    assert pieces("\u1e62\u1ecdl\u00e1", Face.STRONG) == [
        Piece(Face.FALLBACK, "\u1e62"),
        Piece(Face.STRONG, "\u1ecdl\u00e1"),
    ]


def test_every_face_has_the_letters_of_stand_ins() -> None:
    for face in FACES:
        assert font(face).letters >= set("\u2039\u203aU+0123456789ABCDEF \u00a0\u2026")


@pytest.mark.parametrize(
    "character",
    [
        "\u05d0",
        "\u0627",
        "\u0661",
        "\u07c0",
        "\u034f",
        "\u115f",
        "\u3164",
        "\uffa0",
        "\ufe0f",
        "\u180b",
        "\u00ad",
        "\ue000",
    ],
)
def test_what_could_mislead_is_not_drawn_even_if_a_font_should_come_to_have_it(character: str) -> None:
    assert not harmless(character)


@pytest.mark.parametrize("text", report_values.HOSTILE)
def test_hostile_text_prints_literally(text: str) -> None:
    assert expected(text) in body("hostile")


@pytest.mark.parametrize(
    "markup",
    [
        "<b>bold</b>",
        '<imgsrc="file:///etc/passwd"width="100"/>',
        "&xxe;",
        "<para>para</para>",
        "%s%(name)s{0}{person}{}{{x}}",
    ],
)
def test_markup_in_a_field_is_nothing_but_text(markup: str) -> None:
    said = body("hostile")
    assert said.count(markup) > 10
    assert "root:" not in said


def test_a_word_of_a_hundred_thousand_letters_is_printed_whole() -> None:
    value = replace(report_values.bare_act(), question="W" * 100_000)
    assert (
        squeezed("".join(pages_of(render(value).pdf))).count("W") - squeezed("".join(pages("bare_act"))).count("W")
        == 100_000
    )


def test_many_line_feeds_cost_one_blank_line() -> None:
    value = replace(report_values.bare_act(), question="above" + "\n" * 5000 + "below")
    assert len(pages_of(render(value).pdf)) == len(pages("bare_act"))


def test_every_character_that_is_drawn_comes_back_from_the_page() -> None:
    letters = {c for face in (Face.TEXT, Face.FALLBACK) for c in font(face).letters}
    drawn = sorted(c for c in letters if not any(p.stand_in for p in pieces(c, Face.TEXT)) and not c.isspace())
    assert len(drawn) > 2500
    rows = [" ".join(drawn[start : start + 40]) for start in range(0, len(drawn), 40)]
    value = replace(report_values.bare_act(), question="\n".join(rows))
    text = squeezed("".join(pages_of(render(value).pdf)))
    for row in rows:
        assert expected(row) in text


def test_a_title_for_readers_is_one_line_with_nothing_hidden() -> None:
    assert plain(" a\r\n b\tc \u202e ") == "a b c \u2039U+202E\u203a"
    assert plain("\x1c\u2028x") == "\u2039U+001C\u203a\u2039U+2028\u203ax"


def test_the_map_back_to_text_is_utf16_in_blocks_of_a_hundred_without_nothing() -> None:
    program = to_unicode([0, 0x41, 0x7F, 0x1D400, *range(0x100, 0x200)])
    assert "<01> <0041>" in program
    assert "<03> <D835DC00>" in program
    assert "<00> <" not in program.split("endcodespacerange")[1]
    assert "007F" not in program
    assert "100 beginbfchar" in program
    assert "58 beginbfchar" in program
