"""The lock: by hand or after five quiet minutes; warned twenty seconds before, put off by any key.

What locking means is done by those who hook into it: `before` saves drafts, `hide` takes everything off the screen
and puts the keys away, `after` comes back once the passphrase has opened the case again.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QDateTime, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

IDLE: Final = 300
"""Quiet seconds until the lock."""
WARNING: Final = 20
"""Seconds of warning before it (WCAG 2.2.1)."""

SLEPT: Final = 30
"""Seconds that the wall clock may run ahead of the steady one before it counts as sleep."""

_SIGNS_OF_LIFE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_NEVER_PASSED_ON: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})


class Lock(QObject):
    """Counts quiet seconds while a case is open, and locks."""

    warned = Signal(int)
    """So many seconds are left; comes every second of the warning."""
    calmed = Signal()
    """The warning is over."""
    counted = Signal(int)
    """Seconds to the lock, once a second."""
    locked = Signal(bool)
    """True if nobody was there."""
    unlocked = Signal()

    def __init__(
        self, parent: QObject, seconds: Callable[[], float] | None = None, wall: Callable[[], float] | None = None
    ) -> None:
        super().__init__(parent)
        self._seconds = seconds or _since_start()
        self._wall = wall or _wall_clock
        self._last, self._looked = self._seconds(), (self._seconds(), self._wall())
        self._armed = self._warning = self.is_locked = False
        self._before: list[Callable[[], None]] = []
        self._after: list[Callable[[], None]] = []
        self._clipboard = _Clipboard()
        self._ticker = QTimer(self)
        self._ticker.setInterval(1000)
        self._ticker.timeout.connect(self.tick)

    def before(self, hook: Callable[[], None]) -> None:
        """Call this before everything is hidden; it queues what has to be saved."""
        self._before.append(hook)

    def after(self, hook: Callable[[], None]) -> None:
        """Call this once the case is open again."""
        self._after.append(hook)

    def arm(self) -> None:
        """A case is open: count."""
        self._armed = True
        self._looked = (self._seconds(), self._wall())
        self._stir()
        self._ticker.start()
        self._listen(True)

    def disarm(self) -> None:
        """No case is open: nothing to lock."""
        self._armed = self.is_locked = False
        self._ticker.stop()
        self._listen(False)
        self._calm()

    def save(self) -> None:
        """What `before` hooks do, without locking; for the crash boundary too."""
        for hook in self._before:
            hook()

    def lock(self, *, idle: bool = False) -> None:
        """Lock now."""
        if not self._armed or self.is_locked:
            return
        self.is_locked = True
        self._ticker.stop()
        self._listen(False)
        self._calm()
        try:
            self.save()
        finally:
            _close_small_windows()
            self._clipboard.clear()
            self.locked.emit(idle)

    def unlock(self) -> None:
        """The case is open again."""
        self.is_locked = False
        self.arm()
        for hook in self._after:
            hook()
        self.unlocked.emit()

    def tick(self) -> None:
        """A second has passed; where the wall clock says much more, the computer has slept, and it locks at once."""
        steady, wall = self._looked
        self._looked = (self._seconds(), self._wall())
        if (self._looked[1] - wall) - (self._looked[0] - steady) > SLEPT:
            self.lock(idle=True)
            return
        left = IDLE - int(self._seconds() - self._last)
        if left <= 0:
            self.lock(idle=True)
        elif left <= WARNING:
            self._warning = True
            self.warned.emit(left)
        else:
            self.counted.emit(left)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Any sign of life puts the lock off. A key that only answers the warning does nothing else."""
        if event.type() not in _SIGNS_OF_LIFE or not self._armed or self.is_locked:
            return False
        swallowed = self._warning and isinstance(event, QKeyEvent) and not _is_writing(event)
        self._stir()
        return swallowed

    def _listen(self, on: bool) -> None:
        """Look at the application's events only while there is something to lock: every one of them costs time."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        if on:
            app.installEventFilter(self)

    def _stir(self) -> None:
        self._last = self._seconds()
        self._calm()

    def _calm(self) -> None:
        if self._warning:
            self._warning = False
            self.calmed.emit()


def _is_writing(event: QKeyEvent) -> bool:
    """A letter on its way into a text: that one must not get lost."""
    if event.key() in _NEVER_PASSED_ON or not event.text():
        return False
    focus = QApplication.focusWidget()
    return focus is not None and focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def _since_start() -> Callable[[], float]:
    timer = QElapsedTimer()
    timer.start()
    return lambda: timer.elapsed() / 1000


def _wall_clock() -> float:
    return QDateTime.currentMSecsSinceEpoch() / 1000


def _close_small_windows() -> None:
    for find in (QApplication.activePopupWidget, QApplication.activeModalWidget):
        for _ in range(16):
            window = find()
            if window is None or not window.close():
                break


class _Clipboard:
    """Remembers whether what lies on the clipboard was copied here: only that is cleared."""

    def __init__(self) -> None:
        self._ours = False
        QGuiApplication.clipboard().dataChanged.connect(self._note)

    def clear(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self._ours or clipboard.ownsClipboard():
            clipboard.clear()
            self._ours = False

    def _note(self) -> None:
        self._ours = QGuiApplication.focusWindow() is not None
