"""The figures of the language check and of the leak check on one part of the corpus, with Wilson limits."""

import csv
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.checks.findings import Field, Label, Place
from app.domain.checks.language import LanguageCheck
from app.domain.checks.leaks import LeakCheck
from app.domain.checks.sentences import split
from tests.bench.language.corpus import LeakLine, Sentence, leaks, sentences

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"
DISCOVERY_GUARDS = ("QUOTE", "POLICY", "QUESTION")


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`, with the 95 % limits of Wilson (1927)."""

    name: str
    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share; nan where there is nothing to count."""
        return self.hits / self.total if self.total else math.nan

    def limits(self) -> tuple[float, float]:
        """The lower and the upper limit."""
        n, z = self.total, 1.959964
        if not n:
            return math.nan, math.nan
        middle = (self.value + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(self.value * (1 - self.value) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def line(self) -> str:
        """One row of the table."""
        low, high = self.limits()
        return f"{self.name:<44} {self.value:6.3f}   {low:.3f}-{high:.3f}   {self.hits}/{self.total}"


Flags = list[tuple[Sentence, frozenset[Label]]]


def flags(check: LanguageCheck, rows: Iterable[Sentence]) -> Flags:
    """The labels that the check gives to each sentence, in its field."""
    return [(row, frozenset(found.label for found in check.check(row.text, row.field))) for row in rows]


def any_flag(given: Flags) -> list[Share]:
    """Precision, recall, paraphrases and false alarms, whatever the label."""
    marked = [row for row, labels in given if labels]
    wanted = [(row, labels) for row, labels in given if row.labels]
    clean = [(row, labels) for row, labels in given if not row.labels]
    hard = [(row, labels) for row, labels in clean if row.guard]
    three = [(row, labels) for row, labels in hard if row.guard in DISCOVERY_GUARDS]

    def count(name: str, pairs: Sequence[tuple[Sentence, frozenset[Label]]]) -> Share:
        return Share(name, sum(bool(labels) for _, labels in pairs), len(pairs))

    return [
        Share("precision, any flag", sum(bool(row.labels) for row in marked), len(marked)),
        count("recall, any flag", wanted),
        count("recall, paraphrases", [pair for pair in wanted if pair[0].para]),
        count("recall, with a usual cue", [pair for pair in wanted if not pair[0].para]),
        count("false: clean sentences flagged", clean),
        count("false: hard negatives flagged", hard),
        count("false: quotes, policy, questions flagged", three),
    ]


def by_group(given: Flags, of: Callable[[Sentence], str]) -> list[Share]:
    """False alarms on hard negatives, one row per guard."""
    hard = [(row, labels) for row, labels in given if row.guard and not row.labels]
    names = sorted({of(row) for row, _ in hard})
    return [
        Share(
            f"  {name}",
            sum(bool(labels) for row, labels in hard if of(row) == name),
            sum(of(r) == name for r, _ in hard),
        )
        for name in names
    ]


def f1(right: int, given: int, wanted: int) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is right."""
    return 2 * right / (given + wanted) if right else 0.0


def per_label(given: Flags) -> list[tuple[str, float, float, float, int]]:
    """Name, precision, recall, F1 and number of sentences for each label."""
    rows = []
    for label in Label:
        right = sum(label in row.labels and label in labels for row, labels in given)
        flagged = sum(label in labels for _, labels in given)
        wanted = sum(label in row.labels for row, _ in given)
        rows.append(
            (
                label.value,
                right / flagged if flagged else 0.0,
                right / wanted if wanted else 0.0,
                f1(right, flagged, wanted),
                wanted,
            )
        )
    return rows


def samples(check: LanguageCheck) -> list[Share]:
    """The two sample cases: planted phrases touched, and sentences of the neutral narratives flagged."""
    shares = []
    for folder in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
        raw = (folder / "narrative_raw.txt").read_text(encoding="utf-8")
        found = check.check(raw, Field.NARRATIVE)
        with (folder / "narrative_raw_marks.csv").open(encoding="utf-8", newline="") as file:
            marks = [(int(row["char_start"]), int(row["char_end"])) for row in csv.DictReader(file)]
        touched = sum(any(f.start < end and start < f.end for f in found) for start, end in marks)
        shares.append(Share(f"planted phrases touched, {folder.name[:6]}", touched, len(marks)))
        neutral = (folder / "narrative_neutral.txt").read_text(encoding="utf-8")
        spans = split(neutral)
        alarms = check.check(neutral, Field.NARRATIVE)
        hit = sum(any(f.start < span.end and span.start < f.end for f in alarms) for span in spans)
        shares.append(Share(f"neutral sentences flagged, {folder.name[:6]}", hit, len(spans)))
    return shares


def long_text(characters: int) -> str:
    """Paragraphs of dev sentences, of at least so many characters, to measure speed with."""
    rows = [row.text for row in sentences("dev")]
    parts, size, at = [], 0, 0
    while size < characters:
        parts.append(" ".join(rows[at % len(rows) : at % len(rows) + 6]))
        size += len(parts[-1]) + 2
        at += 6
    return "\n\n".join(parts)


def speed(work: Callable[[str], object], text: str, rounds: int = 3) -> float:
    """Characters a second of processor time on this machine, one core; the best of a few rounds."""
    best = math.inf
    for _ in range(rounds):
        start = time.process_time()
        work(text)
        best = min(best, time.process_time() - start)
    return len(text) / best


def leak_shares(check: LeakCheck, part: str) -> list[Share]:
    """Leaks found by tier, clean lines flagged, and the same by guard."""
    given = [(line, bool(check.check(line.text, Place(line.where)))) for line in leaks(part)]

    def share(name: str, lines: Sequence[tuple[LeakLine, bool]]) -> Share:
        return Share(name, sum(found for _, found in lines), len(lines))

    clean = [pair for pair in given if pair[0].tier == "clean"]
    shares = [
        share("leaks found, explicit and strong", [pair for pair in given if pair[0].tier in ("explicit", "strong")]),
        *[
            share(f"  {tier}", [pair for pair in given if pair[0].tier == tier])
            for tier in ("explicit", "strong", "weak")
        ],
        share("false: clean lines flagged", clean),
    ]
    names = sorted({line.guard for line, _ in clean if line.guard})
    return shares + [share(f"  {name}", [pair for pair in clean if pair[0].guard == name]) for name in names]
