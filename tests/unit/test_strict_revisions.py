"""The walk over the revisions: only a plain chain is one, and every other way to link tables is damage."""

import re

import pytest

from app.report import strict
from app.report.revisions import Damaged, read
from tests.signing import signed, steps


def tables(pdf: bytes) -> list[int]:
    """Where each revision says that its table begins, oldest first."""
    return [int(found) for found in re.findall(rb"startxref\n(\d+)\n", pdf)]


def damaged(pdf: bytes) -> None:
    with pytest.raises(Damaged):
        read(pdf)


def replaced_last(pdf: bytes, old: bytes, new: bytes) -> bytes:
    at = pdf.rindex(old)
    return pdf[:at] + new + pdf[at + len(old) :]


def test_each_revision_ends_where_the_file_ended_then() -> None:
    assert [revision.end for revision in read(signed())] == [len(pdf) for pdf in steps()]


def test_what_follows_the_end_belongs_to_no_revision() -> None:
    assert read(signed() + b"anything") == read(signed())


def test_an_end_that_points_to_an_older_table_is_damage() -> None:
    damaged(signed() + b"startxref\n%d\n%%%%EOF\n" % tables(signed())[0])


def test_an_end_that_points_to_the_last_table_once_more_is_damage() -> None:
    damaged(signed() + b"startxref\n%d\n%%%%EOF\n" % tables(signed())[-1])


def test_a_table_whose_own_end_names_another_is_damage() -> None:
    pdf = signed()
    first = b"startxref\n%d\n" % tables(pdf)[0]
    damaged(pdf.replace(first, b"startxref\n%d\n" % (tables(pdf)[0] - 1), 1))


def test_a_link_forward_is_damage() -> None:
    previous = b"/Prev %d" % tables(signed())[-2]
    damaged(replaced_last(signed(), previous, b"/Prev %d" % tables(signed())[-1]))


def test_revisions_that_are_stepped_over_do_not_pass_unseen() -> None:
    previous = b"/Prev %d" % tables(signed())[-2]
    pdf = replaced_last(signed(), previous, b"/Prev %d" % tables(signed())[0])
    assert len(read(pdf)) == 2
    assert not strict.verify_alone(pdf).sound


@pytest.mark.parametrize("more", [b"/XRefStm 9 ", b"/Prev 9 "])
def test_a_trailer_with_a_second_link_is_damage(more: bytes) -> None:
    damaged(replaced_last(signed(), b"/Prev ", more + b"/Prev "))


@pytest.mark.parametrize("old", [b"xref\n", b"trailer", b"startxref\n", b"%%EOF"])
def test_a_table_without_one_of_its_words_is_damage(old: bytes) -> None:
    pdf = steps()[0]
    damaged(replaced_last(pdf, old, b"x" * len(old)))
