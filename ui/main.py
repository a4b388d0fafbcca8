"""The window's way in: shut the doors, make the application, put the parts together, show the first screen."""

import gc
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from ui import seclude

if TYPE_CHECKING:
    from PySide6.QtCore import QDateTime
    from PySide6.QtWidgets import QApplication

    from app.services.house import House
    from ui.shell import Shell

_BROKEN_PAIR: Final = (
    "PySide6 6.12.0 stops without warning on Python 3.11. Nothing was opened. "
    "Install PySide6 6.11.3, or use Python 3.12 or newer."
)
_NO_SCREEN: Final = "There is no screen to open a window on. Nothing was opened. Start Evenhand from a desktop session."


def run(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed; 2 where it cannot be opened."""
    seclude.seclude()
    refused = why_not()
    if refused:
        print(refused, file=sys.stderr)
        return 2
    gc.disable()  # nothing made on the way to the first screen is rubbish
    app = application(argv)
    shell = build(app, real_house)
    shell.window.show()
    shell.window.activateWindow()
    shell.after_first_paint(gc.enable)
    code = app.exec()
    shell.close()
    return code


def why_not() -> str:
    """Why this computer cannot open the window, or nothing."""
    import os

    import PySide6

    if PySide6.__version_info__[:3] == (6, 12, 0) and sys.version_info < (3, 12):
        return _BROKEN_PAIR
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in screens):
        return _NO_SCREEN
    return ""


def application(argv: Sequence[str]) -> "QApplication":
    """The Qt application, which keeps no settings and looks the same everywhere."""
    from PySide6.QtCore import QCoreApplication, QSettings, Qt
    from PySide6.QtWidgets import QApplication

    from ui.qt_home import plugins

    QCoreApplication.addLibraryPath(plugins())
    QSettings.setDefaultFormat(QSettings.Format.InvalidFormat)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    app = QApplication(list(argv))
    app.setApplicationName("evenhand")
    app.setApplicationDisplayName("Evenhand")
    app.setDesktopFileName("evenhand")
    app.setStyle("Fusion")
    return app


def build(app: "QApplication", house: "Callable[[], House]", now: "Callable[[], QDateTime] | None" = None) -> "Shell":
    """Put the parts together; tests give a house and a clock of their own."""
    from ui.shell import Shell

    return Shell(app, house, now)


def real_house() -> "House":
    """The real adapters, loaded when they are first asked for: on the worker thread, after the first paint."""
    from app import bootstrap

    return bootstrap.real()
