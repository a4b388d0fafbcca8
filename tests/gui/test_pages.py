"""The first pages, by keyboard: sample, new case, open, unlock, verify; and what they say when it does not work."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import PASSPHRASE, settle
from tests.gui.hands import CTRL, focus, press, tab_to, write
from ui import jobs
from ui.chooser import Chooser
from ui.pages.begin import BeginPage
from ui.pages.library import LibraryPage
from ui.pages.unlock import UnlockPage
from ui.pages.verify import VerifyPage
from ui.shell import Shell


def _named(name: str) -> Callable[[QWidget], bool]:
    def wanted(widget: QWidget) -> bool:
        said = widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton) else "")
        return said == name

    return wanted


def _words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


@pytest.mark.usefixtures("watchdog")
def test_from_the_first_screen_into_the_sample_by_keyboard_alone(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    tab_to(shell.window, _named("Open the sample case"))
    press(focus(), Qt.Key.Key_Space)
    settle(qtbot, shell)
    assert focus().accessibleName() == "Reference"
    tab_to(shell.window, _named("Passphrase"))
    write(focus(), PASSPHRASE)
    tab_to(shell.window, _named("The same passphrase again"))
    write(focus(), PASSPHRASE)
    tab_to(shell.window, _named("Make my copy"))
    press(focus(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shell.desk.view is not None, timeout=30_000)
    settle(qtbot, shell)
    assert (tmp_path / "sample.evenhand" / "case.db").exists()
    assert shell.desk.reference == "sample"
    described = shell.desk.case.described
    assert described is not None
    assert described.title in _words(shell.window)
    assert str(len(shell.desk.blind.table("event"))) in _words(shell.window)


def test_a_second_sample_gets_a_name_of_its_own(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "sample.evenhand").mkdir()
    (tmp_path / "sample-2.evenhand").mkdir()
    shell.desk.go("begin", sample=True)
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, BeginPage)
    assert page.reference.text == "sample-3"


def test_a_new_case_holds_title_and_question(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    press(shell.window, Qt.Key.Key_N, CTRL)
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, BeginPage)
    write(focus(), "2026-077")
    press(focus(), Qt.Key.Key_Tab)
    write(focus(), "Medicine round on ward C")
    press(focus(), Qt.Key.Key_Tab)
    write(focus(), "Which choices were made?")
    press(focus(), Qt.Key.Key_Tab)
    assert focus().accessibleName() == "Folder"
    page.passphrase.line.setText(PASSPHRASE)
    page.again.line.setText(PASSPHRASE)
    page.button.click()
    qtbot.waitUntil(lambda: shell.desk.view is not None, timeout=30_000)
    described = shell.desk.case.described
    assert described is not None
    assert (described.title, described.question) == ("Medicine round on ward C", "Which choices were made?")
    assert (tmp_path / "2026-077.evenhand" / "case.keys").exists()


@pytest.mark.parametrize(
    ("reference", "one", "two", "field", "words"),
    [
        ("", PASSPHRASE, PASSPHRASE, "reference", "has to be filled in"),
        ("a/b", PASSPHRASE, PASSPHRASE, "reference", "1 to 40 letters"),
        ("taken", PASSPHRASE, PASSPHRASE, "reference", "already there"),
        ("fine", "short", "short", "passphrase", "characters"),
        ("fine", PASSPHRASE, "another one", "again", "differ"),
    ],
)
def test_what_cannot_be_taken_is_said_below_its_field(
    shell: Shell, qtbot: QtBot, tmp_path: Path, reference: str, one: str, two: str, field: str, words: str
) -> None:
    (tmp_path / "taken.evenhand").mkdir()
    shell.desk.go("begin", sample=True)
    page = shell.window.page
    assert isinstance(page, BeginPage)
    page.reference.put(reference)
    page.passphrase.line.setText(one)
    page.again.line.setText(two)
    page.button.click()
    settle(qtbot, shell)
    refused = getattr(page, field)
    assert words in refused.refusal
    assert refused.refusal in _words(refused)
    assert focus() is refused.line
    assert refused.refusal in refused.line.accessibleDescription()
    assert shell.desk.view is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken.evenhand"]


def test_a_case_is_found_in_the_list_unlocked_and_closed(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    shell.desk.go("library")
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, LibraryPage)
    assert page.table.rows.rowCount() == 1
    page.table.setFocus()
    press(page.table, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert isinstance(shell.window.page, UnlockPage)
    write(focus(), PASSPHRASE)
    press(focus(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.desk.view is not None, timeout=30_000)
    settle(qtbot, shell)
    assert shell.desk.reference == sample.stem
    press(shell.window, Qt.Key.Key_W, CTRL)
    settle(qtbot, shell)
    assert isinstance(shell.window.page, LibraryPage)
    assert shell.desk.view is None


@pytest.mark.usefixtures("watchdog")
def test_a_wrong_passphrase_says_so_below_the_field_and_keeps_nothing(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    shell.desk.go("unlock", folder=sample)
    settle(qtbot, shell)
    write(focus(), "not this one at all")
    press(focus(), Qt.Key.Key_Return)
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, UnlockPage)
    assert "does not open this case" in page.passphrase.refusal
    assert page.passphrase.text == ""
    assert focus() is page.passphrase.line
    write(focus(), "n")
    assert page.passphrase.refusal == ""


def test_a_missing_case_says_so(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    shell.desk.go("unlock", folder=tmp_path / "gone.evenhand")
    write(focus(), PASSPHRASE)
    press(focus(), Qt.Key.Key_Return)
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, UnlockPage)
    assert "no Evenhand case at this place" in page.passphrase.refusal


def test_a_damaged_case_says_so(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    database = sample / "case.db"
    content = bytearray(database.read_bytes())
    content[5000:9000] = bytes(4000)
    database.write_bytes(content)
    shell.desk.go("unlock", folder=sample)
    write(focus(), PASSPHRASE)
    press(focus(), Qt.Key.Key_Return)
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, UnlockPage)
    assert "damaged" in page.passphrase.refusal
    assert shell.desk.view is None


def test_a_second_window_on_the_same_case_is_refused(open_shell: Shell, qtbot: QtBot, sample: Path) -> None:
    from app.domain.errors import EvenhandError
    from tests.gui.conftest import house
    from ui.worker import Worker

    other = Worker(house)
    faults: list[EvenhandError] = []
    other.run(jobs.open_case(sample, PASSPHRASE), lambda _view: pytest.fail("it opened"), faults.append)
    qtbot.waitUntil(lambda: bool(faults), timeout=30_000)
    other.close()
    assert faults[0].kind == "CaseInUse"
    assert open_shell.desk.view is not None


def test_the_chooser_opens_a_case_by_keyboard(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    (sample.parent / "other").mkdir()
    press(shell.window, Qt.Key.Key_O, CTRL)
    settle(qtbot, shell)
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, Chooser)
    assert [chooser.table.rows.row(at).name for at in range(2)] == [sample.name, "other"]
    press(chooser.table, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert isinstance(shell.window.page, UnlockPage)
    assert sample.stem in _words(shell.window)


def test_a_path_may_be_typed_and_a_wrong_one_is_said(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    shell.actions["case.open"].trigger()
    settle(qtbot, shell)
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, Chooser)
    chooser.field.line.setText(str(sample.parent / "nowhere"))
    press(chooser.field.line, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert "cannot be read" in chooser.field.refusal
    chooser.field.line.setText(str(sample))
    press(chooser.field.line, Qt.Key.Key_Return)
    settle(qtbot, shell)
    assert isinstance(shell.window.page, UnlockPage)


def _verify(shell: Shell, qtbot: QtBot, path: Path, passphrase: str) -> VerifyPage:
    shell.desk.go("verify", path=path)
    settle(qtbot, shell)
    write(focus(), passphrase)
    press(focus(), Qt.Key.Key_Return)
    settle(qtbot, shell)
    page = shell.window.page
    assert isinstance(page, VerifyPage)
    return page


@pytest.mark.usefixtures("watchdog")
def test_a_sound_case_is_reported_with_its_bottom_line_first(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    before = _files(sample)
    page = _verify(shell, qtbot, sample, PASSPHRASE)
    said = _words(page.widget)
    assert said.index("Case intact") < said.index("Chain") < said.index("Anchor")
    assert said.count("sound") >= 7
    assert "not proved" in said
    assert _files(sample) == before


def test_a_broken_case_is_reported_with_what_was_found(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    keys = sample / "case.keys"
    content = bytearray(keys.read_bytes())
    content[200] ^= 1
    keys.write_bytes(content)
    page = _verify(shell, qtbot, sample, PASSPHRASE)
    said = _words(page.widget)
    assert any(words.startswith("Case not intact") for words in said)
    assert "not intact" in said


def test_a_wrong_passphrase_for_a_check_is_said_below_the_field(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    page = _verify(shell, qtbot, sample, "not this one at all")
    assert page.passphrase is not None
    assert "does not open this case" in page.passphrase.refusal


def test_a_check_works_beside_an_open_case(open_shell: Shell, qtbot: QtBot, made_sample: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(made_sample, tmp_path / "copy.evenhand"))
    page = _verify(open_shell, qtbot, other, PASSPHRASE)
    assert "Case intact" in _words(page.widget)
    assert open_shell.desk.view is not None
    back = next(button for button in page.widget.findChildren(QPushButton) if button.text() == "Back")
    back.click()
    settle(qtbot, open_shell)
    assert open_shell.window.entry is not None
    assert open_shell.window.entry.name == "case"


def test_leaving_a_page_leaves_no_passphrase_behind(shell: Shell, qtbot: QtBot, sample: Path) -> None:
    for name, given in (("unlock", {"folder": sample}), ("begin", {"sample": True}), ("verify", {"path": sample})):
        shell.desk.go(name, **given)
        settle(qtbot, shell)
        page = shell.window.page
        assert page is not None
        lines = [
            line
            for line in page.widget.findChildren(QLineEdit)
            if line.echoMode() is QLineEdit.EchoMode.Password and line.isVisible()
        ]
        assert lines
        for line in lines:
            line.setText("a passphrase")
        shell.desk.go("library")
        left = [line.text() for line in page.widget.findChildren(QLineEdit) if "passphrase" in line.text()]
        assert not left
        settle(qtbot, shell)


def _files(folder: Path) -> dict[str, bytes]:
    """Every file of a case with its bytes, backups included."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
