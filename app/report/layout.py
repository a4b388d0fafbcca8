"""The sheet a determination is laid out on, and what leaves the press: the bytes, and where signatures go.

Knows no library, so that whoever only needs these shapes pays for nothing.
"""

from dataclasses import dataclass

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True, slots=True)
class FieldBox:
    """A free place for one signature field: `seal`, a seat such as `m1`, or `close`.

    `page` counts from 0. `rect` is left, bottom, right, top in points from the lower left corner of that page; it is
    empty paper inside a drawn border, at least 80 x 30 points. `tooltip` is for the field's `/TU`: what it is, in
    words, and safe to be written as it stands.
    """

    name: str
    page: int
    rect: tuple[float, float, float, float]
    tooltip: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """An unsigned determination without form fields, and the places its fields go to; a draft has none."""

    pdf: bytes
    boxes: tuple[FieldBox, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper size and its fixed lines, in points; `scale` enlarges all type (1.0 is 10.5 point text).

    The body runs from `body_top` to `body_bottom`, measured from the upper edge. A further size, or large print, is
    one more value of this kind.
    """

    name: str
    width: float
    height: float
    side: float
    head: float
    body_top: float
    body_bottom: float
    foot: float
    scale: float = 1.0

    @property
    def measure(self) -> float:
        """Width of the body."""
        return self.width - 2 * self.side

    @property
    def room(self) -> float:
        """Height of the body."""
        return self.body_bottom - self.body_top


A4 = Sheet(
    name="A4",
    width=210 * MILLIMETRE,
    height=297 * MILLIMETRE,
    side=20 * MILLIMETRE,
    head=17 * MILLIMETRE,
    body_top=81.0,
    body_bottom=766.0,
    foot=777.0,
)
