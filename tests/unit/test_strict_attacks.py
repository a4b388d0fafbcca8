"""Every known attack on signed PDF files is refused, with the case at hand and without; and who else is content."""

import io
import random
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from app.domain.errors import DocumentUnreadable
from app.domain.verdict import Result, Verdict
from app.report import strict
from app.report.pyhanko_door import PdfFileReader, ValidationContext, async_validate_pdf_signature, finished
from tests import attacks
from tests.attacks import ATTACKS, Attack
from tests.signing import expected, signed
from tests.unit.test_sign_signatures import needed

by_name = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)


@cache
def forged(attack: Attack) -> bytes:
    return attack()


@cache
def alone(attack: Attack) -> Verdict:
    return strict.verify_alone(forged(attack))


def broken(verdict: Verdict) -> set[str]:
    return {part.name for part in verdict.parts if part.result is Result.BROKEN}


@by_name
def test_the_attack_is_refused_without_a_case(attack: Attack) -> None:
    verdict = alone(attack)
    assert broken(verdict)
    assert not verdict.sound
    assert verdict.exit_code == 1
    assert verdict.line.startswith("Document not intact: ")


@by_name
def test_the_attack_is_refused_with_the_case_even_without_the_digest_of_the_archive(attack: Attack) -> None:
    assert broken(strict.verify(forged(attack), expected()))


@pytest.mark.parametrize("attack", [attacks.cut_back_to_one_member, attacks.padding_changed, attacks.metadata_swapped])
def test_the_digest_of_the_archive_finds_the_attack_too(attack: Attack) -> None:
    assert "Archive" in broken(strict.verify(forged(attack), expected(pdf=signed())))


