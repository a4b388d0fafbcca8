"""The token table: colours in three themes, type, sizes, and the contrast that pairs of colours have to keep."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

RESOURCES: Final = Path(__file__).resolve().parent.parent / "resources"


class Scheme(Enum):
    """A column of the colour table."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high"


class TypeSize(NamedTuple):
    """Pixels at 100 %."""

    size: int
    line: int


class Pair(NamedTuple):
    """A colour on a ground and the contrast it has to keep."""

    colour: str
    ground: str
    ratio: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """The whole table, read once."""

    colours: Mapping[str, Mapping[str, str]]
    types: Mapping[str, TypeSize]
    sizes: Mapping[str, int]
    pairs: tuple[Pair, ...]

    def colour(self, name: str, scheme: Scheme) -> str:
        """`#RRGGBB` of a token in one theme."""
        return self.colours[name][scheme.value]


@cache
def tokens() -> Tokens:
    """Read `resources/theme/tokens.toml`."""
    with (RESOURCES / "theme" / "tokens.toml").open("rb") as stream:
        table = tomllib.load(stream)
    types = {name: TypeSize(row["size"], row["line"]) for name, row in table["type"].items()}
    return Tokens(table["colour"], types, table["size"], tuple(_pairs(table["contrast"]["least"])))


def _pairs(rows: list[dict[str, object]]) -> Iterator[Pair]:
    for row in rows:
        for colour in _names(row["of"]):
            for ground in _names(row["on"]):
                yield Pair(colour, ground, float(str(row["ratio"])))


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2.2, definition of relative luminance)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
