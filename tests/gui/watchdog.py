"""Watches the main thread: how long did it not come back to its event loop, apart from waiting for a processor?

Other programs of a busy computer must not make a test fail, so time that this process's threads spent ready to run
but without a processor is taken off (Linux tells it in `schedstat`).
"""

import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY = 5


class Watchdog(QObject):
    """Ticks every 5 ms and remembers the longest gap, in seconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.longest = 0.0
        self.ticks = 0
        self._last, self._kept_waiting = time.monotonic(), _waited()
        self._timer = QTimer(self, interval=_EVERY, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def stop(self) -> None:
        """Stop looking."""
        self._timer.stop()

    def _tick(self) -> None:
        now, waiting = time.monotonic(), _waited()
        gap = now - self._last - _EVERY / 1000 - (waiting - self._kept_waiting)
        if self.ticks:  # what came before the first tick is the test getting ready
            self.longest = max(self.longest, gap)
        self._last, self._kept_waiting = now, waiting
        self.ticks += 1


def _waited() -> float:
    """Seconds that all threads of this process together have waited for a processor; 0 where nothing tells it."""
    total = 0
    for task in Path("/proc/self/task").glob("*/schedstat"):
        try:
            total += int(task.read_text().split()[1])
        except (OSError, IndexError, ValueError):
            continue
    return total / 1e9
