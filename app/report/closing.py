"""What the closing seal says about those who did not sign in the file: one fixed sentence, written and read here.

It is the same in every language, because the check has to read it in twenty years.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_ALL_SIGNED: Final = "Closing seal. All signed in this file."
_KINDS: Final = ("Signed in ink", "Declined", "Absent")
_NAMES: Final = r"([A-Za-z0-9]{1,40}(?:, [A-Za-z0-9]{1,40})*)"
_FORM: Final = re.compile("Closing seal\\." + "".join(f"(?: {kind}: {_NAMES}\\.)?" for kind in _KINDS))


class Unsigned(NamedTuple):
    """The fields that stay empty, and why."""

    ink: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """All of them."""
        return self.ink + self.declined + self.absent


def closing_reason(ink: Sequence[str] = (), declined: Sequence[str] = (), absent: Sequence[str] = ()) -> str:
    """The reason that the closing seal gives, from the names of the fields that stay empty."""
    said = [
        f"{kind}: {', '.join(names)}." for kind, names in zip(_KINDS, (ink, declined, absent), strict=True) if names
    ]
    return " ".join(["Closing seal.", *said]) if said else _ALL_SIGNED


def read_closing(reason: str) -> Unsigned | None:
    """What a closing seal says, or None where it does not say it in the fixed form."""
    if reason == _ALL_SIGNED:
        return Unsigned()
    said = _FORM.fullmatch(reason)
    if said is None or not any(said.groups()):
        return None
    unsigned = Unsigned(*(tuple(names.split(", ")) if names else () for names in said.groups()))
    return unsigned if len(set(unsigned.fields)) == len(unsigned.fields) else None
