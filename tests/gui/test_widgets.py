"""The building blocks: answers, fields, table, text, marks; how they behave and what they say."""

import time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget

from app.domain.categories import Category
from app.domain.verdict import Finding, Part, Result, Verdict
from tests.gui.hands import click, focus, press, write
from ui.shell import Shell
from ui.widgets.answers import Answers
from ui.widgets.ballots import Ballots
from ui.widgets.buttons import Button
from ui.widgets.fields import Field, PassphraseField
from ui.widgets.marks import (
    CATEGORY_COLOURS,
    Signature,
    Stage,
    category_path,
    paint_category,
    paint_event,
    paint_gap,
    paint_signature,
    paint_span,
    paint_stage,
)
from ui.widgets.table import Column, Rows, Table
from ui.widgets.text import Text
from ui.widgets.verdict import VerdictView

ANSWERS = ("Yes, aware of it", "No, not aware of it", "Cannot be determined")


@pytest.fixture
def answers(shell: Shell) -> Answers:
    made = Answers("Was she aware of it?", ANSWERS, parent=shell.window)
    made.resize(600, 180)
    made.show()
    return made


def test_nothing_is_chosen_at_first_and_each_answer_has_the_same_size(answers: Answers) -> None:
    assert answers.index is None
    sizes = {(button.width(), button.height()) for button in answers._group.buttons()}
    assert len(sizes) == 1
    assert sizes.pop()[1] >= 52


def test_a_number_chooses_its_answer(answers: Answers) -> None:
    told: list[int] = []
    answers.chosen.connect(told.append)
    first = answers._group.buttons()[0]
    first.setFocus()
    for key in (Qt.Key.Key_3, Qt.Key.Key_2, Qt.Key.Key_9):
        press(first, key)
    assert told == [2, 1]
    assert answers.index == 1


def test_the_whole_box_of_an_answer_is_a_target(answers: Answers) -> None:
    last = answers._group.buttons()[2]
    click(last, last.rect().bottomRight() - QPointF(4, 4).toPoint())
    assert answers.index == 2


@pytest.mark.usefixtures("shell")
def test_a_number_with_a_text_in_focus_chooses_nothing(answers: Answers) -> None:
    line = QLineEdit(answers)
    write(line, "2")
    assert line.text() == "2"
    assert answers.index is None


def test_a_field_says_its_fault_to_the_eye_and_to_the_ear(shell: Shell) -> None:
    field = Field("Reference", help_text="Letters and digits", parent=shell.window)
    field.show()
    assert field.label.buddy() is field.line
    assert field.line.accessibleName() == "Reference"
    field.refuse("This is taken.")
    assert field.line.accessibleDescription() == "This is taken. Letters and digits"
    assert field.line.property("refused") is True
    field.refuse("")
    assert field.line.accessibleDescription() == "Letters and digits"


@pytest.fixture
def passphrase(shell: Shell) -> PassphraseField:
    made = PassphraseField("Passphrase", parent=shell.window)
    made.resize(440, 120)
    made.show()
    made.setFocus()
    return made


def test_a_passphrase_may_be_pasted(passphrase: PassphraseField) -> None:
    QApplication.clipboard().setText("six words from a manager")
    passphrase.line.paste()
    assert passphrase.text == "six words from a manager"
    QApplication.clipboard().clear()


def test_a_passphrase_may_be_shown_and_hides_itself_when_taken(passphrase: PassphraseField) -> None:
    eye = passphrase.line.findChild(QToolButton)
    assert isinstance(eye, QToolButton)
    assert eye.accessibleName() == "Show: Passphrase"
    assert min(eye.width(), eye.height()) >= 36
    write(passphrase.line, "secret")
    eye.click()
    assert passphrase.line.echoMode() is QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Hide: Passphrase"
    assert passphrase.take() == "secret"
    assert passphrase.text == ""
    assert passphrase.line.echoMode() is QLineEdit.EchoMode.Password


