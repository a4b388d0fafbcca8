"""Trains the classifier of the leak check; see `train.py` for what it needs. The test part is never read here."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.domain.checks.features import features
from app.domain.checks.findings import Place, Tier
from app.domain.checks.leaks import LeakCheck, leak_features, legible
from app.domain.checks.linear import Weights
from app.storage import language_files
from tests.bench.language.corpus import LeakLine, leaks, own_leaks
from tests.bench.language.train import MODEL, Vocabulary, fit, squeezed

TIERS = (Tier.EXPLICIT, Tier.STRONG, Tier.WEAK)
FOLDS = 7
FALSE_AIM = 0.03


class Row:
    """A line with its features. Each line is learned twice, with and without what the lexicons say of it, because the
    lexicons were written by somebody who had read these lines and will know less of others."""

    def __init__(self, line: LeakLine, check: LeakCheck, *, lexicon: bool) -> None:
        self.line = line
        place = Place(line.where)
        text = legible(line.text, place)
        reach = check.reach(text)
        hits = check.hits(text, reach)
        self.free = any(not hit.guarded for hit in hits)
        self.leaks = line.tier != "clean"
        self.features = features(text) | leak_features(hits if lexicon else (), reach if lexicon else (), place)


def heads(rows: Sequence[Row], vocabulary: Vocabulary) -> tuple[Any, list[float]]:
    """Whether a line leaks, and each tier."""
    matrix = vocabulary.matrix(rows)
    wanted = [[row.leaks for row in rows]] + [[row.line.tier == tier for row in rows] for tier in TIERS]
    fitted = [fit(matrix, np.array(each), balanced=number == 0) for number, each in enumerate(wanted)]
    return np.array([weights for weights, _ in fitted]) * vocabulary.idf, [bias for _, bias in fitted]


def limit_for(blind: Sequence[Row], known: Sequence[Row]) -> float:
    """The lowest limit that flags at most FALSE_AIM of the clean lines of folds held out, without the lexicons."""
    scores = np.zeros(len(blind))
    folds = np.array([int(row.line.id, 16) % FOLDS for row in blind])
    for fold in range(FOLDS):
        others = [row for row, of in zip(blind, folds, strict=True) if of != fold]
        others += [row for row, of in zip(known, folds, strict=True) if of != fold]
        vocabulary = Vocabulary(others)
        weights, biases = heads(others, vocabulary)
        mine = [row for row, of in zip(blind, folds, strict=True) if of == fold]
        scores[folds == fold] = vocabulary.matrix(mine) @ (weights[0] / vocabulary.idf) + biases[0]
    leaking = np.array([row.leaks for row in blind])
    limit = float(np.quantile(scores[~leaking], 1 - FALSE_AIM))
    print(f"held out, without lexicons: {np.mean(scores[leaking] >= limit):.3f} of leaks at limit {limit:.2f}")
    return round(limit, 2)


def main() -> None:
    """Train on train, dev and our own lines, and write the file."""
    silent = Weights(("any", *TIERS), (), b"", (1.0,) * 4, (0.0,) * 4, {})
    check = LeakCheck(language_files.leak_data(silent))
    lines = leaks("train") + leaks("dev") + own_leaks()
    known = [Row(line, check, lexicon=True) for line in lines]
    blind = [Row(line, check, lexicon=False) for line in lines]
    limits = {"any": limit_for(blind, known), "veto": -0.7}
    vocabulary = Vocabulary(known + blind)
    weights, biases = heads(known + blind, vocabulary)
    model = squeezed(("any", *TIERS), vocabulary, weights, biases, limits)
    path = MODEL.with_name("leaks.model")
    path.write_bytes(language_files.packed(model))
    print(f"{len(lines)} lines, {len(model.names)} features, {path.stat().st_size} bytes, {limits}")


if __name__ == "__main__":
    main()
