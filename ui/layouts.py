"""Layouts whose gaps and widths are tokens: measured in pixels at 100 % and set anew when the text size changes."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import theme

L = TypeVar("L", bound=QLayout)
W = TypeVar("W", bound=QWidget)
Margins = int | tuple[int, int] | tuple[int, int, int, int]

_SPACES = "space-tokens"
_STACKED = "stacked-from"
_WIDEST = "widest-token"
_NARROWEST = "narrowest-token"


def column(parent: QWidget | None = None, *, margins: Margins = 0, gap: int = 0) -> QVBoxLayout:
    """Things one below the other. `margins`: all four, (sides, top and bottom), or left, top, right, bottom."""
    return spaced(QVBoxLayout(parent) if parent is not None else QVBoxLayout(), margins=margins, gap=gap)


def row(parent: QWidget | None = None, *, margins: Margins = 0, gap: int = 0, stack_from: float = 0.0) -> QHBoxLayout:
    """Things side by side, in reading order; one below the other from a text size on, if `stack_from` is given."""
    made = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    made.setProperty(_STACKED, stack_from)
    return spaced(made, margins=margins, gap=gap)


def grid(parent: QWidget | None = None, *, margins: Margins = 0, gap: int = 0, below: int = 0) -> QGridLayout:
    """Rows and columns; `gap` between columns, `below` between rows."""
    made = QGridLayout(parent) if parent is not None else QGridLayout()
    return spaced(made, margins=margins, gap=gap, below=below)


def spaced(layout: L, *, margins: Margins = 0, gap: int = 0, below: int = 0) -> L:
    """Give a layout its spaces."""
    if isinstance(margins, int):
        margins = (margins,) * 4
    elif len(margins) == 2:
        margins = (*margins, *margins)
    layout.setProperty(_SPACES, [*margins, gap, below])
    _apply_spaces(layout)
    return layout


def centred(page: QWidget, width: int, *, top: int = 32, gap: int = 16, middle: bool = False) -> QVBoxLayout:
    """A column of this width in the middle of a page; `middle` puts it half-way down as well."""
    outer = row(page, margins=(24, top, 24, 24))
    inside = widest(QWidget(), width)
    inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    outer.addStretch(1)
    outer.addWidget(inside, 1000, Qt.AlignmentFlag.AlignVCenter if middle else Qt.AlignmentFlag(0))
    outer.addStretch(1)
    return column(inside, gap=gap)


def widest(widget: W, pixels: int) -> W:
    """Let a widget grow to this width at most, at 100 %."""
    widget.setProperty(_WIDEST, pixels)
    _apply_widths(widget)
    return widget


def narrowest(widget: W, pixels: int) -> W:
    """Never let a widget be narrower than this, at 100 %."""
    widget.setProperty(_NARROWEST, pixels)
    _apply_widths(widget)
    return widget


def respace(app: QApplication) -> None:
    """Set every token anew; called when the theme changed."""
    for window in app.topLevelWidgets():
        for layout in window.findChildren(QLayout):
            _apply_spaces(layout)
        for widget in window.findChildren(QWidget):
            _apply_widths(widget)


def _apply_spaces(layout: QLayout) -> None:
    tokens = layout.property(_SPACES)
    if tokens is None:
        return
    left, top, right, bottom, gap, below = (theme().space(token) for token in tokens)
    layout.setContentsMargins(left, top, right, bottom)
    if isinstance(layout, QGridLayout):
        layout.setHorizontalSpacing(gap)
        layout.setVerticalSpacing(below)
    elif isinstance(layout, QBoxLayout):
        layout.setSpacing(gap)
        if stack_from := layout.property(_STACKED):
            ways = QBoxLayout.Direction
            layout.setDirection(ways.TopToBottom if theme().scale >= stack_from else ways.LeftToRight)


def _apply_widths(widget: QWidget) -> None:
    most, least = widget.property(_WIDEST), widget.property(_NARROWEST)
    if most is not None:
        widget.setMaximumWidth(theme().px(most))
    if least is not None:
        widget.setMinimumWidth(theme().px(least))