def test_caps_lock_is_noticed_from_what_a_letter_gives(passphrase: PassphraseField) -> None:
    assert "Caps Lock" not in passphrase.help.text()
    write(passphrase.line, "a")
    assert "Caps Lock" not in passphrase.help.text()
    from PySide6.QtTest import QTest

    QTest.sendKeyEvent(QTest.KeyAction.Click, passphrase.line, Qt.Key.Key_A, "A", Qt.KeyboardModifier.NoModifier)
    assert "Caps Lock is on." in passphrase.help.text()
    assert "Caps Lock is on." in passphrase.line.accessibleDescription()
    QTest.sendKeyEvent(QTest.KeyAction.Click, passphrase.line, Qt.Key.Key_A, "A", Qt.KeyboardModifier.ShiftModifier)
    assert "Caps Lock" not in passphrase.help.text()


COLUMNS: list[Column[tuple[int, str]]] = [
    Column("No.", lambda row: f"E{row[0]:02}", 80, order=lambda row: row[0]),
    Column("What happened", lambda row: row[1]),
]
rows_of = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["a", "b", "c"])), max_size=40)


@settings(max_examples=40, deadline=None)
@given(rows_of, st.booleans())
def test_sorting_is_stable_and_by_the_column_order(rows: list[tuple[int, str]], down: bool) -> None:
    model = Rows(COLUMNS)
    model.show(rows)
    model.sort(0, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)
    shown = [model.row(at) for at in range(model.rowCount())]
    assert shown == sorted(rows, key=lambda row: row[0], reverse=down)
    model.sort(-1)
    assert [model.row(at) for at in range(model.rowCount())] == rows


@settings(max_examples=40, deadline=None)
@given(rows_of)
def test_a_filter_keeps_what_is_wanted_and_nothing_else(rows: list[tuple[int, str]]) -> None:
    model = Rows(COLUMNS)
    model.show(rows)
    model.keep(lambda row: row[1] == "a")
    assert [model.row(at) for at in range(model.rowCount())] == [row for row in rows if row[1] == "a"]
    model.keep(None)
    assert model.rowCount() == len(rows)


@pytest.mark.usefixtures("shell")
def test_the_table_speaks_the_whole_text_though_it_elides_it() -> None:
    model = Rows(COLUMNS)
    long = "RN-1 accepts the task while already on the way to the emergency department " * 5
    model.show([(1, long)])
    assert model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole) == long


def test_return_opens_the_chosen_row_and_tab_leaves_the_table(shell: Shell) -> None:
    table: Table[tuple[int, str]] = Table("Events", COLUMNS, parent=shell.window)
    after = Button("After", parent=shell.window)
    table.resize(500, 300)
    table.show()
    after.show()
    table.show_rows([(1, "a"), (2, "b")])
    opened: list[tuple[int, str]] = []
    table.opened.connect(opened.append)
    table.setFocus()
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Return)
    assert opened == [(2, "b")]
    press(table, Qt.Key.Key_Tab)
    assert focus() is not table


@pytest.mark.usefixtures("shell")
def test_a_table_of_100_000_rows_sorts_without_a_proxy() -> None:
    model = Rows(COLUMNS)
    model.show([(number * 7919 % 100_003, "x") for number in range(100_000)])
    began = time.process_time()
    model.sort(0)
    assert model.row(0)[0] <= model.row(1)[0] <= model.row(99_999)[0]
    assert time.process_time() - began < 5


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="ab \n", max_size=80), st.integers(60, 500))
def test_text_takes_the_height_it_needs_at_any_width(text: str, width: int) -> None:
    label = Text(text)
    label.resize(width, label.heightForWidth(width))
    assert label.shows_all()
    assert label.height() % 22 == 0


@pytest.mark.usefixtures("shell")
def test_mark_up_is_shown_as_it_is_typed() -> None:
    label = Text("<b>bold</b> &amp; <img src='x'>")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == "<b>bold</b> &amp; <img src='x'>"


