"""Signing: the seal first, members between, the close last; every byte before a signature stays, and others agree."""

import io
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms

from app.domain.errors import (
    AlreadySigned,
    ClockOutside,
    ClosingIncomplete,
    DocumentChanged,
    EvenhandError,
    FieldSigned,
    FieldUnknown,
    SignatureFailed,
    SignatureOrder,
    WrongMember,
)
from app.report.closing import closing_reason
from tests import attacks
from tests.signing import add, name_of, person, places, signed, signer_of, steps, unsigned


def values(pdf: bytes) -> dict[str, pikepdf.Object | None]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {str(field.T): field.get("/V") for field in document.Root.AcroForm.Fields}


def container(pdf: bytes, field: str) -> cms.SignedData:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (found,) = [entry for entry in document.Root.AcroForm.Fields if field == entry.T]
        return cms.ContentInfo.load(bytes(found.V.Contents))["content"]


# --- what a signature is ----------------------------------------------------------------------------


def test_every_signature_leaves_all_bytes_before_it_as_they_were() -> None:
    found = steps()
    assert len(found) == 6
    assert all(after.startswith(before) and len(after) > len(before) for before, after in pairwise(found))


def test_the_same_signatures_give_the_same_bytes() -> None:
    again = unsigned()
    for field in places(3):
        again = add(again, field)
    assert again == signed()


def test_a_signature_is_pades_with_sha_256_and_p_256() -> None:
    with pikepdf.open(io.BytesIO(signed())) as document:
        kinds = {str(field.V.SubFilter) for field in document.Root.AcroForm.Fields}
        filters = {str(field.V.Filter) for field in document.Root.AcroForm.Fields}
    assert kinds == {"/ETSI.CAdES.detached"}
    assert filters == {"/Adobe.PPKLite"}
    for field in places(3):
        (signer,) = container(signed(), field)["signer_infos"]
        assert signer["digest_algorithm"]["algorithm"].native == "sha256"
        assert signer["signature_algorithm"]["algorithm"].native == "sha256_ecdsa"


def test_a_container_holds_what_pades_b_b_asks_for_and_no_more() -> None:
    found = container(signed(), "m1")
    (signer,) = found["signer_infos"]
    kinds = {attribute["type"].native for attribute in signer["signed_attrs"]}
    assert kinds == {"content_type", "message_digest", "signing_certificate_v2"}
    assert signer["unsigned_attrs"].native is None
    assert [each.chosen.dump() for each in found["certificates"]] == [signer_of("m1").certificate]
    assert found["encap_content_info"]["content"].native is None


def test_a_signature_says_who_when_and_why() -> None:
    with pikepdf.open(io.BytesIO(signed())) as document:
        (member,) = [field.V for field in document.Root.AcroForm.Fields if field.T == "m1"]
        assert str(member.Name) == "Member 1"
        assert str(member.M) == "D:20261122203000Z"
        assert str(member.Reason) == "I have read this text."


def test_the_seal_certifies_form_filling_only_and_the_close_locks_all() -> None:
    with pikepdf.open(io.BytesIO(signed())) as document:
        by_name = {str(field.T): field.V for field in document.Root.AcroForm.Fields}
        (seal,) = by_name["seal"].Reference
        assert (seal.TransformMethod, int(seal.TransformParams.P)) == (pikepdf.Name.DocMDP, 2)
        assert document.Root.Perms.DocMDP.objgen == by_name["seal"].objgen
        (close,) = by_name["close"].Reference
        assert (close.TransformMethod, close.TransformParams.Action) == (pikepdf.Name.FieldMDP, pikepdf.Name.All)
        assert int(close.TransformParams.P) == 1
        assert all("/Reference" not in by_name[member] for member in ("m1", "m2", "m3"))


def test_the_file_stays_pdf_1_7_and_its_metadata_untouched() -> None:
    assert signed().startswith(b"%PDF-1.7\n")
    with pikepdf.open(io.BytesIO(unsigned())) as before, pikepdf.open(io.BytesIO(signed())) as after:
        assert "/Version" not in after.Root
        assert before.Root.Metadata.objgen == after.Root.Metadata.objgen
        assert before.Root.Metadata.read_raw_bytes() == after.Root.Metadata.read_raw_bytes()


