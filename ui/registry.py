"""Every page of the program: what it is called, when it is there, and how it is loaded when first needed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ui.page import Page


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: what it is called, and `load`, which imports its module, so that the first screen does not wait for it.

    `stage` is 1 to 9, or 0; `within` is the stage of a page that is not that stage's own. `after_lock` is the page that
    comes back after a lock instead of this one.
    A page that needs a case open is thrown away with all its widgets when the case is locked or closed.
    A page that is `alone` has no menus, rail or inspector round it.
    """

    name: str
    load: "Callable[[], type[Page]]"
    stage: int = 0
    needs_case: bool = True
    alone: bool = False
    within: int = 0
    after_lock: str = ""


def _library() -> "type[Page]":
    from ui.pages.library import LibraryPage

    return LibraryPage


def _begin() -> "type[Page]":
    from ui.pages.begin import BeginPage

    return BeginPage


def _unlock() -> "type[Page]":
    from ui.pages.unlock import UnlockPage

    return UnlockPage


def _locked() -> "type[Page]":
    from ui.pages.locked import LockedPage

    return LockedPage


def _verify() -> "type[Page]":
    from ui.pages.verify import VerifyPage

    return VerifyPage


def _case() -> "type[Page]":
    from ui.pages.case import CasePage

    return CasePage


def _facts() -> "type[Page]":
    from ui.pages.facts import FactsPage

    return FactsPage


def _event() -> "type[Page]":
    from ui.pages.event import EventPage

    return EventPage


def _stand_here() -> "type[Page]":
    from ui.pages.stand_here import StandHerePage

    return StandHerePage


def _act() -> "type[Page]":
    from ui.pages.act import ActPage

    return ActPage


def _acts() -> "type[Page]":
    from ui.pages.acts import ActsPage

    return ActsPage


def _determination() -> "type[Page]":
    from ui.pages.determination import DeterminationPage

    return DeterminationPage


def _handover() -> "type[Page]":
    from ui.pages.handover import HandoverPage

    return HandoverPage


def _joining() -> "type[Page]":
    from ui.pages.joining import JoiningPage

    return JoiningPage


def _panel() -> "type[Page]":
    from ui.pages.panel import PanelPage

    return PanelPage


PAGES: Final = (
    Entry("library", _library, needs_case=False),
    Entry("begin", _begin, needs_case=False),
    Entry("unlock", _unlock, needs_case=False),
    Entry("locked", _locked, needs_case=False, alone=True),
    Entry("verify", _verify, needs_case=False),
    Entry("case", _case),
    Entry("panel", _panel, stage=1),
    Entry("joining", _joining, within=1, needs_case=False, alone=True, after_lock="panel"),
    Entry("facts", _facts, stage=2),
    Entry("event", _event, within=2),
    Entry("stand", _stand_here, within=2),
    Entry("acts", _acts, stage=3),
    Entry("act", _act, within=3),
    Entry("determination", _determination, stage=8),
    Entry("handover", _handover, needs_case=False, alone=True, after_lock="determination"),
)
"""A new page is one line here and one file in `ui/pages`."""
