"""What a page is, and the desk it works at: the worker, the actions, the open case, and where to go next.

A page is one file in `ui/pages`. It knows the desk, never the window and never another page.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDateTime, QLocale, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from ui import jobs
from ui.actions import Actions
from ui.worker import Work, Worker

if TYPE_CHECKING:
    from app.domain.case import Case
    from app.domain.errors import EvenhandError
    from app.services.session import Changes, Session


class Page:
    """One page of the window; what it is called and when it is there stands in `ui.registry`."""

    def __init__(self, desk: "Desk") -> None:
        self.desk = desk
        self.widget = QWidget()
        self.inspector: QWidget | None = None
        """What the drawer at the right shows while this page is in front."""

    @property
    def title(self) -> str:
        """The page's name for people, already translated."""
        raise NotImplementedError

    def enter(self, **given: Any) -> None:
        """The page comes to the front; `given` is what `desk.go` was called with. Set the focus here."""

    def place(self) -> dict[str, Any]:
        """What `enter` needs to come back here after a lock: numbers and codes, never a text of the case."""
        return {}

    def refresh(self, changes: "Changes") -> None:
        """The case has changed: read `self.desk.case` anew."""

    def leave(self) -> None:
        """The page goes to the back, or the case is about to be locked: queue what has to be saved."""


class Desk(QObject):
    """Everything a page may use."""

    went = Signal(str, dict)
    opened = Signal()
    closed = Signal()
    changed = Signal(object)
    said = Signal(str)
    """A sentence for screen readers and the status line."""
    emptied = Signal()
    """No page of the case may keep its text: somebody else sits down."""
    footed = Signal(str, str)
    """What the status line says at its left and at its right while no case is open."""

    def __init__(self, worker: Worker, actions: Actions, now: Callable[[], QDateTime]) -> None:
        super().__init__()
        self.worker, self.actions, self.now = worker, actions, now
        self.view: jobs.View | None = None
        self.folder: Path | None = None
        self.saved: QDateTime | None = None
        self.shelf: Path | None = None
        """The folder whose cases the first screen lists; kept in memory only."""

    @property
    def case(self) -> "Case":
        """The open case."""
        assert self.view is not None
        return self.view.case

    @property
    def blind(self) -> "Case":
        """The open case without what the outcome vault holds; for everything that a room may see."""
        assert self.view is not None
        return self.view.blind

    @property
    def reference(self) -> str:
        """The reference of the open case, or nothing."""
        created = self.view.case.created if self.view is not None else None
        return created.reference if created is not None else ""

    def go(self, name: str, **given: Any) -> None:
        """Bring a page to the front."""
        self.went.emit(name, given)

    def take_case(self, view: jobs.View, folder: Path) -> None:
        """A case has been opened by the worker."""
        self.view, self.folder, self.shelf = view, folder, folder.parent
        self.saved = self.now()
        self.opened.emit()

    def drop_case(self) -> None:
        """Forget the open case on this side, and have the worker close it."""
        self.view = None
        self.closed.emit()
        self.worker.run(jobs.close_case)

    def change(
        self,
        verb: "Callable[[Session], Changes]",
        then: Callable[[], None] | None = None,
        failed: "Callable[[EvenhandError], None] | None" = None,
        *,
        name: str = "",
    ) -> None:
        """Do something to the case on the worker; afterwards every page refreshes from what changed."""
        self.do(jobs.change(verb), then, failed, name=name)

    def do(
        self,
        job: Callable[[Work], jobs.Changed],
        then: Callable[[], None] | None = None,
        failed: "Callable[[EvenhandError], None] | None" = None,
        *,
        name: str = "",
    ) -> None:
        """The same for a job that needs more than the open case."""

        def done(result: jobs.Changed) -> None:
            if self.view is None:
                return
            self.view, self.saved = result.view, self.now()
            self.changed.emit(result.changes)
            if then is not None:
                then()

        self.worker.run(job, done, failed, name=name)

    def clock(self) -> str:
        """The time of day as people here write it."""
        return self.clock_of(self.now())

    @staticmethod
    def clock_of(moment: QDateTime) -> str:
        """A moment's time of day as people here write it."""
        return QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)


def documents() -> Path:
    """Where people keep documents on this system, or their own folder; only looked into, never written to unasked."""
    places = QStandardPaths.StandardLocation
    found = Path(QStandardPaths.writableLocation(places.DocumentsLocation))
    return found if found.is_dir() else Path(QStandardPaths.writableLocation(places.HomeLocation))
