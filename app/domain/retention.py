"""How long a closed case is kept: classes as data, and the day a period ends."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.domain.errors import BadDay
from app.domain.words import QT_TRANSLATE_NOOP

UNDECIDED: Final = "undecided"
"""The class of a case whose retention nobody has decided yet: kept until somebody does."""

_MARK: Final = QT_TRANSLATE_NOOP("retention", "[unconfirmed]")


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """One class of the table. `years` None means: until somebody decides. `confirmed` by the site's records office."""

    id: str
    name: str
    years: int | None
    source: str
    confirmed: bool

    @property
    def shown(self) -> str:
        """The name with the mark of a value that nobody has confirmed yet."""
        return self.name if self.confirmed else f"{self.name} {_MARK}"


def ends(begins: str, years: int | None) -> str:
    """The first day (`YYYY-MM-DD`) on which a case may be destroyed; empty where no end is set.

    By the calendar, never by counting days. 29 February ends on 1 March of a year that has none: a period is never
    cut short. BadDay for what is no day.
    """
    day = parse_day(begins)
    if years is None:
        return ""
    try:
        return day.replace(year=day.year + years).isoformat()
    except ValueError:
        pass
    try:
        return dt.date(day.year + years, 3, 1).isoformat()
    except ValueError:
        raise BadDay from None


def parse_day(text: str) -> dt.date:
    """A day written `YYYY-MM-DD`; BadDay for anything else."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise BadDay from None
    if day.isoformat() != text:
        raise BadDay
    return day


def is_over(until: str, today: str) -> bool:
    """True from the day `until` on; never where no end is set."""
    return bool(until) and parse_day(today) >= parse_day(until)
