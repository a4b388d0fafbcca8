"""A verdict on screen: the bottom line first, then each part with its result in words and its findings below."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from app.domain.verdict import Part, Result, Verdict
from ui.layouts import column, grid, row
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.signs import Card, Rule, Sign
from ui.widgets.text import Text
from ui.words import of_domain, translate

_STACKED_FROM: Final = 1.5

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


def bottom_line(verdict: Verdict) -> tuple[str, str]:
    """The verdict in one sentence, and what it means for whoever holds this copy."""
    subject = translate("verdict", "Case") if verdict.subject == "case" else translate("verdict", "Document")
    broken = [of_domain("verdict", part.name).lower() for part in verdict.parts if part.result is Result.BROKEN]
    if not broken:
        line = translate("verdict", "{subject} intact").format(subject=subject)
        return line, translate("verdict", "Every part that can be proved is sound.")
    line = translate("verdict", "{subject} not intact: {parts}").format(subject=subject, parts=", ".join(broken))
    return line, translate("verdict", "Do not rely on this copy; ask the records officer for another.")


class BottomLine(Card):
    """The one sentence that counts, in a frame."""

    def __init__(self, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__("marked" if verdict.sound else "fault", parent)
        line = row(self, margins=24, gap=20)
        sign = Sign("shield-check" if verdict.sound else "circle-x", "accent" if verdict.sound else "fault", 48)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        words = column()
        head, rest = bottom_line(verdict)
        words.addWidget(Text(head, "t3", weight=600))
        words.addWidget(Text(rest, "t1", "ink2"))
        line.addLayout(words, 1)


class PartRow(QWidget):
    """One part: sign, name, sentence, result in words; a part with findings can be opened."""

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._details = QWidget()
        self._cells = grid(self, margins=(24, 12), gap=12, below=4)
        self._cells.setColumnStretch(2, 1)
        voice = {Result.SOUND: "ink", Result.NOT_PROVED: "ink2", Result.BROKEN: "fault"}[part.result]
        self._sign = Sign(*_SIGNS[part.result])
        self._name = Text(of_domain("verdict", part.name), weight=600)
        self._sentence = Text(of_domain("verdict", part.text))
        self._result = Text(result_words(part.result), voice=voice, weight=500)
        self._found = self._findings(part) if part.findings else None
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Large text: the sentence goes below its name."""
        if event.type() is QEvent.Type.StyleChange:
            self._place()
        super().changeEvent(event)

    def _place(self) -> None:
        """Name, sentence and result side by side; below one another where the text is large."""
        large = theme().scale >= _STACKED_FROM
        top = Qt.AlignmentFlag.AlignTop
        self._name.setMinimumWidth(0 if large else theme().px(240))
        self._result.setMinimumWidth(theme().px(130))
        self._cells.addWidget(self._sign, 0, 0, top)
        self._cells.addWidget(self._name, 0, 1, 1, 2 if large else 1, top)
        self._cells.addWidget(self._result, 0, 3, top)
        if large:
            self._cells.addWidget(self._sentence, 1, 1, 1, 3)
        else:
            self._cells.addWidget(self._sentence, 0, 2)
        if self._found is not None:
            self._cells.addWidget(self._found, 2, 1 if large else 2, 1, 3 if large else 2)

    def _findings(self, part: Part) -> QWidget:
        whole = QWidget()
        found = column(whole)
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
        return whole


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
