"""Every word a person sees or hears goes through translation, is found by the extraction tool, and fits when longer."""

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.domain import entries as e
from app.domain.act_shown import act_shown
from app.domain.citing import citable
from app.domain.facts_shown import detail
from app.domain.stand_shown import stand
from app.domain.walks import explain
from tests.gui.conftest import NOON, house, settle
from tests.gui.pseudo import BEGIN, END, Pretender
from tests.gui.scenes import SCREENS, SMALL, Scene, gallery
from ui.shell import Shell
from ui.widgets.text import Text

PROJECT = Path(__file__).resolve().parents[2]
NAMES = {"translate", "QT_TRANSLATE_NOOP"}
DATA = re.compile(
    r"^(?:[\W\d_]*|[A-Z]\d+|2026-0\d\d(?:\.evenhand)?|sample(?:-\d)?|(?:Ctrl|Alt|Shift|Home|F\d|Tab|Esc|\+|\d|\W)+"
    r"|/\S*|\d\d \w+ 2026, .*|Older reviews)$"
)


@pytest.fixture
def pretender(qapp: QApplication) -> Iterator[Pretender]:
    made = Pretender(qapp)
    qapp.installTranslator(made)
    yield made
    qapp.removeTranslator(made)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize(
    "scene", [scene for scene in SCREENS if scene is not gallery], ids=lambda scene: scene.__name__
)
def test_every_word_is_translated_and_none_is_cut(
    pretender: Pretender, shell: Shell, qtbot: QtBot, sample: Path, scene: Scene, percent: int
) -> None:
    shell.theme.resize(percent / 100)
    shell.window.resize(1280, 900)
    widget = scene(shell, qtbot, sample)
    settle(qtbot, shell)
    known = _of_the_case(shell)
    seen = list(_said(widget))
    record = _of_the_record(shell)
    missed = {text for text in seen if not _translated(text) and text not in known and not DATA.match(text)}
    missed = {text for text in missed if not _composed(text, record)}
    cut = {_name(one) for one in _whole(widget) if not _fits(one)}
    shell.lock.calmed.emit()
    if scene in SMALL:
        widget.close()
    assert any(_translated(text) for text in seen)
    assert pretender.asked
    assert not missed
    assert not cut


def test_menus_are_translated(pretender: Pretender, shell: Shell) -> None:
    assert pretender.asked
    actions = [action for menu in shell.window.menuBar().findChildren(QMenu) for action in menu.actions()]
    texts = [action.text() for action in actions if isinstance(action, QAction) and not action.isSeparator()]
    assert len(texts) > 20
    assert not [text for text in texts if not _translated(text)]


def _translated(text: str) -> bool:
    return BEGIN in text and END in text


def _said(widget: QWidget) -> Iterator[str]:
    for one in [widget, *widget.findChildren(QWidget)]:
        if not one.isVisible():
            continue
        yield from (one.accessibleName(), one.accessibleDescription(), one.toolTip())
        if isinstance(one, QLineEdit):
            yield one.placeholderText()
        elif isinstance(one, (QLabel, QAbstractButton)):
            yield one.text()
        elif isinstance(one, QTableView):
            model = one.model()
            yield from (str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in range(model.columnCount()))


def _of_the_case(shell: Shell) -> set[str]:
    """What somebody typed: it is shown as it is."""
    folder = shell.desk.shelf.name if shell.desk.shelf is not None else ""
    if shell.desk.view is None or shell.desk.case.described is None:
        return {folder}
    described = shell.desk.case.described
    scene = {"Who knew E01 and E05", "Cabinet clock: not compared", "Opens later"}
    scene.add(". ".join(("Who knew E01 and E05", "Cabinet clock: not compared")))
    return {described.title, described.setting, described.question, described.event_date, folder, *scene}


def _of_the_record(shell: Shell) -> list[str]:
    """What the record says of facts and horizons, longest first; its sentences are put together by the domain."""
    if (
        shell.desk.view is None
        or shell.window.entry is None
        or shell.window.entry.name not in ("facts", "event", "stand", *JUDGING)
    ):
        return []
    case = shell.desk.blind
    if shell.window.entry.name in JUDGING:
        return sorted(_of_judging(shell), key=len, reverse=True)
    found = set(_strings(list(case.tables.values())))
    for at in case.rows(e.Event):
        found |= set(_strings(detail(case, at)))
        for person in case.rows(e.Person):
            found |= set(_strings(stand(case, at, person, ZoneInfo("America/Chicago"))))
    return sorted((text for text in found if text.strip()), key=len, reverse=True)


JUDGING = ("panel", "acts", "act", "joining", "handover", "determination")