def test_each_signature_shows_its_stamp_in_its_field() -> None:
    with pikepdf.open(io.BytesIO(signed())) as document:
        for field in document.Root.AcroForm.Fields:
            face = field.AP.N
            assert [float(edge) for edge in face.BBox] == [0, 0, 150, 60]
            assert len(face.Resources.Font) == 3
            assert b"Tj" in face.read_bytes()


def test_a_name_in_any_script_is_signed_as_it_stands() -> None:
    name = "Øystein “Ö” Łukasiewicz, Γιώργος"
    pdf = add(steps(roster=False)[1], "m1", person("m1", name), name=name)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.AcroForm.Fields[1].V.Name) == name


# --- what is refused (H42) --------------------------------------------------------------------------


def refused(kind: type[EvenhandError], pdf: bytes, field: str, **changed: object) -> None:
    by = changed.pop("by", None)
    with pytest.raises(kind):
        add(pdf, field, by, **changed)  # type: ignore[arg-type]


def test_a_field_that_is_not_there_is_refused() -> None:
    refused(FieldUnknown, steps()[1], "m9", by=person("m9", "Member 9"))


def test_a_place_is_signed_once() -> None:
    refused(FieldSigned, steps()[2], "m1")


def test_a_member_signs_once_even_where_the_document_prints_no_fingerprints() -> None:
    refused(AlreadySigned, steps(roster=False)[2], "m2", by=signer_of("m1"), name="Member 1")


def test_a_member_does_not_sign_in_the_place_of_another() -> None:
    refused(WrongMember, steps()[1], "m2", by=signer_of("m1"), name="Member 1")


def test_somebody_of_the_right_name_with_another_key_is_refused() -> None:
    refused(WrongMember, steps()[1], "m1", by=person("m1", "Member 1", "another seed"))


def test_a_name_that_is_not_that_of_the_certificate_is_refused() -> None:
    refused(SignatureFailed, steps()[1], "m1", name="Member 2")


def test_a_key_that_does_not_belong_to_its_certificate_signs_nothing() -> None:
    class Mismatched:
        certificate = signer_of("m1").certificate

        def sign(self, message: bytes) -> bytes:
            return signer_of("m2").sign(message)

    refused(SignatureFailed, steps()[1], "m1", by=Mismatched())


@pytest.mark.parametrize("at", ["2026-11-01T07:59:59Z", "1970-01-01T00:00:00Z", "2126-01-01T00:00:01Z"])
def test_a_clock_outside_the_certificate_is_refused(at: str) -> None:
    refused(ClockOutside, steps()[1], "m1", at=at)


@pytest.mark.parametrize("at", ["2026-11-01T08:00:00Z", "2038-01-20T00:00:00Z", "2100-03-01T00:00:00Z"])
def test_any_clock_within_the_certificate_signs(at: str) -> None:
    assert values(add(steps()[1], "m1", at=at))["m1"] is not None


def test_nobody_signs_before_the_seal() -> None:
    refused(SignatureOrder, steps()[0], "m1")
    refused(SignatureOrder, steps()[0], "close", reason=closing_reason(absent=("m1", "m2", "m3")))


def test_the_seal_certifies_and_nobody_else_does() -> None:
    refused(SignatureOrder, steps()[0], "seal", certify=False)
    refused(SignatureOrder, steps()[1], "m1", certify=True)
    refused(SignatureOrder, steps()[0], "m1", certify=True)


def test_nobody_signs_after_the_close() -> None:
    refused(SignatureOrder, signed(ink=("m2",)), "m2")


def test_only_the_hand_that_sealed_closes() -> None:
    other = person("c1", name_of("close"), "another seed")
    refused(SignatureOrder, steps(roster=False)[4], "close", by=other)


@pytest.mark.parametrize(
    "reason",
    ["", "Closed.", closing_reason(ink=("m1",)), closing_reason(ink=("m3", "m9")), closing_reason(), "I agree"],
)
def test_the_close_names_everybody_who_did_not_sign_and_nobody_else(reason: str) -> None:
    refused(ClosingIncomplete, steps()[3], "close", reason=reason)


