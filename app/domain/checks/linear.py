"""A linear model over the features of a text: many heads at once, in whole numbers, without any library."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

_LANE = 3
_OFFSET = 128


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained model as data. `rows` holds one signed byte per feature and head, feature by feature; the score of a
    head is bias + scale * (sum of its bytes) / sqrt(number of known features)."""

    heads: tuple[str, ...]
    names: tuple[str, ...]
    rows: bytes
    scales: tuple[float, ...]
    biases: tuple[float, ...]
    limits: dict[str, float]


class Linear:
    """The model, ready to score. All heads of a feature lie side by side in one whole number, so that one addition
    adds them all; a last lane counts the known features."""

    def __init__(self, weights: Weights) -> None:
        self.heads = weights.heads
        self.limits = weights.limits
        self._scales = weights.scales
        self._biases = weights.biases
        self._table = _packed(weights)

    def scores(self, features: Set[str]) -> list[float]:
        """One score per head; the order of the features makes no difference."""
        get = self._table.get
        total = sum([get(feature, 0) for feature in features])
        lanes = total.to_bytes(_LANE * (len(self.heads) + 1), "little")
        sums = [int.from_bytes(lanes[at : at + _LANE], "little") for at in range(0, len(lanes), _LANE)]
        known = sums.pop()
        root = max(known, 1) ** 0.5
        return [
            bias + scale * (lane - _OFFSET * known) / root
            for lane, scale, bias in zip(sums, self._scales, self._biases, strict=True)
        ]

    def score(self, features: Set[str], head: str) -> float:
        """The score of one head."""
        return self.scores(features)[self.heads.index(head)]


def _packed(weights: Weights) -> dict[str, int]:
    width = len(weights.heads)
    step = _LANE * (width + 1)
    count = len(weights.names)
    lanes = bytearray(step * count)
    shifted = bytes((value + _OFFSET) & 0xFF for value in range(256))
    rows = weights.rows.translate(shifted)
    for head in range(width):
        lanes[head * _LANE :: step] = rows[head::width]
    lanes[width * _LANE :: step] = b"\x01" * count
    packed = bytes(lanes)
    return {
        name: int.from_bytes(packed[at : at + step], "little")
        for name, at in zip(weights.names, range(0, step * count, step), strict=True)
    }


def ranked(scores: Sequence[float]) -> list[int]:
    """Places of the scores, highest first."""
    return sorted(range(len(scores)), key=lambda at: -scores[at])
