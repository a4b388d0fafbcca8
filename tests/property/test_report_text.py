"""Rules that hold for any text: nothing is lost, nothing misleads, nothing leaves the page, all of it comes back."""

import re
import unicodedata
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.determination import Line
from app.report.blocks import Block, Cell, Gap, Row, Stack, Text
from app.report.document import render
from app.report.fonts import UNPRINTABLE, font
from app.report.layout import A4
from app.report.lines import Span, break_lines
from app.report.literal import CLOSE, OPEN, pieces
from app.report.look import Face, look_of
from app.report.press import paginate
from tests import report_values
from tests.printed import expected, pages_of, squeezed, without_watermark

LOOK = look_of(A4)
STAND_IN = re.compile(f"{OPEN}U\\+([0-9A-F]{{4,6}}){CLOSE}")
# Surrogates too: a text from a file may hold them.
ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
NASTY_LETTERS = (
    "aW .-\u0301\u0302\u202e\u200b\ufeff\u00ad\u00a0\n\r\t\x00\u2039\u203aU+0041\u05d0\u0627\u6f22\U0001f600\ud800<&%{"
)
NASTY = st.text(st.sampled_from(NASTY_LETTERS), max_size=200)
TEXTS = st.one_of(ANY, NASTY)
FACES = st.sampled_from(list(Face))


def normal(text: str) -> str:
    """A text as the rule takes it: normal form C, line feeds as line feeds, tabs as spaces."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))


@given(TEXTS, FACES)
def test_whatever_is_drawn_has_a_glyph_and_cannot_mislead(text: str, face: Face) -> None:
    for piece in pieces(text, face):
        for character in piece.text.replace("\n", ""):
            assert character in font(piece.face).letters
            assert unicodedata.category(character) not in UNPRINTABLE
            assert unicodedata.bidirectional(character) not in ("R", "AL", "AN")


@given(TEXTS, FACES)
def test_a_text_can_be_told_from_what_is_drawn(text: str, face: Face) -> None:
    drawn = "".join(piece.text for piece in pieces(text, face))
    assert STAND_IN.sub(lambda match: chr(int(match.group(1), 16)), drawn) == normal(text)


@given(TEXTS, TEXTS)
def test_two_texts_that_differ_are_drawn_differently(one: str, other: str) -> None:
    drawn = ["".join(piece.text for piece in pieces(text, Face.TEXT)) for text in (one, other)]
    assert (drawn[0] == drawn[1]) == (normal(one) == normal(other))


@given(
    st.lists(st.tuples(TEXTS, st.sampled_from([LOOK.body, LOOK.strong, LOOK.hash, LOOK.title])), max_size=4),
    st.floats(40, 500),
)
def test_lines_keep_every_letter_and_stay_within_the_measure(parts: list[tuple[str, object]], measure: float) -> None:
    spans = [Span(text, style) for text, style in parts]  # type: ignore[arg-type]
    lines = break_lines(spans, measure)
    drawn = "".join(run.text for line in lines for run in line.runs)
    wanted = "".join(piece.text for span in spans for piece in pieces(span.text, span.style.face))
    assert re.sub("[ \n]", "", drawn) == re.sub("[ \n]", "", wanted)
    for line in lines:
        units = sum(len(run.text) for run in line.runs)
        assert line.width <= measure + 0.01 or len(line.runs) == 1 or units <= 3


BLOCKS = st.one_of(
    st.integers(1, 90).map(lambda n: paragraph(n, False)),
    st.just(None).map(lambda _: paragraph(1, True)),
    st.floats(0, 30).map(Gap),
    st.tuples(st.integers(1, 60), st.integers(1, 60)).map(
        lambda pair: Row([Cell(0, 200, paragraph(pair[0], False)), Cell(220, 200, paragraph(pair[1], False))])
    ),
    st.lists(st.integers(1, 8), min_size=1, max_size=30).map(
        lambda counts: Stack([paragraph(n, False) for n in counts], tag="L", repeat=paragraph(1, True))
    ),
)


def paragraph(lines: int, heading: bool) -> Text:
    """So many lines, numbered, so that order can be told."""
    text = "\n".join(f"n{n}" for n in range(lines))
    return Text([Span(text, LOOK.body)], LOOK.body, keep_next=heading)


def leaves(block: Block) -> list[Text]:
    """The paragraphs in a block."""
    if isinstance(block, Text):
        return [block]
    if isinstance(block, Stack):
        return [leaf for part in block.blocks for leaf in leaves(part)]
    if isinstance(block, Row):
        return [leaf for cell in block.cells for leaf in leaves(cell.block)]
    return []


@given(st.lists(BLOCKS, max_size=25))
def test_pages_hold_all_lines_none_runs_over_and_none_ends_in_a_heading(blocks: list[Block]) -> None:
    total = sum(len(leaf.lines(200)) for leaf in leaves(Stack(blocks)) if not leaf.keep_next)
    pages = paginate(blocks, A4)
    assert total == sum(len(leaf.lines(200)) for page in pages for leaf in leaves(page) if not leaf.keep_next)
    for number, page in enumerate(pages):
        assert page.height(A4.measure) <= A4.room + 0.1
        assert isinstance(page, Stack)
        solid = [block for block in page.blocks if not isinstance(block, Gap)]
        if number < len(pages) - 1 and solid and not all(block.keep_next for block in solid):
            assert not solid[-1].keep_next


def determination_of(texts: list[str]) -> bytes:
    """A file in which each text stands in a row of its own."""
    rows = tuple(Line("E", text) for text in texts)
    return render(replace(report_values.empty(), factors=rows)).pdf


def body_of(pdf: bytes) -> str:
    """The text of all pages without running lines."""
    pages = [without_watermark(page).splitlines() for page in pages_of(pdf)]
    kept = [line for page in pages for line in page[1:-1] if line != "Factors, continued"]
    return squeezed("\n".join(kept))


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=40))
def test_any_text_comes_back_from_the_printed_page(texts: list[str]) -> None:
    said = body_of(determination_of(texts))
    for text in texts:
        assert expected(text) in said


def code_points(full: bool) -> list[int]:
    """All of them, or the basic plane and samples of the others."""
    return [*range(0x10000), *range(0x10000, 0x110000, 1 if full else 97)]


def test_every_code_point_is_drawn_or_shown(full: bool) -> None:
    for code in code_points(full):
        character = chr(code)
        drawn = pieces(character, Face.TEXT)
        if character == "\n":
            continue
        text = "".join(piece.text for piece in drawn)
        assert STAND_IN.sub(lambda match: chr(int(match.group(1), 16)), text) == normal(character)
        assert not any(unicodedata.category(letter) in UNPRINTABLE for letter in text)


def test_code_points_come_back_from_the_printed_page(full: bool) -> None:
    codes = code_points(False)[:: 1 if full else 23]
    texts = ["".join(f"{chr(code)} " for code in codes[start : start + 60]) for start in range(0, len(codes), 60)]
    said = body_of(determination_of(texts))
    for text in texts:
        assert expected(text) in said
