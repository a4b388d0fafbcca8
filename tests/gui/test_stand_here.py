"""Stand here: the page shows one horizon, says so, and can be left by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain import entries as e
from tests.gui.conftest import settle
from tests.gui.hands import CTRL, focus, press, tab_to
from ui.pages.facts import FactsPage
from ui.pages.stand_here import StandHerePage
from ui.shell import Shell


def _id(shell: Shell, label: str) -> e.Id:
    return next(i for i, row in shell.desk.blind.rows(e.Event).items() if row.label == label)


def _stand(shell: Shell, qtbot: QtBot, label: str) -> StandHerePage:
    shell.desk.go("facts", chosen=_id(shell, label))
    settle(qtbot, shell)
    press(focus(), Qt.Key.Key_H, CTRL)
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, StandHerePage)
    return page


def _shown(page: StandHerePage) -> list[str]:
    return [label.text() for label in page.widget.findChildren(QLabel) if label.isVisible()]


def _lines(page: StandHerePage) -> list[str]:
    model = page.reached.model()
    return [str(model.index(at, 0).data()) for at in range(model.rowCount())]


def test_the_band_says_who_when_and_what_and_escape_leads_back(open_shell: Shell, qtbot: QtBot) -> None:
    page = _stand(open_shell, qtbot, "E17")
    shown = _shown(page)
    assert {"about 14:58", "You stand where RN-1 stood", "Nothing after about 14:58"} <= set(shown)
    assert "26 December 2017. E17: RN-1 switches the cabinet to override." in shown
    assert focus() is page.reached
    press(focus(), Qt.Key.Key_Escape)
    settle(qtbot, open_shell)
    back = open_shell.window.page
    assert isinstance(back, FactsPage)
    assert back.chosen == _id(open_shell, "E17")


def test_groups_stand_in_the_order_of_arrival_and_what_others_knew_is_absent(open_shell: Shell, qtbot: QtBot) -> None:
    page = _stand(open_shell, qtbot, "E21")
    lines = _lines(page)
    heads = [at for at, line in enumerate(lines) if line.startswith(("Known to", "Not established", "Not said yet"))]
    assert [lines[at].split(".")[0] for at in heads] == [
        "Known to RN-1, or within reach",
        "Not said yet",
    ] or len(heads) == 3
    labels = [line.split(", ")[1] for line in lines[1 : heads[1]]]
    assert labels[:3] == ["E03", "E02", "E04"]
    whole = "\n".join(lines)
    assert "Pharmacist verifies" not in whole
    assert "too busy to give" not in whole
    assert "RN-1 checks identity" not in whole


def test_arrows_read_line_by_line_and_tab_reaches_the_rules_and_the_way_back(open_shell: Shell, qtbot: QtBot) -> None:
    page = _stand(open_shell, qtbot, "E17")
    press(focus(), Qt.Key.Key_Down)
    assert page.reached.currentIndex().row() == 1
    tab_to(open_shell.window, lambda one: one.accessibleName() == "Beyond the horizon")
    button = tab_to(
        open_shell.window, lambda one: isinstance(one, QPushButton) and one.text().startswith("E14, about 14:52")
    )
    press(button, Qt.Key.Key_Space)
    settle(qtbot, open_shell)
    assert "Nothing after about 14:52" in _shown(page)


def test_standing_as_somebody_else_does_not_tell_what_was_done_here(open_shell: Shell, qtbot: QtBot) -> None:
    page = _stand(open_shell, qtbot, "E17")
    other = tab_to(open_shell.window, lambda one: isinstance(one, QPushButton) and one.text() == "Stand as RN-2")
    press(other, Qt.Key.Key_Space)
    settle(qtbot, open_shell)
    shown = _shown(page)
    assert "You stand where RN-2 stood" in shown
    assert not [text for text in [*shown, *_lines(page)] if "override" in text and "E17" in text]
    assert not [text for text in _lines(page) if "switches the cabinet" in text]


def test_only_a_decision_point_of_a_person_can_be_stood_at(open_shell: Shell, qtbot: QtBot) -> None:
    open_shell.desk.go("facts", chosen=_id(open_shell, "E18"))
    settle(qtbot, open_shell)
    page = open_shell.window.page
    assert isinstance(page, FactsPage)
    assert not page.here.isEnabled()
    assert page.says.text() == "Stand here: choose a person's decision point"
    press(focus(), Qt.Key.Key_H, CTRL)
    settle(qtbot, open_shell)
    assert open_shell.window.page is page


def test_a_lock_leaves_nothing_of_the_horizon_in_the_window(open_shell: Shell, qtbot: QtBot) -> None:
    _stand(open_shell, qtbot, "E17")
    open_shell.lock.lock()
    settle(qtbot, open_shell)
    texts = [label.text() for label in open_shell.window.findChildren(QLabel)]
    assert not [text for text in texts if "override" in text]
