"""Run as a program of its own: opens the window as `evenhand` does, goes round its pages, and leaves.

`visit.py paint` prints the loaded modules and the memory at the first paint; `visit.py round FOLDER` makes a sample
case in FOLDER, locks, unlocks, verifies, opens the chooser, and quits.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ui import main, seclude

PASSPHRASE = "seven quiet herons fly"


def at_first_paint() -> None:
    """What has been loaded when the first screen is there."""
    seclude.seclude()
    app = main.application(["evenhand"])
    shell = main.build(app, main.real_house)

    from PySide6.QtCore import QTimer

    def look() -> None:
        if not shell.window.painted:
            return
        watch.stop()
        print(json.dumps(sorted(sys.modules)))
        app.quit()

    watch = QTimer(interval=1)
    watch.timeout.connect(look)
    watch.start()
    shell.window.show()
    app.exec()
    shell.close()


def round_trip(folder: Path) -> None:
    """Everything a first visitor does."""
    seclude.seclude()
    app = main.application(["evenhand"])
    shell = main.build(app, main.real_house)
    window, desk = shell.window, shell.desk
    desk.shelf = folder

    from PySide6.QtWidgets import QApplication

    def until(done: Callable[[], bool]) -> None:
        while not done() or shell.worker.busy:
            app.processEvents()

    def close_small() -> None:
        until(lambda: QApplication.activeModalWidget() is not None)
        small = QApplication.activeModalWidget()
        assert small is not None
        small.close()
        until(lambda: True)

    def front() -> Any:
        assert window.page is not None
        return window.page

    window.show()
    window.activateWindow()
    until(lambda: window.painted)
    for action in ("help.find", "help.keys", "help.about", "case.open"):
        shell.actions[action].trigger()
        close_small()
    desk.go("begin", sample=True)
    page = front()
    page.reference.put("visit")
    page.passphrase.line.setText(PASSPHRASE)
    page.again.line.setText(PASSPHRASE)
    page.button.click()
    until(lambda: desk.view is not None)
    shell.actions["case.lock"].trigger()
    until(lambda: window.entry is not None and window.entry.name == "locked")
    front().passphrase.line.setText(PASSPHRASE)
    front().button.click()
    until(lambda: desk.view is not None)
    shell.actions["case.close"].trigger()
    until(lambda: window.entry is not None and window.entry.name == "library")
    desk.go("verify", path=folder / "visit.evenhand")
    front().passphrase.line.setText(PASSPHRASE)
    front().button.click()
    until(lambda: True)
    shell.actions["view.dark"].trigger()
    shell.actions["app.quit"].trigger()
    until(lambda: True)
    shell.close()
    print("left")


if __name__ == "__main__":
    at_first_paint() if sys.argv[1] == "paint" else round_trip(Path(sys.argv[2]))
