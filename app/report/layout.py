"""Where the signature fields stand on a rendered page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldBox:
    """One signature field to be: its name, the page from 0, the rectangle in points, what a screen reader says."""

    name: str
    page: int
    rect: tuple[float, float, float, float]
    tooltip: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered document without fields, and where they will stand."""

    pdf: bytes
    boxes: tuple[FieldBox, ...]
