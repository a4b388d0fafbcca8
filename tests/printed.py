"""Reading printed pages back with programs that are not ours; a missing one fails with the line that installs it."""

import re
import shutil
import subprocess
from functools import cache

import pikepdf

from app.report.document import render
from app.report.layout import Rendered
from app.report.literal import pieces
from app.report.look import Face
from tests import report_values

_PACKAGES = {"pdftotext": "poppler-utils", "pdffonts": "poppler-utils", "pdfinfo": "poppler-utils", "qpdf": "qpdf"}
# Text of rotated letters comes out one to a line.
_WATERMARKS = ("REHEARSAL", "DRAFT")


def run(program: str, *arguments: str, stdin: bytes = b"") -> str:
    """What a program prints; it has to be there and to succeed."""
    path = shutil.which(program)
    if path is None:
        raise AssertionError(f"{program} is missing: sudo apt-get install {_PACKAGES[program]}")
    done = subprocess.run([path, *arguments], input=stdin, capture_output=True, check=False)
    if done.returncode:
        raise AssertionError(f"{program}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode()


@cache
def printed(name: str) -> Rendered:
    """One of the values of `report_values`, rendered once for all tests."""
    return render(report_values.ALL[name]())


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, in the order in which it was drawn."""
    return run("pdftotext", "-raw", "-", "-", stdin=pdf).split("\f")[:-1]


@cache
def pages(name: str) -> list[str]:
    """The text of each page of a value, the watermark's letters taken out."""
    return [without_watermark(page) for page in pages_of(printed(name).pdf)]


def without_watermark(page: str) -> str:
    """A page without the letters of its watermark, which come first."""
    for word in _WATERMARKS:
        page = page.removeprefix("\n".join(word) + "\n")
    return page


def body(name: str) -> str:
    """All pages without what returns on each of them, and without any white space."""
    return squeezed("\n".join(_body_of(page) for page in pages(name)))


def _body_of(page: str) -> str:
    kept = []
    for line in page.splitlines():
        running = line.startswith(("Determination of the review panel", "Journal entry ")) and "seat" not in line
        if not running and line not in _WATERMARKS and not line.endswith(", continued"):
            kept.append(line)
    return "\n".join(kept)


def squeezed(text: str) -> str:
    """A text without white space, so that line breaks do not matter."""
    return re.sub(r"\s+", "", text)


def expected(text: str) -> str:
    """How a text is to come back from paper: what cannot be drawn by its number, and no white space."""
    return squeezed("".join(piece.text for piece in pieces(text, Face.TEXT)))


def opened(pdf: bytes) -> pikepdf.Pdf:
    """The file, to be looked into."""
    from io import BytesIO

    return pikepdf.open(BytesIO(pdf))
