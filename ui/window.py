"""The window: menus, rail, page, inspector, status line; it knows that there are pages, never what is on them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app import __version__
from ui.actions import Actions, Menu
from ui.findbutton import FindButton
from ui.layouts import column, row
from ui.lock import Lock
from ui.lock_warning import LockWarning
from ui.page import Desk, Page
from ui.registry import Entry
from ui.status import StatusLine
from ui.theme import theme
from ui.widgets.focus import FocusRing
from ui.widgets.progress import Progress
from ui.words import still_missing, translate

if TYPE_CHECKING:
    from ui.rail import Rail, StageView

SMALLEST: Final = (1180, 720)
_DRAWER_BELOW: Final = 1280
"""Windows narrower than this begin with the inspector shut."""


class Window(QMainWindow):
    """The one window."""

    def __init__(self, desk: Desk, lock: Lock) -> None:
        super().__init__()
        self.desk, self.lock = desk, lock
        self._entries: dict[str, Entry] = {}
        self._pages: dict[str, Page] = {}
        self.page: Page | None = None
        self.entry: Entry | None = None
        self.painted = False
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self._rail: Rail | None = None
        self.status, self.progress = StatusLine(), Progress()
        self._stack = QStackedWidget()
        self._drawer = _Drawer()
        self._build()
        self._connect()
        self.retitle()
        self.show_state()

    @property
    def rail(self) -> "Rail":
        """The stages; built when the first case is opened."""
        assert self._rail is not None
        return self._rail

    @property
    def actions_table(self) -> Actions:
        """The actions."""
        return self.desk.actions

    def register(self, entry: Entry) -> None:
        """Make a page known; it is loaded and built when somebody first goes to it."""
        self._entries[entry.name] = entry

    def go(self, name: str, given: dict[str, Any] | None = None) -> None:
        """Bring a page to the front."""
        if self.page is not None:
            self.page.leave()
        if name not in self._pages:
            self._pages[name] = self._entries[name].load()(self.desk)
            self._stack.addWidget(_Scroll(self._pages[name].widget))
        self.page, self.entry = self._pages[name], self._entries[name]
        page = self.page
        self._stack.setCurrentWidget(_scroll_of(page))
        page.widget.setAccessibleName(page.title)
        self._drawer.hold(page.inspector, wide=self.width() >= theme().px(_DRAWER_BELOW))
        self.show_state()
        self.retitle()
        page.enter(**(given or {}))
        if self.painted:  # the first screen is announced by the window itself
            self.say(page.title)

    def say(self, sentence: str) -> None:
        """Have a screen reader say something now."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def forget_case_pages(self) -> None:
        """Throw away every page of the case with all its text."""
        for name in [name for name in self._pages if self._entries[name].needs_case]:
            page = self._pages.pop(name)
            if page is self.page:
                self.page = self.entry = None
            self._drawer.release(page.inspector)
            scroll = _scroll_of(page)
            self._stack.removeWidget(scroll)
            scroll.hide()
            scroll.deleteLater()

    def retitle(self) -> None:
        """The title says the reference and nothing else of the case."""
        name = translate("window", "Evenhand")
        alone = self.entry is not None and self.entry.alone
        hidden = alone or self.lock.is_locked or not self.desk.reference
        self.setWindowTitle(name if hidden else f"{self.desk.reference} \N{EN DASH} {name}")

    def show_state(self) -> None:
        """Show or hide the parts that go with an open case."""
        case = self.desk.view is not None
        alone = self.entry is not None and self.entry.alone
        self.menuBar().setVisible(not alone)
        if case and self._rail is None:
            self._add_rail()
        if self._rail is not None:
            self._rail.setVisible(case and not alone and self.entry is not None and self.entry.needs_case)
            if alone or not case:
                self._rail.show_case("", "")
        if case and not alone:
            described = self.desk.case.described
            self.rail.show_case(self.desk.reference, described.title if described else "")
            self.rail.show_stages(*self._stages())
        self.actions_table.set_state(case=case, locked=self.lock.is_locked)

    def show_footer(self, left: str, right: str = "") -> None:
        """What the status line says while no case is open."""
        self.status.left.setText(left)
        self.status.right.setText(right or translate("status", "Version {number}").format(number=__version__))
        self.status.show_seal("")

    def show_saved(self) -> None:
        """When the case was last saved, and whether its outcome is sealed."""
        if self.desk.view is None or self.desk.saved is None:
            return
        self.status.left.setText(translate("status", "Saved {time}").format(time=self.desk.clock_of(self.desk.saved)))
        vault = self.desk.case.vault_named("outcome")
        opened = vault is not None and self.desk.case.vaults[vault].opened
        sealed = translate("status", "Outcome opened") if opened else translate("status", "Outcome sealed")
        self.status.show_seal(sealed if vault is not None else "", opened=opened)

    def move_area(self, by: int) -> None:
        """F6: to the next of rail, page and inspector that is there."""
        parts: tuple[QWidget | None, ...] = (self._rail, self._stack, self._drawer)
        areas = [part for part in parts if part is not None and part.isVisible() and _first_in(part)]
        if not areas:
            return
        focus = self.focusWidget()
        at = next((n for n, area in enumerate(areas) if focus is not None and area.isAncestorOf(focus)), -by)
        first = _first_in(areas[(at + by) % len(areas)])
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_inspector(self) -> None:
        """F4."""
        self._drawer.toggle()

    def _build(self) -> None:
        for menu in Menu:
            shown = self.menuBar().addMenu(translate("menus", menu.value))
            for line in self.actions_table.rows.values():
                if line.menu is menu:
                    if line.divided:
                        shown.addSeparator()
                    shown.addAction(self.actions_table[line.id])
        self.find_button = FindButton(self.actions_table["help.find"], self.menuBar())
        self.menuBar().setCornerWidget(self.find_button)
        for line in self.actions_table.rows.values():
            self.addAction(self.actions_table[line.id])
        central = QWidget()
        whole: QVBoxLayout = column(central)
        self._body: QHBoxLayout = row()
        self._body.addWidget(self._stack, 1)
        self._body.addWidget(self._drawer)
        whole.addLayout(self._body, 1)
        whole.addWidget(self.progress)
        whole.addWidget(self.status)
        self.setCentralWidget(central)
        self.resize(1440, 900)
        self.ring = FocusRing(self)
        self.warning = LockWarning(self)

    def _add_rail(self) -> None:
        from ui.rail import Rail

        self._rail = Rail()
        self._body.insertWidget(0, self._rail)
        self._rail.chosen.connect(self._go_to_stage)

    def _connect(self) -> None:
        worker = self.desk.worker
        worker.slow.connect(self.progress.begin)
        worker.progressed.connect(self.progress.step)
        worker.started.connect(lambda _name: self.progress.end())
        worker.idle.connect(self.progress.end)
        self.progress.cancelled.connect(worker.cancel)
        self.desk.went.connect(self.go)
        self.desk.said.connect(self.say)
        self.desk.footed.connect(self.show_footer)
        self.desk.changed.connect(self._refresh)
        self.lock.counted.connect(self._count)
        self.lock.warned.connect(self.warning.count)
        self.lock.calmed.connect(self.warning.come_home)

    def _count(self, seconds: int) -> None:
        """A page that stands alone says something of its own there; the warning comes all the same."""
        if self.entry is None or not self.entry.alone:
            self.status.show_time_left(seconds)

    def _refresh(self, changes: Any) -> None:
        for name, page in self._pages.items():
            if self._entries[name].needs_case:
                page.refresh(changes)
        self.show_state()
        self.show_saved()

    def _stages(self) -> "tuple[list[StageView], list[bool]]":
        """The current stage is the one whose page is in front; a stage without a page cannot be gone to."""
        there = {entry.stage for entry in self._entries.values()}
        now = (self.entry.stage or self.entry.within) if self.entry is not None else 0
        from ui.rail import StageView
        from ui.widgets.marks import Stage

        views = [StageView(Stage.LATER) for _ in range(9)]
        if now and self.desk.view is not None:
            views[now - 1] = StageView(Stage.NOW, still_missing(self.desk.view.missing.get(now, ())))
        return views, [number in there for number in range(1, 10)]

    def _go_to_stage(self, number: int) -> None:
        for name, entry in self._entries.items():
            if entry.stage == number:
                self.go(name)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Remember that something was painted."""
        super().paintEvent(event)
        self.painted = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The warning lies in the middle of the top edge."""
        super().resizeEvent(event)
        self.warning.place()

    def changeEvent(self, event: QEvent) -> None:
        """A larger text needs a larger smallest window, as far as the screen goes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.setMinimumSize(*SMALLEST)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save, put the keys away, then go."""
        self.lock.save()
        if self.desk.view is not None:
            self.desk.drop_case()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped, to verify it."""
        if _dropped(event.mimeData()) is not None and self.actions_table["check.verify"].isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Verify it."""
        path = _dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.go("verify", {"path": path})


