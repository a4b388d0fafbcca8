"""A reason being typed rests in the case within a second, and is there again when somebody comes back to it."""

from typing import Final

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from app.domain import entries as e
from ui import judging_jobs
from ui.page import Desk
from ui.widgets.fields import LongField

RESTS_AFTER: Final = 600
"""Milliseconds after a keystroke until it is written."""

Place = tuple[e.Id, str]
"""The act and the question that a reason is about."""


class RestingReason(QObject):
    """Watches one field for one place at a time."""

    def __init__(self, desk: Desk, field: LongField) -> None:
        super().__init__(field)
        self._desk, self._field = desk, field
        self._place: Place | None = None
        self._rested = ""
        self.timer = QTimer(self, singleShot=True, interval=RESTS_AFTER)
        self.timer.timeout.connect(self.rest)
        field.box.textChanged.connect(self._typed)

    def begin(self, place: Place | None, text: str) -> None:
        """Fill the field with what was answered, then with what was being typed there, if anything was."""
        self.timer.stop()
        self._place, self._rested = place, text
        self._field.box.setPlainText(text)
        if place is not None:
            self._desk.worker.run(judging_jobs.kept_reason(*place), lambda kept: self._take_up(place, kept))

    def rest(self) -> None:
        """Write what is typed now, if it does not rest yet."""
        self.timer.stop()
        text = self._field.text
        if self._place is not None and self._desk.view is not None and text != self._rested:
            self._rested = text
            self._desk.worker.run(judging_jobs.keep_reason(*self._place, text))

    def answered(self) -> None:
        """The text became part of an answer: its draft went with it."""
        self.timer.stop()
        self._rested = self._field.text

    def _take_up(self, place: Place, kept: str | None) -> None:
        """Unless somebody has typed on meanwhile."""
        if kept is not None and isValid(self) and place == self._place and self._field.text == self._rested:
            self._rested = kept
            self._field.box.setPlainText(kept)

    def _typed(self) -> None:
        if self._place is not None and self._field.text != self._rested and not self.timer.isActive():
            self.timer.start()
