"""Patterns of words that often carry hindsight, outcome or blame: where they stand, and which guards speak for them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.checks import guards
from app.domain.checks.cues import CueIndex
from app.domain.checks.findings import Field, Label
from app.domain.checks.sentences import Span

# "There was no attempt": here the denial is the charge itself, and NEG does not speak for it.
_DENIAL = re.compile(
    r"(?:no|not|never|nobody|none|no-one|nothing|did|didn't|does|doesn't|couldn't|without)\b", re.IGNORECASE
)
_STRAIGHT = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u2011": "-"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern. At least one of `cues` (in small letters) stands wherever the pattern matches, so it need not be
    tried elsewhere. A `weak` pattern marks nothing by itself: the classifier has to agree."""

    label: Label
    cues: tuple[str, ...]
    pattern: str
    prompt: str
    guards: frozenset[str]
    weak: bool = False


class Hit(NamedTuple):
    """A rule that matched at characters `start` to `end` of the text; `guard` names what speaks for the wording."""

    rule: Rule
    start: int
    end: int
    guard: str | None


def plain(text: str) -> str:
    """The text with straight quotes, hyphens and blanks; every character keeps its place."""
    return text.translate(_STRAIGHT)


class Patterns:
    """All rules and guards; a pattern is compiled when a text first needs it."""

    def __init__(self, rules: Iterable[Rule], guard_rows: Iterable[guards.Row]) -> None:
        self.rules = tuple(rules)
        self._guards = guards.Guards(guard_rows)
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._index = CueIndex(rule.cues for rule in self.rules)

    def hits(self, text: str, sentences: Sequence[Span], field: Field) -> list[list[Hit]]:
        """Every match, sentence by sentence, with the guard that covers it or None. `text` is as `plain` gives it."""
        return [self._in_sentence(text[span.start : span.end], span.start, field) for span in sentences]

    def _in_sentence(self, sentence: str, offset: int, field: Field) -> list[Hit]:
        found: list[Hit] = []
        reach: tuple[guards.Reach, ...] | None = None
        for number in sorted(self._index.candidates(sentence.lower())):
            rule = self.rules[number]
            for match in self._pattern(rule).finditer(sentence):
                if match.end() == match.start():
                    continue
                if reach is None:
                    reach = self._guards.reaches(sentence)
                guard = _guard(rule, sentence, match, field, reach)
                found.append(Hit(rule, offset + match.start(), offset + match.end(), guard))
        return found

    def _pattern(self, rule: Rule) -> re.Pattern[str]:
        found = self._compiled.get(rule.pattern)
        if found is None:
            found = self._compiled[rule.pattern] = re.compile(rule.pattern, re.IGNORECASE)
        return found


def _guard(
    rule: Rule, sentence: str, match: re.Match[str], field: Field, reach: tuple[guards.Reach, ...]
) -> str | None:
    marked = match.group()
    denial = _DENIAL.match(marked) is not None
    for name, start, end in reach:
        if name in rule.guards and start <= match.start() and match.end() <= end and not (denial and name == "NEG"):
            return name
    named = (
        guards.by_field(rule.label, field, sentence, marked)
        or guards.by_subject(rule.label, sentence, match.start(), marked)
        or guards.by_words(rule.label, sentence, match.start(), marked)
    )
    return named if named in rule.guards else None
