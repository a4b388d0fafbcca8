"""Times and rules in words: as precise as they are stated, and no more."""

import pytest

from app.domain import entries as e
from app.domain.rules_in_words import quality
from app.domain.times import When
from app.domain.times_in_words import clock_in_words, date_in_words, in_words

TIMES = [
    (When(start="2017-12-26T14:59", precision="minute"), "26 December 2017, 14:59", "14:59"),
    (When(start="2017-12-26T14:59:07", precision="exact"), "26 December 2017, 14:59:07", "14:59:07"),
    (When(start="2017-12-26T14:30", precision="approx"), "26 December 2017, about 14:30", "about 14:30"),
    (
        When(start="2017-12-26T14:00", precision="hour"),
        "26 December 2017, between 14:00 and 14:59",
        "between 14:00 and 14:59",
    ),
    (When(start="2017-12-24", precision="day"), "24 December 2017", "24 December 2017"),
    (
        When(start="2015-10-01", precision="approx"),
        "about 1 October 2015, give or take a month",
        "about October 2015",
    ),
    (
        When(start="2018-10-31", end="2018-11-08", precision="day"),
        "31 October 2018 to 8 November 2018",
        "31 October 2018 to 8 November 2018",
    ),
    (When(), "time not known", "time not known"),
]


@pytest.mark.parametrize(("when", "whole", "clock"), TIMES)
def test_a_time_is_said_as_it_is_stated(when: When, whole: str, clock: str) -> None:
    assert (in_words(when), clock_in_words(when)) == (whole, clock)


def test_a_date_is_said_in_full_and_a_bare_year_as_it_is() -> None:
    assert [date_in_words(text) for text in ("2017-12-26", "2018", "")] == ["26 December 2017", "2018", ""]


def test_the_quality_of_a_rule_says_what_it_was_was_not_and_what_is_not_known() -> None:
    rule = e.Rule(label="R", text="t", available="yes", workable="no", correct="yes", followed_locally="no", notes="n")
    assert quality(rule) == (
        "Available, correct; not workable; not known whether intelligible; not commonly followed there. N."
    )
