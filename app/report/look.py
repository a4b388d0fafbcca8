"""Colours and type of the printed page: the light tokens of the design, and the paper sizes of its type."""

from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from app.report.layout import Sheet


class Face(Enum):
    """The embedded faces; the value is the file's name under `resources/fonts`, without its ending.

    `FALLBACK` only serves letters that Plex has not.
    """

    TEXT = "IBMPlexSans_400Regular"
    ITALIC = "IBMPlexSans_400Regular_Italic"
    MEDIUM = "IBMPlexSans_500Medium"
    STRONG = "IBMPlexSans_600SemiBold"
    MONO = "IBMPlexMono_400Regular"
    FALLBACK = "NotoSans_400Regular"


INK = "#17202A"
INK2 = "#44505A"
INK3 = "#5A6771"
LINE = "#D2D9DC"
EDGE = "#76848D"
SURFACE = "#FFFFFF"
SUNKEN = "#F5F7F8"
SELECT = "#DBE8ED"
# Behind every text of a rehearsal or a draft; ink2 keeps 7.1 : 1 on it.
WATERMARK = "#EBEFF1"

HUMAN_ERROR = "#1964A4"
AT_RISK = "#7C4D9C"
RECKLESS = "#885528"
JUSTIFIED = "#106D67"
SYSTEM = "#536371"
UNDETERMINED = "#616161"


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """How a run of text looks; size, leading and tracking in points.

    There is one object for each style of a sheet, so that styles are told apart by identity, which is fast.
    """

    face: Face
    size: float
    leading: float
    colour: str = INK
    tracking: float = 0.0

    def in_colour(self, colour: str) -> "Style":
        """The same in another colour."""
        return _changed(self, self.face, self.leading, colour)

    def in_face(self, face: Face) -> "Style":
        """The same in another face."""
        return _changed(self, face, self.leading, self.colour)

    def on(self, leading: float) -> "Style":
        """The same with the lines of another style, to stand beside it."""
        return _changed(self, self.face, leading, self.colour)


@cache
def _changed(style: Style, face: Face, leading: float, colour: str) -> Style:
    return replace(style, face=face, leading=leading, colour=colour)


@dataclass(frozen=True, slots=True)
class Look:
    """The type of one sheet, and its one unit of space (a quarter of a body line, near enough 4 points)."""

    title: Style
    act: Style
    verdict: Style
    head: Style
    body: Style
    row: Style
    small: Style
    hash: Style
    step: Style
    unit: float

    @property
    def strong(self) -> Style:
        """Labels beside rows."""
        return self.row.in_face(Face.STRONG)

    @property
    def note(self) -> Style:
        """The second voice."""
        return self.small.in_colour(INK2)


@cache
def look_of(sheet: Sheet) -> Look:
    """The type of a sheet: the sizes of the design times the sheet's scale."""

    def style(face: Face, size: float, leading: float, tracking: float = 0.0) -> Style:
        k = sheet.scale
        return Style(face, size * k, leading * k, tracking=tracking * k)

    return Look(
        title=style(Face.STRONG, 23, 28, -0.28),
        act=style(Face.STRONG, 19, 24, -0.2),
        verdict=style(Face.STRONG, 15, 19),
        head=style(Face.STRONG, 13, 17.4),
        body=style(Face.TEXT, 10.5, 15.4),
        row=style(Face.TEXT, 10, 13.6),
        small=style(Face.TEXT, 9, 12.6),
        hash=style(Face.MONO, 9, 13.6),
        step=style(Face.STRONG, 9, 11.2),
        unit=4 * sheet.scale,
    )
