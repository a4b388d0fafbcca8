"""The facts page: one selection for lanes, table and inspector; a form that refuses; nothing sealed anywhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain import entries as e
from app.services import cases
from tests.conftest import PROJECT
from tests.gui.conftest import settle
from tests.gui.hands import ALT, CTRL, SHIFT, click, focus, press, tab_to, write
from tests.gui.scenes import facts_none
from ui.pages.event import EventPage
from ui.pages.facts import FactsPage
from ui.pages.stand_here import StandHerePage
from ui.shell import Shell
from ui.widgets.text import visible_part

Role = QAccessible.Role


def _id(shell: Shell, label: str) -> e.Id:
    return next(i for i, row in shell.desk.blind.rows(e.Event).items() if row.label == label)


def _label(shell: Shell, page: FactsPage) -> str:
    assert page.chosen is not None
    return shell.desk.blind.rows(e.Event)[page.chosen].label


def _go(shell: Shell, qtbot: QtBot, label: str = "") -> FactsPage:
    shell.desk.go("facts", **({"chosen": _id(shell, label)} if label else {}))
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, FactsPage)
    return page


def _front(shell: Shell, qtbot: QtBot) -> object:
    settle(qtbot, shell)
    return shell.window.page


def _words(widget: QWidget | None) -> list[str]:
    assert widget is not None
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def _lane(page: FactsPage) -> str:
    places = page.lanes.places
    assert places is not None
    assert page.chosen is not None
    return places.shown.lanes[places.by_id[page.chosen].lane].name


# --- going through the facts --------------------------------------------------------------------------


def test_arrows_go_from_event_to_event_in_time_and_the_table_and_inspector_follow(
    open_shell: Shell, qtbot: QtBot
) -> None:
    press(open_shell.window, Qt.Key.Key_2, CTRL)
    page = _front(open_shell, qtbot)
    assert isinstance(page, FactsPage)
    assert focus() is page.table
    assert _label(open_shell, page) == "E02"
    press(page.table, Qt.Key.Key_Backtab, SHIFT)
    assert focus() is page.lanes
    seen = []
    for _ in range(4):
        press(focus(), Qt.Key.Key_Right)
        chosen = page.table.chosen
        assert chosen is not None
        seen.append(chosen.row.label)
        assert chosen.row.id == page.chosen == page.lanes.chosen
        assert chosen.row.text in _words(page.inspector)
    assert seen == ["E03", "E01", "E04", "E05"]
    press(focus(), Qt.Key.Key_Left)
    assert _label(open_shell, page) == "E04"
    press(focus(), Qt.Key.Key_End)
    assert _label(open_shell, page) == "E28"
    press(focus(), Qt.Key.Key_Right)
    assert _label(open_shell, page) == "E28"
    press(focus(), Qt.Key.Key_Home)
    assert _label(open_shell, page) == "E02"


def test_up_and_down_go_to_the_nearest_moment_of_the_next_lane(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot, "E17")
    page.lanes.setFocus()
    assert _lane(page) == "RN-1"
    press(page.lanes, Qt.Key.Key_Up)
    assert (_lane(page), _label(open_shell, page)) == ("RN-2", "E13")
    press(page.lanes, Qt.Key.Key_Down)
    assert _lane(page) == "RN-1"
    for _ in range(20):
        press(page.lanes, Qt.Key.Key_Up)
    assert _lane(page) == "ORG-RX"


def test_choosing_a_row_chooses_the_mark_and_brings_it_into_view(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot)
    page.table.setFocus()
    press(page.table, Qt.Key.Key_End)
    settle(qtbot, open_shell)
    assert page.lanes.chosen == page.chosen
    box = page.lanes.visualRect(page.lanes.currentIndex())
    assert page.lanes.viewport().rect().contains(box)


def test_a_click_on_a_mark_chooses_it_and_a_click_beside_changes_nothing(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot, "E17")
    lanes = page.lanes
    lanes.scrollTo(lanes.marks.index(lanes.marks.at[_id(open_shell, "E11")], 0))
    at = lanes.visualRect(lanes.marks.index(lanes.marks.at[_id(open_shell, "E11")], 0)).center()
    click(lanes.viewport(), at)
    assert _label(open_shell, page) == "E11"
    click(lanes.viewport(), QPoint(lanes.viewport().width() - 3, 3))
    assert _label(open_shell, page) == "E11"


def test_every_box_on_screen_is_found_under_its_own_middle(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot)
    lanes = page.lanes
    for row in range(lanes.marks.rowCount()):
        index = lanes.marks.index(row, 0)
        lanes.scrollTo(index)
        assert lanes.indexAt(lanes.visualRect(index).center()).row() == row


def test_ctrl_plus_and_minus_zoom_time_within_limits_and_not_the_text(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot, "E17")
    page.lanes.setFocus()
    assert page.lanes.places is not None
    begun = page.lanes.places.scale
    scales = []
    for _ in range(14):
        press(page.lanes, Qt.Key.Key_Plus, CTRL)
        scales.append(page.lanes.places.scale)
    assert scales == sorted(scales)
    assert scales[0] > begun
    assert scales[-1] == scales[-2] == 1.0
    for _ in range(20):
        press(page.lanes, Qt.Key.Key_Minus, CTRL)
    least = page.lanes.places.scale
    press(page.lanes, Qt.Key.Key_Minus, CTRL)
    assert page.lanes.places.scale == least > 0
    press(page.lanes, Qt.Key.Key_PageUp, ALT)
    assert page.lanes.places.scale > least
    press(page.lanes, Qt.Key.Key_0, CTRL)
    assert page.lanes.places.scale == begun
    assert open_shell.theme.scale == 1.0


def test_each_mark_is_an_item_of_the_list_with_its_spoken_form(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot, "E17")
    node = QAccessible.queryAccessibleInterface(page.lanes)
    assert node.role() is Role.List
    said = {}
    for at in range(node.childCount()):
        child = node.child(at)
        assert child.role() is Role.ListItem
        text = child.text(QAccessible.Text.Name)
        said[text.split(", ")[1]] = text
    assert len(said) == 28
    assert said["E17"] == "Decision, E17, about 14:58, time uncertain, RN-1 switches the cabinet to override."
    assert said["E11"].startswith("Decision, E11, 14:47, MD-1, Provider enters an order")
    assert said["E18"].startswith("Event, E18, 14:59, Equipment, Cabinet log")
    assert "Gaps of time left out: 5" in page.lanes.accessibleDescription()


def test_the_day_is_said_where_it_changes(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot)
    times = {page.table.rows.row(at).row.label: page.table.rows.row(at).time for at in range(28)}
    assert times["E06"] == "26 Dec, about 08:00"
    assert times["E08"] == "about 14:30"
    assert times["E05"] == "24 December 2017"


def test_not_said_yet_is_as_loud_as_not_available(open_shell: Shell, qtbot: QtBot) -> None:
    from ui.widgets.text import Text

    page = _go(open_shell, qtbot, "E17")
    assert page.inspector is not None
    loud = {
        label.text(): (label.voice, label._weight)
        for label in page.inspector.findChildren(Text)
        if label.text() in ("Not said yet", "Not available.")
    }
    assert len(loud) == 2
    assert len(set(loud.values())) == 1


# --- the rail -----------------------------------------------------------------------------------------


def test_the_rail_says_what_the_facts_still_lack(open_shell: Shell, qtbot: QtBot) -> None:
    _go(open_shell, qtbot)
    view = open_shell.window.rail.buttons[1].view
    assert "Who knew E01, E05, E06 and 1 more" in view.missing
    assert "Rule R3: no answers yet" in view.missing
    press(open_shell.window, Qt.Key.Key_N, CTRL | SHIFT)
    settle(qtbot, open_shell)
    assert open_shell.window.rail.buttons[1].view.missing == view.missing


# --- adding and editing -------------------------------------------------------------------------------


def test_an_event_is_added_by_keyboard_alone_then_undone_and_brought_back(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot)
    press(open_shell.window, Qt.Key.Key_N, CTRL | SHIFT)
    form = _front(open_shell, qtbot)
    assert isinstance(form, EventPage)
    assert focus() is form.text.box
    assert form.label.text == "E29"
    write(focus(), "A second call to the pharmacy.")
    press(focus(), Qt.Key.Key_Tab)
    write(focus(), "2017-12-26 14:53")
    tab_to(open_shell.window, lambda one: one.accessibleName() == "How sure is the time")
    press(focus(), Qt.Key.Key_Down)
    tab_to(open_shell.window, lambda one: one.accessibleName() == "Who")
    press(focus(), Qt.Key.Key_Down)
    tab_to(open_shell.window, lambda one: one.accessibleName().startswith("S1"))
    press(focus(), Qt.Key.Key_Space)
    tab_to(open_shell.window, lambda one: one is form.save)
    press(focus(), Qt.Key.Key_Space)
    assert _front(open_shell, qtbot) is page
    assert _label(open_shell, page) == "E29"
    assert page.says.text() == "E29 was added."
    assert page.chosen is not None
    row = open_shell.desk.case.rows(e.Event)[page.chosen]
    assert (row.when.start, row.when.precision) == ("2017-12-26T14:53", "minute")
    assert row.actor == next(iter(open_shell.desk.case.rows(e.Person)))
    assert len(row.sources) == 1
    order = [page.table.rows.row(at).row.label for at in range(page.table.rows.rowCount())]
    assert order.index("E14") + 1 == order.index("E29")
    press(focus(), Qt.Key.Key_Z, CTRL)
    settle(qtbot, open_shell)
    assert page.table.rows.rowCount() == 28
    assert page.says.text() == "Taken back."
    press(focus(), Qt.Key.Key_Z, CTRL | SHIFT)
    settle(qtbot, open_shell)
    assert page.table.rows.rowCount() == 29
    assert page.lanes.marks.rowCount() == 29


def test_undo_with_nothing_to_undo_says_so_on_the_page(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot)
    press(focus(), Qt.Key.Key_Z, CTRL)
    settle(qtbot, open_shell)
    assert page.says.text()
    assert page.says.text() != "Taken back."
    assert QApplication.activeModalWidget() is None


def test_an_event_is_written_anew_and_keeps_what_the_form_does_not_show(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot, "E17")
    before = open_shell.desk.case.rows(e.Event)[_id(open_shell, "E17")]
    press(focus(), Qt.Key.Key_F2)
    form = _front(open_shell, qtbot)
    assert isinstance(form, EventPage)
    form.end.put("2017-12-26 14:59")
    form.save.click()
    assert _front(open_shell, qtbot) is page
    after = open_shell.desk.case.rows(e.Event)[_id(open_shell, "E17")]
    assert after.when.end == "2017-12-26T14:59"
    assert (after.notes, after.place, after.text, after.sources) == (
        before.notes,
        before.place,
        before.text,
        before.sources,
    )


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("label", "", "has to be filled in"),
        ("label", "E18", "Another event has this number"),
        ("text", "", "has to be filled in"),
        ("start", "yesterday", "not a time of the calendar"),
        ("start", "2017-02-30", "not a time of the calendar"),
        ("end", "2017-12-26 14:00", "lies before the beginning"),
        ("lane", "", "needs a lane"),
    ],
)
def test_what_cannot_be_taken_is_said_below_its_field_and_nothing_is_saved(
    open_shell: Shell, qtbot: QtBot, field: str, typed: str, words: str
) -> None:
    open_shell.desk.go("event", event=_id(open_shell, "E17"))
    form = _front(open_shell, qtbot)
    assert isinstance(form, EventPage)
    before = open_shell.desk.case.rows(e.Event)
    if field == "lane":
        form.actor.put(None)
    getattr(form, field).put(typed)
    form.save.click()
    settle(qtbot, open_shell)
    refused = getattr(form, field)
    assert words in refused.refusal
    assert refused.refusal in _words(refused)
    assert visible_part(refused).height() == refused.height()
    assert refused.isAncestorOf(focus()) or focus() is refused
    assert open_shell.window.page is form
    assert open_shell.desk.case.rows(e.Event) == before


def test_a_time_that_is_not_known_is_placed_where_the_record_puts_it_and_says_so(
    open_shell: Shell, qtbot: QtBot
) -> None:
    open_shell.desk.go("event")
    form = _front(open_shell, qtbot)
    assert isinstance(form, EventPage)
    form.text.put("Somebody closes the door.")
    form.lane.put("Imaging")
    form.save.click()
    page = _front(open_shell, qtbot)
    assert isinstance(page, FactsPage)
    line = page.table.chosen
    assert line is not None
    assert (line.row.label, line.time) == ("E29", "time not known")
    assert "It stands here because the record puts it after E28." in _words(page.inspector)
    assert "no time, in the table only: E29" in _words(page.widget)
    assert page.lanes.chosen is None
    assert page.lanes.marks.rowCount() == 28


def test_escape_leaves_the_form_without_saving(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot, "E17")
    page.edit()
    form = _front(open_shell, qtbot)
    assert isinstance(form, EventPage)
    form.text.put("something else")
    press(focus(), Qt.Key.Key_Escape)
    assert _front(open_shell, qtbot) is page
    assert "something else" not in {row.text for row in open_shell.desk.case.rows(e.Event).values()}


def test_what_reveals_the_outcome_goes_into_the_vault_and_is_not_shown(open_shell: Shell, qtbot: QtBot) -> None:
    page = _go(open_shell, qtbot, "E17")
    rows, missing = page.table.rows.rowCount(), open_shell.window.rail.buttons[1].view.missing
    open_shell.desk.go("event")
    form = _front(open_shell, qtbot)
    assert isinstance(form, EventPage)
    form.text.put("Zymurgy of the aftermath.")
    form.lane.put("Imaging")
    form.reveals.setChecked(True)
    form.save.click()
    assert _front(open_shell, qtbot) is page
    settle(qtbot, open_shell)
    found = [row for row in open_shell.desk.case.rows(e.Event).values() if row.text.startswith("Zymurgy")]
    assert len(found) == 1
    assert found[0].reveals_outcome
    assert found[0].place.then > 0
    assert "Zymurgy of the aftermath." not in {row.text for row in open_shell.desk.blind.rows(e.Event).values()}
    assert page.table.rows.rowCount() == rows
    assert open_shell.window.rail.buttons[1].view.missing == missing
    assert "outcome vault" in page.says.text()
    assert _label(open_shell, page) == "E17"


def test_an_empty_case_says_what_to_do_and_offers_it(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    facts_none(shell, qtbot, sample)
    page = shell.window.page
    assert isinstance(page, FactsPage)
    says = "No events yet. Add the first one. A rough time is enough; you can say how sure you are."
    assert says in _words(page.widget)
    assert not page.lanes.isVisible()
    assert focus() is page.add
    press(focus(), Qt.Key.Key_Space)
    assert isinstance(_front(shell, qtbot), EventPage)


# --- sizes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "scale"), [((1180, 720), 1.0), ((1440, 900), 1.0), ((1440, 900), 2.0)])
def test_it_works_in_every_window(open_shell: Shell, qtbot: QtBot, size: tuple[int, int], scale: float) -> None:
    open_shell.theme.resize(scale)
    open_shell.window.resize(QSize(*size))
    page = _go(open_shell, qtbot, "E17")
    assert page.lanes.viewport().height() >= open_shell.theme.px(100)
    assert page.table.viewport().height() >= open_shell.theme.px(36)
    text = page.table.columnWidth(3)
    assert text >= open_shell.theme.px(150)
    assert page.lanes.viewport().rect().intersects(page.lanes.visualRect(page.lanes.currentIndex()))


# --- nothing sealed -----------------------------------------------------------------------------------


def _tree(node: QAccessibleInterface, depth: int = 0) -> Iterator[QAccessibleInterface]:
    yield node
    if depth < 40:
        for at in range(node.childCount()):
            child = node.child(at)
            if child is not None and child.isValid():
                yield from _tree(child, depth + 1)


def _everything(window: QWidget) -> Iterator[str]:
    """Every text that a window holds, shown or spoken or waiting in a tip or a list."""
    for one in [window, *window.findChildren(QWidget)]:
        yield from (one.accessibleName(), one.accessibleDescription(), one.toolTip(), one.statusTip(), one.whatsThis())
        if isinstance(one, QLabel):
            yield one.text()
        if isinstance(one, QComboBox):
            yield from (one.itemText(at) for at in range(one.count()))
    root = QAccessible.queryAccessibleInterface(window)
    for node in _tree(root):
        yield from (node.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description))


def _tokens(values: Iterator[str]) -> set[str]:
    return {word.lower() for value in values for word in re.findall(r"[A-Za-z]{5,}|[A-Z]\d\d", value)}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)


def _of(case: object) -> set[str]:
    tables = case.tables  # type: ignore[attr-defined]
    rows = [e.to_plain(row) for table in tables.values() for row in table.values() if isinstance(row, e.Payload)]
    return _tokens(_strings(rows))


def _own_words(shell: Shell) -> set[str]:
    """What the program says by itself, and how the case describes itself in the clear."""
    sources = [path.read_text(encoding="utf-8") for room in ("app", "ui") for path in (PROJECT / room).rglob("*.py")]
    described = shell.desk.case.described
    assert described is not None
    return _tokens(iter([*sources, described.title, described.setting, described.question]))


@pytest.mark.parametrize("sitting", [False, True], ids=["prepared by the keeper", "in a blind sitting"])
def test_no_word_of_the_sealed_part_is_anywhere_in_the_window(open_shell: Shell, qtbot: QtBot, sitting: bool) -> None:
    secret = _of(open_shell.desk.case) - _of(open_shell.desk.blind) - _own_words(open_shell)
    assert {"compressions", "transporter", "homicide"} <= secret
    assert len(secret) > 100
    if sitting:
        open_shell.desk.change(cases.start_sitting)
        settle(qtbot, open_shell)
        assert open_shell.desk.case == open_shell.desk.blind
    page = _go(open_shell, qtbot)
    plain = _tokens(_everything(open_shell.window)) & secret
    persons = open_shell.desk.blind.rows(e.Person)
    seen: set[str] = set()
    for id, row in open_shell.desk.blind.rows(e.Event).items():
        page.choose(id)
        seen |= _tokens(_everything(open_shell.window))
        if row.decision_point and row.actor in persons:
            open_shell.desk.go("stand", event=id, person=row.actor)
            assert isinstance(_front(open_shell, qtbot), StandHerePage)
            seen |= _tokens(_everything(open_shell.window))
            _go(open_shell, qtbot)
    open_shell.desk.go("event")
    settle(qtbot, open_shell)
    seen |= _tokens(_everything(open_shell.window))
    assert "override" in seen
    assert (seen | plain) & secret <= {"e29"}, "E29 is only the number that the form proposes for a new event"
