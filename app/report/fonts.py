"""The embedded fonts: read from the package's own files, measured, and written with a right map back to text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from unicodedata import category

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.report.look import Face

# What a page can never carry as it stands: controls, format and bidi controls, surrogates, private use,
# noncharacters and unassigned, line and paragraph separators.
UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class EmbeddedFont(TTFont):
    """A TrueType font whose subsets map back to text in UTF-16, in blocks of a hundred, without entries for nothing.

    reportlab's own map gives unused places as U+0000 and writes one block of any length (probe `pdf/astral.py`).
    """

    def addObjects(self, doc: Any) -> None:
        """Write the subsets, then set right what they say about text."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        before = set(doc.idToObject)
        super().addObjects(doc)
        new = [name for name in doc.idToObject if name not in before and name.startswith("toUnicodeCMap:")]
        for name, subset in zip(new, subsets, strict=True):
            doc.idToObject[name].content = to_unicode(subset)


def to_unicode(subset: Sequence[int]) -> str:
    """The ToUnicode program of one subset: place in the font -> code point (ISO 32000-1, 9.10.3)."""
    rows = [
        f"<{place:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>"
        for place, code in enumerate(subset)
        if category(chr(code)) not in UNPRINTABLE
    ]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """One face, ready: the name reportlab knows it by, its advances in thousandths, and what it can draw."""

    name: str
    advances: dict[str, float]
    letters: frozenset[str]

    def width(self, text: str, size: float, tracking: float = 0.0) -> float:
        """Width of a text in points. Every character has to be one of `letters`."""
        advances = self.advances
        return sum([advances[c] for c in text]) * size / 1000 + tracking * len(text)


@cache
def font(face: Face) -> Font:
    """The font of a face; read once from the package's files, which are the only files the report ever opens."""
    # reportlab must open nothing on its own, whatever a settings file of this computer says.
    rl_config.trustedSchemes = []
    rl_config.useA85 = 0
    rl_config.ttfAsciiReadable = 1
    data = (files("resources") / "fonts" / f"{face.value}.ttf").read_bytes()
    embedded = EmbeddedFont(f"Evenhand-{face.value}", BytesIO(data))
    pdfmetrics.registerFont(embedded)
    glyphs = embedded.face.charToGlyph
    advances = {
        chr(code): embedded.face.charWidths.get(code, embedded.face.defaultWidth)
        for code, glyph in glyphs.items()
        if glyph and code <= 0xFFFF and category(chr(code)) not in UNPRINTABLE
    }
    # reportlab writes a no-break space as a space.
    advances["\u00a0"] = advances[" "]
    return Font(embedded.fontName, advances, frozenset(advances))
