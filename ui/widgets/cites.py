"""What the reasons cite, as tags, and how many of the known facts that is."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.layouts import row
from ui.widgets.signs import Cap
from ui.widgets.text import Text
from ui.words import translate

_MOST = 8


class Cites(QWidget):
    """One line below the reasons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = row(self, gap=8)
        self.words = ""

    def show_cites(self, labels: Sequence[str], facts: int, known: int) -> None:
        """The labels, and `facts` cited out of `known`."""
        while (item := self._line.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        head = translate("cites", "The reasons cite") if labels else translate("cites", "The reasons cite nothing yet.")
        self._line.addWidget(Text(head, voice="ink2", wrap=False))
        for label in labels[:_MOST]:
            self._line.addWidget(Cap(label, filled=False, voice="ink"))
        rest = len(labels) - _MOST
        count = translate("cites", "{count} of {known} facts known then").format(count=facts, known=known)
        more = translate("cites", "and {count} more.").format(count=rest) if rest > 0 else ""
        if labels:
            self._line.addWidget(Text(" ".join(filter(None, (more, count))), voice="ink2", wrap=False), 1)
        self._line.addStretch(1 if not labels else 0)
        self.words = " ".join((head, *labels, count if labels else ""))
        self.setAccessibleName(self.words)
