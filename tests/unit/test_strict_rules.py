"""The rules for one signature, each alone: what makes it fail, with everything else as it should be."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest

from app.report import revisions
from app.report.fields import CLOSE
from app.report.signature_rules import Basis, Scene, covers_its_revision, faults
from app.report.signed_pdf import Opinion, Signature, SignedPdf, Writing
from tests.signing import pins, places, signed

BASIS = Basis(places(1), pins(1), None, from_case=True)


def scene() -> Scene:
    pdf = signed(1)
    document = SignedPdf(pdf)
    return Scene(pdf, revisions.read(pdf), document, BASIS, document.signatures)


def of(found: Scene, field: str) -> Signature:
    return next(signature for signature in found.signatures if signature.field == field)


def test_a_sound_signature_has_no_faults() -> None:
    found = scene()
    assert [list(faults(found, signature)) for signature in found.signatures] == [[], [], []]


# --- the range ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shift",
    [
        (1, 0, 0, 0),
        (0, 1, 0, 0),
        (0, -1, 0, 0),
        (0, 0, 1, 0),
        (0, 0, -1, 0),
        (0, 0, 0, 1),
        (0, 0, 0, -1),
        (0, 0, 1, -1),
    ],
)
def test_a_range_that_is_off_by_one_anywhere_does_not_cover_the_revision(shift: tuple[int, ...]) -> None:
    found = scene()
    good = of(found, "m1")
    moved = tuple(place + by for place, by in zip(good.byte_range, shift, strict=True))
    assert covers_its_revision(found, good)
    assert not covers_its_revision(found, good._replace(byte_range=moved))


@pytest.mark.parametrize("other", [0, 1, 3, 4, -1, 99])
def test_a_range_of_another_revision_does_not_cover_this_one(other: int) -> None:
    found = scene()
    assert not covers_its_revision(found, of(found, "m1")._replace(revision=other))


@pytest.mark.parametrize("range_", [(), (0,), (0, 0, 0, 0), (0, 1, 2), (0, 1, 2, 3, 4), (0, -1, 5, 10)])
def test_a_range_of_any_other_shape_covers_nothing(range_: tuple[int, ...]) -> None:
    found = scene()
    assert not covers_its_revision(found, of(found, "m1")._replace(byte_range=range_))


def test_contents_other_than_those_in_the_gap_do_not_count() -> None:
    found = scene()
    good = of(found, "m1")
    assert not covers_its_revision(found, good._replace(contents=good.contents[:-1]))
    assert not covers_its_revision(found, good._replace(contents=good.contents + b"\0"))


# --- what pyHanko says ----------------------------------------------------------------------------------


@contextmanager
def says(opinion: Opinion, *, forms_only: bool = True) -> Iterator[None]:
    with (
        mock.patch.object(SignedPdf, "opinion", return_value=opinion),
        mock.patch.object(SignedPdf, "only_forms_filled_after", return_value=forms_only),
    ):
        yield


GOOD = Opinion(intact=True, valid=True, trusted=True, whole_file=True)


@pytest.mark.parametrize(
    ("opinion", "said"),
    [
        (GOOD._replace(intact=False), "bytes that it covers are not those that were signed"),
        (GOOD._replace(valid=False), "bytes that it covers are not those that were signed"),
        (GOOD._replace(trusted=False), "its certificate does not allow it"),
    ],
)
def test_each_doubt_of_the_library_is_a_fault(opinion: Opinion, said: str) -> None:
    found = scene()
    with says(opinion):
        assert list(faults(found, of(found, "m1"))) == [said]


def test_what_the_library_sees_changed_after_the_seal_is_a_fault_even_where_we_see_nothing() -> None:
    found = scene()
    with says(GOOD, forms_only=False):
        assert list(faults(found, of(found, "seal"))) == ["something else than signatures was changed after it"]


def test_a_signature_that_the_library_cannot_judge_does_not_hold() -> None:
    found = scene()
    with mock.patch.object(SignedPdf, "opinion", side_effect=ValueError):
        assert list(faults(found, of(found, "m1"))) == ["it cannot be checked"]


# --- what its revision may do ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"tidy": False},
        {"changed": frozenset({1})},
        {"changed": frozenset()},
        {"new": frozenset()},
        {"new": frozenset(range(1, 99))},
    ],
)
def test_a_revision_that_wrote_more_or_less_than_a_signature_does_is_not_plain(change: dict[str, object]) -> None:
    from app.report.updates import is_plain

    found = scene()
    member = of(found, "m1")
    real = found.document.writing(member.revision)
    assert is_plain(found.document, member)
    with mock.patch.object(SignedPdf, "writing", return_value=Writing(**{**real._asdict(), **change})):
        assert not is_plain(found.document, member)


@pytest.mark.parametrize("revision", [0, -1, 4, 99])
def test_a_revision_that_is_not_there_is_not_plain(revision: int) -> None:
    from app.report.updates import is_plain

    found = scene()
    assert not is_plain(found.document, of(found, "m1")._replace(revision=revision))


# --- what stands beside it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "change", "said"),
    [
        ("m1", {"name": "Member 2"}, "the name beside it is not that of its certificate"),
        ("m1", {"moment": None}, "it gives no time"),
        ("m1", {"for_signing": False}, "its certificate is not one for signatures"),
        ("m1", {"locks": True}, "the closing seal, and only that, has to lock the document"),
        (CLOSE, {"locks": False}, "the closing seal, and only that, has to lock the document"),
        ("m1", {"digest": bytes(32)}, "it is not written in the one form that this program writes"),
    ],
)
def test_each_thing_beside_a_signature_that_is_not_as_it_should_be_is_a_fault(
    field: str, change: dict[str, object], said: str
) -> None:
    found = scene()
    assert list(faults(found, of(found, field)._replace(**change))) == [said]  # type: ignore[arg-type]
