"""What the leak check promises: three tiers, innocent use, names and metadata, and key terms of sealed facts."""

from functools import cache

import pytest

from app.domain.checks.findings import Place, Tier
from app.domain.checks.leaks import LeakCheck
from app.storage import language_files


@cache
def the_check() -> LeakCheck:
    """The check as the program makes it."""
    return LeakCheck(language_files.leak_data())


def tiers(text: str, place: Place = Place.NARRATIVE) -> set[Tier]:
    """The tiers found in a text."""
    return {leak.tier for leak in the_check().check(text, place)}


@pytest.mark.parametrize(
    ("tier", "place", "text"),
    [
        (Tier.EXPLICIT, Place.NARRATIVE, "He died at 05:40."),
        (Tier.EXPLICIT, Place.NARRATIVE, "The dose was wrong and no harm came of it."),
        (Tier.EXPLICIT, Place.TITLE, "Maternal death, labour ward"),
        (Tier.EXPLICIT, Place.FILE_NAME, "amputation_photo-copy.pdf"),
        (Tier.EXPLICIT, Place.METADATA, "Keywords: potassium; death"),
        (Tier.STRONG, Place.NARRATIVE, "The coroner has asked for the chart."),
        (Tier.STRONG, Place.NARRATIVE, "She was moved to intensive care at 04:20."),
        (Tier.STRONG, Place.FILE_NAME, "near-miss_log.xlsx"),
        (Tier.STRONG, Place.METADATA, "Severity: 1"),
        (Tier.WEAK, Place.NARRATIVE, "I am so sorry for what happened on my shift."),
        (Tier.WEAK, Place.TITLE, "In memory of a friend of the ward"),
    ],
)
def test_each_tier_is_found_wherever_it_stands(tier: Tier, place: Place, text: str) -> None:
    assert tier in tiers(text, place)


@pytest.mark.parametrize(
    ("guard", "place", "text"),
    [
        ("TERM", Place.NARRATIVE, "The dead space of the line is 2 mL."),
        ("TERM", Place.FILE_NAME, "deadline_calendar.xlsx"),
        ("HISTORY", Place.NARRATIVE, "Her father died of a stroke in 2009."),
        ("POLICY", Place.TITLE, "When to inform the coroner: trust policy M12"),
        ("RISK", Place.TITLE, "Consent leaflet: risk of death and stroke"),
        ("PLAN", Place.FILE_NAME, "ICU bed booking friday pre-op.msg"),
        ("ROLE", Place.NARRATIVE, "The bereavement midwife was helping on the ward."),
        ("NEG", Place.NARRATIVE, "He was not in arrest when they arrived and was talking."),
        ("", Place.NARRATIVE, "Blood pressure 104 over 60 at ten, 98 over 58 at eleven."),
    ],
)
def test_innocent_use_is_left_alone(guard: str, place: Place, text: str) -> None:
    assert tiers(text, place) == set(), guard


def test_key_terms_of_sealed_facts_are_found_as_whole_words_in_any_case() -> None:
    text = "The troponin was sent. Atroponins are no troponin T."
    found = the_check().check(text, Place.NARRATIVE, ["Troponin", "troponin T", " "])
    sealed = [text[leak.start : leak.end] for leak in found if leak.tier is Tier.SEALED]
    assert sealed == ["troponin", "troponin T"]


def test_key_terms_are_letters_and_never_patterns() -> None:
    assert the_check().check("INR is open.", Place.NARRATIVE, [".*", "(", "INR (8"]) == ()


def test_every_leak_says_why_and_what_to_ask_and_lies_in_the_text() -> None:
    text = "He died. The police came. We are sorry."
    found = the_check().check(text, Place.NARRATIVE, ["police"])
    assert {leak.tier for leak in found} >= {Tier.EXPLICIT, Tier.SEALED}
    for leak in found:
        assert 0 <= leak.start < leak.end <= len(text)
        assert leak.why
        assert leak.prompt
