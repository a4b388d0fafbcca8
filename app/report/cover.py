"""The first page: who stops after it has the acts, the categories, the word on hindsight, what is asked, who signs."""

from app.domain.determination import ActFound, Determination
from app.report import wording
from app.report.blocks import Block, Cell, Late, Row, Stack, Text
from app.report.lines import Span
from app.report.look import EDGE, INK2, INK3, LINE, SUNKEN, Face, Look
from app.report.marks import Verdict
from app.report.parts import Parts, has
from app.report.pen import Pen
from app.report.signing_places import signed_elsewhere, signing_places

# A longer text to the organisation is begun here and stands in full with its act.
_BRIEF = 360


def act_chapter(place: int) -> str:
    """The name of an act's chapter, by its place in the determination."""
    return f"act-{place}"


def cover(d: Determination, parts: Parts, room: float) -> tuple[list[Block], bool]:
    """The blocks of the summary, and whether the places for signatures are among them: if one page holds it all.

    A table that is a little too long is set in the smaller type before the places move.
    """
    places = [] if d.missing else [parts.gap(2.9), *signing_places(d, parts)]
    for close in (False, True):
        blocks = [*_summary(d, parts, close), *places]
        if Stack(blocks).height(parts.measure) <= room:
            return blocks, True
    return _summary(d, parts, True, signed_here=bool(d.missing)), bool(d.missing)


def _summary(d: Determination, parts: Parts, close: bool, signed_here: bool = True) -> list[Block]:
    look = parts.look
    elsewhere = [] if signed_here else signed_elsewhere(parts)
    return [
        *parts.title(d.title if has(d.title) else wording.NO_TITLE),
        parts.text(_case_line(d), look.body.in_colour(INK2)),
        *([parts.gap(0.8), parts.text(wording.MADE_UP, look.body.in_face(Face.MEDIUM))] if d.rehearsal else []),
        *_missing(d, parts),
        parts.gap(2.9),
        parts.head(wording.ASKED),
        parts.gap(1.2),
        parts.said(d.question, wording.NOT_ASKED),
        parts.gap(2.9),
        parts.head(wording.FOUND),
        parts.gap(0.6),
        *_acts(d, parts, close),
        *elsewhere,
        parts.gap(3),
        parts.two(_hindsight(d, parts), _organisation(d, parts)),
    ]


def _case_line(d: Determination) -> str:
    event = wording.EVENT_DATE.format(date=d.event_date) if has(d.event_date) else wording.NO_EVENT_DATE
    instrument = (
        wording.INSTRUMENT.format(title=d.instrument.title, version=d.instrument.version)
        if has(d.instrument.title)
        else wording.NO_INSTRUMENT
    )
    return " ".join([wording.CASE.format(reference=d.reference), event, instrument])


def _missing(d: Determination, parts: Parts) -> list[Block]:
    """What a draft still lacks, in a tinted panel of its own."""
    if not d.missing:
        return []
    look, inset = parts.look, 3 * parts.look.unit
    inner = parts.measure - 2 * inset
    number = parts.label_width([f"{len(d.missing)}."], inner)
    head = Text([Span(wording.MISSING, look.head)], look.head, tag="H2", keep_next=True)
    rows = [
        parts.labelled(f"{place}.", parts.said(text, wording.NOT_RECORDED, look.row), number, inner)
        for place, text in enumerate(d.missing, 1)
    ]
    unsigned = parts.text(wording.DRAFT_UNSIGNED, look.note)
    return [parts.gap(2.5), Panel(Stack([head, parts.gap(1), Stack(rows, tag="L"), parts.gap(1), unsigned]), inset)]


class Panel(Block):
    """A block on a tinted ground, set in on all sides."""

    def __init__(self, content: Block, inset: float) -> None:
        super().__init__()
        self.content = content
        self.inset = inset

    def height(self, measure: float) -> float:
        return self.content.height(measure - 2 * self.inset) + 2 * self.inset

    def cut(self, measure: float, room: float, force: bool = False) -> tuple[Block | None, Block | None]:
        if self.height(measure) <= room:
            return self, None
        head, tail = self.content.cut(measure - 2 * self.inset, room - 2 * self.inset, force)
        return (Panel(head, self.inset) if head else None), (Panel(tail, self.inset) if tail else None)

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        pen.box(x, y, measure, self.height(measure), edge=EDGE, fill=SUNKEN)
        self.content.draw(pen, x + self.inset, y + self.inset, measure - 2 * self.inset)


# ------------------------------------------------------------------------------------------- acts


