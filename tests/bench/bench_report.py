"""Pages per second of a determination next to plain reportlab writing the same texts in the same fonts and sizes.

Run: python -m tests.bench.bench_report
"""

import hashlib
import platform
from collections.abc import Callable
from io import BytesIO
from xml.sax.saxutils import escape

from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

from app.domain.determination import Determination
from app.report.document import render
from app.report.fonts import font
from app.report.literal import plain
from app.report.look import Face
from tests import report_values
from tests.bench.ratio import compare, show


def texts_of(value: object) -> list[str]:
    """All texts in a value, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts_of(item)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for name in value.__dataclass_fields__ for text in texts_of(getattr(value, name))]
    return []


def rival(texts: list[str]) -> bytes:
    """Plain reportlab: one paragraph after another, as its manual begins; text is escaped, nothing is designed."""
    style = ParagraphStyle("body", fontName=font(Face.TEXT).name, fontSize=10, leading=13.6, spaceAfter=4)
    target = BytesIO()
    document = SimpleDocTemplate(target, pagesize=A4, initialFontName=style.fontName, leftMargin=56, rightMargin=56)
    document.build([Paragraph(escape(text), style) for text in texts])
    return target.getvalue()


def count(pdf: bytes) -> int:
    """How many pages a file has."""
    document = PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def measure(name: str, value: Determination, runs: int) -> None:
    """Time and pages of both for one value."""
    # A string that plain reportlab can draw at all: characters without a glyph are shown by number in both.
    texts = [plain(text) for text in texts_of(value)]
    ours: Callable[[], bytes] = lambda: render(value).pdf  # noqa: E731
    theirs: Callable[[], bytes] = lambda: rival(texts)  # noqa: E731
    figure = compare(ours, theirs, runs)
    mine, other = ours(), theirs()
    pages, plain_pages = count(mine), count(other)
    show(f"{name}: {sum(map(len, texts)):,} characters", figure, "plain reportlab")
    print(
        f"{'':42} {pages} pages, {pages / figure.ours * 1000:.0f} a second, {len(mine) / 1024:.0f} KiB;"
        f" plain: {plain_pages} pages, {plain_pages / figure.rival * 1000:.0f} a second, {len(other) / 1024:.0f} KiB;"
        f" ratio of pages a second {pages / figure.ours / (plain_pages / figure.rival):.2f}"
    )


def main() -> None:
    """The design's example, the larger sample, and the huge value."""
    print(f"Python {platform.python_version()}, {platform.machine()}; ratio: our time over the rival's, same run")
    for name, runs in (("example", 9), ("cabinet", 9), ("huge", 3)):
        measure(name, report_values.ALL[name](), runs)
    once, again = (hashlib.sha256(render(report_values.cabinet()).pdf).hexdigest() for _ in range(2))
    print(f"the same value gives the same bytes: {once == again}")


if __name__ == "__main__":
    main()
