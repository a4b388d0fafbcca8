"""The verdict on a sound document: every part, what is not proved, and the bottom line in plain words."""

import hashlib
import json
from base64 import b64decode
from dataclasses import replace

import pytest

from app.domain.verdict import Part, Result, Verdict
from app.report import strict
from app.report.closing import closing_reason
from app.report.fields import add_fields
from app.report.shown import groups
from app.report.strict import Expected, Pinned
from tests.conftest import PROJECT
from tests.signing import (
    NOW,
    add,
    boxes,
    expected,
    fingerprint,
    name_of,
    page,
    person,
    pins,
    places,
    signed,
    signer_of,
    steps,
    unsigned,
)

RULES = ["File", "Archive", "Fields", "Certification"]
REST = ["Revisions", "Metadata", "Time", "Identity"]


def named(verdict: Verdict) -> dict[str, Part]:
    return {part.name: part for part in verdict.parts}


def results(verdict: Verdict) -> dict[str, Result]:
    return {part.name: part.result for part in verdict.parts}


def broken(verdict: Verdict) -> dict[str, list[str]]:
    return {
        part.name: [finding.text for finding in part.findings] for part in verdict.parts if part.result is Result.BROKEN
    }


@pytest.mark.parametrize("members", [1, 3, 12])
def test_there_is_one_part_for_each_rule_and_one_for_each_signature(members: int) -> None:
    verdict = strict.verify(signed(members), expected(members, signed(members)))
    assert list(named(verdict)) == [*RULES, *(f"Signature {place}" for place in places(members)), *REST]
    assert verdict.subject == "document"


def test_a_sound_document_is_sound_in_every_part_that_can_be_proved() -> None:
    verdict = strict.verify(signed(), expected(pdf=signed()))
    unproved = {name for name, result in results(verdict).items() if result is Result.NOT_PROVED}
    assert unproved == {"Time", "Identity"}
    assert (verdict.sound, verdict.exit_code) == (True, 0)
    assert verdict.line == "Document intact: every part that can be proved is sound."


def test_without_a_case_the_digest_is_not_proved_but_said() -> None:
    part = named(strict.verify_alone(signed()))["Archive"]
    assert part.result is Result.NOT_PROVED
    assert groups(hashlib.sha256(signed()).hexdigest()) in part.text


def test_a_signature_names_the_person_the_time_and_the_whole_fingerprint() -> None:
    text = named(strict.verify_alone(signed()))["Signature m2"].text
    assert text.startswith("Member 2, 2026-11-22 20:30 UTC, key ")
    assert groups(fingerprint(signer_of("m2"))) in text


def test_time_is_never_proved() -> None:
    part = named(strict.verify(signed(), expected()))["Time"]
    assert part.result is Result.NOT_PROVED
    assert "the time is not" in part.text


def test_identity_is_proved_only_by_comparing_fingerprints() -> None:
    for verdict in (strict.verify_alone(signed()), strict.verify_alone(signed(roster=False))):
        part = named(verdict)["Identity"]
        assert part.result is Result.NOT_PROVED
        assert "only by comparing" in part.text
        assert verdict.sound
    assert "in ink" in named(strict.verify(signed(), expected()))["Identity"].text


def test_a_signature_whose_certificate_the_case_does_not_know_is_not_proved() -> None:
    known = tuple(Pinned(place, None if place == "m2" else pin) for place, pin in pins(3).items())
    verdict = strict.verify(signed(), Expected(known))
    assert results(verdict)["Signature m2"] is Result.NOT_PROVED
    assert results(verdict)["Signature m1"] is Result.SOUND
    assert verdict.sound


# --- ink, declined, absent --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["ink", "declined", "absent"])
def test_who_did_not_sign_in_the_file_is_named_and_not_proved(kind: str) -> None:
    pdf = add(steps()[3], "close", reason=closing_reason(**{kind: ("m3",)}))
    base, who = expected(), ("m3",)
    records = {
        "ink": replace(base, ink=who),
        "declined": replace(base, declined=who),
        "absent": replace(base, absent=who),
    }
    for verdict in (strict.verify_alone(pdf), strict.verify(pdf, records[kind])):
        assert results(verdict)["Signature m3"] is Result.NOT_PROVED
        assert verdict.sound


def test_ink_declined_and_absent_are_said_in_different_words() -> None:
    reasons = (closing_reason(**{kind: ("m3",)}) for kind in ("ink", "declined", "absent"))
    verdicts = [strict.verify_alone(add(steps()[3], "close", reason=reason)) for reason in reasons]
    assert len({named(verdict)["Signature m3"].text for verdict in verdicts}) == 3


