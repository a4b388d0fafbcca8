"""Signature fields: added once, before anybody signs, and never where they could mislead."""

import io

import pikepdf
import pytest

from app.domain.errors import FieldsMisplaced
from app.report.fields import add_fields
from app.report.layout import FieldBox
from tests.signing import boxes, page, places, saved


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def with_boxes(*names: str) -> pikepdf.Pdf:
    return opened(add_fields(page(), boxes(names or places(3))))


def test_each_box_becomes_one_empty_signature_field_in_the_order_given() -> None:
    with with_boxes() as document:
        found = list(document.Root.AcroForm.Fields)
        assert [str(field.T) for field in found] == ["seal", "m1", "m2", "m3", "close"]
        assert all(pikepdf.Name.Sig == field.FT and "/V" not in field for field in found)


def test_a_field_stands_on_its_page_where_its_box_is() -> None:
    box = boxes(("seal",))[0]
    with with_boxes("seal") as document:
        (field,) = document.Root.AcroForm.Fields
        assert [float(edge) for edge in field.Rect] == list(box.rect)
        assert document.pages[1].obj == field.P
        assert [widget.T for widget in document.pages[1].Annots] == [field.T]


def test_a_field_says_what_it_is_prints_and_cannot_be_moved() -> None:
    with with_boxes("m1") as document:
        (field,) = document.Root.AcroForm.Fields
        assert str(field.TU) == "Signature of m1"
        assert int(field.F) == 4 + 128
        assert field.AP.N.read_bytes() == b""


def test_only_the_closing_field_locks_the_document() -> None:
    with with_boxes() as document:
        locks = {str(field.T): field.get("/Lock") for field in document.Root.AcroForm.Fields}
        lock = locks.pop("close")
        assert lock is not None
        assert (lock.Action, int(lock.P)) == (pikepdf.Name.All, 1)
        assert set(locks.values()) == {None}


def test_the_same_input_gives_the_same_bytes() -> None:
    assert add_fields(page(), boxes(places(5))) == add_fields(page(), boxes(places(5)))


def test_the_file_stays_pdf_1_7_with_plain_tables() -> None:
    pdf = add_fields(page(), boxes(places(3)))
    assert pdf.startswith(b"%PDF-1.7\n")
    assert b"/ObjStm" not in pdf
    assert b"/XRef" not in pdf
    assert b"/Version" not in pdf


def test_an_older_header_is_lifted_to_1_7() -> None:
    assert add_fields(page().replace(b"%PDF-1.7", b"%PDF-1.4", 1), boxes(("seal",))).startswith(b"%PDF-1.7\n")


def test_a_newer_document_gets_no_fields() -> None:
    with pytest.raises(FieldsMisplaced):
        add_fields(page().replace(b"%PDF-1.7", b"%PDF-2.0", 1), boxes(("seal",)))


@pytest.mark.parametrize("version", ["1.4", "1.7", "2.0"])
def test_the_metadata_is_not_touched_whatever_version_it_names(version: str) -> None:
    said = f'<rdf:Description xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:PDFVersion="{version}"/></rdf:RDF>'.encode()
    with opened(page()) as document:
        packet = document.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", said, 1)
        document.Root.Metadata.write(packet)
        pdf = saved(document)
    with opened(add_fields(pdf, boxes(places(3)))) as after:
        assert after.Root.Metadata.read_bytes() == packet


def test_widgets_that_were_there_stay() -> None:
    with opened(page()) as document:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]))
        document.pages[1].obj.Annots = pikepdf.Array([document.make_indirect(link)])
        pdf = saved(document)
    with opened(add_fields(pdf, boxes(("seal",)))) as document:
        assert [str(widget.Subtype) for widget in document.pages[1].obj.Annots] == ["/Link", "/Widget"]


def box(name: str = "m1", number: int = 0, rect: tuple[float, float, float, float] = (50, 50, 200, 110)) -> FieldBox:
    return FieldBox(name, number, rect, "Signature")


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        (box(), box(rect=(50, 200, 200, 260))),
        (box(), box("m2", rect=(199, 109, 300, 300))),
        (box(number=2),),
        (box(number=-1),),
        (box(rect=(50, 50, 50, 110)),),
        (box(rect=(200, 110, 50, 50)),),
        (box(rect=(500, 50, 650, 110)),),
        (box(rect=(50, -10, 200, 110)),),
        (box(name=""),),
        (box(name="m.1"),),
        (box(name="m 1"),),
    ],
)
def test_fields_that_could_not_stand_there_are_refused(wrong: tuple[FieldBox, ...]) -> None:
    with pytest.raises(FieldsMisplaced):
        add_fields(page(), wrong)


def test_fields_that_touch_but_do_not_overlap_are_allowed() -> None:
    beside = (box(), box("m2", rect=(200, 50, 350, 110)), box("m3", number=1))
    with opened(add_fields(page(), beside)) as document:
        assert len(document.Root.AcroForm.Fields) == 3


def test_a_document_with_a_form_gets_no_second_one() -> None:
    with pytest.raises(FieldsMisplaced):
        add_fields(add_fields(page(), boxes(("seal",))), boxes(("m1",)))
