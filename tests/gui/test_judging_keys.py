"""Passphrases at the panel and at the signing: one person a screen; a wrong one and a lock change nothing."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain import entries as e
from app.services import cases
from tests.gui.conftest import PASSPHRASE, settle
from tests.gui.hands import CTRL, focus, press, write
from tests.gui.judging import MEMBERS, NOBODY, answered, convened, do, fields, frozen, job
from ui import jobs, judging_jobs
from ui.pages.determination import DeterminationPage
from ui.pages.handover import HandoverPage
from ui.pages.joining import JoiningPage
from ui.pages.locked import LockedPage
from ui.pages.panel import PanelPage
from ui.shell import Shell
from ui.widgets.ask import PassphraseSheet
from ui.widgets.fields import FaultSentence, PassphraseField
from ui.widgets.instruments import InstrumentSheet
from ui.widgets.newmember import NewMember

M1, M2 = MEMBERS[0][2], MEMBERS[1][2]


def _go(shell: Shell, qtbot: QtBot, name: str, **given: object) -> None:
    shell.desk.go(name, **given)
    settle(qtbot, shell)


def _sheet(qtbot: QtBot, kind: type[QWidget]) -> QWidget:
    """The small window over the window, once the focus is in it."""

    def there() -> bool:
        found = QApplication.activeModalWidget()
        return isinstance(found, kind) and found.isAncestorOf(QApplication.focusWidget() or found.window())

    qtbot.waitUntil(there)
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def _try(shell: Shell, qtbot: QtBot, passphrase: str) -> None:
    write(focus(), passphrase)
    press(focus(), Qt.Key.Key_Return)
    settle(qtbot, shell)


def _asked(shell: Shell) -> set[str]:
    """The labels of every passphrase field on screen."""
    top = QApplication.activeModalWidget() or shell.window
    return {field.line.accessibleName() for field in top.findChildren(PassphraseField) if field.isVisible()}


# --- joining ---------------------------------------------------------------------------------------------------------


def _to_countersign(shell: Shell, qtbot: QtBot, passphrase: str = M1) -> JoiningPage:
    _go(shell, qtbot, "joining", who="Ingrid Example", role="Chair")
    page = shell.window.page
    assert isinstance(page, JoiningPage)
    for _ in range(2):
        _try(shell, qtbot, passphrase)
    return page


def test_a_member_and_the_case_manager_never_type_on_one_screen(open_shell: Shell, qtbot: QtBot) -> None:
    _go(open_shell, qtbot, "panel")
    seen = [_asked(open_shell)]
    page = open_shell.window.page
    assert isinstance(page, PanelPage)
    page.add.click()
    sheet = _sheet(qtbot, NewMember)
    seen.append(_asked(open_shell))
    sheet.close()
    joining = _to_countersign(open_shell, qtbot)
    seen.append(_asked(open_shell))
    assert seen == [set(), set(), {"Passphrase of the case manager"}]
    joining.shown.leave.click()  # type: ignore[union-attr]
    settle(qtbot, open_shell)
    _go(open_shell, qtbot, "joining", who="Ingrid Example", role="Chair")
    assert _asked(open_shell) == {"Your passphrase", "The same passphrase again"}


def test_two_passphrases_that_differ_create_nothing(open_shell: Shell, qtbot: QtBot) -> None:
    _go(open_shell, qtbot, "joining", who="Ingrid Example", role="Chair")
    page = open_shell.window.page
    assert isinstance(page, JoiningPage)
    _try(open_shell, qtbot, M1)
    _try(open_shell, qtbot, M2)
    assert "differ" in page.again.refusal
    assert list(open_shell.desk.case.members) == ["c1"]


@pytest.mark.parametrize(("typed", "says"), [("too short", "at least 15"), (PASSPHRASE, "opens the case already")])
def test_a_passphrase_that_cannot_be_taken_is_refused_before_the_laptop_goes_back(
    open_shell: Shell, qtbot: QtBot, typed: str, says: str
) -> None:
    page = _to_countersign(open_shell, qtbot, typed)
    assert says in page.passphrase.refusal
    assert _asked(open_shell) == {"Your passphrase", "The same passphrase again"}
    assert list(open_shell.desk.case.members) == ["c1"]


@pytest.mark.parametrize("typed", [NOBODY, M1])
def test_nobody_but_the_case_manager_countersigns(open_shell: Shell, qtbot: QtBot, typed: str) -> None:
    page = _to_countersign(open_shell, qtbot)
    _try(open_shell, qtbot, typed)
    assert "seat of the case manager" in page.passphrase.refusal
    assert list(open_shell.desk.case.members) == ["c1"]
    _try(open_shell, qtbot, PASSPHRASE)
    assert list(open_shell.desk.case.members) == ["c1", "m1"]
    assert open_shell.window.entry is not None
    assert open_shell.window.entry.name == "panel"


def test_a_lock_between_the_two_steps_forgets_the_members_passphrase(open_shell: Shell, qtbot: QtBot) -> None:
    page = _to_countersign(open_shell, qtbot)
    assert _waiting(page)
    press(open_shell.window, Qt.Key.Key_L, CTRL)
    settle(qtbot, open_shell)
    assert isinstance(open_shell.window.page, LockedPage)
    assert not _waiting(page)
    assert "Ingrid" not in _everything(open_shell.window)


def _waiting(page: JoiningPage) -> bool:
    return page._joining is not None


def test_a_member_cannot_take_the_case_managers_role(open_shell: Shell, qtbot: QtBot) -> None:
    _go(open_shell, qtbot, "panel")
    taken: list[tuple[str, str]] = []
    sheet = NewMember(open_shell.window, lambda name, role: taken.append((name, role)))
    sheet.open()
    sheet.name.put("Ingrid Example")
    sheet.role.put("Case Manager")
    sheet.button.click()
    assert "case manager" in sheet.role.refusal
    assert not taken
    sheet.close()


# --- the instrument --------------------------------------------------------------------------------------------------


def test_the_instrument_is_fixed_by_the_case_managers_passphrase_alone(shell: Shell, qtbot: QtBot) -> None:
    convened(shell, qtbot)
    before = shell.desk.case.instrument
    _go(shell, qtbot, "panel")
    page = shell.window.page
    assert isinstance(page, PanelPage)
    page.choose.click()
    settle(qtbot, shell)
    _sheet(qtbot, InstrumentSheet)
    press(focus(), Qt.Key.Key_Return)
    settle(qtbot, shell)
    sheet = _sheet(qtbot, PassphraseSheet)
    assert isinstance(sheet, PassphraseSheet)
    assert _asked(shell) == {"Passphrase of the case manager"}
    _try(shell, qtbot, M1)
    assert "seat of the case manager" in sheet.passphrase.refusal
    assert shell.desk.case.instrument is before
    _try(shell, qtbot, PASSPHRASE)
    assert QApplication.activeModalWidget() is None
    assert shell.desk.case.instrument is not before


# --- freezing, signing, closing --------------------------------------------------------------------------------------


def _determination(shell: Shell, qtbot: QtBot) -> DeterminationPage:
    _go(shell, qtbot, "determination")
    page = shell.window.page
    assert isinstance(page, DeterminationPage)
    return page


def test_a_members_passphrase_freezes_nothing(shell: Shell, qtbot: QtBot) -> None:
    answered(shell, qtbot)
    page = _determination(shell, qtbot)
    page.aside.freeze.click()
    sheet = _sheet(qtbot, PassphraseSheet)
    assert isinstance(sheet, PassphraseSheet)
    _try(shell, qtbot, M1)
    assert "seat of the case manager" in sheet.passphrase.refusal
    assert shell.desk.view is not None
    assert shell.desk.view.paper is None
    _try(shell, qtbot, PASSPHRASE)
    assert fields(shell) == ("seal",)


@pytest.mark.parametrize("typed", [NOBODY, M1, PASSPHRASE])
def test_only_member_2_signs_for_member_2(shell: Shell, qtbot: QtBot, typed: str) -> None:
    frozen(shell, qtbot)
    _go(shell, qtbot, "handover", to="m2")
    page = shell.window.page
    assert isinstance(page, HandoverPage)
    assert _asked(shell) == {"Your passphrase"}
    _try(shell, qtbot, typed)
    assert "seat of Member 2" in page.passphrase.refusal
    assert page.passphrase.text == ""
    assert fields(shell) == ("seal",)
    _try(shell, qtbot, M2)
    assert fields(shell) == ("seal", "m2")


def test_a_member_cannot_close(shell: Shell, qtbot: QtBot) -> None:
    frozen(shell, qtbot)
    for field, passphrase in (("m1", M1), ("m2", M2)):
        job(shell, qtbot, judging_jobs.sign(field, passphrase))
    page = _determination(shell, qtbot)
    page.aside.closing.click()
    sheet = _sheet(qtbot, PassphraseSheet)
    assert isinstance(sheet, PassphraseSheet)
    _try(shell, qtbot, M2)
    assert "seat of the case manager" in sheet.passphrase.refusal
    assert "close" not in fields(shell)
    sheet.close()


def test_a_lock_in_the_middle_of_signing_hides_all_and_loses_nothing(shell: Shell, qtbot: QtBot) -> None:
    frozen(shell, qtbot)
    job(shell, qtbot, judging_jobs.sign("m1", M1))
    _go(shell, qtbot, "handover", to="m2")
    write(focus(), M2[:10])
    press(shell.window, Qt.Key.Key_L, CTRL)
    settle(qtbot, shell)
    assert isinstance(shell.window.page, LockedPage)
    assert M2[:10] not in _everything(shell.window)
    _try(shell, qtbot, PASSPHRASE)
    settle(qtbot, shell)
    assert isinstance(shell.window.page, DeterminationPage)
    assert fields(shell) == ("seal", "m1")
    _go(shell, qtbot, "handover", to="m2")
    _try(shell, qtbot, M2)
    assert fields(shell) == ("seal", "m1", "m2")


def test_in_large_text_a_refused_passphrase_brings_its_sentence_into_view(shell: Shell, qtbot: QtBot) -> None:
    frozen(shell, qtbot)
    shell.window.resize(1280, 800)
    shell.theme.resize(2.0)
    _go(shell, qtbot, "handover", to="m1")
    _try(shell, qtbot, "not the passphrase of anybody")
    page = shell.window.page
    assert isinstance(page, HandoverPage)
    sentence = page.passphrase.findChild(FaultSentence)
    assert sentence is not None
    assert sentence.visibleRegion().boundingRect() == sentence.rect()


def test_a_page_that_hands_over_keeps_its_own_words_in_the_status_line(shell: Shell, qtbot: QtBot) -> None:
    frozen(shell, qtbot)
    _go(shell, qtbot, "handover", to="m1")
    shell.lock.counted.emit(240)
    assert shell.window.status.right.text() == "Nothing of the case is shown"
    _go(shell, qtbot, "determination")
    shell.lock.counted.emit(240)
    assert shell.window.status.right.text() == "Locks in 4 min"


def test_a_lock_while_the_signature_is_being_made_keeps_the_signature(shell: Shell, qtbot: QtBot) -> None:
    frozen(shell, qtbot)
    _go(shell, qtbot, "handover", to="m1")
    write(focus(), M1)
    press(focus(), Qt.Key.Key_Return)
    shell.lock.lock()
    settle(qtbot, shell)
    assert isinstance(shell.window.page, LockedPage)
    _try(shell, qtbot, PASSPHRASE)
    settle(qtbot, shell)
    assert fields(shell) == ("seal", "m1")


def test_signing_goes_on_another_day_with_another_person_at_the_laptop(shell: Shell, qtbot: QtBot) -> None:
    frozen(shell, qtbot)
    job(shell, qtbot, judging_jobs.sign("m1", M1))
    folder = shell.desk.folder
    assert folder is not None
    shell.actions["case.close"].trigger()
    settle(qtbot, shell)
    done: list[jobs.View] = []
    shell.worker.run(jobs.open_case(folder, M2), done.append)
    settle(qtbot, shell)
    shell.desk.take_case(done[0], folder)
    page = _determination(shell, qtbot)
    assert page.view.count > 1
    assert page.aside.next_seat == "m2"
    job(shell, qtbot, judging_jobs.sign("m2", M2))
    job(shell, qtbot, judging_jobs.sign("close", PASSPHRASE))
    assert fields(shell) == ("seal", "m1", "m2", "close")
    page = _determination(shell, qtbot)
    verdicts: list[object] = []
    assert page._paper is not None
    shell.worker.run(judging_jobs.verify_bytes(page._paper.pdf), lambda verdict: verdicts.append(verdict.sound))
    settle(qtbot, shell)
    assert verdicts == [True]


def test_nothing_of_the_case_is_behind_the_hand_over(shell: Shell, qtbot: QtBot) -> None:
    frozen(shell, qtbot)
    for name in ("panel", "acts", "case", "determination"):
        _go(shell, qtbot, name)
    described, acts = shell.desk.case.described, shell.desk.case.rows(e.Act)
    assert described is not None
    secrets = ["2026-014", described.title, described.question, *(act.wording for act in acts.values())]
    before = _everything(shell.window)
    assert described.title in before
    _go(shell, qtbot, "handover", to="m1")
    settle(qtbot, shell)
    everything = _everything(shell.window)
    assert "Member 1" in everything
    assert not [secret for secret in secrets if secret in everything]
    assert not shell.window.menuBar().isVisible()
    assert not shell.window.rail.isVisible()


def test_i_am_not_this_member_goes_back_and_signs_nothing(shell: Shell, qtbot: QtBot) -> None:
    frozen(shell, qtbot)
    _go(shell, qtbot, "handover", to="m1")
    page = shell.window.page
    assert isinstance(page, HandoverPage)
    write(focus(), M1)
    page.shown.leave.click()  # type: ignore[union-attr]
    settle(qtbot, shell)
    assert isinstance(shell.window.page, DeterminationPage)
    assert fields(shell) == ("seal",)
    assert M1 not in _everything(shell.window)


def test_the_sitting_is_started_only_once_it_is_said_what_that_does(open_shell: Shell, qtbot: QtBot) -> None:
    _go(open_shell, qtbot, "panel")
    page = open_shell.window.page
    assert isinstance(page, PanelPage)
    assert "no way back" in _everything(page.widget)
    assert not _started(open_shell)
    page.sitting.button.click()
    settle(qtbot, open_shell)
    assert _started(open_shell)
    assert not page.sitting.button.isVisible()
    blind: list[bool] = []
    open_shell.worker.run(lambda work: work.session.store.is_blind, blind.append)
    settle(qtbot, open_shell)
    assert blind == [True]


def _started(shell: Shell) -> bool:
    return shell.desk.view is not None and shell.desk.view.started


@pytest.mark.parametrize("name", ["acts", "act", "determination"])
def test_before_the_sitting_no_page_of_judging_shows_a_fact(shell: Shell, qtbot: QtBot, name: str) -> None:
    convened(shell, qtbot)
    events = [event.text for event in shell.desk.case.rows(e.Event).values()]
    assert any(event.reveals_outcome for event in shell.desk.case.rows(e.Event).values())
    _go(shell, qtbot, name, **({"act": 0} if name == "act" else {}))
    everything = _everything(shell.window)
    assert "The sitting has not started" in everything
    assert not [text for text in events if text in everything]


def test_after_the_sitting_no_event_that_gives_the_outcome_away_can_be_chosen(shell: Shell, qtbot: QtBot) -> None:
    convened(shell, qtbot)
    sealed = [event.label for event in shell.desk.case.rows(e.Event).values() if event.reveals_outcome]
    do(shell, qtbot, cases.start_sitting)
    _go(shell, qtbot, "acts")
    press(shell.window, Qt.Key.Key_F6)
    page = shell.window.page
    assert page is not None
    page._add()  # type: ignore[attr-defined]
    sheet = QApplication.activeModalWidget()
    assert sheet is not None
    offered = [row.label for row in sheet.table.rows._all]  # type: ignore[attr-defined]
    assert sealed
    assert not set(sealed) & set(offered)
    sheet.close()


def test_no_module_of_the_window_names_two_persons_passphrases_in_one_function() -> None:
    """KEY-13 in the source: no function makes a field for a member and one for the case manager."""
    folder = Path(__file__).resolve().parents[2] / "ui"
    seen = 0
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                labels = set(_labels(node))
                seen += bool(labels)
                assert (
                    labels <= {"Your passphrase", "The same passphrase again"}
                    or len(labels) <= 1
                    or labels
                    == {
                        "Passphrase",
                        "The same passphrase again",
                    }
                ), f"{path.name}:{node.name}"
    assert seen >= 5


def _labels(function: ast.FunctionDef) -> list[str]:
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PassphraseField":
            texts = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
            found += [text for text in texts if isinstance(text, str) and (" " in text or text == "Passphrase")]
    return [text for text in found if isinstance(text, str)]


def _everything(window: QWidget) -> str:
    """Every text of every widget, shown or not."""
    texts = [window.windowTitle()]
    for widget in window.findChildren(QWidget):
        if isinstance(widget, (QLabel, QLineEdit, QAbstractButton)):
            texts.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            texts.append(widget.toPlainText())
        texts += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
    return "\n".join(texts)