def _painted(draw, size: int = 64) -> QImage:  # type: ignore[no-untyped-def]
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def _ink(image: QImage) -> set[tuple[int, int]]:
    white = QColor("white").rgb()
    return {(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != white}


def _alike(one: set[tuple[int, int]], other: set[tuple[int, int]]) -> float:
    return len(one & other) / max(len(one | other), 1)


@pytest.mark.usefixtures("shell")
def test_each_of_the_six_categories_is_told_apart_by_shape_alone() -> None:
    six = {CATEGORY_COLOURS[category]: category for category in reversed(Category)}
    assert len(six) == 6
    box = QRectF(0, 0, 64, 64)
    inks = {
        name: _ink(_painted(lambda painter, one=category: paint_category(painter, one, box)))
        for name, category in six.items()
    }
    assert all(len(ink) > 200 for ink in inks.values())
    for one, other in combinations(inks, 2):
        assert _alike(inks[one], inks[other]) < 0.85, (one, other)


def test_the_shapes_have_the_figures_of_the_look() -> None:
    def extent(category: Category) -> tuple[float, float]:
        path, stroke = category_path(category)
        return round(path.boundingRect().width() + stroke, 1), stroke

    assert extent(Category.HUMAN_ERROR) == (13, 0)
    assert extent(Category.AT_RISK) == (14.8, 0)
    assert extent(Category.RECKLESS) == (12, 0)
    assert extent(Category.JUSTIFIED) == (13.4, 2.6)
    assert extent(Category.UNDETERMINED) == (14, 2)
    assert category_path(Category.SYSTEM)[0].elementCount() == 4 * 5


def test_a_category_has_its_colour_and_no_other(shell: Shell) -> None:
    for category, name in CATEGORY_COLOURS.items():
        image = _painted(lambda painter, one=category: paint_category(painter, one, QRectF(0, 0, 64, 64)))
        assert shell.theme.colour(name).rgb() in {image.pixel(x, y) for x in range(64) for y in range(64)}


@pytest.mark.usefixtures("shell")
def test_events_stages_and_signatures_are_told_apart_by_shape() -> None:
    middle, box = QPointF(32, 32), QRectF(8, 8, 48, 48)
    drawn = {
        f"event {decision} {exact}": _painted(
            lambda painter, d=decision, e=exact: paint_event(painter, middle, decision=d, exact=e, scale=2)
        )
        for decision in (True, False)
        for exact in (True, False)
    }
    drawn |= {stage.value: _painted(lambda painter, s=stage: paint_stage(painter, s, 4, box)) for stage in Stage}
    drawn |= {one.value: _painted(lambda painter, s=one: paint_signature(painter, s, box)) for one in Signature}
    drawn["span"] = _painted(lambda painter: paint_span(painter, QPointF(4, 32), QPointF(60, 32)))
    drawn["gap"] = _painted(lambda painter: paint_gap(painter, QPointF(32, 2), 60))
    inks = {name: _ink(image) for name, image in drawn.items()}
    assert all(inks.values())
    for one, other in combinations(inks, 2):
        assert _alike(inks[one], inks[other]) < 0.93, (one, other)


@pytest.mark.usefixtures("shell")
def test_ballots_are_counted_in_words_too() -> None:
    assert Ballots(3, "Human error").accessibleName() == "Human error: 3"
    assert Ballots(0, "Reckless").sizeHint().height() > 0


def test_a_part_with_findings_opens_and_says_what_was_found(shell: Shell) -> None:
    broken = Part("Chain", Result.BROKEN, "The chain is broken.", (Finding(7, "hash differs"), Finding(None, "gap")), 3)
    view = VerdictView(Verdict("case", (broken,)), "2026-014", shell.window)
    view.resize(900, 500)
    view.show()
    button = view.findChild(Button)
    assert isinstance(button, Button)
    assert "Entry 7: hash differs" not in _shown(view)
    button.click()
    assert {"Entry 7: hash differs", "gap", "and 3 more"} <= _shown(view)


def _shown(view: QWidget) -> set[str]:
    return {label.text() for label in view.findChildren(Text) if label.isVisible()}