@pytest.mark.parametrize(
    ("attack", "rule"),
    [
        (attacks.page_content_added, "Revisions"),
        (attacks.annotation_added, "Revisions"),
        (attacks.metadata_swapped, "Metadata"),
        (attacks.structure_speaks_otherwise, "Revisions"),
        (attacks.font_swapped, "Revisions"),
        (attacks.widget_taken_away, "Revisions"),
        (attacks.widget_made_invisible, "Signature m1"),
        (attacks.stranger_signs_at_the_end, "Fields"),
        (attacks.stranger_signs_after_the_seal, "Fields"),
        (attacks.stranger_closes, "Signature close"),
        (attacks.stranger_closes_unpinned, "Signature close"),
        (attacks.member_signs_after_the_close, "Fields"),
        (attacks.member_changes_a_page_while_signing, "Signature m3"),
        (attacks.member_takes_a_larger_place, "Signature m3"),
        (attacks.member_signs_for_another, "Signature m2"),
        (attacks.member_signs_twice, "Signature m3"),
        (attacks.member_gives_no_time, "Signature m3"),
        (attacks.member_signs_before_enrolment, "Signature m3"),
        (attacks.member_signs_with_a_key_for_something_else, "Signature m3"),
        (attacks.member_leaves_room, "Signature m3"),
        (attacks.member_leaves_a_stray_object, "Signature m3"),
        (attacks.member_shows_an_older_object, "Signature m3"),
        (attacks.member_certifies_too, "Certification"),
        (attacks.member_writes_into_the_trailer, "Signature m3"),
        (attacks.seal_opens_something, "Signature seal"),
        (attacks.close_names_nobody_there, "Fields"),
        (attacks.readers_see_different_files, "File"),
        (attacks.text_field_added, "Fields"),
        (attacks.member_gives_another_name, "Signature m3"),
        (attacks.seal_without_certification, "Certification"),
        (attacks.seal_allows_annotations, "Certification"),
        (attacks.close_locks_nothing, "Signature close"),
        (attacks.close_says_nothing, "Fields"),
        (attacks.cut_back_to_one_member, "Fields"),
        (attacks.cut_back_to_the_unsigned, "Fields"),
        (attacks.end_cut_off, "Revisions"),
        (attacks.bytes_after_the_end, "Revisions"),
        (attacks.contents_zeroed, "Signature m1"),
        (attacks.range_emptied, "Signature m1"),
        (attacks.padding_changed, "Signature close"),
        (attacks.something_in_the_gap, "Signature close"),
        (attacks.signature_value_mirrored, "Signature close"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_the_attack_is_found_by_the_rule_that_is_there_for_it(attack: Attack, rule: str) -> None:
    assert rule in broken(alone(attack))


# --- where the library's own verdict stays good: why the stricter rules are needed -------------------

CONTENT = (
    attacks.metadata_swapped,
    attacks.same_object_written_again,
    attacks.stray_object_added,
    attacks.stranger_closes,
    attacks.stranger_closes_unpinned,
    attacks.member_signs_for_another,
    attacks.member_signs_twice,
    attacks.member_gives_no_time,
    attacks.member_signs_before_enrolment,
    attacks.member_signs_with_a_key_for_something_else,
    attacks.member_leaves_room,
    attacks.member_leaves_a_stray_object,
    attacks.member_writes_into_the_trailer,
    attacks.seal_opens_something,
    attacks.close_names_nobody_there,
    attacks.member_gives_another_name,
    attacks.seal_without_certification,
    attacks.seal_allows_annotations,
    attacks.close_locks_nothing,
    attacks.close_says_nothing,
    attacks.cut_back_to_one_member,
    attacks.bytes_after_the_end,
    attacks.padding_changed,
    attacks.contents_in_small_letters,
    attacks.something_in_the_gap,
    attacks.signature_value_mirrored,
)
"""The attacks after which pyHanko's bottom line is good for every signature that is left."""


def bottom_lines(pdf: bytes) -> list[bool]:
    """pyHanko's own verdict on each signature, each certificate trusted; no line where it gives up."""
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        return [_bottom_line(embedded) for embedded in found]
    except Exception:  # what it cannot read it does not call good
        return []


def _bottom_line(embedded: object) -> bool:
    certificate, moment = embedded.signer_cert, embedded.self_reported_timestamp  # type: ignore[attr-defined]
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False, moment=moment)
    return bool(finished(async_validate_pdf_signature(embedded, context)).bottom_line)  # type: ignore[arg-type]


@by_name
def test_what_the_library_says_by_itself_is_on_record(attack: Attack) -> None:
    lines = bottom_lines(forged(attack))
    assert (bool(lines) and all(lines)) == (attack in CONTENT)


@pytest.mark.parametrize(
    "attack",
    [
        attacks.page_content_added,
        attacks.annotation_added,
        attacks.metadata_swapped,
        attacks.structure_speaks_otherwise,
        attacks.font_swapped,
        attacks.widget_taken_away,
        attacks.stranger_signs_at_the_end,
        attacks.cut_back_to_one_member,
        attacks.bytes_after_the_end,
    ],
    ids=lambda attack: attack.__name__,
)
def test_pdfsig_calls_each_signature_valid_after_any_update(attack: Attack, tmp_path: Path) -> None:
    file = tmp_path / "attacked.pdf"
    file.write_bytes(forged(attack))
    done = subprocess.run([needed("pdfsig"), str(file)], capture_output=True, text=True, check=True)
    said = re.findall(r"Signature Validation: (.*)", done.stdout)
    assert said
    assert set(said) == {"Signature is Valid."}


# --- single bytes -----------------------------------------------------------------------------------


def holds(pdf: bytes) -> bool:
    try:
        return strict.verify_alone(pdf).sound
    except DocumentUnreadable:
        return False


def flipped(pdf: bytes, at: int, bit: int) -> bytes:
    changed = bytearray(pdf)
    changed[at] ^= 1 << bit
    return bytes(changed)


def test_no_flipped_bit_anywhere_is_missed_even_without_the_digest_of_the_archive(full: bool) -> None:
    pdf, chance = signed(1), random.Random(20261122)
    places = [(chance.randrange(len(pdf)), chance.randrange(8)) for _ in range(1000 if full else 100)]
    assert holds(pdf)
    assert [place for place in places if holds(flipped(pdf, *place))] == []


def test_no_flipped_bit_in_a_container_is_missed_although_no_signature_covers_it(full: bool) -> None:
    pdf = signed(1)
    start, end = next(held.span() for held in reversed(list(re.finditer(rb"<[0-9A-F]{1000,}>", pdf))))
    places = [(at, at % 8) for at in range(start, end) if full or at % 67 == 0]
    assert len(places) > 20
    assert [place for place in places if holds(flipped(pdf, *place))] == []
