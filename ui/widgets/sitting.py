"""Start the sitting: says in words what it does, and that there is no way back until the next lock."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.layouts import column, row
from ui.widgets.buttons import Button
from ui.widgets.signs import Card, Sign
from ui.widgets.text import Text
from ui.words import translate

if TYPE_CHECKING:
    from ui.page import Desk


class SittingCard(Card):
    """Offers the start while a vault's key is in memory; afterwards says that the sitting is open."""

    def __init__(self, desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__("plain", parent)
        self._desk = desk
        across = row(self, margins=24, gap=20)
        self._sign = Sign("eye-off", "accent", 32)
        across.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        lines = column(gap=8)
        self._heading = Text("", "t2", weight=600)
        self._says = Text("", voice="ink2")
        self.button = Button(translate("sitting", "Start the sitting"), "main", sign="lock")
        self.button.clicked.connect(self._start)
        for part in (self._heading, self._says):
            lines.addWidget(part)
        lines.addSpacing(4)
        lines.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        across.addLayout(lines, 1)

    def show_state(self, *, blind: bool) -> None:
        """Whether it has started."""
        self.button.setVisible(not blind)
        self.button.setEnabled(True)
        if blind:
            self._heading.setText(translate("sitting", "The sitting is open"))
            self._says.setText(
                translate(
                    "sitting",
                    "Everything on screen comes from what the panel may see. The outcome and the names are sealed.",
                )
            )
        else:
            self._heading.setText(translate("sitting", "The sitting has not started"))
            self._says.setText(
                translate(
                    "sitting",
                    "Now you can still read what lies in the vaults: the outcome and what gives it away. Starting the "
                    "sitting puts the keys of the vaults away. There is no way back within the sitting; you see them "
                    "again only after a lock and your passphrase.",
                )
            )

    def _start(self) -> None:
        from app.services import cases

        self.button.setEnabled(False)
        self._desk.change(
            cases.start_sitting,
            lambda: self._desk.said.emit(translate("sitting", "The sitting is open")),
            name=translate("sitting", "Putting the keys of the vaults away"),
        )