def test_what_the_closing_seal_says_has_to_be_what_the_case_says() -> None:
    pdf = signed(ink=("m2",))
    assert broken(strict.verify(pdf, expected(ink=("m2",)))) == {}
    assert "Fields" in broken(strict.verify(pdf, expected(declined=("m2",))))
    assert "Fields" in broken(strict.verify(pdf, expected()))
    assert "Fields" in broken(strict.verify(signed(), expected(ink=("m2",))))


def test_a_document_on_its_way_says_what_is_missing_and_that_the_rest_holds() -> None:
    found = results(strict.verify_alone(steps()[3]))
    assert (found["Signature m1"], found["Signature m2"]) == (Result.SOUND, Result.SOUND)
    assert (found["Signature m3"], found["Signature close"]) == (Result.BROKEN, Result.BROKEN)
    assert (found["Revisions"], found["Metadata"], found["Certification"]) == (Result.SOUND,) * 3
    assert "field m3 is not signed" in broken(strict.verify_alone(steps()[3]))["Fields"]


# --- the case record ----------------------------------------------------------------------------------


def test_the_document_of_another_case_is_refused() -> None:
    other = {place: fingerprint(person("x", "X", place)) for place in places(3)}
    verdict = strict.verify(signed(), Expected(tuple(Pinned(*pin) for pin in other.items())))
    assert {f"Signature {place}" for place in places(3)} <= broken(verdict).keys()


def test_two_documents_of_one_case_are_not_taken_for_each_other() -> None:
    assert "Archive" in broken(strict.verify(signed(), expected(pdf=signed(roster=False))))


def test_a_panel_of_another_size_is_refused() -> None:
    assert "Fields" in broken(strict.verify(signed(3), expected(4)))
    assert "Fields" in broken(strict.verify(signed(4), expected(3)))


def test_fields_in_another_order_are_refused() -> None:
    turned = Expected(tuple(reversed(expected().fields)))
    assert "Fields" in broken(strict.verify(signed(), turned))


def test_members_may_sign_in_any_order() -> None:
    pdf = unsigned()
    for field in ("seal", "m3", "m1", "m2", "close"):
        pdf = add(pdf, field)
    assert strict.verify(pdf, expected(pdf=pdf)).sound


def test_fingerprints_are_compared_whatever_their_case() -> None:
    loud = tuple(Pinned(place, pin.upper()) for place, pin in pins(3).items())
    digest = hashlib.sha256(signed()).hexdigest().upper()
    assert strict.verify(signed(), Expected(loud, digest)).sound


# --- forged from the ground up ----------------------------------------------------------------------


def forged_whole(prints: dict[str, str]) -> bytes:
    """Everything made anew by somebody with keys of their own under the right names."""
    pdf = add_fields(page(prints=tuple(prints.items())), boxes(places(3)))
    for place in places(3):
        seat = "c1" if place in ("seal", "close") else place
        pdf = add(pdf, place, person(seat, name_of(place), "forger"))
    return pdf


def forgers_pins() -> dict[str, str]:
    seats = {place: "c1" if place in ("seal", "close") else place for place in places(3)}
    return {place: fingerprint(person(seat, name_of(place), "forger")) for place, seat in seats.items()}


def test_a_forgery_from_the_ground_up_is_refused_where_the_case_is_at_hand() -> None:
    verdict = strict.verify(forged_whole(forgers_pins()), expected())
    assert {"Signature seal", "Signature m1", "Signature close"} <= broken(verdict).keys()


def test_a_forgery_from_the_ground_up_is_not_found_without_the_case_and_the_verdict_says_why() -> None:
    verdict = strict.verify_alone(forged_whole(forgers_pins()))
    assert verdict.sound
    assert named(verdict)["Identity"].result is Result.NOT_PROVED
    assert "only by comparing the printed fingerprints" in named(verdict)["Identity"].text


# --- words --------------------------------------------------------------------------------------------


def test_the_bottom_line_names_what_is_broken_and_what_to_do() -> None:
    line = strict.verify_alone(signed() + b"x").line
    assert line == ("Document not intact: revisions. Do not rely on this copy; ask the records officer for another.")


def test_what_a_document_says_of_itself_can_be_shown_anywhere() -> None:
    name = "Ada\u202e \u200bX\x1b[31m"
    signer = person("m1", name)
    pdf = add(steps(roster=False)[1], "m1", signer, name=name)
    text = named(strict.verify_alone(pdf))["Signature m1"].text
    assert "Ada[U+202E] [U+200B]X[U+001B][31m, 2026" in text


def test_a_document_signed_by_this_version_is_sound_for_ever() -> None:
    kept = json.loads((PROJECT / "tests/vectors/signed.json").read_text("utf-8"))
    pdf = b64decode("".join(kept["pdf"]))
    record = Expected(tuple(Pinned(place, pin) for place, pin in kept["certificates"].items()), kept["sha256"])
    verdict = strict.verify(pdf, record)
    assert broken(verdict) == {}
    assert NOW[:10] in named(verdict)["Signature seal"].text
