"""Checks on words: wording that carries hindsight, outcome or blame, and what gives the outcome away."""

from collections.abc import Iterable

from app.domain.checks.findings import Field, Finding, Leak, Place
from app.services.ports import WordChecks


def check_language(checks: WordChecks, text: str, field: Field = Field.NARRATIVE) -> tuple[Finding, ...]:
    """The findings in a text that stands in `field`; prompts, never a verdict."""
    return checks.language().check(text, field)


def check_leaks(
    checks: WordChecks, text: str, place: Place = Place.NARRATIVE, key_terms: Iterable[str] = ()
) -> tuple[Leak, ...]:
    """What in a text may give the outcome away; `key_terms` are words of sealed facts."""
    return checks.leaks().check(text, place, key_terms)