@pytest.mark.parametrize(
    "reason", [closing_reason(ink=("m3",)), closing_reason(declined=("m3",)), closing_reason(absent=("m3",))]
)
def test_the_close_may_say_that_a_member_signs_in_ink_declined_or_was_absent(reason: str) -> None:
    assert values(add(steps()[3], "close", reason=reason))["m3"] is None


@pytest.mark.parametrize(
    "attack",
    [
        attacks.bytes_after_the_end,
        attacks.end_cut_off,
        attacks.last_byte_cut_off,
        attacks.page_content_added,
        attacks.metadata_swapped,
        attacks.contents_zeroed,
        attacks.range_emptied,
    ],
)
def test_a_file_that_changed_since_the_last_signature_is_not_signed(attack: attacks.Attack) -> None:
    refused(DocumentChanged, attack(), "m1")


@pytest.mark.parametrize("at", [20, 900, len(steps()[0]) + 10, -3000, -900, -30])
def test_a_byte_changed_between_two_signatures_is_found_before_the_next(at: int) -> None:
    pdf = bytearray(steps()[2])
    pdf[at] ^= 1
    refused(DocumentChanged, bytes(pdf), "m2")


def test_a_digit_after_the_last_container_is_found_although_no_signature_covers_it() -> None:
    ends = {at: steps(5)[at].rindex(b">\n/ByteRange") for at in range(1, 6)}
    at = next(at for at, end in ends.items() if steps(5)[at][:end].endswith(b"00"))
    pdf, end = steps(5)[at], ends[at]
    refused(DocumentChanged, pdf[: end - 1] + b"1" + pdf[end:], f"m{at}")


def test_a_file_saved_anew_by_another_program_is_not_signed() -> None:
    with pikepdf.open(io.BytesIO(steps()[2])) as document:
        out = io.BytesIO()
        document.save(out)
    refused(DocumentChanged, out.getvalue(), "m2")


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"not a PDF", b"%PDF-1.7\nstartxref\n0\n%%EOF\n"])
def test_what_is_no_document_is_not_signed(pdf: bytes) -> None:
    refused(DocumentChanged, pdf, "seal")


# --- what others say --------------------------------------------------------------------------------


def needed(command: str) -> str:
    found = shutil.which(command)
    assert found, f"{command} is missing: apt-get install -y --no-install-recommends poppler-utils"
    return found


@pytest.mark.parametrize("members", [1, 3, 12])
def test_pdfsig_calls_every_signature_valid(members: int, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed(members))
    done = subprocess.run([needed("pdfsig"), str(file)], capture_output=True, text=True, check=True)
    assert re.findall(r"Signature Validation: (.*)", done.stdout) == ["Signature is Valid."] * (members + 2)
    assert done.stdout.count("Signature Type: ETSI.CAdES.detached") == members + 2
    assert done.stdout.count("Total document signed") == 1


# pyHanko's own command cannot be started without the network client that it imports; it gets the refusing stand-in.
COMMAND_LINE = "import sys, app.report.pyhanko_door; from pyhanko.cli import launch; sys.exit(launch())"


def test_the_command_line_of_pyhanko_calls_every_signature_valid(tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed())
    trust = []
    for field in ("seal", "m1", "m2", "m3"):
        path = tmp_path / f"{field}.cer"
        path.write_bytes(signer_of(field).certificate)
        trust += ["--trust", str(path)]
    said = ["sign", "validate", "--trust-replace", *trust, "--validation-time", "claimed", "--no-revocation-check"]
    command = [sys.executable, "-c", COMMAND_LINE, *said, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    lines = done.stdout.strip().split("\n")
    assert [line.split(":")[0] for line in lines] == list(places(3))
    assert all(":INTACT:TRUSTED," in line for line in lines)


def test_qpdf_finds_the_signed_file_in_order(tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed())
    qpdf = shutil.which("qpdf")
    assert qpdf, "qpdf is missing: apt-get install -y --no-install-recommends qpdf"
    done = subprocess.run([qpdf, "--check", str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