def _acts(d: Determination, parts: Parts, close: bool) -> list[Block]:
    if not d.acts:
        return [parts.gap(0.6), parts.text(wording.NO_ACT, parts.look.body.in_colour(INK3))]
    look, measure = parts.look, parts.measure
    label = max(parts.label_width([act.label for act in d.acts], measure) + 2.5 * look.unit, 6.5 * look.unit)
    page = 7 * look.unit
    rest = measure - label - page
    widths = (label, rest * 0.47, rest * 0.295, rest * 0.235, page)
    head = _table_head(look, widths)
    rows = [_act_row(act, place, parts, widths, close) for place, act in enumerate(d.acts)]
    note = parts.text(wording.NOT_A_PERSON, look.note)
    return [Stack([head, *rows], tag="Table", repeat=head), parts.gap(1.4), note]


def _columns(widths: tuple[float, ...], blocks: list[Block], look: Look, tag: str) -> list[Cell]:
    """Cells at their places, each but the last with white space at its right."""
    cells, x = [], 0.0
    for place, (width, block) in enumerate(zip(widths, blocks, strict=True)):
        space = 0.0 if place == len(widths) - 1 else 2.5 * look.unit
        cells.append(Cell(x, width - space, block, tag))
        x += width
    return cells


def _table_head(look: Look, widths: tuple[float, ...]) -> Row:
    style = look.small.in_face(Face.MEDIUM).in_colour(INK2)
    words = ("", wording.COLUMN_ACT, wording.COLUMN_CATEGORY, wording.COLUMN_WHO, wording.COLUMN_PAGE)
    blocks: list[Block] = [
        Text([Span(word, style)], style, align="right" if place == 4 else "left") for place, word in enumerate(words)
    ]
    return Row(
        _columns(widths, blocks, look, "TH"),
        above=look.unit,
        below=look.unit,
        rule_below=EDGE,
        keep_next=True,
    )


def _act_row(act: ActFound, place: int, parts: Parts, widths: tuple[float, ...], close: bool) -> Row:
    look = parts.look
    first = look.row if close else look.body
    strong = first.in_face(Face.STRONG)
    # The smaller type keeps the lines of the larger beside it.
    second = look.row.in_colour(INK2).on(first.leading)
    who = [act.person] if has(act.person) else []
    when = [act.clock or act.when] if has(act.when) else []
    blocks: list[Block] = [
        parts.text(act.label, strong),
        parts.said(act.wording, wording.NO_WORDING, first),
        Verdict(act.category, strong),
        parts.said(", ".join(who + when), wording.NOT_RECORDED, second),
        Late("{page}", act_chapter(place), second, align="right"),
    ]
    space = (0.75 if close else 1.0) * look.unit
    return Row(_columns(widths, blocks, look, "TD"), above=space, below=space, rule_below=LINE)


# ------------------------------------------------------------------- hindsight, the organisation


def _hindsight(d: Determination, parts: Parts) -> list[Block]:
    said = wording.HINDSIGHT_REHEARSAL if d.rehearsal else wording.HINDSIGHT_UNRECORDED
    return [
        parts.head(wording.HINDSIGHT),
        parts.gap(1.2),
        parts.text(f"{said} {wording.HINDSIGHT_LISTED}", parts.look.row),
    ]


def _organisation(d: Determination, parts: Parts) -> list[Block]:
    """What is asked, once for all acts of which the same is asked."""
    body = parts.look.row
    asked: dict[str, list[str]] = {}
    for act in d.acts:
        if has(act.organisation):
            asked.setdefault(act.organisation, []).append(act.label)
    blocks: list[Block] = []
    for text, labels in asked.items():
        spans = [Span(f"{', '.join(labels)}\u2002", body.in_face(Face.STRONG)), Span(_brief(text), body)]
        if len(text) > _BRIEF:
            spans.append(Span(" " + wording.IN_FULL.format(act=labels[0]), body.in_colour(INK2)))
        blocks += [*([parts.gap(1.4)] if blocks else []), Text(spans, body)]
    if not blocks:
        blocks.append(parts.text(wording.NOTHING_OF_ORGANISATION, body.in_colour(INK3)))
    return [parts.head(wording.ORGANISATION), parts.gap(1.2), *blocks]


def _brief(text: str) -> str:
    """The beginning of a text, cut between words; who cuts says where the whole stands."""
    if len(text) <= _BRIEF:
        return text
    return (text[:_BRIEF].rsplit(" ", 1)[0] or text[:_BRIEF]) + "…"
