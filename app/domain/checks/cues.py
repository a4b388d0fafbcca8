"""Which patterns can match a sentence at all, found by the letters that must stand in it, without trying each one."""

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[a-z]+")
_MOST_REMEMBERED = 50_000
_LONGEST_WORD = 40

# What a word calls up: numbers of patterns whose cue it holds, and longer cues that have still to be looked for.
_Called = tuple[frozenset[int], tuple[tuple[str, tuple[int, ...]], ...]]
_NOTHING: _Called = (frozenset(), ())


class CueIndex:
    """An index from letters to patterns. A cue belongs to a word that holds its longest run of letters; what a word
    calls up is remembered, since texts repeat their words."""

    def __init__(self, cues: Iterable[Sequence[str]]) -> None:
        by_cue: dict[str, list[int]] = {}
        always: set[int] = set()
        for number, each in enumerate(cues):
            if not each:
                always.add(number)
            for cue in each:
                by_cue.setdefault(cue, []).append(number)
        self._always = frozenset(always)
        self._by_run: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        self._signs: list[tuple[str, tuple[int, ...]]] = []
        for cue, numbers in by_cue.items():
            runs: list[str] = _WORD.findall(cue)
            if runs:
                self._by_run.setdefault(max(runs, key=len), []).append((cue, tuple(numbers)))
            else:
                self._signs.append((cue, tuple(numbers)))
        self._lengths = sorted({len(run) for run in self._by_run})
        self._remembered: dict[str, _Called] = {}

    def candidates(self, lowered: str) -> set[int]:
        """The numbers of the patterns that may match a sentence, given in small letters."""
        found = set(self._always)
        for word in set(_WORD.findall(lowered)):
            at_once, longer = self._remembered.get(word) or self._look_up(word)
            found |= at_once
            for cue, numbers in longer:
                if cue in lowered:
                    found.update(numbers)
        for cue, numbers in self._signs:
            if cue in lowered:
                found.update(numbers)
        return found

    def _look_up(self, word: str) -> _Called:
        at_once: set[int] = set()
        longer: list[tuple[str, tuple[int, ...]]] = []
        for run in self._runs_in(word):
            for cue, numbers in self._by_run[run]:
                if cue == run:
                    at_once.update(numbers)
                else:
                    longer.append((cue, numbers))
        called: _Called = (frozenset(at_once), tuple(longer)) if at_once or longer else _NOTHING
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        if len(word) <= _LONGEST_WORD:
            self._remembered[word] = called
        return called

    def _runs_in(self, word: str) -> set[str]:
        if len(word) > _LONGEST_WORD:
            return {run for run in self._by_run if run in word}
        return {
            word[at : at + length]
            for length in self._lengths
            for at in range(len(word) - length + 1)
            if word[at : at + length] in self._by_run
        }
