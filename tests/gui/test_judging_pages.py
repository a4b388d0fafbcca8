"""The pages of judging one by one: list of acts, one act, the determination; what they show, keep, refuse and say."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain import entries as e
from app.domain.act_shown import act_rows
from app.domain.categories import Category
from app.services import judging
from tests.gui.conftest import PASSPHRASE, house, settle
from tests.gui.hands import CTRL, focus, press, tab_to, write
from tests.gui.judging import INSTRUMENT, MEMBERS, answered, convened, do, fields, frozen, job, started
from tests.gui.watchdog import Watchdog
from ui import judging_jobs
from ui.copysheet import CopySheet
from ui.pages.act import ActPage
from ui.pages.acts import ActsPage
from ui.pages.determination import DeterminationPage
from ui.shell import Shell
from ui.widgets.confirm import Confirm
from ui.widgets.newact import NewAct
from ui.widgets.path import State


def _acts(shell: Shell, qtbot: QtBot) -> ActsPage:
    shell.desk.go("acts")
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, ActsPage)
    return page


def _act(shell: Shell, qtbot: QtBot, number: int = 0, question: str | None = None) -> ActPage:
    rows = act_rows(shell.desk.case, house().instruments.load(INSTRUMENT).instrument)
    shell.desk.go("act", act=rows[number].id, question=question)
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, ActPage)
    return page


def _determination(shell: Shell, qtbot: QtBot) -> DeterminationPage:
    shell.desk.go("determination")
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, DeterminationPage)
    return page


def _words(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisible())


# --- the acts --------------------------------------------------------------------------------------------------------


def test_decision_points_are_taken_up_once(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _acts(shell, qtbot)
    assert page.take_up.isEnabled()
    page.take_up.click()
    settle(qtbot, shell)
    acts = shell.desk.case.rows(e.Act)
    assert len(acts) == 6
    assert len({(act.event, act.person) for act in acts.values()}) == 6
    assert len({act.label for act in acts.values()}) == 6
    assert not page.take_up.isVisible()


def test_an_act_at_the_blunt_end_is_added_for_an_event_and_any_person(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _acts(shell, qtbot)
    page.add.click()
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, NewAct)
    qtbot.waitUntil(lambda: sheet.isAncestorOf(focus()))
    write(focus(), "override on the moon")
    assert sheet.table.rows.rowCount() == 0
    sheet.filter.line.clear()
    write(focus(), "E03")
    assert [row.label for row in sheet.table.rows._shown] == ["E03"]
    assert sheet.person.currentText().startswith("ORG-RX")
    sheet.wording.box.setPlainText("ORG-RX makes a blocker obtainable by override.")
    sheet.button.click()
    settle(qtbot, shell)
    act = list(shell.desk.case.rows(e.Act).values())[-1]
    assert (act.label, act.wording) == ("A4", "ORG-RX makes a blocker obtainable by override")


def test_a_wording_is_kept_when_the_page_is_left(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _acts(shell, qtbot)
    page.wording.box.setPlainText("RN-2 asks RN-1 to go to imaging")
    shell.desk.go("panel")
    settle(qtbot, shell)
    assert "RN-2 asks RN-1 to go to imaging" in [act.wording for act in shell.desk.case.rows(e.Act).values()]


def test_an_act_is_taken_out_with_its_answers_after_one_question(shell: Shell, qtbot: QtBot) -> None:
    answered(shell, qtbot)
    page = _acts(shell, qtbot)
    first = page.table.chosen
    assert first is not None
    page.drop.click()
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, Confirm)
    sheet.cancel.click()
    settle(qtbot, shell)
    assert first.id in shell.desk.case.rows(e.Act)
    page.drop.click()
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, Confirm)
    sheet.button.click()
    settle(qtbot, shell)
    assert first.id not in shell.desk.case.rows(e.Act)
    assert first.id not in {answer.act for answer in shell.desk.case.rows(e.Answer).values()}


def test_a_category_stands_in_the_list_in_words_only_once_it_is_reached(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _acts(shell, qtbot)
    column = page.table.rows.columns[-1]
    assert [column.text(row) for row in page.table.rows._shown] == ["open", "open"]
    answered(shell, qtbot)
    shown = [column.text(row) for row in _acts(shell, qtbot).table.rows._shown]
    assert shown == [Category.HUMAN_ERROR.label] * 2


# --- one act ---------------------------------------------------------------------------------------------------------


def test_one_question_is_shown_with_three_equal_answers_and_keys(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _act(shell, qtbot)
    assert page.answers is not None
    boxes = page.answers.findChildren(QAbstractButton)
    assert [box.text() for box in boxes] == ["Yes, a choice", "No, a slip", "Not established"]
    assert len({(box.width(), box.height()) for box in boxes}) == 1
    assert not page.next.isEnabled()
    press(focus(), Qt.Key.Key_3)
    assert page.answers.index == 2
    assert page.next.isEnabled()
    assert "The panel answers together" in _words(page.widget)


def test_later_questions_are_not_shown(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _act(shell, qtbot)
    assert [(step.view.text, step.view.state) for step in page.path.steps] == [
        ("A choice", State.NOW),
        ("next", State.NEXT),
    ]


def test_next_saves_and_goes_on_and_back_comes_back_to_what_was_said(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _act(shell, qtbot)
    press(focus(), Qt.Key.Key_1)
    tab_to(shell.window, lambda widget: isinstance(widget, QPlainTextEdit))
    write(focus(), "She decided to go.")
    row = next(row for row in page.horizon.rows if row.label == "E09")
    row.setChecked(True)
    assert page.cites.words.startswith("The reasons cite E09 1 of ")
    page.next.click()
    settle(qtbot, shell)
    answer = next(iter(shell.desk.case.rows(e.Answer).values()))
    assert (answer.answer, answer.reason, answer.events) == ("yes", "She decided to go.", (row.id,))
    assert [step.view.text for step in page.path.steps][:2] == ["A choice: yes", "Purpose"]
    assert _chosen(page) is None
    page.back.click()
    settle(qtbot, shell)
    assert _chosen(page) == 0
    assert page.reason.text == "She decided to go."
    assert page.horizon.labels == ["E09"]


def _chosen(page: ActPage) -> int | None:
    assert page.answers is not None
    return page.answers.index


def test_going_on_without_a_change_writes_nothing(shell: Shell, qtbot: QtBot) -> None:
    answered(shell, qtbot)
    page = _act(shell, qtbot, question="MXH7")
    before = _entries(shell, qtbot)
    page.next.click()
    settle(qtbot, shell)
    shell.desk.go("acts")
    settle(qtbot, shell)
    assert _entries(shell, qtbot) == before


def test_a_lock_keeps_the_answer_and_comes_back_to_its_question(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _act(shell, qtbot)
    press(focus(), Qt.Key.Key_2)
    page.reason.box.setPlainText("A slip of the hand.")
    press(shell.window, Qt.Key.Key_L, CTRL)
    settle(qtbot, shell)
    write(focus(), PASSPHRASE)
    press(focus(), Qt.Key.Key_Return)
    settle(qtbot, shell)
    back = shell.window.page
    assert isinstance(back, ActPage)
    assert "The sitting has not started" in _words(back.widget)
    assert "A slip of the hand." in [answer.reason for answer in shell.desk.case.rows(e.Answer).values()]
    back.sitting.button.click()
    settle(qtbot, shell)
    assert back.answers is not None
    assert back.path.steps[0].view.text.startswith("A choice")


def test_a_reason_without_an_answer_is_there_again_after_a_lock(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _act(shell, qtbot)
    page.reason.box.setPlainText("They were on the way")
    press(shell.window, Qt.Key.Key_L, CTRL)
    settle(qtbot, shell)
    write(focus(), PASSPHRASE)
    press(focus(), Qt.Key.Key_Return)
    settle(qtbot, shell)
    back = shell.window.page
    assert isinstance(back, ActPage)
    back.sitting.button.click()
    settle(qtbot, shell)
    assert back.reason.text == "They were on the way"
    assert _chosen(back) is None
    assert not shell.desk.case.rows(e.Answer)


def test_what_is_typed_rests_without_leaving_and_is_settled_by_the_answer(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _act(shell, qtbot)
    page.reason.box.setPlainText("They were on the way")
    assert page.resting.timer.isActive()
    page.resting.timer.timeout.emit()
    settle(qtbot, shell)
    assert _drafts(shell, qtbot) == 1
    press(focus(), Qt.Key.Key_2)
    page.next.click()
    settle(qtbot, shell)
    assert _drafts(shell, qtbot) == 0


def _drafts(shell: Shell, qtbot: QtBot) -> int:
    found: list[int] = []
    shell.worker.run(lambda work: len(work.session.store.drafts.listed()), found.append)
    settle(qtbot, shell)
    return found[0]


def test_a_reason_that_cites_what_was_not_known_blocks_and_says_why(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _act(shell, qtbot, 1)
    label = _beyond(shell, page)
    press(focus(), Qt.Key.Key_1)
    page.reason.box.setPlainText(f"They could see {label} then.")
    page.next.click()
    settle(qtbot, shell)
    assert page.breach.isVisible()
    assert f"The reason cites {label}." in page.breach.sentence
    assert not shell.desk.case.rows(e.Answer)
    assert label not in [row.label for row in page.horizon.rows]
    page.breach.removed.emit()
    assert label not in page.reason.text
    assert not page.breach.isVisible()
    page.next.click()
    settle(qtbot, shell)
    assert len(shell.desk.case.rows(e.Answer)) == 1


def _beyond(shell: Shell, page: ActPage) -> str:
    from zoneinfo import ZoneInfo

    from app.domain.citing import citable

    act = shell.desk.case.rows(e.Act)[page.place()["act"]]
    described = shell.desk.case.described
    assert described is not None
    return citable(shell.desk.case, act, ZoneInfo(described.zone)).beyond[0].label


def test_the_end_says_category_action_question_and_way(shell: Shell, qtbot: QtBot) -> None:
    answered(shell, qtbot)
    page = _act(shell, qtbot)
    words = _words(page.widget)
    for part in ("Human error", "For the person", "For the organisation", "How the answers led there", "Ends in:"):
        assert part in words
    assert page.next.text() == "To all acts"
    assert all(step.view.state is State.DONE for step in page.path.steps)
    page.path.steps[0].click()
    settle(qtbot, shell)
    assert page.answers is not None
    assert page.answers.isVisible()


# --- the determination -----------------------------------------------------------------------------------------------


def test_what_is_missing_leads_to_the_page_that_mends_it(shell: Shell, qtbot: QtBot) -> None:
    started(shell, qtbot)
    page = _determination(shell, qtbot)
    assert not page.aside.freeze.isEnabled()
    assert "is not answered yet" in _words(page.aside)
    go = [button for button in page.aside.findChildren(QAbstractButton) if button.text() == "Answer"]
    assert len(go) == 2
    go[1].click()
    settle(qtbot, shell)
    act = shell.window.page
    assert isinstance(act, ActPage)
    assert act.title == "Act A3"


def test_without_members_the_way_leads_to_the_panel(open_shell: Shell, qtbot: QtBot) -> None:
    page = _determination(open_shell, qtbot)
    assert "The sitting has not started" in _words(page.widget)
    page.go_there.click()
    settle(qtbot, open_shell)
    assert open_shell.window.entry is not None
    assert open_shell.window.entry.name == "panel"


def test_the_pages_are_drawn_true_from_memory_and_turned_by_keys(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    answered(shell, qtbot)
    before = sorted(tmp_path.rglob("*"))
    page = _determination(shell, qtbot)
    view = page.view
    qtbot.waitUntil(lambda: view.picture is not None)
    assert "This is a rehearsal" in view.sheet.accessibleDescription().replace("\r\n", " ")
    assert view.sheet.accessibleName() == f"Page 1 of {view.count}"
    first = view.picture
    assert first is not None
    assert {first.pixelColor(5, 5).name()} == {"#ffffff"}
    shades = {first.pixel(x, y) for x in range(0, first.width(), 3) for y in range(0, first.height(), 3)}
    assert len(shades) > 20
    for key, number in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_End, view.count - 1),
        (Qt.Key.Key_Home, 0),
    ):
        press(view, key)
        assert view.number == number
    settle(qtbot, shell)
    width = view.picture.width() if view.picture is not None else 0
    page.size.click()
    settle(qtbot, shell)
    assert view.picture is not None
    assert view.picture.width() > width
    assert sorted(tmp_path.rglob("*")) == before


def test_a_change_after_freezing_starts_a_new_draft_and_says_so(shell: Shell, qtbot: QtBot) -> None:
    frozen(shell, qtbot)
    job(shell, qtbot, judging_jobs.sign("m1", MEMBERS[0][2]))
    page = _determination(shell, qtbot)
    assert page.aside.hand_over.isVisible()
    act = next(iter(shell.desk.case.rows(e.Act)))
    do(shell, qtbot, lambda session: judging.reword(session, act, "RN-2 asks RN-1 to go"))
    words = _words(page.aside)
    assert "changed after it was frozen" in words
    assert "2 signatures on the frozen one" in words
    assert not page.aside.hand_over.isVisible()
    assert page.aside.freeze.isEnabled()
    job(shell, qtbot, judging_jobs.freeze(PASSPHRASE))
    assert fields(shell) == ("seal",)
    assert page.aside.next_seat == "m1"


def test_what_is_put_into_a_vault_after_freezing_changes_no_text(shell: Shell, qtbot: QtBot) -> None:
    from app.services import record

    frozen(shell, qtbot)
    vault = shell.desk.case.vault_named("outcome")
    source = e.Source(label="S77", title="A report of how it ended", reveals_outcome=True)
    do(shell, qtbot, lambda session: record.put(session, source, vault=vault))
    assert shell.desk.view is not None
    assert shell.desk.view.paper is not None
    assert not shell.desk.view.paper.changed


def test_a_copy_never_replaces_a_file_and_says_where_it_cannot_be_written(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    answered(shell, qtbot)
    page = _determination(shell, qtbot)
    taken = tmp_path / "2026-014-determination-draft.pdf"
    taken.write_bytes(b"mine")
    page.aside.copy.click()
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CopySheet)
    sheet.folder.put(str(tmp_path / "nowhere"))
    sheet.button.click()
    settle(qtbot, shell)
    assert "cannot be written" in sheet.folder.refusal
    sheet.folder.put(str(tmp_path))
    sheet.button.click()
    settle(qtbot, shell)
    assert taken.read_bytes() == b"mine"
    assert (tmp_path / "2026-014-determination-draft-2.pdf").read_bytes().startswith(b"%PDF")
    notice = QApplication.activeModalWidget()
    assert notice is not None
    notice.close()


def test_the_main_thread_never_stalls_while_pages_are_set_and_drawn(
    shell: Shell, qtbot: QtBot, watchdog: Watchdog
) -> None:
    answered(shell, qtbot)
    page = _determination(shell, qtbot)
    for _ in range(3):
        press(page.view, Qt.Key.Key_Right)
        settle(qtbot, shell)
    assert watchdog.ticks > 10


def test_setting_the_pages_can_be_cancelled_and_begun_again(shell: Shell, qtbot: QtBot) -> None:
    answered(shell, qtbot)
    shell.desk.go("determination")
    qtbot.waitUntil(lambda: shell.worker._current is not None and shell.worker._current.cancellable)
    shell.worker.cancel()
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, DeterminationPage)
    assert page.view.count == 0
    assert "Stopped as you asked" in _words(page.widget)
    shell.desk.go("acts")
    page = _determination(shell, qtbot)
    assert page.view.count > 1


# --- for everybody ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["panel", "acts", "act", "act at its end", "determination", "joining", "handover"])
def test_every_control_has_a_name_and_a_role_and_none_is_too_small(shell: Shell, qtbot: QtBot, name: str) -> None:
    _bring(shell, qtbot, name)
    seen = 0
    for widget in shell.window.findChildren(QWidget):
        if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy():
            continue
        seen += 1
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name), type(widget).__name__
        assert interface.role() is not QAccessible.Role.NoRole
        assert min(widget.width(), widget.height()) >= 24, (type(widget).__name__, widget.size())
    assert seen >= 2


@pytest.mark.parametrize("name", ["panel", "acts", "act", "determination", "joining", "handover"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_page_scrolls_in_one_direction_only(shell: Shell, qtbot: QtBot, name: str, scale: float) -> None:
    shell.theme.resize(scale)
    _bring(shell, qtbot, name)
    settle(qtbot, shell)
    page = shell.window.page
    assert page is not None
    area = page.widget.parentWidget()
    assert area is not None
    assert page.widget.width() <= area.width()
    shell.theme.resize(1.0)


@pytest.mark.parametrize("name", ["panel", "acts", "act", "determination", "joining", "handover"])
def test_tab_goes_round_and_is_never_trapped(shell: Shell, qtbot: QtBot, name: str) -> None:
    _bring(shell, qtbot, name)
    first = focus()
    seen = [first]
    for _ in range(120):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        if focus() is first:
            break
        seen.append(focus())
    assert focus() is first
    assert len(set(seen)) == len(seen)


def _bring(shell: Shell, qtbot: QtBot, name: str) -> None:
    if name in ("panel", "joining"):
        convened(shell, qtbot)
        shell.desk.go(name, **({"who": "Ada Example", "role": "Lay member"} if name == "joining" else {}))
    elif name == "acts":
        started(shell, qtbot)
        _acts(shell, qtbot)
    elif name in ("act", "act at its end"):
        (started if name == "act" else answered)(shell, qtbot)
        _act(shell, qtbot)
    elif name == "determination":
        answered(shell, qtbot)
        _determination(shell, qtbot)
    else:
        frozen(shell, qtbot)
        shell.desk.go(name, to="m1")
    settle(qtbot, shell)


def _entries(shell: Shell, qtbot: QtBot) -> int:
    found: list[int] = []
    shell.worker.run(lambda work: work.session.store.next_seq, found.append)
    settle(qtbot, shell)
    return found[0]
