"""What pages are made of: blocks that know their height, where they may be cut in two, and how to draw themselves."""

from collections.abc import Sequence
from typing import NamedTuple

from app.report.canvas import Node
from app.report.lines import Line, Span, balanced, break_lines
from app.report.look import Style
from app.report.pen import Pen

# Rows no taller than this stay in one piece; a cut would save nothing and cost the reader.
_WHOLE = 150.0
# A label no taller than this may return where its row goes on.
_LABEL = 60.0
# So many rows have to stay behind before another goes along with the last.
_LONELY = 3
NEARLY = 0.01


class Block:
    """Something with a height at a given measure that can be drawn and perhaps cut.

    `keep_next` ties it to what follows. `tag` names its element in the document's structure ("" for none of its own).
    """

    keep_next = False
    tag = ""

    def __init__(self) -> None:
        self.node: list[Node] = []

    def height(self, measure: float) -> float:
        """Height in points at this measure."""
        raise NotImplementedError

    def cut(self, measure: float, room: float, force: bool = False) -> "tuple[Block | None, Block | None]":
        """What fits into `room`, and the rest. `force`: the page is empty, so something has to be given."""
        if force or self.height(measure) <= room + NEARLY:
            return self, None
        return None, self

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        """Draw with the upper left corner at x, y."""
        raise NotImplementedError


class Measured(Block):
    """A block whose height is asked for often and takes a while to add up."""

    def __init__(self) -> None:
        super().__init__()
        self._measured: tuple[float, float] | None = None

    def height(self, measure: float) -> float:
        if self._measured is None or self._measured[0] != measure:
            self._measured = (measure, self.add_up(measure))
        return self._measured[1]

    def add_up(self, measure: float) -> float:
        """The height at this measure, from that of the parts."""
        raise NotImplementedError


class Gap(Block):
    """White space; it goes where a page begins."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self._height = height

    def height(self, measure: float) -> float:  # noqa: ARG002
        return self._height

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        """Nothing."""


class Text(Block):
    """A paragraph or a heading. Cut in two, each part has at least two lines."""

    def __init__(
        self,
        spans: Sequence[Span],
        style: Style,
        *,
        tag: str = "P",
        align: str = "left",
        keep_next: bool = False,
        even: bool = False,
    ) -> None:
        super().__init__()
        self.spans = spans
        self.style = style
        self.tag = tag
        self.align = align
        self.keep_next = keep_next
        self.even = even
        self._fixed: list[Line] | None = None
        self._broken: tuple[float, list[Line]] | None = None

    def lines(self, measure: float) -> list[Line]:
        """The lines at this measure; those of a part stay as they were cut."""
        if self._fixed is not None:
            return self._fixed
        if self._broken is None or self._broken[0] != measure:
            self._broken = (measure, (balanced if self.even else break_lines)(self.spans, measure))
        return self._broken[1]

    def height(self, measure: float) -> float:
        return len(self.lines(measure)) * self.style.leading

    def cut(self, measure: float, room: float, force: bool = False) -> "tuple[Block | None, Block | None]":
        lines = self.lines(measure)
        fit = int((room + NEARLY) / self.style.leading)
        if fit >= len(lines):
            return self, None
        fit = min(fit, len(lines) - 2)
        if fit < 2:
            if not force:
                return None, self
            if len(lines) == 1:
                return self, None
            fit = max(fit, 1)
        return self._part(lines[:fit], False), self._part(lines[fit:], self.keep_next)

    def _part(self, lines: list[Line], keep_next: bool) -> "Text":
        part = Text(self.spans, self.style, tag=self.tag, align=self.align, keep_next=keep_next)
        part._fixed = lines
        part.node = self.node
        return part

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        lines = self.lines(measure)
        if lines:
            with pen.inside(self.tag, self.node) as node, pen.canvas.mark(node):
                pen.lines(lines, x, y, self.style, measure, self.align)


class Cell(NamedTuple):
    """A part of a row: left edge and measure within the row, and its tag in the structure."""

    x: float
    measure: float
    block: Block
    tag: str = "TD"


class Row(Measured):
    """Cells side by side, perhaps between hairlines; cut through all of its cells or not at all.

    `whole`: cut only where not even an empty page holds it. `again`: the first cell, a label, returns after a cut.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        *,
        above: float = 0.0,
        below: float = 0.0,
        rule_above: str = "",
        rule_below: str = "",
        tag: str = "TR",
        keep_next: bool = False,
        whole: bool = False,
        again: bool = False,
    ) -> None:
        super().__init__()
        self.again = again
        self.cells = cells
        self.whole = whole
        self.above, self.below = above, below
        self.rule_above, self.rule_below = rule_above, rule_below
        self.tag = tag
        self.keep_next = keep_next

    def add_up(self, measure: float) -> float:  # noqa: ARG002 - its cells have their own
        return self.above + self.below + max(cell.block.height(cell.measure) for cell in self.cells)

    def cut(self, measure: float, room: float, force: bool = False) -> "tuple[Block | None, Block | None]":
        height = self.height(measure)
        if height <= room + NEARLY:
            return self, None
        if (self.whole or height <= _WHOLE) and not force:
            return None, self
        inner = room - self.above - self.below
        parts = [cell.block.cut(cell.measure, inner, force) for cell in self.cells]
        if any(head is None for head, _ in parts):
            return None, self
        first = [cell._replace(block=head or Stack([])) for cell, (head, _) in zip(self.cells, parts, strict=True)]
        rest = [cell._replace(block=tail or Stack([])) for cell, (_, tail) in zip(self.cells, parts, strict=True)]
        if self.again and self.cells[0].block.height(self.cells[0].measure) <= _LABEL:
            rest[0] = self.cells[0]
        return self._part(first), self._part(rest)

    def _part(self, cells: Sequence[Cell]) -> "Row":
        part = Row(
            cells,
            above=self.above,
            below=self.below,
            rule_above=self.rule_above,
            rule_below=self.rule_below,
            tag=self.tag,
            again=self.again,
        )
        part.node = self.node
        return part

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        height = self.height(measure)
        if self.rule_above:
            pen.rule(x, y, measure, self.rule_above)
        with pen.inside(self.tag, self.node):
            for cell in self.cells:
                with pen.inside(cell.tag, []):
                    cell.block.draw(pen, x + cell.x, y + self.above, cell.measure)
        if self.rule_below:
            pen.rule(x, y + height, measure, self.rule_below)


