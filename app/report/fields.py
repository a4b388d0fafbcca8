"""The empty signature fields of a document, added before anybody signs: afterwards no field may come or go."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.domain.errors import FieldsMisplaced
from app.report.layout import FieldBox

if TYPE_CHECKING:
    import pikepdf

SEAL: Final = "seal"
"""The field of the case seal: the first signature, which certifies the document."""

CLOSE: Final = "close"
"""The field of the closing seal: the last signature, after which nothing may change."""

_VERSION: Final = "1.7"  # what PDF/A-2 is built on
_PRINT_AND_LOCKED: Final = 132  # annotation flags 3 (print) and 8 (locked), ISO 32000-1 table 165
_SIGNED_AND_APPENDED: Final = 3  # SigFlags, ISO 32000-1 table 219: set now, so that no signature has to change the form


def add_fields(pdf: bytes, boxes: Sequence[FieldBox]) -> bytes:
    """The document with one empty signature field per box: PDF 1.7, same bytes for same input.

    The boxes come in the order in which readers list them; the field named `close` locks the document when it is
    signed. The XMP is not touched. FieldsMisplaced for boxes that share a name or touch each other, have no area or
    leave their page, and for a document that already has a form or is newer than 1.7.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/AcroForm" in document.Root or document.pdf_version > _VERSION:
            raise FieldsMisplaced
        _check(document, boxes)
        widgets = [_widget(document, box) for box in boxes]
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(widgets), SigFlags=_SIGNED_AND_APPENDED)
        # PAdES in a file older than PDF 2.0 names its extension in the catalogue (ETSI EN 319 142-1, 5.3).
        extensions = document.Root.get("/Extensions", pikepdf.Dictionary())
        extensions.ESIC = pikepdf.Dictionary(BaseVersion=pikepdf.Name("/1.7"), ExtensionLevel=1)
        document.Root.Extensions = extensions
        return _saved(document)


def _saved(document: "pikepdf.Pdf") -> bytes:
    import pikepdf

    out = io.BytesIO()
    document.save(
        out,
        min_version=_VERSION,  # a forced version would have the whole XMP written anew
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        deterministic_id=True,
        linearize=False,
    )
    return out.getvalue()


def _widget(document: "pikepdf.Pdf", box: FieldBox) -> "pikepdf.Object":
    import pikepdf

    page = document.pages[box.page].obj
    left, bottom, right, top = box.rect
    empty = document.make_stream(b"")
    empty.Type, empty.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    empty.BBox, empty.Resources = pikepdf.Array([0, 0, right - left, top - bottom]), pikepdf.Dictionary()
    widget = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Sig,
        T=pikepdf.String(box.name),
        TU=pikepdf.String(box.tooltip),
        F=_PRINT_AND_LOCKED,
        Rect=pikepdf.Array(list(box.rect)),
        P=page,
        AP=pikepdf.Dictionary(N=empty),
    )
    if box.name == CLOSE:
        widget.Lock = pikepdf.Dictionary(Type=pikepdf.Name.SigFieldLock, Action=pikepdf.Name.All, P=1)
    field = document.make_indirect(widget)
    page.Annots = pikepdf.Array([*page.get("/Annots", pikepdf.Array()), field])
    return field


def _check(document: "pikepdf.Pdf", boxes: Sequence[FieldBox]) -> None:
    names = [box.name for box in boxes]
    if not names or len(set(names)) != len(names) or not all(_plain(name) for name in names):
        raise FieldsMisplaced
    for box in boxes:
        if not 0 <= box.page < len(document.pages):
            raise FieldsMisplaced
        left, bottom, right, top = (float(edge) for edge in document.pages[box.page].mediabox)
        if not (left <= box.rect[0] < box.rect[2] <= right and bottom <= box.rect[1] < box.rect[3] <= top):
            raise FieldsMisplaced
    if any(_overlap(one, other) for at, one in enumerate(boxes) for other in boxes[at + 1 :]):
        raise FieldsMisplaced


def _plain(name: str) -> bool:
    return name.isascii() and name.isalnum()


def _overlap(one: FieldBox, other: FieldBox) -> bool:
    a, b = one.rect, other.rect
    return one.page == other.page and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
