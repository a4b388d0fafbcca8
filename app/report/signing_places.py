"""Places to sign: a box for each member, the two seals, and lines for ink. None of them ever stands without text."""

from collections.abc import Sequence

from app.domain.determination import Determination, PanelMember
from app.report import wording
from app.report.blocks import Block, Cell, Gap, Late, Row, Stack, Text
from app.report.lines import Line, Span, balanced
from app.report.look import EDGE, INK2, INK3, Face, Look
from app.report.parts import Parts, has
from app.report.path_figure import clipped
from app.report.pen import Pen

# Free paper for one signature inside its box.
FIELD_HEIGHT = 34.0
# A line to sign on has at least 60 mm (trust.md 6).
_INK_LINE = 172.0
_ABREAST = 5
# Lines of a name, and of a role, in a box; in full they stand in the roster.
_PRINTED = 2
RECORD_CHAPTER = "record"


def signing_places(d: Determination, parts: Parts) -> list[Block]:
    """The heading, what a signature says, and a box for each member."""
    look = parts.look
    if not d.panel:
        return [
            parts.head(wording.SIGNATURES),
            parts.gap(1.2),
            parts.text(wording.NO_MEMBER, look.body.in_colour(INK3)),
        ]
    left = 0.27 * parts.measure
    means = Late(wording.SIGNED_MEANS, RECORD_CHAPTER, look.note, align="right")
    drop = look.head.leading - look.small.leading - look.unit / 4
    head = Row(
        [
            Cell(0, left, parts.head(wording.SIGNATURES), "Div"),
            Cell(left, parts.measure - left, Stack([parts.gap(drop / look.unit), means]), "Div"),
        ],
        tag="Div",
        keep_next=True,
    )
    return [head, parts.gap(1.6), *signature_rows(d.panel, look)]


def seals(parts: Parts) -> list[Block]:
    """Places for the first and the last seal, under a heading."""
    return [parts.head(wording.SEALS), parts.gap(1.6), SealBoxes(parts.look, parts.half)]


def signed_elsewhere(parts: Parts) -> list[Block]:
    """Where to look for the places, if the first page is full without them."""
    return [Late(wording.SIGNED_ELSEWHERE, RECORD_CHAPTER, parts.look.note)]


def signature_rows(panel: Sequence[PanelMember], look: Look) -> list[Block]:
    """Boxes for all members, three to five abreast."""
    rows = -(-len(panel) // _ABREAST)
    abreast = max(3, -(-len(panel) // rows))
    blocks: list[Block] = []
    for start in range(0, len(panel), abreast):
        blocks += [
            *([Gap(1.7 * look.unit)] if start else []),
            SignatureBoxes(panel[start : start + abreast], abreast, look),
        ]
    return blocks


class SignatureBoxes(Block):
    """A row of boxes, one for each member: name and role in print, free paper below for the signature."""

    def __init__(self, panel: Sequence[PanelMember], abreast: int, look: Look) -> None:
        super().__init__()
        self.panel = panel
        self.abreast = abreast
        self.name = look.small.in_face(Face.STRONG)
        self.role = look.small.in_colour(INK2)
        self._gap = 1.7 * look.unit
        self._inset = 1.4 * look.unit

    def _box(self, measure: float) -> float:
        return (measure - (self.abreast - 1) * self._gap) / self.abreast

    def _name(self, member: PanelMember, measure: float) -> list[Line]:
        inner = self._box(measure) - 2 * self._inset
        name = member.name if has(member.name) else member.seat
        lines = balanced([Span(name, self.name)], inner)
        return lines if len(lines) <= _PRINTED else clipped(name, self.name, inner, _PRINTED)

    def _role(self, member: PanelMember, measure: float) -> list[Line]:
        return clipped(member.role, self.role, self._box(measure) - 2 * self._inset, _PRINTED)

    def height(self, measure: float) -> float:
        printed = max(len(self._name(member, measure)) + len(self._role(member, measure)) for member in self.panel)
        return printed * self.name.leading + FIELD_HEIGHT + 2 * self._inset

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        width, height = self._box(measure), self.height(measure)
        for place, member in enumerate(self.panel):
            left = x + place * (width + self._gap)
            pen.box(left, y, width, height)
            self._draw_print(pen, member, left + self._inset, y + self._inset, measure)
            pen.field(
                member.seat,
                wording.TOOLTIP_MEMBER.format(name=member.name, role=member.role, seat=member.seat),
                left + self._inset / 2,
                y + height - FIELD_HEIGHT - self._inset / 2,
                width - self._inset,
                FIELD_HEIGHT,
            )

    def _draw_print(self, pen: Pen, member: PanelMember, x: float, y: float, measure: float) -> None:
        name, role = self._name(member, measure), self._role(member, measure)
        with pen.inside("Form", []) as node, pen.canvas.mark(node):
            pen.lines(name, x, y, self.name, measure, "left")
            if role:
                pen.lines(role, x, y + len(name) * self.name.leading, self.role, measure, "left")


class InkLines(Block):
    """A line to sign on, one for date and place, and what each is for."""

    def __init__(self, look: Look, left: float) -> None:
        super().__init__()
        self.look = look
        self.left = left

    def height(self, measure: float) -> float:  # noqa: ARG002
        return self.look.small.leading + self.look.unit / 2

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        style = self.look.note
        second = self.left + _INK_LINE + 3 * self.look.unit
        for left, width, words in (
            (self.left, _INK_LINE, wording.INK),
            (second, measure - second, wording.INK_WHERE),
        ):
            pen.rule(x + left, y, width, EDGE, 0.6)
            Text([Span(words, style)], style).draw(pen, x + left, y + self.look.unit / 2, width)


class SealBoxes(Block):
    """Places for the first and the last seal."""

    def __init__(self, look: Look, width: float) -> None:
        super().__init__()
        self.look = look
        self.width = width
        self._inset = 1.4 * look.unit

    def height(self, measure: float) -> float:  # noqa: ARG002
        return 2 * self.look.small.leading + FIELD_HEIGHT + 2 * self._inset

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        seals = (
            ("seal", wording.SEAL, wording.SEAL_MEANS, wording.TOOLTIP_SEAL),
            ("close", wording.CLOSE, wording.CLOSE_MEANS, wording.TOOLTIP_CLOSE),
        )
        height = self.height(measure)
        for place, (name, title, means, tooltip) in enumerate(seals):
            left = x + place * (measure - self.width)
            pen.box(left, y, self.width, height)
            strong, note = self.look.small.in_face(Face.STRONG), self.look.small.in_colour(INK2)
            inner = self.width - 2 * self._inset
            Text([Span(title, strong)], strong).draw(pen, left + self._inset, y + self._inset, inner)
            down = y + self._inset + strong.leading
            Text([Span(means, note)], note).draw(pen, left + self._inset, down, inner)
            pen.field(
                name,
                tooltip,
                left + self._inset / 2,
                y + height - FIELD_HEIGHT - self._inset / 2,
                self.width - self._inset,
                FIELD_HEIGHT,
            )
