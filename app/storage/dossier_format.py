"""The shape of a dossier folder (FORMAT.md, jc-dossier/1): files, columns, words and limits."""

from typing import Final

SCHEMA: Final = "jc-dossier/1"

MOST_BYTES: Final = 32_000_000
MOST_ROWS: Final = 20_000
MOST_CHARACTERS: Final = 20_000
MOST_TEXT_BYTES: Final = 4_000_000

CASE: Final = "case.toml"
OUTCOME: Final = "outcome.toml"
TIMELINE: Final = "timeline.csv"
KNOWLEDGE: Final = "knowledge.csv"
RULES: Final = "rules.csv"
FACTORS: Final = "factors.csv"

TEXTS: Final[dict[str, str]] = {"narrative_raw.txt": "first report", "narrative_neutral.txt": "neutral account"}
"""Texts that may come with a dossier, and what each is; both may reveal the outcome."""

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    TIMELINE: (
        "id",
        "start",
        "end",
        "precision",
        "actor",
        "lane",
        "kind",
        "description",
        "source_ids",
        "is_decision_point",
        "reveals_outcome",
        "notes",
    ),
    KNOWLEDGE: ("event_id", "person_code", "knowable_at", "how", "notes"),
    RULES: (
        "id",
        "text",
        "available",
        "workable",
        "intelligible",
        "correct",
        "commonly_followed_locally",
        "applies_to",
        "source_ids",
        "reveals_outcome",
        "notes",
    ),
    FACTORS: ("id", "framework", "category", "description", "event_ids", "source_ids", "reveals_outcome", "notes"),
}

NATURES: Final = ("individual", "group", "organisation")
EVENT_KINDS: Final = (
    "observation",
    "decision",
    "action",
    "communication",
    "equipment",
    "policy",
    "condition",
    "outcome",
)
YES_NO: Final = ("yes", "no")
YES_NO_UNKNOWN: Final = ("yes", "no", "unknown")
FRAMEWORKS: Final = ("London", "SEIPS")
SYSTEM: Final = "system"
"""The actor that is no person."""
