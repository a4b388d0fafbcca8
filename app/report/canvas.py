"""The canvas every page is drawn on: embedded fonts only, PDF 1.7, the same bytes each time, all content marked.

What is drawn belongs either to a node of the document's structure or to nothing (an artifact: rules, backgrounds,
running lines). The tree is kept in memory; writing it into the file is for a later issue, so no claim is made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from app.report.fonts import font
from app.report.look import Face


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


class PageCanvas(Canvas):
    """reportlab's canvas with marked content. A kid `(page, mcid)` of a node is what was drawn under its mark."""

    # Not named by reportlab's published types.
    _code: list[str]
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

    def showPage(self) -> None:
        """End the page; its marks are numbered from 0 again."""
        if self._marking:
            raise AssertionError("a mark is still open at the end of the page")
        super().showPage()
        self._marks = 0
