"""The leak check: what gives the outcome away to a blinded reader, in text, titles, file names and metadata."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.checks.features import features
from app.domain.checks.findings import Leak, Place, Tier
from app.domain.checks.guards import Guards, Reach, Row
from app.domain.checks.linear import Linear, Weights
from app.domain.checks.patterns import plain
from app.domain.checks.sentences import Span, split


class TierText(NamedTuple):
    """What is said of a tier: why it is marked, and what to ask."""

    why: str
    prompt: str


@dataclass(frozen=True, slots=True)
class LeakData:
    """Everything the check reads from its files."""

    tiers: tuple[tuple[Tier, tuple[str, ...]], ...]
    guard_rows: tuple[Row, ...]
    texts: Mapping[Tier, TierText]
    weights: Weights


class LeakCheck:
    """Looks for leaks by three lexicons, by key terms of sealed facts, and by a small classifier for the rest.

    Design `bias.md` 3b: what leaks. Whatever a person may still guess is measured by asking the panel, not here.
    """

    def __init__(self, data: LeakData) -> None:
        self._tiers = tuple(
            (tier, tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)) for tier, patterns in data.tiers
        )
        self._guards = Guards(data.guard_rows)
        self._texts = data.texts
        self._model = Linear(data.weights)

    def check(self, text: str, place: Place = Place.NARRATIVE, key_terms: Iterable[str] = ()) -> tuple[Leak, ...]:
        """The leaks in a text, in order. `key_terms`: words of sealed facts (findings, tests, values, names)."""
        straight = legible(text, place)
        spans = split(straight) if place is Place.NARRATIVE else [Span(0, len(straight))] if straight.strip() else []
        found: list[Leak] = []
        for span in spans:
            found.extend(self._in_sentence(straight[span.start : span.end], span.start, place))
        found.extend(self._sealed(straight, key_terms))
        return tuple(sorted(found, key=lambda leak: (leak.start, leak.end, leak.tier)))

    def _in_sentence(self, sentence: str, offset: int, place: Place) -> list[Leak]:
        reach = self._guards.reaches(sentence)
        hits = self.hits(sentence, reach)
        score = self._model.scores(features(sentence) | leak_features(hits, reach, place))
        limits = self._model.limits
        free = [hit for hit in hits if not hit.guarded]
        if free and score[0] >= limits["veto"]:
            return [self._leak(hit.tier, offset + hit.start, offset + hit.end) for hit in _distinct(free)]
        if score[0] < limits["any"]:
            return []
        tier = Tier(self._model.heads[1 + max(range(len(score) - 1), key=lambda at: score[1 + at])])
        return [self._leak(tier, offset, offset + len(sentence))]

    def hits(self, sentence: str, reach: Sequence[Reach]) -> list["LeakHit"]:
        """What the lexicons say of one sentence."""
        found = []
        for tier, patterns in self._tiers:
            for pattern in patterns:
                for match in pattern.finditer(sentence):
                    guarded = any(start <= match.start() and match.end() <= end for _, start, end in reach)
                    found.append(LeakHit(tier, match.start(), match.end(), guarded))
        return found

    def reach(self, sentence: str) -> tuple[Reach, ...]:
        """What the guards cover in a sentence."""
        return self._guards.reaches(sentence)

    def _sealed(self, text: str, key_terms: Iterable[str]) -> list[Leak]:
        terms = sorted({plain(term).strip() for term in key_terms} - {""}, key=lambda term: (-len(term), term))
        if not terms:
            return []
        joined = "|".join(re.escape(term) for term in terms)
        pattern = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)
        return [self._leak(Tier.SEALED, match.start(), match.end()) for match in pattern.finditer(text)]

    def _leak(self, tier: Tier, start: int, end: int) -> Leak:
        said = self._texts[tier]
        return Leak(tier, start, end, said.why, said.prompt)


class LeakHit(NamedTuple):
    """A word of a lexicon at characters `start` to `end` of a sentence."""

    tier: Tier
    start: int
    end: int
    guarded: bool


_NAME_SIGNS = str.maketrans({"_": " ", "-": " ", ".": " ", "(": " ", ")": " ", "+": " "})


def legible(text: str, place: Place) -> str:
    """The text with straight quotes; in names the joining signs become blanks. Every character keeps its place."""
    straight = plain(text)
    if place is Place.FILE_NAME:
        return straight.translate(_NAME_SIGNS)
    return straight.replace("_", " ")


def leak_features(hits: Iterable[LeakHit], reach: Iterable[Reach], place: Place) -> set[str]:
    """What the lexicons, the guards and the place say, as features of the classifier."""
    found = {"-at " + place}
    for hit in hits:
        found.add(("-held " if hit.guarded else "!free ") + hit.tier)
    found.update("-" + each.name for each in reach)
    return found


def _distinct(hits: Iterable[LeakHit]) -> list[LeakHit]:
    """One hit where several overlap: of the plainest tier, then the longest."""
    order = list(Tier)
    kept: list[LeakHit] = []
    for hit in sorted(hits, key=lambda hit: (order.index(hit.tier), hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return kept
