"""The quality of a rule in one plain sentence: what it was, what it was not, and what is not known."""

from typing import Final

from app.domain import entries as e
from app.domain.words import QT_TRANSLATE_NOOP

_QUALITIES: Final = (
    ("available", QT_TRANSLATE_NOOP("rules", "available")),
    ("workable", QT_TRANSLATE_NOOP("rules", "workable")),
    ("intelligible", QT_TRANSLATE_NOOP("rules", "intelligible")),
    ("correct", QT_TRANSLATE_NOOP("rules", "correct")),
)
_NOT: Final = QT_TRANSLATE_NOOP("rules", "not {quality}")
_UNKNOWN: Final = QT_TRANSLATE_NOOP("rules", "not known whether {qualities}")
_FOLLOWED: Final = {
    "yes": QT_TRANSLATE_NOOP("rules", "commonly followed there"),
    "no": QT_TRANSLATE_NOOP("rules", "not commonly followed there"),
    "unknown": QT_TRANSLATE_NOOP("rules", "not known whether commonly followed there"),
}


def quality(rule: e.Rule) -> str:
    """A sentence such as "Available, correct; not workable; not commonly followed there. It was a local habit." """
    said = {word: getattr(rule, field) for field, word in _QUALITIES}
    parts = [
        ", ".join(word for word, answer in said.items() if answer == "yes"),
        ", ".join(_NOT.format(quality=word) for word, answer in said.items() if answer == "no"),
        _unknown([word for word, answer in said.items() if answer == "unknown"]),
        _FOLLOWED[rule.followed_locally],
    ]
    sentence = "; ".join(part for part in parts if part)
    note = f" {rule.notes[0].upper()}{rule.notes[1:]}." if rule.notes else ""
    return f"{sentence[0].upper()}{sentence[1:]}.{note}"


def _unknown(words: list[str]) -> str:
    return _UNKNOWN.format(qualities=", ".join(words)) if words else ""
