"""The labelled sentences and leak lines as typed rows, with the part each belongs to."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.domain.checks.findings import Field, Label
from tests.bench.language.split import CORPUS, SPLIT, read_lines, sentence_id, voices

PARTS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One labelled sentence; `guard` says why a clean one looks as if it were not, `para` that no usual cue stands."""

    id: str
    voice: str
    setting: str
    field: Field
    text: str
    labels: frozenset[Label]
    guard: str
    para: bool


@dataclass(frozen=True, slots=True)
class LeakLine:
    """One line that does or does not give the outcome away."""

    id: str
    tier: str
    where: str
    guard: str
    text: str


def _sentence(row: dict[str, Any]) -> Sentence:
    return Sentence(
        id=sentence_id(row["text"]),
        voice=row["voice"],
        setting=row["setting"],
        field=Field(row["field"]),
        text=row["text"],
        labels=frozenset(Label(label) for label in row["labels"]),
        guard="" if row["labels"] else row["guard"],
        para=row["para"],
    )


def sentences(part: str) -> list[Sentence]:
    """The sentences of one part, in the order of the files."""
    split = json.loads(SPLIT.read_text(encoding="utf-8"))
    of = {each: name for name in ("test", "dev") for each in split[name]}
    rows = (_sentence(row) for lines in voices().values() for row in lines)
    return [row for row in rows if of.get(row.id, "train") == part]


def own_training() -> list[Sentence]:
    """The further sentences written for training after the split, by the author of the check."""
    return [_sentence(row) for row in read_lines(CORPUS.parent / "own" / "training.jsonl")]


def _is_dev(line: str) -> bool:
    return int(sentence_id(line), 16) % 4 == 0


def own_leaks() -> list[LeakLine]:
    """The further leak lines written for training, by the author of the check."""
    return [_leak(row) for row in read_lines(CORPUS.parent / "own" / "leaks.jsonl")]


def _leak(row: dict[str, Any]) -> LeakLine:
    return LeakLine(sentence_id(row["text"]), row["tier"], row["where"], row["guard"], row["text"])


def leaks(part: str) -> list[LeakLine]:
    """The leak lines of one part; the lines say test or train, and a fixed quarter of train is dev."""
    rows: Iterable[dict[str, Any]] = read_lines(CORPUS / "leaks.jsonl")
    return [
        _leak(row)
        for row in rows
        if part == ("test" if row["split"] == "test" else "dev" if _is_dev(row["text"]) else "train")
    ]
