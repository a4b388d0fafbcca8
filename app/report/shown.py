"""What stands in a document as it can be shown anywhere: on a terminal, in a window, in a verdict."""

import datetime as dt
import unicodedata
from typing import Final

_LONGEST: Final = 80


def shown(text: str) -> str:
    """One line, nothing invisible, at most 80 characters of the text; what is left out or replaced can be seen."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    plain = unicodedata.normalize("NFC", short)
    return "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in plain)


def groups(digest: str) -> str:
    """A digest in groups of four, as it is printed."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def when(moment: dt.datetime | None) -> str:
    """A moment to the minute, in UTC."""
    return "?" if moment is None else moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
