"""Choose an instrument: what there is, how sure we are of each, and its notes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.services.ports import ProvenInstrument
from ui.layouts import column, row
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.notice import Sheet
from ui.widgets.signs import Card
from ui.widgets.table import Column, Table
from ui.words import translate


class InstrumentSheet(Sheet):
    """A list above, the chosen one's standing and notes below; `then` gets the one that was taken."""

    def __init__(
        self, parent: QWidget, found: Sequence[ProvenInstrument], then: Callable[[ProvenInstrument], None]
    ) -> None:
        super().__init__(parent, translate("instruments", "Choose the instrument"), width=760)
        self._then = then
        card = Card()
        self.table: Table[ProvenInstrument] = Table(translate("instruments", "Instruments"), _columns())
        column(card, margins=1).addWidget(self.table)
        self.body.addWidget(card)
        self.about = QPlainTextEdit(readOnly=True)
        self.about.setTabChangesFocus(True)
        self.about.setAccessibleName(translate("instruments", "About the chosen instrument"))
        self.about.setMinimumHeight(min(theme().px(280), parent.window().height() // 3))
        self.body.addWidget(self.about, 1)
        foot = row(gap=8)
        cancel = Button(translate("instruments", "Cancel"), "quiet")
        cancel.clicked.connect(self.reject)
        self.button = Button(translate("instruments", "Take this one…"), "main")
        self.button.clicked.connect(self._take)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.button)
        self.body.addLayout(foot)
        self.table.picked.connect(self._tell)
        self.table.opened.connect(lambda _one: self._take())
        self.table.show_rows(found)
        self.table.show_whole(4)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, proven: ProvenInstrument) -> None:
        instrument = proven.instrument
        parts = (
            (translate("instruments", "How sure we are of it"), (instrument.confidence_note,)),
            (translate("instruments", "Source"), (instrument.citation,)),
            (translate("instruments", "Rights"), (instrument.rights,)),
            (translate("instruments", "Notes"), instrument.notes),
        )
        self.about.setPlainText("\n\n".join("\n".join((heading, *texts)) for heading, texts in parts))

    def _take(self) -> None:
        chosen = self.table.chosen
        if chosen is not None:
            self.accept()
            self._then(chosen)


def _columns() -> list[Column[ProvenInstrument]]:
    return [
        Column(translate("instruments", "Instrument"), lambda one: one.instrument.title, weight=600),
        Column(translate("instruments", "Version"), lambda one: one.instrument.version, 100, "ink2"),
        Column(translate("instruments", "Confidence"), _confidence, 160, "ink2"),
    ]


def _confidence(one: ProvenInstrument) -> str:
    if one.instrument.confidence.value == "high":
        return translate("instruments", "high")
    return translate("instruments", "medium")
