"""Every action of the window in one table; menus, shortcuts, the finder and the shortcut sheet are made from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from app.domain.words import QT_TRANSLATE_NOOP
from ui.words import translate


class Menu(Enum):
    """The menus, in their order."""

    CASE = QT_TRANSLATE_NOOP("menus", "&Case")
    GO = QT_TRANSLATE_NOOP("menus", "&Go")
    VIEW = QT_TRANSLATE_NOOP("menus", "&View")
    CHECK = QT_TRANSLATE_NOOP("menus", "C&heck")
    HELP = QT_TRANSLATE_NOOP("menus", "&Help")


class Where(Enum):
    """When an action can be chosen, apart from the pages that bind it."""

    ALWAYS = "always"
    UNLOCKED = "unlocked"
    NO_CASE = "no case"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Row:
    """One action. Texts are marked for translation under "actions"; `keys` is a portable key sequence or empty."""

    id: str
    text: str
    keys: str
    menu: Menu
    where: Where
    description: str
    group: str = ""
    """Actions of one group exclude each other and carry a tick."""
    divided: bool = False
    """A line above it in the menu."""
    pages: tuple[str, ...] = ()
    """The pages that bind it while they are in front; without any, the shell does."""


STAGES: Final = (
    QT_TRANSLATE_NOOP("stages", "Convene"),
    QT_TRANSLATE_NOOP("stages", "Facts"),
    QT_TRANSLATE_NOOP("stages", "Acts"),
    QT_TRANSLATE_NOOP("stages", "Judge, alone"),
    QT_TRANSLATE_NOOP("stages", "Discuss, judge again"),
    QT_TRANSLATE_NOOP("stages", "Open the outcome"),
    QT_TRANSLATE_NOOP("stages", "Learn"),
    QT_TRANSLATE_NOOP("stages", "Determine"),
    QT_TRANSLATE_NOOP("stages", "Archive, follow up"),
)

ROWS: Final = (
    Row(
        "case.sample",
        QT_TRANSLATE_NOOP("actions", "Open the sample case…"),
        "",
        Menu.CASE,
        Where.NO_CASE,
        QT_TRANSLATE_NOOP("actions", "Make a case of your own from a public event, to look around"),
    ),
    Row(
        "case.start",
        QT_TRANSLATE_NOOP("actions", "Start a review…"),
        "Ctrl+N",
        Menu.CASE,
        Where.NO_CASE,
        QT_TRANSLATE_NOOP("actions", "Make a new, empty case"),
    ),
    Row(
        "case.open",
        QT_TRANSLATE_NOOP("actions", "Open a case…"),
        "Ctrl+O",
        Menu.CASE,
        Where.NO_CASE,
        QT_TRANSLATE_NOOP("actions", "Choose the folder of a case and unlock it"),
    ),
    Row(
        "record.undo",
        QT_TRANSLATE_NOOP("actions", "Undo"),
        "Ctrl+Z",
        Menu.CASE,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "Take back the last change of this sitting; its history stays"),
        divided=True,
        pages=("facts",),
    ),
    Row(
        "record.redo",
        QT_TRANSLATE_NOOP("actions", "Redo"),
        "Ctrl+Shift+Z",
        Menu.CASE,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "Bring back what was taken back"),
        pages=("facts",),
    ),
    Row(
        "event.add",
        QT_TRANSLATE_NOOP("actions", "Add an event…"),
        "Ctrl+Shift+N",
        Menu.CASE,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "One more fact of the timeline"),
        divided=True,
        pages=("facts",),
    ),
    Row(
        "event.edit",
        QT_TRANSLATE_NOOP("actions", "Edit the event…"),
        "F2",
        Menu.CASE,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "Write the selected event anew"),
        pages=("facts",),
    ),
    Row(
        "event.stand",
        QT_TRANSLATE_NOOP("actions", "Stand here"),
        "Ctrl+H",
        Menu.CASE,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "Only what the person of the selected decision point could know then"),
        pages=("facts",),
    ),
    Row(
        "case.lock",
        QT_TRANSLATE_NOOP("actions", "Lock now"),
        "Ctrl+L",
        Menu.CASE,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "Save, put the keys away and hide everything"),
        divided=True,
    ),
    Row(
        "case.close",
        QT_TRANSLATE_NOOP("actions", "Close the case"),
        "Ctrl+W",
        Menu.CASE,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "End the sitting and go back to the first screen"),
    ),
    Row(
        "app.quit",
        QT_TRANSLATE_NOOP("actions", "Quit"),
        "Ctrl+Q",
        Menu.CASE,
        Where.ALWAYS,
        QT_TRANSLATE_NOOP("actions", "Save and leave the program"),
        divided=True,
    ),
    Row(
        "go.first",
        QT_TRANSLATE_NOOP("actions", "First screen"),
        "Alt+Home",
        Menu.GO,
        Where.NO_CASE,
        QT_TRANSLATE_NOOP("actions", "The two doors and the cases in a folder"),
    ),
    Row(
        "go.case",
        QT_TRANSLATE_NOOP("actions", "The case at a glance"),
        "Ctrl+Home",
        Menu.GO,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "What this case holds"),
    ),
    Row(
        "go.area",
        QT_TRANSLATE_NOOP("actions", "Next part of the window"),
        "F6",
        Menu.GO,
        Where.UNLOCKED,
        QT_TRANSLATE_NOOP("actions", "From the stages to the page to the inspector and round again"),
        divided=True,
    ),
    Row(
        "go.area_back",
        QT_TRANSLATE_NOOP("actions", "Part of the window before"),
        "Shift+F6",
        Menu.GO,
        Where.UNLOCKED,
        QT_TRANSLATE_NOOP("actions", "The same way back"),
    ),
    Row(
        "view.inspector",
        QT_TRANSLATE_NOOP("actions", "Inspector"),
        "F4",
        Menu.VIEW,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "Show or hide what is selected"),
    ),
    Row(
        "lanes.closer",
        QT_TRANSLATE_NOOP("actions", "Timeline closer"),
        "Alt+PgUp",
        Menu.VIEW,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "More room for each minute"),
        divided=True,
        pages=("facts",),
    ),
    Row(
        "lanes.wider",
        QT_TRANSLATE_NOOP("actions", "Timeline wider"),
        "Alt+PgDown",
        Menu.VIEW,
        Where.CASE,
        QT_TRANSLATE_NOOP("actions", "More minutes in view"),
        pages=("facts",),
    ),
    Row(
        "view.system",
        QT_TRANSLATE_NOOP("actions", "Colours of the system"),
        "",
        Menu.VIEW,
        Where.ALWAYS,
        QT_TRANSLATE_NOOP("actions", "Light, dark or high contrast as the system says"),
        group="theme",
        divided=True,
    ),
    Row(
        "view.light",
        QT_TRANSLATE_NOOP("actions", "Light"),
        "",
        Menu.VIEW,
        Where.ALWAYS,
        QT_TRANSLATE_NOOP("actions", "Dark ink on light ground"),
        group="theme",
    ),
    Row(
        "view.dark",
        QT_TRANSLATE_NOOP("actions", "Dark"),
        "",
        Menu.VIEW,
        Where.ALWAYS,
        QT_TRANSLATE_NOOP("actions", "Light ink on dark ground"),
        group="theme",
    ),
    Row(
        "view.high_contrast",
        QT_TRANSLATE_NOOP("actions", "High contrast"),
        "",
        Menu.VIEW,
        Where.ALWAYS,
        QT_TRANSLATE_NOOP("actions", "White ink on black ground, strong edges"),
        group="theme",
    ),
    Row(
        "view.larger",
        QT_TRANSLATE_NOOP("actions", "Larger text"),
        "Ctrl++",
        Menu.VIEW,
        Where.ALWAYS,
        QT_TRANSLATE_NOOP("actions", "One step up, to 200 %"),
        divided=True,
    ),
    Row(
        "view.smaller",
        QT_TRANSLATE_NOOP("actions", "Smaller text"),
        "Ctrl+-",
        Menu.VIEW,
        Where.ALWAYS,
        QT_TRANSLATE_NOOP("actions", "One step down, to 100 %"),
    ),
    Row(
        "view.normal",
        QT_TRANSLATE_NOOP("actions", "Text as it was"),
        "Ctrl+0",
        Menu.VIEW,
        Where.ALWAYS,
        QT_TRANSLATE_NOOP("actions", "Back to 100 %"),
    ),
    Row(
        "check.verify",
        QT_TRANSLATE_NOOP("actions", "Verify a case or document…"),
        "Ctrl+E",
        Menu.CHECK,
        Where.UNLOCKED,
        QT_TRANSLATE_NOOP("actions", "Check a file that was handed to you; nothing in it is changed"),
    ),
    Row(
        "help.find",
        QT_TRANSLATE_NOOP("actions", "Find an action…"),
        "Ctrl+K",
        Menu.HELP,
        Where.UNLOCKED,
        QT_TRANSLATE_NOOP("actions", "Type a few letters of what you want to do"),
    ),
    Row(
        "help.keys",
        QT_TRANSLATE_NOOP("actions", "Keys"),
        "F1",
        Menu.HELP,
        Where.ALWAYS,
        QT_TRANSLATE_NOOP("actions", "Every key of this window on one sheet"),
    ),
    Row(
        "help.about",
        QT_TRANSLATE_NOOP("actions", "About Evenhand"),
        "",
        Menu.HELP,
        Where.ALWAYS,
        QT_TRANSLATE_NOOP("actions", "Version, licences, and what this program does not do"),
        divided=True,
    ),
)


_STAGE: Final = QT_TRANSLATE_NOOP("actions", "Go to this stage")


def table() -> Iterator[Row]:
    """Every action: the fixed rows, and one for each stage after the other ways to go."""
    for row in ROWS:
        yield row
        if row.id == "go.case":
            for number, stage in enumerate(STAGES, 1):
                yield Row(
                    f"go.stage{number}", stage, f"Ctrl+{number}", Menu.GO, Where.CASE, _STAGE, divided=number == 1
                )


def text_of(row: Row) -> str:
    """The action's text in the person's language."""
    return translate("stages", row.text) if row.id.startswith("go.stage") else translate("actions", row.text)


def description_of(row: Row) -> str:
    """What the action does, in one sentence."""
    return translate("actions", row.description)


def keys_of(row: Row) -> str:
    """The shortcut as this system writes it."""
    return QKeySequence(row.keys).toString(QKeySequence.SequenceFormat.NativeText)


class Actions(QObject):
    """The table made into Qt actions; pages bind what they offer while they are shown."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows = {row.id: row for row in table()}
        self._handlers: dict[str, Callable[[], object]] = {}
        self._case = self._locked = False
        self._groups: dict[str, QActionGroup] = {}
        self._made = {row.id: self._make(row) for row in self.rows.values()}
        self._enable()

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def bind(self, name: str, handler: Callable[[], object]) -> None:
        """Say what an action does; an action nobody has bound is never offered."""
        self._handlers[name] = handler
        self._enable()

    def unbind(self, name: str) -> None:
        """The page that offered it is gone."""
        self._handlers.pop(name, None)
        self._enable()

    def set_state(self, *, case: bool, locked: bool) -> None:
        """Whether a case is open, and whether it is locked."""
        self._case, self._locked = case, locked
        self._enable()

    def is_bound(self, name: str) -> bool:
        """Whether somebody offers it now."""
        return name in self._handlers

    def _make(self, row: Row) -> QAction:
        action = QAction(text_of(row), self)
        action.setObjectName(row.id)
        action.setToolTip(description_of(row))
        action.setStatusTip(description_of(row))
        action.setMenuRole(QAction.MenuRole.NoRole)
        if row.keys:
            action.setShortcut(QKeySequence(row.keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if row.group:
            group = self._groups.setdefault(row.group, QActionGroup(self))
            action.setCheckable(True)
            group.addAction(action)
        action.triggered.connect(lambda _checked=False, name=row.id: self._run(name))
        return action

    def _run(self, name: str) -> None:
        handler = self._handlers.get(name)
        if handler is not None:
            handler()

    def _enable(self) -> None:
        now = {
            Where.ALWAYS: True,
            Where.UNLOCKED: not self._locked,
            Where.NO_CASE: not self._case and not self._locked,
            Where.CASE: self._case and not self._locked,
        }
        for name, action in self._made.items():
            action.setEnabled(now[self.rows[name].where] and name in self._handlers)
        self.changed.emit()
