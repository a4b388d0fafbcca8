"""A verdict on screen: the bottom line first, then each part with its result in words and its findings below."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.verdict import Part, Result, Verdict
from ui.layouts import column, grid, narrowest, row
from ui.widgets.buttons import Button
from ui.widgets.signs import Card, Rule, Sign
from ui.widgets.text import Text
from ui.words import of_domain, translate

_SIGNS: Final = {
    Result.SOUND: ("circle-check", "accent"),
    Result.NOT_PROVED: ("circle-dashed", "ink2"),
    Result.BROKEN: ("circle-x", "fault"),
}


def result_words(result: Result) -> str:
    """How one part came out."""
    if result is Result.SOUND:
        return translate("verdict", "sound")
    return translate("verdict", "not proved") if result is Result.NOT_PROVED else translate("verdict", "not intact")


class BottomLine(Card):
    """The one sentence that counts, in a frame."""

    def __init__(self, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__("marked" if verdict.sound else "fault", parent)
        line = row(self, margins=24, gap=20)
        sign = Sign("shield-check" if verdict.sound else "circle-x", "accent" if verdict.sound else "fault", 48)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        words = column()
        head, _, rest = verdict.line.partition(". " if not verdict.sound else ": ")
        head = head if not rest else head + ("." if not verdict.sound else "")
        words.addWidget(Text(head, "t3", weight=600))
        if rest:
            words.addWidget(Text(rest[:1].upper() + rest[1:], "t1", "ink2"))
        line.addLayout(words, 1)


class PartRow(QWidget):
    """One part: sign, name, sentence, result in words; a part with findings can be opened."""

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._details = QWidget()
        cells = grid(self, margins=(24, 12), gap=12, below=4)
        cells.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        cells.addWidget(Sign(*_SIGNS[part.result]), 0, 0, top)
        cells.addWidget(narrowest(Text(of_domain("verdict", part.name), weight=600), 240), 0, 1, top)
        cells.addWidget(Text(of_domain("verdict", part.text)), 0, 2)
        voice = {Result.SOUND: "ink", Result.NOT_PROVED: "ink2", Result.BROKEN: "fault"}[part.result]
        cells.addWidget(narrowest(Text(result_words(part.result), voice=voice, weight=500), 130), 0, 3, top)
        if part.findings:
            cells.addLayout(self._findings(part), 1, 2, 1, 2)

    def _findings(self, part: Part) -> QVBoxLayout:
        found = column()
        count = len(part.findings) + part.more
        label = translate("verdict", "Show what was found: {name}, {count}")
        self._open = Button(
            label.format(name=of_domain("verdict", part.name), count=count), "quiet", sign="chevron-down"
        )
        self._open.setCheckable(True)
        self._open.toggled.connect(self._details.setVisible)
        found.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeading)
        lines = column(self._details)
        for finding in part.findings:
            place = translate("verdict", "Entry {seq}:").format(seq=finding.seq) if finding.seq is not None else ""
            lines.addWidget(Text(" ".join(filter(None, (place, of_domain("verdict", finding.text)))), voice="ink2"))
        if part.more:
            lines.addWidget(Text(translate("verdict", "and {count} more").format(count=part.more), voice="ink2"))
        self._details.hide()
        found.addWidget(self._details)
        return found


class VerdictView(QWidget):
    """The whole report."""

    def __init__(self, verdict: Verdict, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=12)
        whole.addWidget(BottomLine(verdict))
        whole.addWidget(Text(subject, voice="ink2"))
        card = Card()
        rows = column(card, margins=1)
        for at, part in enumerate(verdict.parts):
            if at:
                rows.addWidget(Rule())
            rows.addWidget(PartRow(part))
        whole.addWidget(card)
