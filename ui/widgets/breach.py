"""A reason that cites what the person could not know then: said in a sentence, with the two ways out."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.citing import Breach
from ui.layouts import column, row
from ui.widgets.buttons import Button
from ui.widgets.signs import Card, Sign
from ui.widgets.text import Text
from ui.words import translate


class BreachCard(Card):
    """Hidden while nothing is cited from beyond the horizon."""

    removed = Signal()
    corrected = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("fault", parent)
        self.sentence = ""
        self._found: tuple[Breach, ...] = ()
        across = row(self, margins=(20, 14), gap=12)
        across.addWidget(Sign("circle-alert", "fault"), 0, Qt.AlignmentFlag.AlignTop)
        lines = column(gap=8)
        self._words = Text("")
        lines.addWidget(self._words)
        buttons = row(gap=8)
        remove = Button(translate("breach", "Remove"))
        remove.clicked.connect(self.removed)
        correct = Button(translate("breach", "Correct availability"), "quiet")
        correct.clicked.connect(self.corrected)
        buttons.addWidget(remove)
        buttons.addWidget(correct)
        buttons.addStretch(1)
        lines.addLayout(buttons)
        across.addLayout(lines, 1)
        self.hide()

    @property
    def shown(self) -> bool:
        """Whether there is a breach to be seen."""
        return bool(self._found)

    def show_breaches(self, found: Sequence[Breach], person: str) -> None:
        """Say each; none hides the card."""
        self._found = tuple(found)
        self.sentence = " ".join(_sentence(breach, person) for breach in found)
        self._words.setText(self.sentence)
        self.setAccessibleName(self.sentence)
        self.setVisible(bool(found))

    def without(self, text: str) -> str:
        """The text without the labels that cannot stand."""
        for breach in self._found:
            text = re.sub(rf"(?<![\w.-]){re.escape(breach.label)}(?![\w-])", "", text)
        return re.sub(r"[ \t]{2,}", " ", text).strip()


def _sentence(breach: Breach, person: str) -> str:
    if breach.learned:
        words = translate(
            "breach",
            "The reason cites {label}. {person} learned it at {time}, after this moment. Remove it, or show that it "
            "was known earlier.",
        )
        return words.format(label=breach.label, person=person, time=breach.learned)
    words = translate(
        "breach",
        "The reason cites {label}. It was not available to {person}. Remove it, or show that it was known then.",
    )
    return words.format(label=breach.label, person=person)
