"""Any bytes get a verdict or a named refusal: never a crash, never an endless search (H31, H43, H44)."""

import io
import os
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from app.domain.errors import DocumentEncrypted, DocumentTooComplex, DocumentTooLarge, DocumentUnreadable
from app.domain.verdict import Result, Verdict
from app.report import fields, signed_pdf, strict
from app.report.layout import FieldBox
from app.report.revisions import MOST_OBJECTS, MOST_REVISIONS, Damaged, read
from app.report.strict import MOST_BYTES, MOST_FIELDS
from tests.signing import add, boxes, expected, page, places, saved, signed, unsigned


def broken(verdict: Verdict) -> set[str]:
    return {part.name for part in verdict.parts if part.result is Result.BROKEN}


def minimal(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A file in plain order with these objects, numbered from 1."""
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer\n<< /Size %d %s /ID [<00><00>] >>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


# --- what is no document at all -----------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"%", b"PK\x03\x04", b"\0" * 4096, b"%!PS-Adobe", b"\xef\xbb\xbf%PDF-1.7\n"])
def test_what_is_no_pdf_is_unreadable(data: bytes) -> None:
    for check in (strict.verify_alone, lambda pdf: strict.verify(pdf, expected())):
        with pytest.raises(DocumentUnreadable):
            check(data)


def test_an_encrypted_file_is_refused_by_name() -> None:
    with pikepdf.open(io.BytesIO(page())) as document:
        for options in ({"R": 6}, {"R": 4, "aes": True}):
            out = io.BytesIO()
            document.save(out, encryption=pikepdf.Encryption(owner="o", user="u", **options))  # type: ignore[arg-type]
            with pytest.raises(DocumentEncrypted):
                strict.verify_alone(out.getvalue())


def with_entries(count: int) -> bytes:
    """A table of so many entries, all for one object."""
    pdf = minimal(CATALOGUE, PAGES, PAGE)
    start = pdf.index(b"xref\n")
    table = b"xref\n0 %d\n" % count + b"0000000009 00000 n \n" * count
    return pdf[:start] + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)


def test_a_million_objects_are_not_followed() -> None:
    with pytest.raises(DocumentTooComplex, match=str(MOST_OBJECTS)):
        strict.verify_alone(with_entries(MOST_OBJECTS + 1))
    with pytest.raises(DocumentTooLarge):
        strict.verify_alone(with_entries(1_000_000))


@pytest.mark.parametrize(
    "giant",
    [
        minimal(b"<< /AcroForm << /Fields [" + b"0 " * 5_000_000 + b"] >> >>"),
        minimal(b"<< /AcroForm << /Fields [" + b"1 0 R " * 2_000_000 + b"] >> >>"),
        minimal(b"<< /" + b"A" * 10_000_000 + b" 1 >>"),
        minimal(b"<< /Metadata <" + b"30" * 5_000_000 + b"> >>"),
    ],
    ids=["array", "references", "name", "string"],
)
def test_one_giant_object_is_not_read_to_its_end(giant: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_pdf, "MOST_READS", 100_000)
    assert "File" in broken(strict.verify_alone(giant))


def test_a_container_larger_than_any_signature_is_not_unpacked() -> None:
    value = b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <%s> >>"
    field = b"<< /T (m1) /FT /Sig /V " + value % (b"30" * (signed_pdf.LARGEST_CONTAINER + 1)) + b" >>"
    pdf = minimal(b"<< /AcroForm << /Fields [2 0 R] >> >>", field)
    assert "Signature m1" in broken(strict.verify_alone(pdf))


def test_a_table_that_only_says_it_is_huge_is_not_followed() -> None:
    pdf = minimal(CATALOGUE, PAGES, PAGE).replace(b"xref\n0 4\n", b"xref\n0 9999999999\n", 1)
    with pytest.raises(DocumentTooComplex):
        strict.verify_alone(pdf)


# --- by size, before reading (H30) ----------------------------------------------------------------------


def test_a_file_of_two_gigabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    file = tmp_path / "sparse.pdf"
    with file.open("wb") as out:
        out.write(b"%PDF-1.7\n")
        out.truncate(2 * 1024**3)
    with pytest.raises(DocumentTooLarge, match="16 megabytes"):
        strict.load(file)


def test_bytes_beyond_the_limit_are_refused_however_they_came() -> None:
    with pytest.raises(DocumentTooLarge):
        strict.verify_alone(b"%PDF-1.7\n" + bytes(MOST_BYTES))


def test_only_plain_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "device.pdf").symlink_to("/dev/zero")
    (tmp_path / "folder.pdf").mkdir()
    names = ("pipe.pdf", "device.pdf", "folder.pdf", "missing.pdf", "n" * 300, "nul\0.pdf")
    for name in names:
        with pytest.raises(DocumentUnreadable):
            strict.load(tmp_path / name)


def test_a_document_is_loaded_as_it_lies_there(tmp_path: Path) -> None:
    file = tmp_path / "good.pdf"
    file.write_bytes(signed())
    assert strict.load(file) == signed()


# --- damaged documents get a verdict ------------------------------------------------------------------


def test_every_shorter_file_gets_a_verdict_or_a_named_refusal() -> None:
    pdf = signed(1)
    for cut in (*range(0, 40, 3), *range(40, len(pdf), len(pdf) // 40), len(pdf) - 1):
        try:
            assert not strict.verify_alone(pdf[:cut]).sound
        except DocumentUnreadable:
            assert cut < len(b"%PDF-")


@pytest.mark.parametrize(
    "pdf",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\nstartxref\n0\n%%EOF\n",
        b"%PDF-1.7\nstartxref\n99999\n%%EOF\n",
        b"%PDF-1.7\nxref\n0 0\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\nstartxref\n" + b"9" * 5000 + b"\n%%EOF\n",
        b"%PDF-1.7\n" + b"[" * 100_000 + b"\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\n" + b"\0" * 3_000_000,
        minimal(),
        minimal(b"null"),
        minimal(CATALOGUE),
        minimal(CATALOGUE, PAGES, PAGE),
        minimal(CATALOGUE, PAGES, PAGE, trailer=b"/Root 9 0 R"),
        minimal(CATALOGUE, PAGES, PAGE, trailer=b"/Root (text)"),
        minimal(b"<< /Type /Catalog /Pages 1 0 R /AcroForm 1 0 R /Fields 1 0 R >>"),
        minimal(b"<< /Type /Catalog /AcroForm << /Fields [1 0 R 1 0 R] >> >>"),
        minimal(b"<< /Type /Catalog /AcroForm << /Fields [2 0 R] >> >>", b"<< /T (m1) /FT /Sig /Kids [2 0 R] >>"),
        minimal(b"<< /Type /Catalog /AcroForm << /Fields [2 0 R] >> >>", b"<< /T (m1) /FT /Sig /V 2 0 R >>"),
        minimal(b"<< /Type /Catalog /AcroForm << /Fields [9 0 R (x) 1] >> >>"),
        minimal(b"<< /Type /Catalog /Metadata 1 0 R >>"),
        minimal(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
        minimal(b"<< /A " * 3000 + b">>" * 3000),
        minimal(CATALOGUE, PAGES, PAGE).replace(b"/Size 4", b"/Size 4 /Prev 9", 1),
        minimal(CATALOGUE, PAGES, PAGE).replace(b"/Size 4", b"/Size 4 /XRefStm 9", 1),
        minimal(CATALOGUE, PAGES, PAGE).replace(b"/Size 4", b"/Size -4", 1),
    ],
)
def test_a_file_that_is_hardly_one_is_not_sound(pdf: bytes) -> None:
    assert not strict.verify_alone(pdf).sound
    assert not strict.verify(pdf, expected()).sound


def test_a_table_that_points_to_itself_ends() -> None:
    pdf = minimal(CATALOGUE, PAGES, PAGE)
    start = pdf.index(b"xref\n")
    looped = pdf.replace(b"/Size 4", b"/Size 4 /Prev %d" % start, 1)
    with pytest.raises(Damaged):
        read(looped)
    assert "File" in broken(strict.verify_alone(looped))


def test_more_revisions_than_any_panel_makes_are_not_followed() -> None:
    pdf = minimal(CATALOGUE, PAGES, PAGE)
    for _ in range(MOST_REVISIONS + 1):
        last = int(re.findall(rb"startxref\n(\d+)", pdf)[-1])
        trailer = b"trailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\n" % last
        pdf += b"xref\n0 0\n" + trailer + b"startxref\n%d\n%%%%EOF\n" % len(pdf)
    with pytest.raises(Damaged):
        read(pdf)
    assert "File" in broken(strict.verify_alone(pdf))


def test_a_file_with_compressed_tables_is_not_one_of_ours() -> None:
    with pikepdf.open(io.BytesIO(signed())) as document:
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert broken(strict.verify_alone(out.getvalue())) == {"File"}


def test_a_file_saved_anew_by_another_program_is_not_sound() -> None:
    with pikepdf.open(io.BytesIO(signed())) as document:
        assert not strict.verify_alone(saved(document)).sound


def test_a_document_without_metadata_says_so() -> None:
    with pikepdf.open(io.BytesIO(page())) as document:
        del document.Root.Metadata
        assert "Metadata" in broken(strict.verify_alone(saved(document)))


def test_a_plain_pdf_without_signatures_says_that_there_are_none() -> None:
    assert {"Fields", "Certification"} <= broken(strict.verify_alone(page()))


def test_thousands_of_fields_are_counted_and_left_alone() -> None:
    names = [f"m{number}" for number in range(MOST_FIELDS + 1)]
    pdf = fields.add_fields(page(20), many(names))
    verdict = strict.verify_alone(pdf)
    assert "Fields" in broken(verdict)
    assert len(verdict.parts) < MOST_FIELDS + 20


def many(names: list[str]) -> list[FieldBox]:
    return [
        FieldBox(name, at // 5, (50, 50 + 100 * (at % 5), 200, 110 + 100 * (at % 5)), name)
        for at, name in enumerate(names)
    ]


def test_two_fields_of_one_name_are_found() -> None:
    pdf = unsigned().replace(b"/T (m2)", b"/T (m1)", 1)
    assert "Fields" in broken(strict.verify_alone(pdf))


# --- made to be read for ever ---------------------------------------------------------------------------


def signed_body(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A document with a hostile body, then properly signed: only its author could have made it."""
    with pikepdf.open(io.BytesIO(page(members=1))) as document:
        change(document)
        pdf = fields.add_fields(saved(document), boxes(places(1)))
    for field in places(1):
        pdf = add(pdf, field)
    return pdf


def test_a_body_with_endlessly_many_paths_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_pdf, "_STEPS_FOR_A_START", 10_000)

    def change(document: pikepdf.Pdf) -> None:
        last = document.make_indirect(pikepdf.Dictionary())
        for _ in range(60):
            last = document.make_indirect(pikepdf.Dictionary(A=last, B=last))
        document.Root.PieceInfo = last

    assert broken(strict.verify_alone(signed_body(change))) == {"File"}


