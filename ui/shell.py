"""Puts theme, worker, lock, faults, pages and window together, and says what each action does."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDateTime, QLocale, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from app import __version__
from ui.actions import Actions
from ui.faults import Faults
from ui.layouts import respace
from ui.lock import IDLE, Lock
from ui.page import Desk
from ui.qt_home import translations
from ui.registry import PAGES
from ui.theme import Wish, install
from ui.tokens import RESOURCES
from ui.window import Window
from ui.words import translate
from ui.worker import Worker

if TYPE_CHECKING:
    from app.services.house import House

_THEMES: Final = {
    "view.system": Wish.SYSTEM,
    "view.light": Wish.LIGHT,
    "view.dark": Wish.DARK,
    "view.high_contrast": Wish.HIGH_CONTRAST,
}


class Shell(QObject):
    """The whole program in one object."""

    def __init__(
        self, app: QApplication, house: "Callable[[], House]", now: Callable[[], QDateTime] | None = None
    ) -> None:
        super().__init__()
        self._app = app
        _translate(app, self)
        self.theme = install(app)
        self.theme.changed.connect(lambda: respace(app))
        self.worker = Worker(house, self)
        self.actions = Actions(self)
        self.desk = Desk(self.worker, self.actions, now or QDateTime.currentDateTime)
        self.lock = Lock(self)
        self.window = Window(self.desk, self.lock)
        self.faults = Faults(self.window, self.lock.save)
        self._before_lock: tuple[str, dict[str, Any]] = ("", {})
        for entry in PAGES:
            self.window.register(entry)
        self._connect()
        self._bind()
        self.actions["view.system"].setChecked(True)
        self.window.go("library")

    def close(self) -> None:
        """End the worker, after everything it was given."""
        self.worker.close()

    def after_first_paint(self, then: Callable[[], object]) -> None:
        """Call something as soon as the first screen has been painted."""
        QTimer.singleShot(0, self, lambda: then() if self.window.painted else self.after_first_paint(then))

    def _connect(self) -> None:
        self.worker.fault.connect(self.faults.show)
        self.worker.crashed.connect(self.faults.crash)
        self.desk.opened.connect(self._opened)
        self.desk.closed.connect(self._closed)
        self.desk.emptied.connect(self.window.forget_case_pages)
        self.lock.locked.connect(self._locked)
        self.lock.before(self._leave_page)

    def _bind(self) -> None:
        bind, window = self.actions.bind, self.window
        bind("case.lock", self.lock.lock)
        bind("case.close", self.desk.drop_case)
        bind("app.quit", window.close)
        bind("go.first", lambda: self.desk.go("library"))
        bind("go.case", lambda: self.desk.go("case"))
        bind("go.area", lambda: window.move_area(1))
        bind("go.area_back", lambda: window.move_area(-1))
        bind("view.inspector", window.toggle_inspector)
        bind("view.larger", lambda: self.theme.step(1))
        bind("view.smaller", lambda: self.theme.step(-1))
        bind("view.normal", lambda: self.theme.resize(1.0))
        bind("check.verify", lambda: self.desk.go("verify"))
        bind("help.find", self._find)
        bind("help.keys", self._keys)
        bind("help.about", self._about)
        for name, wish in _THEMES.items():
            bind(name, lambda wish=wish: self.theme.ask_for(wish))  # type: ignore[misc]
        for entry in PAGES:
            if entry.stage:
                bind(f"go.stage{entry.stage}", lambda name=entry.name: self.desk.go(name))  # type: ignore[misc]

    def _opened(self) -> None:
        page, place = self._before_lock
        self._before_lock = ("", {})
        if self.lock.is_locked:
            self.lock.unlock()
        else:
            self.lock.arm()
        self.window.retitle()
        self.window.go(page or "case", place)
        self.window.show_saved()
        self.lock.tick()

    def _closed(self) -> None:
        self.lock.disarm()
        self._before_lock = ("", {})
        self.desk.view = self.desk.folder = None
        self.window.forget_case_pages()
        self.window.retitle()
        self.window.go("library")

    def _locked(self, idle: bool) -> None:
        """Hide everything, throw the pages away, and have the keys put away."""
        entry, page = self.window.entry, self.window.page
        if entry is not None and page is not None and (entry.needs_case or entry.after_lock):
            self._before_lock = (entry.after_lock or entry.name, page.place())
        self.desk.view = None
        self.window.go("locked", {"time": self.desk.clock(), "idle": idle, "minutes": IDLE // 60})
        self.window.forget_case_pages()
        self.window.retitle()
        self.window.show_state()
        from ui import jobs

        self.worker.run(jobs.close_case)

    def _leave_page(self) -> None:
        if self.window.page is not None:
            self.window.page.leave()

    def _find(self) -> None:
        from ui.finder import Finder

        Finder(self.window, self.actions).open()

    def _keys(self) -> None:
        from ui.keysheet import KeySheet

        KeySheet(self.window, self.actions).open()

    def _about(self) -> None:
        from ui.widgets.notice import Notice

        says = translate(
            "about",
            "Version {number}. Evenhand has no network code, keeps nothing outside a case, and never classifies by "
            "itself. It is free software under the Apache License 2.0; it uses Qt (LGPL 3), IBM Plex (OFL 1.1) and "
            "Lucide icons (ISC).",
        )
        Notice(self.window, translate("about", "About Evenhand"), says.format(number=__version__)).open()


def _translate(app: QApplication, parent: QObject) -> None:
    """The system's language where Evenhand speaks it, Qt's own words with it; else English, with local habits.

    Half a translation would be worse than none: Qt's words alone would mirror the window round English sentences.
    """
    ours = QTranslator(parent)
    if not ours.load(QLocale.system(), "evenhand", "_", str(RESOURCES / "translations")):
        plain = QLocale.system().language() is QLocale.Language.C
        territory = QLocale.Country.UnitedKingdom if plain else QLocale.system().territory()
        QLocale.setDefault(QLocale(QLocale.Language.English, territory))
        return
    app.installTranslator(ours)
    qts = QTranslator(parent)
    if qts.load(QLocale.system(), "qtbase", "_", translations()):
        app.installTranslator(qts)
