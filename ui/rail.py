"""The rail at the left: the case, its nine stages with their marks, and under the current one what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.actions import STAGES
from ui.layouts import column
from ui.theme import theme
from ui.widgets.marks import Stage, paint_stage
from ui.widgets.signs import Rule
from ui.widgets.text import Text
from ui.words import translate


@dataclass(frozen=True, slots=True)
class StageView:
    """How one stage is shown. `missing`: sentences under the current stage; `opens`: what opens a later one."""

    state: Stage
    missing: tuple[str, ...] = ()
    opens: str = ""
    heading: str = ""
    """Over the missing list; "Still missing" if empty."""


_NARROW_FROM: Final = 1.75


class Rail(QWidget):
    """Choosing a stage asks for its page."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "sunken")
        self.setProperty("rule", "right")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("rail", "Stages of the review"))
        self._head = QWidget()
        head = column(self._head, margins=(20, 16, 20, 14))
        self._reference = Text(kind="t1", weight=600)
        self._title = Text(voice="ink2")
        head.addWidget(self._reference)
        head.addWidget(self._title)
        whole = column(self, margins=(0, 0, 1, 0))
        whole.addWidget(self._head)
        whole.addWidget(Rule())
        whole.addWidget(self._scrolled(), 1)
        self._fit()

    def _scrolled(self) -> QScrollArea:
        inside = QWidget()
        stages = column(inside, margins=(0, 8))
        self.buttons = [StageButton(number, translate("stages", name)) for number, name in enumerate(STAGES, 1)]
        self._lists = [_Missing() for _ in STAGES]
        for button, missing in zip(self.buttons, self._lists, strict=True):
            button.clicked.connect(lambda _on=False, number=button.number: self.chosen.emit(number))
            stages.addWidget(button)
            stages.addWidget(missing)
        stages.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def show_case(self, reference: str, title: str) -> None:
        """Which case this is."""
        self._reference.setText(reference)
        self._title.setText(title)

    def show_stages(self, stages: Sequence[StageView], open_to: Sequence[bool]) -> None:
        """Where each of the nine stages stands, and which can be gone to."""
        for button, missing, view, can in zip(self.buttons, self._lists, stages, open_to, strict=True):
            button.show_state(view, can)
            missing.show_list(view, narrow=self._narrow)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size: numbers only from 175 % on."""
        if event.type() is QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    @property
    def _narrow(self) -> bool:
        return theme().scale >= _NARROW_FROM

    def _fit(self) -> None:
        self._head.setVisible(not self._narrow)
        for button in self.buttons:
            button.narrow = self._narrow
        for missing in self._lists:
            missing.setVisible(missing.filled and not self._narrow)
        self.setFixedWidth(theme().px(76 / 1.6) if self._narrow else theme().size("rail"))


class StageButton(QAbstractButton):
    """One stage."""

    def __init__(self, number: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.view, self.narrow = number, StageView(Stage.LATER), False
        self.setText(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._say()

    def show_state(self, view: StageView, can: bool) -> None:
        """Another state."""
        self.view = view
        self.setEnabled(can)
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        """A row of the rail."""
        return QSize(theme().px(40), theme().size("rail-row"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, accent bar, mark and name."""
        painter = QPainter(self)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        now = self.view.state is Stage.NOW
        if now or (self.underMouse() and self.isEnabled()):
            painter.fillRect(self.rect(), theme().colour("select" if now else "ground"))
        if now:
            painter.fillRect(0, 0, 3, self.height(), theme().colour("accent"))
        painter.resetTransform()
        side, left = theme().px(24), theme().space(20)
        left = (self.width() - side) // 2 if self.narrow else left
        paint_stage(painter, self.view.state, self.number, self._mirrored(QRectF(left, 0, side, side)))
        if not self.narrow:
            self._paint_name(painter, left + side + theme().space(12))

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _paint_name(self, painter: QPainter, left: float) -> None:
        state = self.view.state
        painter.setPen(theme().colour({Stage.NOW: "ink", Stage.DONE: "ink2", Stage.LATER: "ink3"}[state]))
        painter.setFont(theme().font("t0", 600 if state is Stage.NOW else 400))
        room = self._mirrored(QRectF(left, 0, self.width() - left - theme().space(12), self.height()))
        room.moveTop(0)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), text)

    def _mirrored(self, box: QRectF) -> QRectF:
        box.moveTop((self.height() - box.height()) / 2)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveLeft(self.width() - box.right())
        return box

    def _say(self) -> None:
        words = {
            Stage.DONE: translate("rail", "done"),
            Stage.NOW: translate("rail", "current"),
            Stage.LATER: translate("rail", "later"),
        }[self.view.state]
        self.setAccessibleName(f"{self.number}. {self.text()}, {words}")
        self.setAccessibleDescription(". ".join(self.view.missing) or self.view.opens)
        self.setToolTip(self.view.opens)


class _Missing(QWidget):
    """What the current stage still lacks, on the same ground as the stage."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = False
        self._column: QVBoxLayout = column(self, margins=(57, 6, 20, 10), gap=4)
        self.hide()

    def show_list(self, view: StageView, *, narrow: bool) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()  # else a line added a moment ago would still be shown, as a window of its own
                old.setParent(None)
                old.deleteLater()
        self.filled = view.state is Stage.NOW and bool(view.missing)
        if self.filled:
            self._column.addWidget(Text(view.heading or translate("rail", "Still missing"), weight=500))
            for sentence in view.missing:
                self._column.addWidget(Text(sentence))
        self.setVisible(self.filled and not narrow)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("select"))
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.fillRect(self.width() - 3 if right else 0, 0, 3, self.height(), theme().colour("accent"))
