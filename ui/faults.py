"""The one place that shows what went wrong, and the boundary for faults nobody foresaw."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import EvenhandError
from ui.words import of_fault, translate

if TYPE_CHECKING:
    from ui.widgets.notice import Notice

_PROJECT: Final = Path(__file__).resolve().parent.parent


class Faults(QObject):
    """Shows a fault's sentence over the window; one at a time, the same sentence only once."""

    _crashed = Signal()

    def __init__(self, window: QWidget, save: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._save = window, save
        self._open: Notice | None = None
        self._busy = False
        self._crashed.connect(self._show_crash)

    def show(self, fault: EvenhandError) -> None:
        """A fault with its own sentence."""
        self._tell(translate("faults", "That did not work"), of_fault(fault))

    def crash(self, trouble: BaseException) -> None:
        """Anything else: save what can be saved, then say so. What the exception says is shown to nobody."""
        print(f"evenhand: {where(trouble)}", file=sys.stderr)
        self._crashed.emit()

    def guard(self) -> None:
        """Take what no code catches, on every thread."""
        sys.excepthook = self._hook
        threading.excepthook = lambda found: self.crash(found.exc_value or RuntimeError())

    def _hook(self, _kind: type[BaseException], trouble: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(trouble, EvenhandError):
            self.show(trouble)
        else:
            self.crash(trouble)

    def _show_crash(self) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            saved = self._try_to_save()
        finally:
            self._busy = False
        title = translate("faults", "Evenhand has made a mistake")
        if saved:
            text = translate(
                "faults",
                "It is a fault of the program, not of yours. What you wrote is saved. You can go on; if this comes "
                "again, close Evenhand and open the case anew.",
            )
        else:
            text = translate(
                "faults",
                "It is a fault of the program, not of yours. Everything saved before is safe; what you wrote last "
                "may not be. Copy it if you can, then close Evenhand and open the case anew.",
            )
        self._tell(title, text)

    def _try_to_save(self) -> bool:
        try:
            self._save()
        except Exception as trouble:
            print(f"evenhand: {where(trouble)}", file=sys.stderr)
            return False
        return True

    def _tell(self, title: str, text: str) -> None:
        if self._open is not None and self._open.text == text:
            return
        from ui.widgets.notice import Notice

        notice = Notice(self._window, title, text, sign="circle-alert", voice="fault")
        self._open = notice
        notice.finished.connect(self._forget)
        QTimer.singleShot(0, notice, notice.open)

    def _forget(self) -> None:
        self._open = None


def where(trouble: BaseException) -> str:
    """The kind of an exception and the lines it came through; none of its words, which may hold a name."""
    lines, trace = [], trouble.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(_PROJECT):
            lines.append(f"{path.relative_to(_PROJECT).as_posix()}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " ".join([type(trouble).__name__, *lines])
