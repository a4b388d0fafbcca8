"""One serial worker thread owns the open case; jobs run there in turn, and their results arrive on the main thread.

SQLite connections belong to the thread that made them, so nothing of the case but plain values leaves this thread.
"""

import contextlib
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.domain.errors import EvenhandError, WorldFault
from app.domain.words import QT_TRANSLATE_NOOP

if TYPE_CHECKING:  # the services are loaded by the first job, off the way to the first screen
    from app.services.house import House
    from app.services.session import Session

T = TypeVar("T")

SHOWN_AFTER: Final = 1000
"""Milliseconds a job may run before its progress is shown."""


class Cancelled(WorldFault):
    """The person stopped a job; the job itself saw to it that nothing half-done stays."""

    message = QT_TRANSLATE_NOOP("errors", "Stopped as you asked. Everything saved before is kept.")


class NothingOpen(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "No case is open. Nothing was changed.")


class Work:
    """What a job is given: the house, the open case, and a way to say how far it is and to hear *stop*."""

    def __init__(self, say: Callable[[int, int], None]) -> None:
        self._say = say
        self._stop = threading.Event()
        self._place: Room | None = None

    @property
    def house(self) -> "House":
        """The real adapters, or a test's own."""
        return self._room.house

    @property
    def session(self) -> "Session":
        """The open case; NothingOpen if there is none."""
        if self._room.session is None:
            raise NothingOpen
        return self._room.session

    @property
    def is_open(self) -> bool:
        """Whether a case is open."""
        return self._room.session is not None

    def take(self, session: "Session | None") -> None:
        """Put a case on the worker's table, or take it off (the job has closed it)."""
        self._room.session = session

    def step(self, done: int, of: int) -> None:
        """Say how far the job is; raises Cancelled if the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self._say(done, of)

    def stop(self) -> None:
        """Ask the job to stop at its next step; called from the main thread."""
        self._stop.set()

    def enter(self, room: "Room") -> None:
        """Begin on the worker thread."""
        if self._stop.is_set():
            raise Cancelled
        self._place = room

    @property
    def _room(self) -> "Room":
        assert self._place is not None
        return self._place


class Room:
    """What lives on the worker thread only: the house and the open case."""

    def __init__(self, build: Callable[[], "House"]) -> None:
        self._build = build
        self._house: House | None = None
        self.session: Session | None = None

    @property
    def house(self) -> "House":
        if self._house is None:
            self._house = self._build()
        return self._house


@dataclass(slots=True)
class Job(Generic[T]):
    """A job in the queue or running."""

    number: int
    name: str
    run: Callable[[Work], T]
    then: Callable[[T], None] | None
    failed: Callable[[EvenhandError], None] | None
    work: Work
    cancellable: bool


class Worker(QObject):
    """The queue's end on the main thread."""

    started = Signal(str)
    """A job began: its name, already translated, empty for quiet work."""
    slow = Signal(str, bool)
    """It has run for more than a second: its name, and whether it can be cancelled."""
    progressed = Signal(int, int)
    idle = Signal()
    fault = Signal(object)
    """An EvenhandError that no page took care of."""
    crashed = Signal(object)
    """Any other exception of a job."""

    _returned = Signal(object, object, object)
    _began = Signal(object)
    _stepped = Signal(object, int, int)

    def __init__(self, build: Callable[[], "House"], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._room = Room(build)
        self._jobs: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._numbers = count(1)
        self._waiting: dict[int, Job[Any]] = {}
        self._current: Job[Any] | None = None
        queued = Qt.ConnectionType.QueuedConnection
        self._returned.connect(self._deliver, queued)
        self._began.connect(self._begin, queued)
        self._stepped.connect(self._step, queued)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHOWN_AFTER)
        self._patience.timeout.connect(self._show)
        self._thread = threading.Thread(target=self._serve, name="worker", daemon=True)
        self._thread.start()

    def run(
        self,
        run: Callable[[Work], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[EvenhandError], None] | None = None,
        *,
        name: str = "",
        cancellable: bool = False,
    ) -> None:
        """Queue a job; `then` or `failed` is called on the main thread. Faults nobody takes go to `fault`."""
        number = next(self._numbers)
        work = Work(lambda done, of: self._stepped.emit(number, done, of))
        job: Job[T] = Job(number, name, run, then, failed, work, cancellable)
        self._waiting[number] = job
        self._jobs.put(job)

    @property
    def busy(self) -> bool:
        """Whether any job is waiting, running or not yet delivered."""
        return bool(self._waiting)

    def cancel(self) -> None:
        """Ask the running job to stop."""
        if self._current is not None and self._current.cancellable:
            self._current.work.stop()

    def close(self) -> None:
        """Finish what is queued and end the thread; what it returns is no longer delivered."""
        self._jobs.put(None)
        self._thread.join()
        self._patience.stop()

    def _serve(self) -> None:
        with contextlib.suppress(RuntimeError):  # the main thread has gone without `close`: nobody is left to tell
            self._work()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._began.emit(job.number)
            result: object = None
            trouble: BaseException | None = None
            try:
                job.work.enter(self._room)
                result = job.run(job.work)
            except BaseException as raised:
                trouble = raised
            self._returned.emit(job.number, result, trouble)

    def _begin(self, number: int) -> None:
        self._current = self._waiting[number]
        self.started.emit(self._current.name)
        self._patience.start()

    def _step(self, number: int, done: int, of: int) -> None:
        if self._current is not None and self._current.number == number:
            self.progressed.emit(done, of)

    def _show(self) -> None:
        if self._current is not None and self._current.name:
            self.slow.emit(self._current.name, self._current.cancellable)

    def _deliver(self, number: int, result: object, trouble: BaseException | None) -> None:
        job = self._waiting.pop(number)
        self._current = None
        self._patience.stop()
        if not self._waiting:
            self.idle.emit()
        if trouble is None:
            if job.then is not None:
                job.then(result)
        elif not isinstance(trouble, EvenhandError):
            self.crashed.emit(trouble)
        elif job.failed is not None:
            job.failed(trouble)
        else:
            self.fault.emit(trouble)
