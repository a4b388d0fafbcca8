"""What is promised about the pages of a determination, read back from the finished file."""

import re
import unicodedata
from dataclasses import replace

import pytest

from app.domain.determination import Determination, PanelMember
from app.report import wording
from app.report.document import render
from app.report.fonts import UNPRINTABLE
from app.report.layout import A4, FieldBox
from app.report.parts import grouped
from tests import report_values
from tests.printed import body, expected, opened, pages, pages_of, printed, run, squeezed, without_watermark

EVERY = sorted(report_values.ALL)
REHEARSALS = ("cabinet", "labelling", "hostile")
FINAL = ("example", "huge", "empty", "bare_act")


# ------------------------------------------------------------------------------------- every page


@pytest.mark.parametrize("name", EVERY)
def test_every_page_has_its_number_the_reference_and_the_start_of_the_head(name: str) -> None:
    value = report_values.ALL[name]()
    texts = pages(name)
    assert len(texts) == len(opened(printed(name).pdf).pages)
    for number, text in enumerate(texts, 1):
        assert text.count(f"Page {number} of {len(texts)}") == 1
        assert expected(f"Case {value.reference}. Confidential") in squeezed(text)
        shown = grouped(value.record.head[:16]) or "not recorded"
        assert expected(f"Journal entry {value.record.seq}, head {shown}") in squeezed(text)


@pytest.mark.parametrize("name", REHEARSALS)
def test_a_rehearsal_says_so_on_every_page_in_the_running_line_and_across_the_sheet(name: str) -> None:
    for text in pages_of(printed(name).pdf):
        assert text.startswith("\n".join("REHEARSAL") + "\n")
        assert "REHEARSAL" in without_watermark(text).splitlines()


def test_a_draft_says_so_on_every_page_in_the_running_line_and_across_the_sheet() -> None:
    for text in pages_of(printed("draft").pdf):
        assert text.startswith("\n".join("DRAFT") + "\n")
        assert "DRAFT" in without_watermark(text).splitlines()


def test_the_draft_of_a_rehearsal_carries_both_words_on_every_page() -> None:
    value = replace(report_values.labelling(), missing=("A reason.",))
    for text in pages_of(render(value).pdf):
        assert "DRAFT, REHEARSAL" in without_watermark(text).splitlines()


@pytest.mark.parametrize("name", FINAL)
def test_a_final_edition_carries_neither_word(name: str) -> None:
    for text in pages_of(printed(name).pdf):
        assert "REHEARSAL" not in text
        assert "DRAFT" not in text


# ------------------------------------------------------------------------------------ what it says