class _Scroll(QScrollArea):
    """Lets a page scroll downwards when the text is large."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidget(page)


class _Drawer(QWidget):
    """The inspector at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("rule", "left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("window", "Inspector"))
        self._place = QStackedWidget()
        column(self, margins=(1, 0, 0, 0)).addWidget(self._place)
        self.hide()

    def hold(self, inside: QWidget | None, *, wide: bool) -> None:
        if inside is not None:
            if self._place.indexOf(inside) < 0:
                self._place.addWidget(inside)
            self._place.setCurrentWidget(inside)
            self.setFixedWidth(theme().size("inspector") + int(inside.property("more-width") or 0))
        self._filled = inside is not None
        self.setVisible(self._filled and wide)

    def release(self, inside: QWidget | None) -> None:
        if inside is not None:
            self._place.removeWidget(inside)
            inside.deleteLater()
            self._filled = False
            self.hide()

    def toggle(self) -> None:
        self.setVisible(self._filled and not self.isVisible())

    _filled = False


def _scroll_of(page: Page) -> QWidget:
    """The scroll area a page lies in."""
    above = page.widget.parentWidget()
    assert above is not None
    area = above.parentWidget()
    assert area is not None
    return area


def _first_in(area: QWidget) -> QWidget | None:
    """The first control of an area that takes the focus by Tab."""
    found: QWidget | None = area.nextInFocusChain()
    while found is not None and found is not area:
        tabbed = bool(found.focusPolicy() & Qt.FocusPolicy.TabFocus) and found.focusProxy() is None
        if tabbed and area.isAncestorOf(found) and found.isVisibleTo(area) and found.isEnabled():
            return found
        found = found.nextInFocusChain()
    return None


def _dropped(data: QMimeData) -> Path | None:
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
