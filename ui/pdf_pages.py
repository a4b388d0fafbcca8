"""Pages of a PDF as pictures, from bytes in memory and into memory: the one door to pypdfium2. Runs on the worker."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QImage

from app.domain.errors import DocumentUnreadable
from ui.worker import Work


@dataclass(frozen=True, slots=True, repr=False)
class PageShown:
    """One page as a picture, and its text for a screen reader."""

    number: int
    picture: QImage
    text: str


def sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """The size of each page in points; DocumentUnreadable for what is no PDF file."""
    with _opened(pdf) as document:
        return tuple(document.get_page_size(number) for number in range(len(document)))


def draw(pdf: bytes, number: int, width: int) -> Callable[[Work], PageShown]:
    """One page, `width` device pixels wide; no file is written."""

    def job(_work: Work) -> PageShown:
        with _opened(pdf) as document:
            page = document[number]
            made = page.render(scale=width / page.get_width(), prefer_bgrx=True, may_draw_forms=True)
            shape = (made.width, made.height, made.stride, QImage.Format.Format_RGB32)
            picture = QImage(bytes(made.buffer), *shape).copy()
            text = page.get_textpage().get_text_range()
        return PageShown(number, picture, text)

    return job


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    except pypdfium2.PdfiumError:
        raise DocumentUnreadable from None
    try:
        document.init_forms()
        yield document
    finally:
        document.close()
