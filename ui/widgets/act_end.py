"""Where the answers about one act led: the category, what follows for whom, how it came, what to look at again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.walks import Assessment, explain
from ui.layouts import column, row
from ui.widgets.marks import CategoryMark
from ui.widgets.signs import Card, Sign
from ui.widgets.text import Text
from ui.words import of_domain, translate


class ActEnd(QWidget):
    """Shown once every question is answered."""

    def __init__(self, assessment: Assessment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=16)
        end = assessment.end
        assert end is not None
        said = explain(assessment)
        graphs, warnings = len(assessment.instrument.walked), len(assessment.contradictions)
        category = of_domain("category", end.category.label)
        card = Card("marked")
        lines = column(card, margins=24, gap=8)
        head = row(gap=14)
        head.addWidget(CategoryMark(end.category, 24))
        head.addWidget(Text(category, "t3", weight=600), 1)
        lines.addLayout(head)
        if end.label != end.category.label:
            lines.addWidget(Text(end.label, "t1", "ink2"))
        lines.addSpacing(8)
        _pair(lines, translate("act", "For the person"), end.action)
        _pair(lines, translate("act", "For the organisation"), end.organisation)
        whole.addWidget(card)
        for words in said[len(said) - warnings :] if warnings else ():
            whole.addWidget(_prompt(words))
        way = Card()
        lines = column(way, margins=24, gap=10)
        lines.addWidget(Text(translate("act", "How the answers led there"), "t2", weight=600))
        for sentence in said[: graphs + 1]:
            lines.addWidget(Text(sentence))
        whole.addWidget(way)


def _pair(lines: QVBoxLayout, label: str, text: str) -> None:
    if text:
        lines.addWidget(Text(label, weight=600))
        lines.addWidget(Text(text))
        lines.addSpacing(4)


def _prompt(words: str) -> QWidget:
    """Two answers that do not go together: a prompt, no block."""
    card = Card()
    across = row(card, margins=(24, 16), gap=14)
    across.addWidget(Sign("circle-help", "ink2"), 0, Qt.AlignmentFlag.AlignTop)
    lines = column()
    lines.addWidget(Text(translate("act", "Look at this again"), weight=600))
    lines.addWidget(Text(words))
    across.addLayout(lines, 1)
    return card