def _of_judging(shell: Shell) -> set[str]:
    """What the panel typed, the words of the instrument, and the sentences the domain makes of both."""
    view = shell.desk.view
    assert view is not None
    case = view.blind
    found = {"Ada Example", "Lay member", "0123 4567 89ab cdef", *_strings(list(case.tables.values()))}
    found |= set(_strings([member for member in case.members.values()]))
    if view.instrument is None:
        return found
    instrument = view.instrument.instrument
    found |= set(_strings(asdict(instrument)))
    for i, act in case.rows(e.Act).items():
        shown = act_shown(case, instrument, i, ZoneInfo("America/Chicago"))
        found |= {*_strings([shown.row, shown.clock, shown.rules]), *explain(shown.assessment)}
        found |= set(_strings(citable(case, act, ZoneInfo("America/Chicago"))))
    return {text for text in found if text.strip()}


def _strings(value: object) -> Iterator[str]:
    """Every string inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, e.Payload):
        yield from _strings(e.to_plain(value))
    elif isinstance(value, Mapping):
        yield from _strings(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)


def _composed(text: str, record: list[str]) -> bool:
    """Whether nothing is left of a text once the words of the record are taken out."""
    left = text.lower()
    for part in record:
        left = left.replace(part.lower(), " ")
    return bool(record) and not any(letter.isalpha() for letter in left)


def _whole(widget: QWidget) -> list[QWidget]:
    return [one for one in widget.findChildren(QWidget) if one.isVisible() and isinstance(one, (Text, QPushButton))]


def _fits(one: QWidget) -> bool:
    if isinstance(one, Text):
        return one.shows_all()
    return one.width() >= one.minimumSizeHint().width() and one.height() >= one.minimumSizeHint().height()


def _name(one: QWidget) -> str:
    return one.text() if isinstance(one, (Text, QPushButton)) else ""


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
            yield node


def _sources() -> list[Path]:
    return [path for room in ("app", "ui") for path in sorted((PROJECT / room).rglob("*.py"))]


DYNAMIC = {
    "app/domain/words.py",
    "ui/words.py",
    "ui/actions.py",
    "ui/rail.py",
    "ui/keysheet.py",
    "ui/window.py",
}
"""Where a text that was marked elsewhere is looked up by a variable."""


def test_every_sentence_is_written_as_a_literal_where_the_tool_finds_it(tmp_path: Path) -> None:
    written: set[tuple[str, str]] = set()
    for path in _sources():
        for call in _calls(path):
            literal = len(call.args) >= 2 and all(isinstance(one, ast.Constant) for one in call.args[:2])
            if literal:
                context, text = (str(one.value) for one in call.args[:2] if isinstance(one, ast.Constant))
                written.add((context, text))
            else:
                assert path.relative_to(PROJECT).as_posix() in DYNAMIC, f"{path}:{call.lineno}"
    collected = tmp_path / "all.ts"
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    files = [str(path) for path in _sources()]
    subprocess.run([str(tool), *files, "-ts", str(collected)], check=True, capture_output=True, timeout=120)
    found = {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in ET.parse(collected).getroot().iter("context")
        for message in context.iter("message")
    }
    assert len(written) > 150
    assert written - found == set()


def test_a_translation_made_by_the_tools_is_spoken_by_the_window(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    from PySide6.QtCore import QTranslator

    collected = tmp_path / "evenhand_xx.ts"
    tools = Path(sys.executable).parent
    source = PROJECT / "ui" / "pages" / "library.py"
    subprocess.run(
        [str(tools / "pyside6-lupdate"), str(source), "-ts", str(collected), "-target-language", "de"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    tree = ET.parse(collected)
    for message in tree.getroot().iter("message"):
        translation = message.find("translation")
        if message.findtext("source") == "Start a review" and translation is not None:
            translation.text = "Prüfung beginnen"
            del translation.attrib["type"]
    tree.write(collected, encoding="utf-8", xml_declaration=True)
    compiled = tmp_path / "evenhand_xx.qm"
    subprocess.run(
        [str(tools / "pyside6-lrelease"), str(collected), "-qm", str(compiled)],
        check=True,
        capture_output=True,
        timeout=60,
    )
    translator = QTranslator()
    assert translator.load(str(compiled))
    qapp.installTranslator(translator)
    try:
        shell = Shell(qapp, house, lambda: NOON)
        qtbot.addWidget(shell.window)
        texts = [button.text() for button in shell.window.findChildren(QPushButton)]
        settle(qtbot, shell)
        shell.close()
    finally:
        qapp.removeTranslator(translator)
    assert "Prüfung beginnen" in texts
    assert "Start a review" not in texts
