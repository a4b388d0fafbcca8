"""Who could know what, and how: the words of a dossier and what each says about access."""

from enum import Enum
from typing import Final


class Access(Enum):
    """How far one fact was within one person's reach (bias.md 3a)."""

    KNOWN = "known"
    ACCESSIBLE = "accessible"
    ACCESSIBLE_WITH_CUE = "accessible, with a cue"
    NOT_ACCESSIBLE = "not accessible"


ACCESS: Final[dict[str, Access]] = {
    "saw": Access.KNOWN,
    "was told": Access.KNOWN,
    "chart": Access.ACCESSIBLE,
    "alarm": Access.ACCESSIBLE_WITH_CUE,
    "not available": Access.NOT_ACCESSIBLE,
}
"""What each word of `knowledge.csv` means (instruments.md 1, "How the program reads these graphs").

A pair of event and person without a row is *not established*: neither known nor out of reach.
"""
