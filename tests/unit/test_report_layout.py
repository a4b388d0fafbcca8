"""What is promised about layout: what stays together, what returns, what another sheet changes, what is marked."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from app.report import wording
from app.report.blocks import Block, Cell, Gap, Row, Stack, Text
from app.report.canvas import Node, PageCanvas
from app.report.columns import Columns, Snake
from app.report.layout import A4, MILLIMETRE, Sheet
from app.report.lines import Line, Span, balanced, break_lines, one_line, width
from app.report.look import Face, look_of
from app.report.parts import Parts, grouped
from app.report.path_figure import clipped
from app.report.press import Chapter, paginate, press, set_chapter
from tests import report_values
from tests.printed import opened, pages, pages_of, printed, squeezed

LOOK = look_of(A4)
BODY = LOOK.body
LETTER = replace(A4, name="Letter", width=612.0, height=792.0, body_bottom=716.0, foot=727.0)
LARGE = replace(
    A4, name="A4 large print", side=18 * MILLIMETRE, body_top=100.0, body_bottom=740.0, foot=752.0, scale=18 / 10.5
)


def lines_of(count: int) -> Text:
    """A paragraph of exactly so many lines at any measure."""
    return Text([Span("\n".join("line" for _ in range(count)), BODY)], BODY)


def height(count: int) -> float:
    """The height of so many lines."""
    return count * BODY.leading


def count_of(block: Block | None) -> int:
    """How many lines of body type a part has."""
    return 0 if block is None else round(block.height(400) / BODY.leading)


# ------------------------------------------------------------------------------------ what is cut


@pytest.mark.parametrize(
    ("lines", "room", "above", "below"),
    [(5, 5, 5, 0), (5, 4, 3, 2), (5, 3, 3, 2), (5, 2, 2, 3), (5, 1, 0, 5), (3, 2, 0, 3), (4, 3, 2, 2), (1, 0, 0, 1)],
)
def test_a_paragraph_is_cut_with_two_lines_on_either_side_or_not_at_all(
    lines: int, room: int, above: int, below: int
) -> None:
    head, tail = lines_of(lines).cut(400, height(room))
    assert (count_of(head), count_of(tail)) == (above, below)


def test_on_an_empty_page_something_is_given_even_if_a_line_stays_alone() -> None:
    head, tail = lines_of(3).cut(400, height(1), force=True)
    assert (count_of(head), count_of(tail)) == (1, 2)


def test_a_heading_goes_with_what_follows_it() -> None:
    heading = Text([Span("Heading", BODY)], BODY, keep_next=True)
    head, tail = Stack([lines_of(3), Gap(4), heading, Gap(4), lines_of(4)]).cut(400, height(5))
    assert count_of(head) == 3
    assert isinstance(tail, Stack)
    assert tail.blocks[0] is heading


def test_the_head_of_a_table_returns_where_the_table_goes_on() -> None:
    again = Text([Span("Head", BODY)], BODY, keep_next=True)
    table = Stack([again, *(lines_of(1) for _ in range(10))], repeat=again)
    head, tail = table.cut(400, height(5))
    assert isinstance(tail, Stack)
    assert tail.blocks[0] is again
    assert count_of(head) + count_of(tail) == 12


def test_the_last_row_of_a_list_does_not_stand_alone_on_a_page() -> None:
    rows = Stack([lines_of(1) for _ in range(8)], tag="L")
    head, tail = rows.cut(400, height(7))
    assert (count_of(head), count_of(tail)) == (6, 2)


def test_a_row_is_cut_through_all_of_its_cells_or_not_at_all() -> None:
    row = Row([Cell(0, 100, lines_of(1)), Cell(100, 300, lines_of(20))])
    head, tail = row.cut(400, height(9))
    assert (count_of(head), count_of(tail)) == (9, 11)
    uneven = Row([Cell(0, 100, lines_of(3)), Cell(100, 300, lines_of(20))])
    assert uneven.cut(400, height(2)) == (None, uneven)


def test_a_label_returns_where_its_row_goes_on() -> None:
    row = Row([Cell(0, 100, lines_of(1)), Cell(100, 300, lines_of(20))], again=True)
    head, tail = row.cut(400, height(9))
    assert isinstance(head, Row)
    assert isinstance(tail, Row)
    assert [count_of(cell.block) for cell in head.cells] == [1, 9]
    assert [count_of(cell.block) for cell in tail.cells] == [1, 11]


def test_what_does_not_fit_into_a_figure_ends_in_an_ellipsis_between_whole_words() -> None:
    lines = clipped("yes, substantial and not justified by anything that was said", LOOK.step, 60.0)
    assert len(lines) == 3
    drawn = " ".join("".join(run.text for run in line.runs).strip() for line in lines)
    assert drawn.endswith("…")
    assert "yes, substantial and not justified by anything".startswith(drawn.rstrip("…").strip())


def test_a_short_row_is_not_cut() -> None:
    row = Row([Cell(0, 400, lines_of(6))])
    assert row.cut(400, height(4)) == (None, row)


def test_what_is_whole_moves_to_the_next_page_and_is_cut_only_if_no_page_holds_it() -> None:
    whole = Stack([lines_of(10)], whole=True)
    assert whole.cut(400, height(8)) == (None, whole)
    head, tail = whole.cut(400, height(8), force=True)
    assert (count_of(head), count_of(tail)) == (8, 2)


def test_a_long_column_goes_on_in_two_and_ends_evenly() -> None:
    rows = Stack([lines_of(1) for _ in range(50)])
    places = [Cell(0, 200, rows), Cell(220, 200, rows)]
    head, tail = Snake(rows, places).cut(420, height(20), force=True)
    assert isinstance(head, Columns)
    assert isinstance(tail, Snake)
    assert [count_of(cell.block) for cell in head.columns] == [20, 20]
    assert [count_of(cell.block) for cell in tail.even.columns] == [5, 5]


# ------------------------------------------------------------------------------------------- lines


def letters(lines: list[Line]) -> str:
    """What is written on lines."""
    return "".join(run.text for line in lines for run in line.runs)


def test_one_short_word_does_not_stand_alone_on_the_last_line() -> None:
    text = "Each person knew the rule well and the rule could be kept as it"
    measure = width(text, BODY) - width("it", BODY)
    lines = break_lines([Span(text, BODY)], measure)
    assert len(lines) == 2
    assert lines[-1].runs[0].text == "as it"


def test_a_title_breaks_into_lines_of_even_length() -> None:
    text = "RN-1 takes the first match for two letters and acknowledges the caution that is shown"
    plain, even = break_lines([Span(text, LOOK.act)], 480), balanced([Span(text, LOOK.act)], 480)
    assert len(plain) == len(even) == 2

    def spread(lines: list[Line]) -> float:
        return abs(lines[0].width - lines[1].width)

    assert spread(even) < spread(plain)
    assert squeezed(letters(even)) == squeezed(text)


def test_a_role_code_is_not_broken_at_its_hyphen() -> None:
    lines = break_lines([Span("the nurse called RN-1 and RN-2", BODY)], width("the nurse called RN-", BODY) + 1)
    assert all(not run.text.rstrip().endswith("-") for line in lines for run in line.runs)


def test_a_running_line_ends_in_an_ellipsis_where_it_does_not_fit() -> None:
    line = one_line("W" * 200, BODY, 100)
    assert line.width <= 100
    assert line.runs[-1].text == "…"
    assert one_line("short", BODY, 100).runs[0].text == "short"


def test_a_hash_is_grouped_by_four_and_eight_groups_stand_on_a_line() -> None:
    assert grouped("0123456789abcdef" * 4) == "\n".join(["0123 4567 89ab cdef 0123 4567 89ab cdef"] * 2)
    assert grouped("") == ""
    assert grouped("abcde") == "abcd e"


def test_short_columns_stay_together_and_long_ones_run_on_by_themselves() -> None:
    def columns(left: int, right: int) -> Columns:
        return Parts(LOOK, A4.measure).two([lines_of(left)], [lines_of(right)])

    short = columns(4, 12)
    assert short.cut(400, height(6)) == (None, short)
    head, tail = columns(10, 30).cut(400, height(20))
    assert isinstance(head, Columns)
    assert isinstance(tail, Columns)
    assert [count_of(cell.block) for cell in head.columns] == [10, 20]
    assert [count_of(cell.block) for cell in tail.columns] == [0, 10]


def test_two_columns_have_equal_width() -> None:
    columns = Parts(LOOK, A4.measure).two([lines_of(1)], [lines_of(1)]).columns
    assert columns[0].measure == columns[1].measure
    assert columns[1].x + columns[1].measure == pytest.approx(A4.measure)


# ----------------------------------------------------------------------------------- other sheets


@pytest.mark.parametrize("sheet", [LETTER, LARGE], ids=lambda sheet: str(sheet.name))
@pytest.mark.parametrize("name", ["example", "hostile", "draft"])
def test_another_sheet_is_one_more_line_in_the_table_and_loses_nothing(sheet: Sheet, name: str) -> None:
    value = report_values.ALL[name]()
    pressed = press(value, sheet)
    texts = pages_of(pressed.pdf)
    assert squeezed(wording.NOT_A_PERSON) in squeezed("".join(texts))
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
    for box in pressed.boxes:
        assert box.rect[0] >= sheet.side
        assert box.rect[2] <= sheet.width - sheet.side + 0.01
    with opened(pressed.pdf) as document:
        assert all(
            [float(x) for x in page.mediabox] == pytest.approx([0, 0, sheet.width, sheet.height], abs=0.01)
            for page in document.pages
        )


def rows_with_space(count: int, units: float) -> Chapter:
    """A chapter of so many rows with so much white space between them, in units."""

    def build(parts: Parts) -> list[Block]:
        return [block for _ in range(count) for block in (parts.text("row"), parts.gap(units))]

    return Chapter("x", "x", build)


def test_a_chapter_is_set_closer_where_that_saves_a_page_with_only_a_few_lines() -> None:
    # 32 rows and 6 points between them need 685 points and a little more.
    assert len(paginate(rows_with_space(34, 1.5).build(Parts(LOOK, A4.measure)), A4)) == 2
    assert len(set_chapter(rows_with_space(34, 1.5), LOOK, A4)) == 1


def test_a_chapter_that_saves_nothing_keeps_its_white_space() -> None:
    for count in (20, 55, 80):
        chapter = rows_with_space(count, 1.5)
        as_designed = paginate(chapter.build(Parts(LOOK, A4.measure)), A4)
        assert [page.height(A4.measure) for page in set_chapter(chapter, LOOK, A4)] == [
            page.height(A4.measure) for page in as_designed
        ]


# --------------------------------------------------------------------------------------- structure


def test_marks_do_not_nest_and_do_not_run_over_a_page() -> None:
    canvas = PageCanvas(BytesIO(), (A4.width, A4.height), "en-GB")
    node = canvas.root.add("P")
    with canvas.mark(node), pytest.raises(AssertionError, match="nest"), canvas.mark(Node("P")):
        pass
    with canvas.artifact(), pytest.raises(AssertionError, match="open"):
        canvas.showPage()


PAINTING = {"Tj", "TJ", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh"}


@pytest.mark.parametrize("name", ["example", "cabinet", "hostile", "draft"])
def test_all_that_is_drawn_is_marked_as_content_or_as_nothing(name: str) -> None:
    with opened(printed(name).pdf) as document:
        for page in document.pages:
            depth, numbers = 0, []
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if operator in ("BDC", "BMC"):
                    depth += 1
                    if operator == "BDC":
                        numbers.append(int(instruction.operands[1].MCID))
                elif operator == "EMC":
                    depth -= 1
                assert depth in (0, 1)
                assert depth == 1 or operator not in PAINTING
            assert depth == 0
            assert numbers == list(range(len(numbers)))
            assert numbers


def test_no_heading_stands_at_the_foot_of_a_page() -> None:
    headings = {wording.PATH, wording.ANSWERS, wording.ORGANISATION, wording.NOT_KNOWN, wording.FACTORS, wording.ROSTER}
    for name in ("example", "cabinet", "huge", "labelling"):
        for text in pages(name):
            last = [line for line in text.splitlines() if line][-2:]
            assert last[0] not in headings
            assert not last[0].endswith(", continued")


def test_a_style_is_one_object_however_it_is_come_by() -> None:
    assert LOOK.row.in_face(Face.STRONG) is look_of(A4).strong
    assert BODY.in_colour("#000000") is BODY.in_colour("#000000")
    assert BODY.on(20.0) is BODY.on(20.0)