class Stack(Measured):
    """Blocks under each other. `repeat` stands again at the top of what is left after a cut (a table's head).

    `whole`: cut only where not even an empty page holds it.
    """

    def __init__(
        self,
        blocks: Sequence[Block],
        *,
        tag: str = "",
        repeat: Block | None = None,
        keep_next: bool = False,
        whole: bool = False,
    ) -> None:
        super().__init__()
        self.blocks = blocks
        self.tag = tag
        self.repeat = repeat
        self.keep_next = keep_next
        self.whole = whole

    def add_up(self, measure: float) -> float:
        return sum(block.height(measure) for block in self.blocks)

    def cut(self, measure: float, room: float, force: bool = False) -> "tuple[Block | None, Block | None]":
        taken: list[Block] = []
        used = 0.0
        if self.whole and not force and self.height(measure) > room + NEARLY:
            return None, self
        for place, block in enumerate(self.blocks):
            height = block.height(measure)
            if used + height <= room + NEARLY:
                taken.append(block)
                used += height
                continue
            after = self.blocks[place + 1 :]
            head, tail = block.cut(measure, room - used)
            if head is None:
                kept, moved = _without_ties(taken)
                if self.tag and len(kept) > _LONELY and not moved and place == len(self.blocks) - 1:
                    # The last row of a list takes another with it, rather than stand alone on a page.
                    moved.insert(0, kept.pop())
                if kept:
                    return self._first(kept), self._rest([*moved, block, *after])
                if not force:
                    return None, self
                head, tail = block.cut(measure, room - used, force=True)
            return self._first([*taken, *([head] if head else [])]), self._rest([*([tail] if tail else []), *after])
        return self, None

    def _first(self, blocks: Sequence[Block]) -> "Stack":
        part = Stack(blocks, tag=self.tag)
        part.node = self.node
        return part

    def _rest(self, blocks: Sequence[Block]) -> "Stack | None":
        start = 0
        while start < len(blocks) and isinstance(blocks[start], Gap):
            start += 1
        if start == len(blocks):
            return None
        again = [self.repeat] if self.repeat else []
        part = Stack([*again, *blocks[start:]], tag=self.tag, repeat=self.repeat, keep_next=self.keep_next)
        part.node = self.node
        return part

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        if self.tag:
            with pen.inside(self.tag, self.node):
                self._draw(pen, x, y, measure)
        else:
            self._draw(pen, x, y, measure)

    def _draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        for block in self.blocks:
            block.draw(pen, x, y, measure)
            y += block.height(measure)


def _without_ties(taken: list[Block]) -> tuple[list[Block], list[Block]]:
    """Blocks that may stay at the foot of a page, and those at the end that have to go with what follows."""
    kept: list[Block] = list(taken)
    moved: list[Block] = []
    while kept and (kept[-1].keep_next or isinstance(kept[-1], Gap)):
        moved.insert(0, kept.pop())
    return kept, moved


class Late(Block):
    """A sentence of our own with the `{page}` of a chapter, filled in when all pages are known."""

    # As wide as any page number gets.
    _WIDEST = "000"

    def __init__(self, template: str, chapter: str, style: Style, *, align: str = "left") -> None:
        super().__init__()
        self.template = template
        self.chapter = chapter
        self.style = style
        self.align = align

    def _text(self, page: str) -> Text:
        return Text([Span(self.template.format(page=page), self.style)], self.style, align=self.align)

    def height(self, measure: float) -> float:
        return self._text(self._WIDEST).height(measure)

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        text = self._text(str(pen.page_of(self.chapter)))
        text.node = self.node
        text.draw(pen, x, y, measure)
