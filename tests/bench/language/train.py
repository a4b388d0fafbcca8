"""Trains the classifier of the language check; the same corpus gives the same file.

`python -m tests.bench.language.train` wants numpy, scipy and scikit-learn, which are no part of the project: use a
throw-away environment (`python -m venv /tmp/x && /tmp/x/bin/pip install numpy scikit-learn msgspec`).
The test part is never read here.
"""

import argparse
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from app.domain.checks.features import features
from app.domain.checks.findings import Label
from app.domain.checks.language import ANY, cue_features
from app.domain.checks.linear import Weights
from app.domain.checks.patterns import Hit, Patterns, plain
from app.domain.checks.sentences import split
from app.storage import language_files
from tests.bench.language.corpus import Sentence, own_training, sentences

MODEL = Path(language_files.__file__).parents[2] / "resources" / "language" / "language.model"
LABELS = tuple(Label)
LEAST_DOCUMENTS = 2
CUE_WEIGHT = 4.0
STRENGTH = 5.0
AIM = 0.93


class Featured(Protocol):
    """Anything with features."""

    features: set[str]


class Row:
    """A sentence with its features and what the patterns say of it."""

    def __init__(self, sentence: Sentence, patterns: Patterns) -> None:
        self.sentence = sentence
        text = plain(sentence.text)
        hits = [hit for found in patterns.hits(text, split(text), sentence.field) for hit in found]
        self.sure = _sure(hits)
        self.features = features(text) | cue_features(hits)


def _sure(hits: Sequence[Hit]) -> bool:
    return any(hit.guard is None and not hit.rule.weak for hit in hits)


class Vocabulary:
    """The features that are kept, with their weight before training (rarer ones count more)."""

    def __init__(self, rows: Sequence[Featured]) -> None:
        seen = Counter(name for row in rows for name in row.features)
        self.names = sorted(name for name, count in seen.items() if count >= LEAST_DOCUMENTS)
        self.at = {name: number for number, name in enumerate(self.names)}
        self.idf = np.array([self._idf(name, seen[name], len(rows)) for name in self.names])

    @staticmethod
    def _idf(name: str, count: int, total: int) -> float:
        cue = CUE_WEIGHT if name[0] in "!?-" and len(name) > 3 else 1.0
        return cue * (math.log((1 + total) / (1 + count)) + 1) / 6

    def matrix(self, rows: Sequence[Featured]) -> Any:
        """One line per row, each divided by the root of its number of known features, as `Linear` does."""
        data, columns, ends = [], [], [0]
        for row in rows:
            known = sorted(self.at[name] for name in row.features if name in self.at)
            columns.extend(known)
            data.extend(self.idf[known] / math.sqrt(max(len(known), 1)))
            ends.append(len(columns))
        return sparse.csr_matrix((data, columns, ends), shape=(len(rows), len(self.names)))


def fit(matrix: Any, wanted: Any, *, balanced: bool) -> tuple[Any, float]:
    """Weights and bias of one head by logistic regression."""
    weight = "balanced" if balanced else None
    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", intercept_scaling=5.0, random_state=0, class_weight=weight
    )
    model.fit(matrix, wanted)
    return model.coef_[0], float(model.intercept_[0])


def fit_heads(rows: Sequence[Row], vocabulary: Vocabulary) -> tuple[Any, list[float]]:
    """The weights of every head: whether anything is to be marked, and each label."""
    matrix = vocabulary.matrix(rows)
    heads = [_fit_any(matrix, rows)]
    for label in LABELS:
        heads.append(fit(matrix, np.array([label in row.sentence.labels for row in rows]), balanced=False))
    return np.array([weights for weights, _ in heads]) * vocabulary.idf, [bias for _, bias in heads]


def _fit_any(matrix: Any, rows: Sequence[Row]) -> tuple[Any, float]:
    """Whether anything is to be marked, learned where no pattern speaks."""
    silent = np.array([not row.sure for row in rows])
    marked = np.array([bool(row.sentence.labels) for row in rows])
    return fit(matrix[silent], marked[silent], balanced=True)


def held_out_scores(rows: Sequence[Row], own: Sequence[Row]) -> Any:
    """Whether to mark, for every row, by a model that never saw its voice."""
    scores = np.zeros(len(rows))
    voices = np.array([row.sentence.voice for row in rows])
    for voice in sorted(set(voices)):
        others = [row for row in rows if row.sentence.voice != voice] + list(own)
        vocabulary = Vocabulary(others)
        weights, bias = _fit_any(vocabulary.matrix(others), others)
        mine = [row for row in rows if row.sentence.voice == voice]
        scores[voices == voice] = vocabulary.matrix(mine) @ weights + bias
    return scores


def choose_limits(rows: Sequence[Row], scores: Any) -> dict[str, float]:
    """The lowest limit at which everything marked is right in `AIM` of all cases, by the held-out scores."""
    sure = np.array([row.sure for row in rows])
    marked = np.array([bool(row.sentence.labels) for row in rows])
    found = 1.0
    for limit in np.arange(1.5, -1.5, -0.01):
        flagged = sure | (scores >= limit)
        if marked[flagged].mean() < AIM:
            break
        found = float(limit)
    return {ANY: round(found, 2)}


def squeezed(
    heads: Sequence[str], vocabulary: Vocabulary, weights: Any, biases: Sequence[float], limits: dict[str, float]
) -> Weights:
    """The model in single bytes; features that are nothing in every head are left out."""
    scales = np.abs(weights).max(axis=1) / 127
    rows = np.rint(weights / scales[:, None]).astype(np.int8).T
    kept = np.abs(rows).max(axis=1) > 0
    names = tuple(name for name, keep in zip(vocabulary.names, kept, strict=True) if keep)
    return Weights(
        heads=tuple(heads),
        names=names,
        rows=rows[kept].tobytes(),
        scales=tuple(float(f"{scale:.8g}") for scale in scales),
        biases=tuple(float(f"{bias:.8g}") for bias in biases),
        limits=limits,
    )


def main() -> None:
    """Choose the limits with whole voices held out, train on everything but the test part, write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--with-dev", action="store_true", help="train on dev too: what is shipped")
    args = parser.parse_args()
    patterns = Patterns(language_files.rules(), language_files.guard_rows())
    corpus = sentences("train") + (sentences("dev") if args.with_dev else [])
    rows = [Row(sentence, patterns) for sentence in corpus]
    own = [Row(sentence, patterns) for sentence in own_training()]
    limits = choose_limits(rows, held_out_scores(rows, own)) | {"label": 0.0, "more": 0.0, "weak": 0.0, "keep": -2.0}
    vocabulary = Vocabulary(rows + own)
    weights, biases = fit_heads(rows + own, vocabulary)
    model = squeezed((ANY, *[label.value for label in LABELS]), vocabulary, weights, biases, limits)
    MODEL.write_bytes(language_files.packed(model))
    print(f"{len(rows)} + {len(own)} sentences, {len(model.names)} features, {MODEL.stat().st_size} bytes, {limits}")


if __name__ == "__main__":
    main()
