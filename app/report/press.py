"""Chapters onto pages, and pages onto the canvas with what returns on each of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import NamedTuple

from app.domain.determination import Determination
from app.report import wording
from app.report.act_pages import act_pages
from app.report.blocks import Block, Stack
from app.report.canvas import Node, PageCanvas
from app.report.closing_pages import around_pages, check_pages, record_pages
from app.report.cover import act_chapter, cover
from app.report.layout import FieldBox, Sheet
from app.report.lines import Line, Run, Span, break_lines, one_line, width
from app.report.look import EDGE, INK, INK2, Face, Look, look_of
from app.report.parts import Parts, grouped, has
from app.report.path_figure import clipped
from app.report.pen import Pen
from app.report.signing_places import RECORD_CHAPTER

# What of the head returns on every page.
HEAD_SHOWN = 16
# A last page less filled than this is worth setting its chapter closer, by this much of all white space.
_FEW = 0.25
_CLOSER = 0.72


class Chapter(NamedTuple):
    """Blocks that begin on a page of their own, and the name they have among the bookmarks."""

    name: str
    bookmark: str
    build: Callable[[Parts], Sequence[Block]]


class Pressed(NamedTuple):
    """Drawn pages as reportlab writes them, the places of fields, and bookmarks with their pages from 0."""

    pdf: bytes
    boxes: tuple[FieldBox, ...]
    bookmarks: tuple[tuple[str, int], ...]


def press(d: Determination, sheet: Sheet) -> Pressed:
    """Draw a determination."""
    try:
        return _press(d, sheet)
    finally:
        # What is kept to be fast holds words of the case; it goes with the case.
        width.cache_clear()
        clipped.cache_clear()


def _press(d: Determination, sheet: Sheet) -> Pressed:
    look = look_of(sheet)
    chapters = _chapters(d, look, sheet)
    pages: list[Block] = []
    begins: dict[str, int] = {}
    for chapter in chapters:
        begins[chapter.name] = len(pages)
        pages += set_chapter(chapter, look, sheet)
    target = BytesIO()
    canvas = PageCanvas(target, (sheet.width, sheet.height), wording.LANGUAGE)
    pen = Pen(canvas, sheet, begins)
    frame = Frame(d, sheet, look, len(pages))
    for number, page in enumerate(pages):
        pen.page = number
        frame.under(pen)
        page.draw(pen, sheet.side, sheet.body_top, sheet.measure)
        frame.over(pen)
        canvas.showPage()
    canvas.save()
    bookmarks = tuple((chapter.bookmark, begins[chapter.name]) for chapter in chapters)
    return Pressed(target.getvalue(), tuple(pen.boxes), bookmarks)


def _chapters(d: Determination, look: Look, sheet: Sheet) -> list[Chapter]:
    summary, signed = cover(d, Parts(look, sheet.measure), sheet.room)
    return [
        Chapter("cover", wording.SUMMARY, lambda _: summary),
        *(
            Chapter(act_chapter(place), f"{act.label} {act.wording}"[:120], partial(act_pages, act))
            for place, act in enumerate(d.acts)
        ),
        Chapter("around", wording.AROUND, lambda parts: around_pages(d, parts)),
        Chapter(RECORD_CHAPTER, wording.RECORD, lambda parts: record_pages(d, parts, not signed)),
        Chapter("check", wording.CHECK, lambda parts: check_pages(d, parts)),
    ]


def set_chapter(chapter: Chapter, look: Look, sheet: Sheet) -> list[Block]:
    """A chapter on its pages; set a little closer if that saves a last page with only a few lines on it."""
    pages = paginate(chapter.build(Parts(look, sheet.measure)), sheet)
    if len(pages) > 1 and pages[-1].height(sheet.measure) < _FEW * sheet.room:
        closer = paginate(chapter.build(Parts(replace(look, unit=_CLOSER * look.unit), sheet.measure)), sheet)
        return closer if len(closer) < len(pages) else pages
    return pages


def paginate(blocks: Sequence[Block], sheet: Sheet) -> list[Block]:
    """Blocks cut into pages."""
    pages: list[Block] = []
    rest: Block | None = Stack(blocks)
    while rest is not None:
        page, rest = rest.cut(sheet.measure, sheet.room, force=True)
        if page is not None:
            pages.append(page)
    return pages


class Frame:
    """What returns on every page: running line, foot, and the words REHEARSAL or DRAFT as text and as watermark."""

    def __init__(self, d: Determination, sheet: Sheet, look: Look, pages: int) -> None:
        self.sheet = sheet
        self.look = look
        self.pages = pages
        self.edition = [w for w, yes in ((wording.DRAFT, d.missing), (wording.REHEARSAL, d.rehearsal)) if yes]
        note, strong = look.note, look.small.in_face(Face.STRONG)
        self._tag = strong.in_colour(INK)
        third = sheet.measure * 0.36
        self._title = one_line(wording.RUNNING, strong, third)
        self._case = one_line(wording.HEAD_RIGHT.format(reference=d.reference), note, third)
        entry = one_line(wording.FOOT_ENTRY.format(seq=d.record.seq), note, third)
        head = one_line(
            grouped(d.record.head[:HEAD_SHOWN]) or wording.NO_HEAD, look.hash.in_colour(INK2), sheet.measure * 0.3
        )
        room = sheet.measure * 0.8 - entry.width - head.width
        date = one_line(f". {d.date}", note, room).runs if has(d.date) else ()
        runs = (*entry.runs, Run(note, " "), *head.runs, *date)
        self._entry = Line(runs, 0.0)

    def under(self, pen: Pen) -> None:
        """What lies beneath the page, then the running line: its words come first in the order of reading."""
        if self.edition:
            pen.watermark(self.edition[0])
        sheet, look = self.sheet, self.look
        small = look.small
        with pen.canvas.artifact():
            pen.lines([self._title], sheet.side, sheet.head, small, sheet.measure, "left")
            pen.lines([self._case], sheet.side, sheet.head, small, sheet.measure, "right")
        pen.rule(sheet.side, sheet.head + small.leading + 1.2 * look.unit, sheet.measure, EDGE, 0.6)
        if self.edition:
            self._draw_tag(pen)

    def _draw_tag(self, pen: Pen) -> None:
        """DRAFT, REHEARSAL: real text, in a frame, in the middle of the running line."""
        style = self._tag
        (line,) = break_lines([Span(", ".join(self.edition), style)], self.sheet.measure)
        inset = 2 * self.look.unit
        wide = line.width + 2 * inset
        left = (self.sheet.width - wide) / 2
        top = self.sheet.head - 0.8 * self.look.unit
        pen.box(left, top, wide, style.leading + 1.6 * self.look.unit, edge=INK, weight=0.8)
        node: list[Node] = []
        with pen.inside("P", node) as element, pen.canvas.mark(element):
            pen.lines([line], left + inset, self.sheet.head, style, line.width, "left")

    def over(self, pen: Pen) -> None:
        """The foot."""
        sheet, look = self.sheet, self.look
        pen.rule(sheet.side, sheet.foot, sheet.measure, EDGE, 0.6)
        page = one_line(wording.PAGE.format(page=pen.page + 1, pages=self.pages), look.note, sheet.measure / 4)
        top = sheet.foot + 1.4 * look.unit
        with pen.canvas.artifact():
            pen.lines([self._entry], sheet.side, top, look.small, sheet.measure, "left")
            pen.lines([page], sheet.side, top, look.small, sheet.measure, "right")
