"""What a check of a case or a document found: named parts, each with its result in words, and one bottom line."""

from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from app.domain.words import QT_TRANSLATE_NOOP


class Result(Enum):
    """How one part came out."""

    SOUND = "sound"
    NOT_PROVED = "not proved"
    BROKEN = "broken"


class Finding(NamedTuple):
    """One thing that is wrong: the entry it concerns (None: no single one) and a sentence."""

    seq: int | None
    text: str


class Part(NamedTuple):
    """One part of a verdict. `more` counts findings beyond those listed."""

    name: str
    result: Result
    text: str
    findings: tuple[Finding, ...] = ()
    more: int = 0


MOST_FINDINGS: Final = 50
"""Findings listed per part; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A whole report. `subject` says what was checked ("case", "document")."""

    subject: str
    parts: tuple[Part, ...]

    @property
    def sound(self) -> bool:
        """True if no part is broken; what is not proved is said, but breaks nothing."""
        return all(part.result is not Result.BROKEN for part in self.parts)

    @property
    def line(self) -> str:
        """The bottom line in plain words."""
        broken = ", ".join(part.name.lower() for part in self.parts if part.result is Result.BROKEN)
        if broken:
            return NOT_INTACT.format(subject=self.subject.capitalize(), parts=broken)
        return INTACT.format(subject=self.subject.capitalize())

    @property
    def exit_code(self) -> int:
        """0 good, 1 not good."""
        return 0 if self.sound else 1


INTACT: Final = QT_TRANSLATE_NOOP("verdict", "{subject} intact: every part that can be proved is sound.")
NOT_INTACT: Final = QT_TRANSLATE_NOOP(
    "verdict", "{subject} not intact: {parts}. Do not rely on this copy; ask the records officer for another."
)


class Collector:
    """Gathers the findings of one part while a check runs."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._findings: list[Finding] = []
        self._more = 0

    def add(self, seq: int | None, text: str) -> None:
        """One more thing that is wrong."""
        if len(self._findings) < MOST_FINDINGS:
            self._findings.append(Finding(seq, text))
        else:
            self._more += 1

    @property
    def clean(self) -> bool:
        """True while nothing was found."""
        return not self._findings

    def part(self, sound: str, broken: str) -> Part:
        """The finished part, with the sentence for either case."""
        if self.clean:
            return Part(self.name, Result.SOUND, sound)
        return Part(self.name, Result.BROKEN, broken, tuple(self._findings), self._more)
