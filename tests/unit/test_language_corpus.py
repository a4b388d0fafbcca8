"""The split stands as it was made, and nothing of the test part is in what the classifier was trained on."""

import json

import pytest

from tests.bench.language import figures
from tests.bench.language.corpus import PARTS, leaks, own_leaks, own_training, sentences
from tests.bench.language.split import SPLIT, make


def test_the_split_is_what_the_rule_gives() -> None:
    assert json.loads(SPLIT.read_text(encoding="utf-8")) == make()


def test_no_sentence_is_in_two_parts() -> None:
    parts = [{row.id for row in sentences(part)} for part in PARTS]
    assert all(parts)
    assert not parts[0] & parts[1]
    assert not (parts[0] | parts[1]) & parts[2]


def test_our_own_training_lines_are_none_of_the_test_part() -> None:
    assert not {row.id for row in own_training()} & {row.id for row in sentences("test")}
    assert not {row.id for row in own_leaks()} & {row.id for row in leaks("test")}


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"), [(8, 10, 0.490, 0.943), (10, 10, 0.722, 1.0), (0, 31, 0.0, 0.110)]
)
def test_wilson_limits_are_those_of_the_design(hits: int, total: int, low: float, high: float) -> None:
    assert figures.Share("", hits, total).limits() == pytest.approx((low, high), abs=0.001)
