"""What a check on words says: a place, a label, why it is marked, and what to ask; never a score for a person."""

import enum
from dataclasses import dataclass, field

from app.domain.words import QT_TRANSLATE_NOOP


class Field(enum.StrEnum):
    """Where a text stands; some wording is right in one place and wrong in another."""

    NARRATIVE = "narrative"
    STATEMENT = "statement"
    RATIONALE = "rationale"
    RULE = "rule"
    RECOMMENDATION = "recommendation"
    TIMELINE = "timeline"


class Label(enum.StrEnum):
    """The thirteen kinds of wording that carry hindsight, outcome or blame."""

    COUNTERFACTUAL = "counterfactual"
    FAILURE_FRAMING = "failure_framing"
    FORESEEABILITY = "foreseeability"
    INEVITABILITY = "inevitability"
    OUTCOME_REASONING = "outcome_reasoning"
    KNOWLEDGE_LEAK = "knowledge_leak"
    CHARACTER = "character"
    MIND_READING = "mind_reading"
    FOLK_MODEL = "folk_model"
    MINIMISER = "minimiser"
    BLAME = "blame"
    RULE_MATCH = "rule_match"
    EMOTIVE_OUTCOME = "emotive_outcome"


class Origin(enum.StrEnum):
    """What found a place: a pattern of words, or the classifier that reads the whole sentence."""

    PATTERN = "pattern"
    CLASSIFIER = "classifier"


class Disposition(enum.StrEnum):
    """What a person may do about a finding; none of them blocks anything."""

    REWORD = "reword"
    KEEP = "keep with reason"
    SOURCE = "give source"


@dataclass(frozen=True, slots=True)
class Finding:
    """One marked place: characters `start` to `end` (exclusive) of the text that was checked.

    `prompt` is a neutral rewording or the question to ask; it is empty for a witness statement, which is evidence
    and is marked only. `guards` names the guards that were looked at and did not apply.
    """

    label: Label
    start: int
    end: int
    why: str
    prompt: str = ""
    origin: Origin = Origin.PATTERN
    guards: tuple[str, ...] = field(default=())


class Place(enum.StrEnum):
    """Where a text stands in a pack for blinded readers."""

    NARRATIVE = "narrative"
    TITLE = "title"
    FILE_NAME = "file_name"
    METADATA = "metadata"


class Tier(enum.StrEnum):
    """How plainly a text gives the outcome away; `sealed` is a key term of a sealed fact."""

    EXPLICIT = "explicit"
    STRONG = "strong"
    WEAK = "weak"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Leak:
    """One place that may give the outcome away: characters `start` to `end` (exclusive) of the text."""

    tier: Tier
    start: int
    end: int
    why: str
    prompt: str


LANGUAGE_LIMITS = QT_TRANSLATE_NOOP(
    "checks",
    "You decide: reword, keep with a reason, or give the source. Not checked: how the panel reasoned, what was left "
    "out, wording this check does not know, and any language but English.",
)
LEAK_LIMITS = QT_TRANSLATE_NOOP(
    "checks",
    "You decide what stays in the pack. Not checked: pictures, what a reader can work out from several harmless facts, "
    "and any language but English. Let a second person read the pack and guess the outcome.",
)
