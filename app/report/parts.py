"""Shapes that return on many pages: headings, plain paragraphs, labelled lists, two columns of equal width."""

from collections.abc import Sequence

from app.domain.determination import Line
from app.report import wording
from app.report.blocks import Block, Cell, Gap, Row, Stack, Text
from app.report.columns import Columns
from app.report.lines import Span, width
from app.report.literal import pieces
from app.report.look import INK2, INK3, LINE, Face, Look, Style

# Between two columns (44 px of the design at 150 dpi).
GUTTER = 21.1
# The widest a column of labels may become; longer labels run on over more lines.
_LABELS = 108.0
# Not what `str.strip` takes for white: control characters have to be seen.
_BLANK = " \r\n\t"


class Parts:
    """The shapes of one sheet, given its type and its measure."""

    def __init__(self, look: Look, measure: float) -> None:
        self.look = look
        self.measure = measure

    @property
    def half(self) -> float:
        """One of two columns."""
        return (self.measure - GUTTER) / 2

    # --------------------------------------------------------------- headings

    def title(self, text: str) -> list[Block]:
        """The title of the document."""
        return [Text([Span(text, self.look.title)], self.look.title, tag="H1", even=True), self.gap(2)]

    def chapter(self, text: str) -> list[Block]:
        """The title of a further chapter."""
        return [Text([Span(text, self.look.act)], self.look.act, tag="H1", even=True, keep_next=True)]

    def head(self, text: str, tag: str = "H2") -> Text:
        """A heading that stays with what follows."""
        return Text([Span(text, self.look.head)], self.look.head, tag=tag, keep_next=True, even=True)

    def section(self, title: str, blocks: Sequence[Block], *, again: str = "", whole: bool = False) -> Stack:
        """A heading and what stands under it; where it runs on, the heading (or `again`) returns, as continued."""
        style = self.look.small.in_face(Face.STRONG).in_colour(INK2)
        words = wording.CONTINUED.format(title=again or title)
        repeat = Stack([self.text(words, style), self.gap(1)], keep_next=True)
        return Stack([self.head(title), self.gap(1.4), *blocks], tag="Sect", repeat=repeat, whole=whole)

    # -------------------------------------------------------------- paragraphs

    def gap(self, units: float) -> Gap:
        """White space in units of the sheet."""
        return Gap(units * self.look.unit)

    def text(self, text: str, style: Style | None = None, *, keep_next: bool = False) -> Text:
        """One paragraph, in body type unless told otherwise."""
        style = style or self.look.body
        return Text([Span(text, style)], style, keep_next=keep_next)

    def said(self, text: str, instead: str, style: Style | None = None) -> Text:
        """What somebody wrote, or in a quieter voice that nothing was."""
        style = style or self.look.body
        return self.text(text, style) if has(text) else self.text(instead, style.in_colour(INK3))

    def hashed(self, value: str) -> Text:
        """A hash in groups of four."""
        return Text([Span(grouped(value), self.look.hash)], self.look.hash)

    # -------------------------------------------------------------------- lists

    def labelled(self, label: str, block: Block, label_width: float, measure: float) -> Row:
        """A label at the left, its text beside it, a hairline above."""
        left = label_width + 2.5 * self.look.unit
        return Row(
            [
                Cell(0, label_width, self.text(label, self.look.strong), "Lbl"),
                Cell(left, measure - left, block, "LBody"),
            ],
            above=0.62 * self.look.unit,
            below=0.62 * self.look.unit,
            rule_above=LINE,
            tag="LI",
            again=True,
        )

    def list_of(self, lines: Sequence[Line], instead: str, measure: float, label_width: float = 0.0) -> list[Block]:
        """Labelled lines in the order given, the note of each in a second voice."""
        if not lines:
            return [self.text(instead, self.look.row.in_colour(INK3))]
        label_width = label_width or self.label_width([line.label for line in lines], measure)
        rows = [self.labelled(line.label, self._noted(line), label_width, measure) for line in lines]
        return [Stack(rows, tag="L")]

    def label_width(self, labels: Sequence[str], measure: float) -> float:
        """What the widest label needs, within reason."""
        style = self.look.strong
        widest = max((width_of(label, style) for label in labels), default=0.0)
        return min(max(widest + 0.5, 4 * self.look.unit), _LABELS, measure / 3)

    def _noted(self, line: Line) -> Text:
        spans = [Span(line.text, self.look.row)]
        if has(line.note):
            # A remark in brackets goes on; anything else would read as a sentence that begins in the middle.
            between = " " if line.note.startswith("(") else "\n"
            spans += [Span(between, self.look.row)] if has(line.text) else []
            spans.append(Span(line.note, self.look.row.in_colour(INK2)))
        if not has(line.text) and not has(line.note):
            spans = [Span(wording.NOT_RECORDED, self.look.row.in_colour(INK3))]
        return Text(spans, self.look.row)

    # ------------------------------------------------------------------ columns

    def two(self, left: Sequence[Block], right: Sequence[Block]) -> Columns:
        """Two columns of equal width."""
        half = self.half
        return Columns([Cell(0, half, Stack(left)), Cell(half + GUTTER, half, Stack(right))])


def has(text: str) -> bool:
    return bool(text.strip(_BLANK))


def width_of(text: str, style: Style) -> float:
    """Width of any text on one line, stand-ins and all."""
    return sum(width(piece.text.replace("\n", " "), style.in_face(piece.face)) for piece in pieces(text, style.face))


def grouped(value: str) -> str:
    """A hash in groups of four characters, eight groups to a line."""
    groups = [value[start : start + 4] for start in range(0, len(value), 4)]
    return "\n".join(" ".join(groups[start : start + 8]) for start in range(0, len(groups), 8))


def sentence(text: str) -> str:
    """A text with a full stop, unless it ends in a mark of its own."""
    text = text.strip(_BLANK)
    return text if not text or text[-1] in ".!?…:;" else text + "."
