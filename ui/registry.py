"""Every page of the program: what it is called, when it is there, and how it is loaded when first needed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ui.page import Page


@dataclass(frozen=True, slots=True)
class Entry:
    """One page. `stage` is 1 to 9, or 0; `load` imports its module, so that the first screen does not wait for it.

    A page that needs a case open is thrown away with all its widgets when the case is locked or closed.
    A page that is `alone` has no menus, rail or inspector round it.
    """

    name: str
    load: "Callable[[], type[Page]]"
    stage: int = 0
    needs_case: bool = True
    alone: bool = False


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


PAGES: Final = (
    Entry("library", _library, needs_case=False),
    Entry("begin", _begin, needs_case=False),
    Entry("unlock", _unlock, needs_case=False),
    Entry("locked", _locked, needs_case=False, alone=True),
    Entry("verify", _verify, needs_case=False),
    Entry("case", _case),
)
"""A new page is one line here and one file in `ui/pages`."""
