"""Columns side by side: each runs on by itself, and one that is left over goes on in the place of both."""

from collections.abc import Sequence

from app.report.blocks import NEARLY, Block, Cell, Measured, Stack
from app.report.pen import Pen

# How finely two columns are made even.
_STEP = 6.0
# Taller than any page.
_SHEET = 1200.0
# Columns no longer than this are not cut, and a column that is left over and no longer stays where it is.
_LONG = 200.0


class Columns(Measured):
    """Stacks side by side, each running on by itself over as many pages as it needs."""

    def __init__(self, columns: Sequence[Cell]) -> None:
        super().__init__()
        self.columns = columns

    def add_up(self, measure: float) -> float:  # noqa: ARG002 - its columns have their own
        return max(column.block.height(column.measure) for column in self.columns)

    def cut(self, measure: float, room: float, force: bool = False) -> "tuple[Block | None, Block | None]":
        height = self.height(measure)
        if height <= room + NEARLY:
            return self, None
        if height <= _LONG and not force:
            return None, self
        parts = [column.block.cut(column.measure, room, force) for column in self.columns]
        if any(head is None for head, _ in parts):
            return None, self
        first = [c._replace(block=head or Stack([])) for c, (head, _) in zip(self.columns, parts, strict=True)]
        rest = [c._replace(block=tail or Stack([])) for c, (_, tail) in zip(self.columns, parts, strict=True)]
        return Columns(first), self._rest(rest)

    def _rest(self, columns: list[Cell]) -> Block:
        """What is left over; a single long column goes on in both places."""
        left = [column.block for column in columns if column.block.height(column.measure)]
        if len(left) == 1 and left[0].height(columns[0].measure) > _LONG:
            return Snake(left[0], columns)
        return Columns(columns)

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:  # noqa: ARG002
        for column in self.columns:
            column.block.draw(pen, x + column.x, y, column.measure)


class Snake(Block):
    """One block running down the first column, then down the second, and evenly where it ends."""

    def __init__(self, content: Block, places: Sequence[Cell]) -> None:
        super().__init__()
        self.content = content
        self.places = places
        self._even: Columns | None = None

    @property
    def even(self) -> Columns:
        """All of it in two columns as short as they can be."""
        if self._even is None:
            room = self._least
            while True:
                columns, rest = self._filled(room)
                if rest is None:
                    self._even = columns
                    break
                room += _STEP
        return self._even

    def _filled(self, room: float) -> tuple[Columns, Block | None]:
        """Both columns filled down to `room`, and the rest."""
        rest: Block | None = self.content
        filled: list[Cell] = []
        for place in self.places:
            head: Block | None = None
            if rest is not None:
                head, rest = rest.cut(place.measure, room, force=True)
            filled.append(place._replace(block=head or Stack([])))
        return Columns(filled), rest

    @property
    def _least(self) -> float:
        """No two columns are shorter than this."""
        return self.content.height(self.places[0].measure) / 2

    def height(self, measure: float) -> float:
        # What fills more than a sheet is cut before anybody asks for more than its least height.
        return self._least if self._least > _SHEET else self.even.height(measure)

    def cut(self, measure: float, room: float, force: bool = False) -> "tuple[Block | None, Block | None]":
        if self._least <= room and self.even.height(measure) <= room + NEARLY:
            return self.even, None
        if not force:
            return None, self
        columns, rest = self._filled(room)
        return columns, Snake(rest, self.places) if rest is not None else None

    def draw(self, pen: Pen, x: float, y: float, measure: float) -> None:
        self.even.draw(pen, x, y, measure)
