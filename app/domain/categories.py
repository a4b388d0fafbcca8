"""The categories an act may be given, in the one order in which they are always listed."""

from enum import Enum

from app.domain.words import QT_TRANSLATE_NOOP


class Category(Enum):
    """What kind of choice an act was. It belongs to the act, never to a person.

    The value is the word used in files. No category is good or bad by its place here.
    """

    HUMAN_ERROR = "human error"
    AT_RISK = "at-risk"
    RECKLESS = "reckless"
    KNOWING_HARM = "knowing harm"
    PURPOSE = "purpose to harm"
    JUSTIFIED = "justified choice"
    NO_BREACH = "no breach"
    SYSTEM = "system"
    UNDETERMINED = "cannot be determined"

    @property
    def label(self) -> str:
        """How the category is written for people."""
        return _LABELS[self]

    @property
    def seriousness(self) -> int:
        """Which terminal counts where an act was walked more than once; undetermined is off this scale (-1)."""
        return _SERIOUSNESS[self]


_LABELS = {
    Category.HUMAN_ERROR: QT_TRANSLATE_NOOP("category", "Human error"),
    Category.AT_RISK: QT_TRANSLATE_NOOP("category", "At-risk"),
    Category.RECKLESS: QT_TRANSLATE_NOOP("category", "Reckless"),
    Category.KNOWING_HARM: QT_TRANSLATE_NOOP("category", "Knowing harm"),
    Category.PURPOSE: QT_TRANSLATE_NOOP("category", "Purpose to harm"),
    Category.JUSTIFIED: QT_TRANSLATE_NOOP("category", "Justified choice"),
    Category.NO_BREACH: QT_TRANSLATE_NOOP("category", "No breach"),
    Category.SYSTEM: QT_TRANSLATE_NOOP("category", "System"),
    Category.UNDETERMINED: QT_TRANSLATE_NOOP("category", "Cannot be determined"),
}

_SERIOUSNESS = {
    Category.UNDETERMINED: -1,
    Category.NO_BREACH: 0,
    Category.JUSTIFIED: 1,
    Category.SYSTEM: 2,
    Category.HUMAN_ERROR: 3,
    Category.AT_RISK: 4,
    Category.RECKLESS: 5,
    Category.KNOWING_HARM: 6,
    Category.PURPOSE: 7,
}