def texts_of(value: object) -> list[str]:
    """All texts in a value, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts_of(item)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for name in value.__dataclass_fields__ for text in texts_of(getattr(value, name))]
    return []


@pytest.mark.parametrize("name", ["example", "cabinet", "labelling", "draft"])
def test_every_text_of_the_determination_is_on_paper(name: str) -> None:
    value = report_values.ALL[name]()
    said = body(name).casefold()
    nodes = {step.node for act in value.acts for walk in act.walks for step in walk.steps}
    # A draft has no seal.
    left_out = {*nodes, *([value.seal] if value.missing else [])}
    wanted = [text for text in texts_of(value) if text not in left_out]
    assert len(wanted) > 60
    for text in wanted:
        assert expected(text).casefold() in said, text


def test_the_first_page_has_acts_categories_hindsight_the_organisation_and_the_places_to_sign() -> None:
    value = report_values.example()
    first = squeezed(pages("example")[0])
    for act in value.acts:
        assert expected(act.label + act.wording) in first
        assert expected(act.category.label) in first
        assert expected(act.organisation) in first
    for sentence in (wording.NOT_A_PERSON, wording.HINDSIGHT_UNRECORDED, wording.HINDSIGHT_LISTED):
        assert squeezed(sentence) in first
    assert {box.name for box in printed("example").boxes if box.page == 0} == {m.seat for m in value.panel}


def test_the_summary_names_the_page_on_which_each_act_begins() -> None:
    value, texts = report_values.cabinet(), pages("cabinet")
    for act in value.acts:
        begins = next(n for n, text in enumerate(texts) if n and expected(act.label + act.wording) in squeezed(text))
        row = re.search(re.escape(expected(act.label + act.wording)) + r".*?(\d+)(?=A\d|Acategory)", squeezed(texts[0]))
        assert row
        assert row.group(1).endswith(str(begins + 1))


def test_the_summary_only_begins_a_long_text_and_says_where_it_stands_in_full() -> None:
    long = " ".join(f"word{n}" for n in range(400))
    acts = (replace(report_values.SELECTION, organisation=long),)
    texts = pages_of(render(replace(report_values.example(), acts=acts)).pdf)
    assert "word10" in texts[0]
    assert "word399" not in texts[0]
    assert squeezed("… " + wording.IN_FULL.format(act="A2")) in squeezed(texts[0])
    assert "word399" in "".join(texts[1:])


def test_what_is_asked_for_several_acts_is_asked_once() -> None:
    acts = tuple(replace(act, organisation="Why was it so?") for act in report_values.example().acts)
    first = pages_of(render(replace(report_values.example(), acts=acts)).pdf)[0]
    assert first.count("Why was it so?") == 1
    assert "A1, A2, A3, A4, A5 Why was it so?" in first.replace("\u2002", " ")


def test_a_full_summary_keeps_to_one_page_and_says_where_to_sign() -> None:
    value = report_values.example()
    acts = tuple(replace(value.acts[n % 5], label=f"A{n + 1}", organisation="") for n in range(8))
    rendered = render(replace(value, acts=acts))
    texts = pages_of(rendered.pdf)
    assert squeezed(wording.HINDSIGHT_UNRECORDED) in squeezed(texts[0])
    assert squeezed(wording.ACTION.format(person="RN-1")) in squeezed(texts[1] + texts[2])
    page = {box.page for box in rendered.boxes if box.name != "close"}
    assert len(page) == 1
    begins = next(n for n, text in enumerate(texts) if wording.RECORD in text.splitlines())
    assert wording.SIGNED_ELSEWHERE.format(page=begins + 1) in texts[0]
    assert page == {begins}


def test_an_act_begins_on_a_page_of_its_own() -> None:
    for name in ("example", "cabinet"):
        value = report_values.ALL[name]()
        for act in value.acts:
            begins = [t for t in pages(name)[1:] if expected(act.label + act.wording) in squeezed(t)]
            lines = begins[0].splitlines()
            title = next(n for n, line in enumerate(lines) if line.startswith(act.label))
            assert title <= 2


def test_a_second_walk_stands_in_a_figure_of_its_own_and_says_that_it_does_not_decide() -> None:
    act = report_values.SELECTION
    text = squeezed("".join(pages("example")[2:4]))
    for walk in act.walks:
        assert text.count(squeezed(walk.name)) == 2
        figure = "".join(squeezed(step.short) for step in walk.steps)
        assert all(squeezed(step.short) in text for step in walk.steps), figure
    assert text.count(squeezed(wording.DECIDES)) == 1
    assert text.count(squeezed(wording.DOES_NOT_DECIDE)) == 1


@pytest.mark.parametrize("known", range(8, 26))
def test_the_sentence_that_sums_the_walks_up_stands_with_the_last_figure(known: int) -> None:
    act = replace(report_values.SELECTION, known=report_values.lines(*(("E", f"fact {n}") for n in range(known))))
    texts = pages_of(render(replace(report_values.example(), acts=(act,))).pdf)
    page = next(text for text in texts[1:] if act.conclusion in text)
    assert wording.DOES_NOT_DECIDE in page


def test_hashes_stand_in_groups_of_four() -> None:
    value = report_values.example()
    text = " ".join(" ".join(pages("example")).split())
    for value_hash in (value.record.head, value.instrument.sha256, *(m.fingerprint for m in value.panel)):
        assert " ".join(grouped(value_hash).split()) in text


def test_sections_without_content_say_so_in_words() -> None:
    empty, bare = squeezed("".join(pages("empty"))), squeezed("".join(pages("bare_act")))
    for sentence in (
        wording.NO_TITLE,
        wording.NO_EVENT_DATE,
        wording.NO_INSTRUMENT,
        wording.NOT_ASKED,
        wording.NO_ACT,
        wording.NOTHING_OF_ORGANISATION,
        wording.NO_MEMBER,
        wording.NO_FACTOR,
        wording.NO_DISPUTE,
        wording.NOT_RECORDED,
    ):
        assert squeezed(sentence) in empty
    for sentence in (
        wording.NO_WORDING,
        wording.NOTHING_KNOWN.format(person=wording.NO_PERSON),
        wording.NOTHING_UNKNOWN,
        wording.NO_RULE.format(person=wording.NO_PERSON),
        wording.NO_WALK,
        wording.NO_ANSWER,
        wording.NO_ACTION.format(person=wording.NO_PERSON),
    ):
        assert squeezed(sentence) in bare


def test_a_rehearsal_claims_no_blinding_and_a_determination_says_what_is_not_recorded() -> None:
    assert squeezed(wording.HINDSIGHT_REHEARSAL) in squeezed(pages("labelling")[0])
    assert squeezed(wording.HINDSIGHT_UNRECORDED) in squeezed(pages("example")[0])
    assert squeezed(wording.HINDSIGHT_UNRECORDED) not in squeezed(pages("labelling")[0])


def test_a_draft_lists_what_is_missing_and_has_no_place_to_sign() -> None:
    value, said = report_values.draft(), body("draft")
    assert printed("draft").boxes == ()
    for missing in value.missing:
        assert expected(missing) in said
    for sentence in (wording.INK, wording.SEAL_MEANS, wording.CHECK_EVENHAND_TEXT):
        assert squeezed(sentence) not in said
    assert squeezed(wording.DRAFT_UNSIGNED) in said
    assert squeezed(wording.CHECK_DRAFT) in said


def test_the_last_page_tells_how_to_check_the_document() -> None:
    for name in ("example", "huge"):
        last = squeezed(pages(name)[-1])
        for sentence in (wording.CHECK, wording.CHECK_COMMAND, wording.CHECK_PAPER_TEXT, wording.CHECK_NEVER_TEXT):
            assert squeezed(sentence) in last


def test_thirty_acts_and_reasons_of_five_thousand_characters_are_all_there() -> None:
    value = report_values.huge()
    said = squeezed("".join(pages("huge")))
    sentence = squeezed(value.acts[0].organisation)[:60]
    wanted = sum(text.count(value.acts[0].organisation[:60]) for text in texts_of(value))
    # Sentences that a page break runs through are not counted; hardly one a page, and one more in summaries.
    assert wanted > 7_000
    assert said.count(sentence) > wanted - 2 * len(pages("huge"))
    for act in value.acts:
        assert expected(act.label + "\u2002" + act.wording) in said


# ------------------------------------------------------------------------------ places to be signed


def members(count: int) -> tuple[PanelMember, ...]:
    """A panel of so many."""
    return tuple(replace(report_values.PANEL[n % 5], seat=f"m{n + 1}") for n in range(count))


def overlap(a: FieldBox, b: FieldBox) -> bool:
    """Whether two boxes share paper."""
    return (
        a.page == b.page
        and a.rect[0] < b.rect[2]
        and b.rect[0] < a.rect[2]
        and a.rect[1] < b.rect[3]
        and b.rect[1] < a.rect[3]
    )


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 9, 11, 12])
def test_each_seat_and_both_seals_have_one_place_that_overlaps_no_other(count: int) -> None:
    value = replace(report_values.example(), panel=members(count))
    boxes = render(value).boxes
    assert sorted(box.name for box in boxes) == sorted(["seal", "close", *(m.seat for m in value.panel)])
    for place, box in enumerate(boxes):
        left, bottom, right, top = box.rect
        assert right - left >= 80
        assert top - bottom >= 30
        assert left >= A4.side
        assert right <= A4.width - A4.side
        assert bottom > A4.height - A4.foot
        assert top < A4.height - A4.body_top
        assert not any(overlap(box, other) for other in boxes[place + 1 :])


@pytest.mark.parametrize("name", ["example", "huge"])
def test_a_place_to_sign_is_empty_paper(name: str) -> None:
    rendered = printed(name)
    for box in rendered.boxes:
        left, bottom, right, top = box.rect
        crop = (left, A4.height - top, right - left, top - bottom)
        x, y, width, height = (str(round(part)) for part in crop)
        area = [
            "-r",
            "72",
            "-f",
            str(box.page + 1),
            "-l",
            str(box.page + 1),
            "-x",
            x,
            "-y",
            y,
            "-W",
            width,
            "-H",
            height,
        ]
        assert run("pdftotext", *area, "-", "-", stdin=rendered.pdf).strip() == ""


def test_a_tooltip_says_whose_place_it_is_and_hides_nothing() -> None:
    tooltips = {box.name: box.tooltip for box in printed("example").boxes}
    assert tooltips["m2"] == "Signature of Jonas Lindqvist, Same profession, seat m2"
    for box in printed("hostile").boxes:
        assert not any(unicodedata.category(c) in UNPRINTABLE for c in box.tooltip)


@pytest.mark.parametrize("count", [1, 5, 12])
@pytest.mark.parametrize("question", [0, 3, 9, 14, 18, 22, 26, 30, 60])
def test_no_page_has_places_to_sign_and_nothing_that_is_signed(count: int, question: int) -> None:
    value = replace(report_values.example(), panel=members(count), question="What was known, and by whom? " * question)
    rendered = render(value)
    texts = pages_of(rendered.pdf)
    for page in {box.page for box in rendered.boxes}:
        head = " ".join(grouped(value.record.head).split())
        signed = wording.NOT_A_PERSON in texts[page] or head in " ".join(texts[page].split())
        assert signed, texts[page]


@pytest.mark.parametrize("lines", range(38, 50))
def test_seals_stay_with_the_head_they_are_placed_on(lines: int) -> None:
    value = replace(report_values.example(), setting="\n".join(f"line {n}" for n in range(lines)))
    rendered = render(value)
    head = " ".join(grouped(value.record.head).split())
    sealed = {box.page for box in rendered.boxes if box.name in ("seal", "close")}
    assert len(sealed) == 1
    assert head in " ".join(pages_of(rendered.pdf)[sealed.pop()].split())


# ---------------------------------------------------------------------------------- whole documents


def bookmarks(value: Determination) -> list[str]:
    """The titles in the outline of a value's file."""
    with opened(render(value).pdf) as document, document.open_outline() as outline:
        return [str(item.title) for item in outline.root]


def test_bookmarks_lead_to_the_summary_to_each_act_and_to_what_follows() -> None:
    value = report_values.example()
    titles = bookmarks(value)
    assert titles[0] == wording.SUMMARY
    assert [title.split()[0] for title in titles[1:6]] == ["A1", "A2", "A3", "A4", "A5"]
    assert titles[6:] == [wording.AROUND, wording.RECORD, wording.CHECK]


def test_the_same_value_gives_the_same_bytes() -> None:
    for name in ("example", "hostile"):
        assert render(report_values.ALL[name]()).pdf == printed(name).pdf


def test_another_value_gives_other_bytes() -> None:
    other = replace(report_values.example(), date="26 November 2026")
    assert render(other).pdf != printed("example").pdf
