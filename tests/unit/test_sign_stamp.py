"""The stamp: who, as what, when, with which key; embedded letters, no mark-up, nothing cut without a sign."""

import io
import re

import pikepdf
import pypdfium2
import pytest

from app.domain.errors import FieldsMisplaced
from app.report import stamp
from tests.signing import NOW

KEY = "5a3759c0b2d18e4f" + "0" * 48
LONG_NAME = "Bartholomäus-Maximilian von Hohenlohe-Waldenburg-Schillingsfür"
LONG_ROLE = "Human factors specialist, regional safety service, delegated by the board of the second hospital, " * 5


def draw(name: str = "Ada Łukasiewicz", role: str = "Chair", width: float = 150, height: float = 60) -> bytes:
    return stamp.draw(name, role, NOW, KEY, width, height)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[0].get_textpage().get_text_bounded()).replace("\r\n", "\n")
    finally:
        document.close()


def test_a_stamp_names_the_person_the_role_the_time_and_the_key() -> None:
    assert text_of(draw()).split("\n") == [
        "Ada Łukasiewicz",
        "Chair",
        "signed 2026-11-22 20:30 UTC",
        "key 5a37 59c0 b2d1 8e4f",
    ]


def test_the_same_stamp_is_the_same_bytes() -> None:
    assert draw() == draw()


def test_every_letter_comes_from_an_embedded_font_that_maps_back_to_text() -> None:
    with pikepdf.open(io.BytesIO(draw())) as document:
        fonts = list(document.pages[0].obj.Resources.Font.values())
        assert {re.sub("^.*[+]", "", str(font.BaseFont)) for font in fonts} == {
            "IBMPlexSans-SemiBold-Stamp",
            "IBMPlexSans-Regular-Stamp",
            "IBMPlexMono-Regular-Stamp",
        }
        assert all("/FontFile2" in font.FontDescriptor and "/ToUnicode" in font for font in fonts)


@pytest.mark.parametrize(
    "hostile", ["<b>bold</b>", "&amp; &xxe;", '<img src="file:///etc/passwd">', "%s {0}", "<para>"]
)
def test_mark_up_is_only_text(hostile: str) -> None:
    drawn = text_of(draw(hostile, hostile, 300, 80))
    assert drawn.count(hostile) == 2


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\u202e", "U+202E"),
        ("\u200b", "U+200B"),
        ("\ufeff", "U+FEFF"),
        ("\x00", "U+0000"),
        ("\ud800", "U+D800"),
        ("\ue000", "U+E000"),
        ("\uffff", "U+FFFF"),
        ("\U0001f600", "U+1F600"),
        ("\u4e2d", "U+4E2D"),
    ],
)
def test_a_character_that_the_font_lacks_or_that_misleads_is_shown_by_its_number(character: str, shown: str) -> None:
    assert f"\u2039{shown}\u203a" in text_of(draw(f"a{character}b", "", 300, 80))


def test_line_feeds_and_tabs_become_spaces() -> None:
    assert "one two three" in text_of(draw("one\ntwo\tthree", "", 300, 80))


def test_decomposed_letters_are_drawn_composed() -> None:
    assert "Ada Ślęzak" in text_of(draw("Ada S\u0301le\u0328zak"))


@pytest.mark.parametrize("size", [(80, 30), (106, 63), (150, 60), (220, 54), (500, 200)])
def test_the_longest_name_is_never_cut(size: tuple[float, float]) -> None:
    drawn = text_of(draw(LONG_NAME, "Chair", *size)).split("\n")
    assert "".join(drawn[: drawn.index("Chair")]).replace(" ", "").replace("\ufffe", "-") == LONG_NAME.replace(" ", "")
    assert drawn[-1] == "key 5a37 59c0 b2d1 8e4f"


def test_a_low_field_shows_who_beside_when_and_so_all_of_it_larger() -> None:
    assert largest(draw("Member 1", "Chair", 188, 30)) >= 7 > largest(draw("Member 1", "Chair", 80, 30))
    for part in ("Member 1", "Chair", "signed 2026-11-22 20:30 UTC", "key 5a37 59c0 b2d1 8e4f"):
        assert part in text_of(draw("Member 1", "Chair", 188, 30))


def largest(pdf: bytes) -> float:
    """The size of the letters, as set in the page."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return max(
            float(size) for size in re.findall(rb"/F\d[+]0 ([\d.]+) Tf", document.pages[0].Contents.read_bytes())
        )


def test_a_role_that_does_not_fit_shows_that_it_goes_on() -> None:
    drawn = text_of(draw("Member 1", LONG_ROLE, 106, 63)).split("\n")
    assert drawn[-3].endswith("…")
    assert drawn[-2:] == ["signed 2026-11-22 20:30 UTC", "key 5a37 59c0 b2d1 8e4f"]


@pytest.mark.parametrize("size", [(80, 30), (106, 63), (150, 60), (188, 30), (280, 30), (300, 90)])
@pytest.mark.parametrize("role", ["Chair", "", LONG_ROLE])
def test_nothing_is_drawn_outside_the_field(size: tuple[float, float], role: str) -> None:
    document = pypdfium2.PdfDocument(draw(LONG_NAME, role, *size))
    left, bottom, right, top = document[0].get_textpage().get_charbox(0)
    page = document[0].get_textpage()
    marks = [page.get_charbox(at) for at in range(page.count_chars())]
    document.close()
    assert 0 <= left < right <= size[0]
    assert 0 <= bottom < top <= size[1]
    assert all(box[0] >= 0 and box[2] <= size[0] and box[1] >= 0 and box[3] <= size[1] for box in marks)


@pytest.mark.parametrize("size", [(10, 60), (150, 8), (3, 3)])
def test_a_field_too_small_to_be_read_is_refused(size: tuple[float, float]) -> None:
    with pytest.raises(FieldsMisplaced):
        draw("Member 1", "Chair", *size)
