"""The canvas every page is drawn on: embedded fonts only, PDF 1.7, the same bytes each time, all content marked.

What is drawn belongs either to a node of the document's structure or to nothing (an artifact: rules, backgrounds,
running lines). The tree is kept in memory; writing it into the file is for a later issue, so no claim is made.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from app.report.fonts import font
from app.report.lines import Line
from app.report.look import Face, Style


@dataclass(eq=False, slots=True)
class Node:
    """One element of the structure: its standard tag, words for what is drawn, and what is in it, in reading order."""

    tag: str
    alt: str = ""
    kids: "list[Node | tuple[int, int]]" = field(default_factory=list)

    def add(self, tag: str, alt: str = "") -> "Node":
        """A new element at the end of this one."""
        node = Node(tag, alt)
        self.kids.append(node)
        return node


@cache
def _rgb(colour: str) -> str:
    return " ".join(f"{part:.4f}" for part in HexColor(colour).rgb())


class PageCanvas(Canvas):
    """reportlab's canvas with marked content. A kid `(page, mcid)` of a node is what was drawn under its mark."""

    # Not named by reportlab's published types.
    _code: list[str]
    _doc: Any
    _pageNumber: int

    def __init__(self, target: Any, size: tuple[float, float], language: str) -> None:
        super().__init__(
            target,
            pagesize=size,
            initialFontName=font(Face.TEXT).name,  # type: ignore[arg-type]  # published as a number
            pageCompression=1,
            pdfVersion=(1, 7),
            invariant=1,
            lang=language,
        )
        self.root = Node("Document")
        self._marks = 0
        self._marking = False

    @contextmanager
    def mark(self, node: Node) -> Iterator[None]:
        """What is drawn now belongs to `node`. Marks do not nest."""
        if self._marking:
            raise AssertionError("marked content does not nest")
        self._code.append(f"/{node.tag} <</MCID {self._marks}>> BDC")
        node.kids.append((self._pageNumber - 1, self._marks))
        self._marks += 1
        self._marking = True
        try:
            yield
        finally:
            self._code.append("EMC")
            self._marking = False

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn now means nothing to a reader; inside a mark it is part of what is marked."""
        if self._marking:
            yield
            return
        self._code.append("/Artifact BMC")
        self._marking = True
        try:
            yield
        finally:
            self._code.append("EMC")
            self._marking = False

    def text(self, placed: Sequence[tuple[float, float, Line]]) -> None:
        """Draw lines, each from the left end of its baseline.

        The operators are written here: reportlab's text object measures every string again on the way.
        """
        code = ["BT"]
        last = len(placed) - 1
        now: Style | None = None
        for number, (x, y, line) in enumerate(placed):
            code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            for place, run in enumerate(line.runs):
                if run.style is not now:
                    now = run.style
                    code.append(f"{_rgb(now.colour)} rg {now.tracking:.2f} Tc")
                ends = number < last and place == len(line.runs) - 1
                self._show(code, run.text + " " if ends else run.text, now)
        code.append("ET")
        self._code.append("\n".join(code))

    def _show(self, code: list[str], text: str, style: Style) -> None:
        """The operators that show letters of one font, in as many subsets as they lie in."""
        embedded: Any = getFont(font(style.face).name)
        for subset, places in embedded.splitString(text, self._doc):
            name = embedded.getSubsetInternalName(subset, self._doc)
            code.append(f"{name} {style.size:.2f} Tf <{places.hex()}> Tj")

    def showPage(self) -> None:
        """End the page; its marks are numbered from 0 again."""
        if self._marking:
            raise AssertionError("a mark is still open at the end of the page")
        super().showPage()
        self._marks = 0
