"""What the files of the language check promise: every pattern works, is guarded by known guards, and is found fast."""

import re

import pytest

from app.domain.checks import guards
from app.domain.checks.cues import CueIndex
from app.domain.checks.findings import Field, Label
from app.domain.checks.linear import Linear, Weights
from app.domain.checks.patterns import Patterns, plain
from app.domain.checks.sentences import split
from app.storage import language_files
from tests.bench.language.corpus import sentences

MOST_MODEL_BYTES = 1_500_000


def test_every_label_has_patterns_and_words_of_its_own() -> None:
    data = language_files.language_data()
    assert set(data.labels) == set(Label)
    assert {rule.label for rule in data.rules} == set(Label)
    assert all(text.why and text.prompt for text in data.labels.values())


def test_every_pattern_matches_its_own_example_through_the_index() -> None:
    table = language_files._table("patterns.toml")["rule"]
    rules = language_files.rules()
    patterns = Patterns(rules, ())
    for row, rule in zip(table, rules, strict=True):
        text = plain(row["example"])
        found = {hit.rule.pattern for hits in patterns.hits(text, split(text), Field.NARRATIVE) for hit in hits}
        assert rule.pattern in found, row["example"]
        assert row["prompt"]


def test_every_pattern_and_guard_names_only_guards_that_exist() -> None:
    assert all(rule.guards <= set(guards.NAMES) for rule in language_files.rules())
    assert {row.name for row in language_files.guard_rows()} <= set(guards.NAMES)
    assert {row.extent for row in language_files.guard_rows()} == {"match", "rest", "sentence"}


def test_a_cue_stands_wherever_a_pattern_matches() -> None:
    texts = [plain(row.text) for row in sentences("train")[::4]]
    rules = language_files.rules()
    index = CueIndex(rule.cues for rule in rules)
    compiled = [re.compile(rule.pattern, re.IGNORECASE) for rule in rules]
    for text in texts:
        candidates = index.candidates(text.lower())
        missing = [number for number, each in enumerate(compiled) if number not in candidates and each.search(text)]
        assert missing == [], text


def test_the_index_finds_every_cue_as_a_search_for_letters_would() -> None:
    cues = [("fail",), ("had to ", "must"), (), ("=",), ("'d",), ("a" * 50,)]
    index = CueIndex(cues)
    for text in ("unfailing", "he had to go", "x = y", "she'd", "mustard", "nothing here", "b" + "a" * 60, ""):
        expected = {n for n, each in enumerate(cues) if not each or any(cue in text for cue in each)}
        assert index.candidates(text) == expected


def test_the_models_are_small_and_their_files_read_back_as_they_were_written() -> None:
    for name in ("language.model", "leaks.model"):
        raw = language_files._bytes(name)
        assert len(raw) < MOST_MODEL_BYTES
        assert language_files.packed(language_files.weights(name)) == raw


def test_a_model_adds_its_weights_as_plain_arithmetic_would() -> None:
    rows = bytes([3, 251, 127, 129])  # 3 and -5 for "a", 127 and -127 for "b"
    model = Linear(Weights(("x", "y"), ("a", "b"), rows, (0.5, 2.0), (1.0, -1.0), {}))
    assert model.scores({"a", "b", "unknown"}) == pytest.approx([1 + 0.5 * 130 / 2**0.5, -1 + 2.0 * -132 / 2**0.5])
    assert model.scores(set()) == [1.0, -1.0]