def test_a_body_nested_without_bottom_is_given_up() -> None:
    def change(document: pikepdf.Pdf) -> None:
        last = document.make_indirect(pikepdf.Dictionary())
        for _ in range(400):
            last = document.make_indirect(pikepdf.Dictionary(A=last))
        document.Root.PieceInfo = last

    assert broken(strict.verify_alone(signed_body(change))) == {"File"}


def test_work_is_counted_and_stops_at_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = signed(1)
    monkeypatch.setattr(signed_pdf, "MOST_STEPS", 50)
    document = signed_pdf.SignedPdf(pdf)
    assert document.opinion("seal").valid
    with pytest.raises(signed_pdf.TooMuchWork):
        document.only_forms_filled_after("seal")


def test_metadata_that_unpacks_without_end_is_not_unpacked() -> None:
    bomb = zlib.compress(b" " * (signed_pdf.LARGEST_STREAM + 1))

    def change(document: pikepdf.Pdf) -> None:
        document.Root.Metadata.write(bomb, filter=pikepdf.Name.FlateDecode)

    with pikepdf.open(io.BytesIO(page(members=1))) as document:
        change(document)
        pdf = fields.add_fields(_kept(document), boxes(places(1)))
    assert not strict.verify_alone(pdf).sound


def _kept(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out.getvalue()


@pytest.mark.parametrize(
    "packet",
    [
        b'<!DOCTYPE x [<!ENTITY a "&#97;">]><x>&a;</x>',
        b"<x",
        b"\xff\xfe<\0x\0/\0>\0",
        b'<x xmlns:evh="urn:evenhand:determination:1"><evh:certificates><rdf:li>m1</rdf:li></evh:certificates></x>',
    ],
)
def test_metadata_that_is_no_plain_packet_is_found(packet: bytes) -> None:
    with pikepdf.open(io.BytesIO(page())) as document:
        document.Root.Metadata.write(packet)
        pdf = fields.add_fields(saved(document), boxes(places(3)))
    assert "Metadata" in broken(strict.verify_alone(pdf))
