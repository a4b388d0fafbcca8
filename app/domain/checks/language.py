"""The language check: patterns give candidates, guards speak for innocent use, a classifier decides the rest."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.checks.features import features
from app.domain.checks.findings import Field, Finding, Label, Origin
from app.domain.checks.guards import Row
from app.domain.checks.linear import Linear, Weights, ranked
from app.domain.checks.patterns import Hit, Patterns, Rule, plain
from app.domain.checks.sentences import Span, split, units

ANY = "any"
_CLAUSE = re.compile(r"[;:\u2013\u2014]|,(?=\s)|\s-\s|\b(?:and|but|so|because|which|therefore|hence|while)\b|[.!?]\s")
_LEAST_CLAUSE_WORDS = 3


@dataclass(frozen=True, slots=True)
class LabelText:
    """What is said of a label wherever no pattern has its own words: why it is marked, and what to ask."""

    why: str
    prompt: str


@dataclass(frozen=True, slots=True)
class LanguageData:
    """Everything the check reads from its files."""

    rules: tuple[Rule, ...]
    guard_rows: tuple[Row, ...]
    labels: Mapping[Label, LabelText]
    weights: Weights


def cue_features(hits: Iterable[Hit]) -> set[str]:
    """What the patterns say, as features of the classifier."""
    found: set[str] = set()
    free = 0
    for hit in hits:
        if hit.guard is not None:
            found.update(("-" + hit.guard, "-any"))
        elif hit.rule.weak:
            found.add("?" + hit.rule.label)
        else:
            found.add("!" + hit.rule.label)
            free += 1
    if free:
        found.update(("!any", f"!n{min(free, 3)}"))
    return found


class LanguageCheck:
    """Marks wording that often carries hindsight, outcome or blame. English only; the same text gives the same marks.

    Definitions and guards: design `bias.md` 2, after Dekker's reactions to failure and the Learning Response Review
    and Improvement Tool. A mark is a prompt for whoever writes; it says nothing about a person.
    """

    def __init__(self, data: LanguageData) -> None:
        self._patterns = Patterns(data.rules, data.guard_rows)
        self._labels = data.labels
        self._model = Linear(data.weights)
        self._heads = [Label(head) for head in self._model.heads[1:]]

    def check(self, text: str, field: Field = Field.NARRATIVE) -> tuple[Finding, ...]:
        """The findings in a text, in order of their places."""
        straight = plain(text)
        findings: list[Finding] = []
        for unit, hits in self._units(straight, field):
            findings.extend(self._judge(straight, unit, hits, field))
        return tuple(sorted(findings, key=lambda found: (found.start, found.end, found.label)))

    def hits(self, text: str, field: Field = Field.NARRATIVE) -> list[Hit]:
        """What the patterns alone say, guarded or not."""
        straight = plain(text)
        return [hit for hits in self._patterns.hits(straight, split(straight), field) for hit in hits]

    def _units(self, text: str, field: Field) -> Iterable[tuple[Span, list[Hit]]]:
        """The pieces that are judged as one, with the hits in each."""
        sentences = split(text)
        by_sentence = self._patterns.hits(text, sentences, field)
        at = 0
        for unit in units(text, sentences):
            inside: list[Hit] = []
            while at < len(sentences) and sentences[at].start < unit.end:
                inside.extend(by_sentence[at])
                at += 1
            yield unit, inside

    def _judge(self, text: str, unit: Span, hits: list[Hit], field: Field) -> list[Finding]:
        piece = text[unit.start : unit.end]
        scores = self._model.scores(features(piece) | cue_features(hits))
        limits = self._model.limits
        free = [hit for hit in hits if hit.guard is None]
        weak_counts = scores[0] >= limits["weak"]
        marking = [hit for hit in free if weak_counts or not hit.rule.weak]
        # A pattern's label that the classifier thinks most unlikely here is left out, if another mark remains.
        likely = [hit for hit in marking if self._score(scores, hit.rule.label) >= limits["keep"]]
        marked = _merged(likely or marking)
        names = sorted({hit.guard for hit in hits if hit.guard is not None})
        findings = [self._from_hit(hit, field, names) for hit in marked]
        already = {hit.rule.label for hit in marked}
        for label in self._classified(scores, already):
            span = self._clause(piece, unit.start, label)
            findings.append(self._finding(label, span, "", field, Origin.CLASSIFIER, names))
        return findings

    def _score(self, scores: Sequence[float], label: Label) -> float:
        return scores[1 + self._heads.index(label)]

    def _classified(self, scores: Sequence[float], already: set[Label]) -> list[Label]:
        """The labels that the classifier gives beyond the patterns'."""
        limits = self._model.limits
        if not already and scores[0] < limits[ANY]:
            return []
        limit = limits["more"] if already else limits["label"]
        named = [at for at in ranked(scores[1:]) if scores[1 + at] >= limit]
        if not already and not named:
            named = ranked(scores[1:])[:1]
        return [self._heads[at] for at in named[:2] if self._heads[at] not in already]

    def _clause(self, piece: str, offset: int, label: Label) -> Span:
        """The clause that weighs most for a label; the whole piece if no clause stands out."""
        head = 1 + self._heads.index(label)
        best, most = Span(offset, offset + len(piece)), 0.0
        for start, end in _clauses(piece):
            score = self._model.scores(features(piece[start:end]))[head]
            if best.end - best.start == len(piece) or score > most:
                best, most = Span(offset + start, offset + end), score
        return best

    def _from_hit(self, hit: Hit, field: Field, names: Sequence[str]) -> Finding:
        span = Span(hit.start, hit.end)
        return self._finding(hit.rule.label, span, hit.rule.prompt, field, Origin.PATTERN, names)

    def _finding(
        self, label: Label, span: Span, prompt: str, field: Field, origin: Origin, names: Sequence[str]
    ) -> Finding:
        said = self._labels[label]
        # A witness statement is evidence: it is marked, and never offered another wording.
        asked = "" if field is Field.STATEMENT else prompt or said.prompt
        return Finding(label, span.start, span.end, said.why, asked, origin, tuple(names))


def _clauses(piece: str) -> list[tuple[int, int]]:
    """The clauses of a piece that have words enough; empty if there is only one."""
    edges = [0, *[match.start() for match in _CLAUSE.finditer(piece) if match.start() > 0], len(piece)]
    spans: list[tuple[int, int]] = []
    start = 0
    for end in edges[1:]:
        inner = piece[start:end].strip(" ,;:.\u2013\u2014-\n\t")
        if len(inner.split()) < _LEAST_CLAUSE_WORDS and end != len(piece):
            continue
        left = piece.index(inner, start) if inner else start
        if len(inner.split()) >= _LEAST_CLAUSE_WORDS:
            spans.append((left, left + len(inner)))
        start = end
    return spans if len(spans) > 1 else []


def _merged(hits: Iterable[Hit]) -> list[Hit]:
    """One hit where several of the same label overlap: the longest of them."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.rule.label, hit.start, -hit.end)):
        last = kept[-1] if kept else None
        if last is not None and last.rule.label == hit.rule.label and hit.start < last.end:
            if hit.end - hit.start > last.end - last.start:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept
