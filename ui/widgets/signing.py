"""Beside the pages of a determination: what is missing, who has signed, and the one step that comes next."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.stages_of_judging import Lack, Mend
from app.services.determinations import CLOSE, SEAL
from app.services.own_keys import number_of
from ui.layouts import column, row
from ui.widgets.buttons import Button
from ui.widgets.marks import Signature, SignatureMark
from ui.widgets.scrolled import Scrolled
from ui.widgets.signs import Rule, Sign
from ui.widgets.text import Text
from ui.words import of_lack, translate

if TYPE_CHECKING:
    from ui.jobs import View
    from ui.judging_jobs import PaperShown

_MOST: Final = 12
"""Lacks listed before the rest is counted."""


class SignatureView(NamedTuple):
    """One field: its seat, how its signer is called, the role, and where it stands in a mark and in words."""

    seat: str
    name: str
    role: str
    state: Signature
    words: str


class Aside(QWidget):
    """The inspector of the determination."""

    mend = Signal(object)
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("more-width", 52)
        self.next_seat = ""
        self._members: tuple[SignatureView, ...] = ()
        inside = QWidget()
        lines = column(inside, margins=(0, 20, 0, 16), gap=0)
        upper = column(margins=(24, 0))
        upper.addWidget(Text(translate("signing", "Before it can be closed"), "t2", weight=600))
        upper.addSpacing(8)
        self._missing = column()
        upper.addLayout(self._missing)
        upper.addSpacing(24)
        upper.addWidget(Text(translate("signing", "Signatures"), "t2", weight=600))
        upper.addSpacing(8)
        lines.addLayout(upper)
        self._rows = column()
        lines.addLayout(self._rows)
        lines.addSpacing(8)
        self._note = Text("", voice="ink2")
        lower = column(margins=(24, 0))
        lower.addWidget(self._note)
        lines.addLayout(lower)
        lines.addStretch(1)
        whole = column(self)
        whole.addWidget(Scrolled(inside), 1)
        whole.addWidget(Rule())
        whole.addLayout(self._foot())

    def show_lacks(self, lacks: Sequence[Lack], *, drafted: bool) -> None:
        """What the text lacks, each with the way to the page that mends it."""
        _empty(self._missing)
        self._missing.addWidget(Rule("edge"))
        for lack in lacks[:_MOST]:
            self._missing.addWidget(_LackRow(lack, self.mend))
            self._missing.addWidget(Rule())
        if len(lacks) > _MOST:
            more = translate("signing", "and {count} more").format(count=len(lacks) - _MOST)
            self._missing.addWidget(_line("circle-dashed", "ink2", more))
            self._missing.addWidget(Rule())
        if drafted and not lacks:
            self._missing.addWidget(_line("circle-check", "accent", translate("signing", "Acts, answers and reasons")))
            self._missing.addWidget(Rule())
        self._order()

    def _order(self) -> None:
        """Tab goes from the top down, also to what was put in later."""
        upper = [button for place in (self._missing, self._rows) for button in _buttons(place)]
        chain = [*upper, self.freeze, self.seal, self.hand_over, self.closing, self.copy, self.verify]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def show_signatures(self, views: Sequence[SignatureView], *, frozen: bool) -> None:
        """Seal, members and close, each with its state; nothing before a text is frozen."""
        _empty(self._rows)
        self._members = tuple(views)
        following = next((view for view in views if view.state is Signature.NEXT), None)
        self.next_seat = following.seat if following is not None else ""
        sealed = any(view.seat == SEAL and view.state is Signature.SIGNED for view in views)
        if not frozen:
            said = translate("signing", "Only a frozen text can be signed. Then each member signs with their own key.")
            self._rows.addWidget(_inset(Text(said, voice="ink2")))
        else:
            self._rows.addWidget(_inset(Rule("edge")))
        for view in views:
            self._rows.addWidget(_SignatureRow(view, self.chosen if sealed else None))
            self._rows.addWidget(_inset(Rule()))
        self._order()

    def show_change(self, changed: bool, signed: Sequence[str]) -> None:
        """What a change means, or that there was one after the text was frozen."""
        if changed:
            text = translate(
                "signing",
                "The text was changed after it was frozen. This is a new draft; {count} signatures on the frozen one "
                "stay in the record. Freeze it again, and all sign again.",
            ).format(count=len(signed))
        else:
            text = translate("signing", "Changing the text starts a new draft. All sign again.")
        self._note.setText(text)

    def offer(self, paper: "PaperShown | None", view: "View") -> None:
        """The one step that comes next."""
        frozen = view.paper is not None and not view.paper.changed
        fields = view.paper.fields if view.paper is not None and frozen else ()
        sealed, closed = SEAL in fields, CLOSE in fields
        self.freeze.setVisible(not frozen)
        self.freeze.setEnabled(paper is not None and not paper.frozen and not paper.lacks)
        self.seal.setVisible(frozen and not sealed)
        to_member = frozen and sealed and self.next_seat.startswith("m")
        self.hand_over.setVisible(to_member)
        if to_member:
            number = number_of(self.next_seat)
            self.hand_over.setText(translate("signing", "Hand over to Member {number}").format(number=number))
        self.closing.setVisible(frozen and sealed and not to_member and not closed)
        self._closed.setVisible(closed)
        why = ""
        if not frozen and paper is not None and paper.lacks:
            why = translate("signing", "It can be frozen when nothing is missing.")
        self._why.setText(why)
        self._why.setVisible(bool(why))
        for button in (self.copy, self.verify):
            button.setEnabled(paper is not None)
        self.verify.setVisible(paper is not None and paper.frozen)

    def _foot(self) -> QVBoxLayout:
        foot = column(margins=(24, 16, 24, 20), gap=10)
        self.freeze = Button(translate("signing", "Freeze the text…"), "main", sign="lock")
        self.seal = Button(translate("signing", "Set the case seal…"), "main", sign="lock")
        self.hand_over = Button(translate("signing", "Hand over"), "main", sign="pen-line")
        self.closing = Button(translate("signing", "Close…"), "main", sign="lock")
        self._why = Text("", voice="ink2")
        self._closed = _line("circle-check", "accent", translate("signing", "Signed by all and closed"), 600)
        for part in (self.freeze, self.seal, self.hand_over, self.closing, self._why, self._closed):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, part.sizePolicy().verticalPolicy())
            foot.addWidget(part)
        for part in (self.seal, self.hand_over, self.closing, self._why, self._closed):
            part.hide()
        self.copy = Button(translate("signing", "Save a copy…"), sign="save")
        self.verify = Button(translate("signing", "Verify this copy"), sign="file-check")
        for button in (self.copy, self.verify):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setEnabled(False)
            foot.addWidget(button)
        return foot


class _LackRow(QWidget):
    """One thing that is missing, and the way there."""

    def __init__(self, lack: Lack, mend: object) -> None:
        super().__init__()
        across = row(self, margins=(0, 6), gap=12)
        words = of_lack(lack)
        across.addWidget(Sign("circle-dashed", "ink"), 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(Text(words), 1, Qt.AlignmentFlag.AlignVCenter)
        verb = translate("signing", "Answer") if lack.mend is Mend.ANSWER else translate("signing", "Go there")
        go = Button(verb, "quiet")
        go.setAccessibleName(f"{verb}: {words}")
        go.clicked.connect(lambda: mend.emit(lack))  # type: ignore[attr-defined]
        across.addWidget(go, 0, Qt.AlignmentFlag.AlignVCenter)


class _SignatureRow(QWidget):
    """One signer: mark, name and role, state in words; a member who waits may be chosen out of turn."""

    def __init__(self, view: SignatureView, chosen: object | None) -> None:
        super().__init__()
        following = view.state is Signature.NEXT
        if following:
            self.setProperty("ground", "select")
            self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        across = row(self, margins=(24, 8), gap=12)
        across.addWidget(SignatureMark(view.state), 0, Qt.AlignmentFlag.AlignTop)
        words = column()
        words.addWidget(Text(view.name, weight=600))
        words.addWidget(Text(view.role, voice="ink2"))
        words.addStretch(1)
        across.addLayout(words, 1)
        right = column()
        state = Text(view.words, voice="ink" if following else "ink2", weight=600 if following else 400, wrap=False)
        right.addWidget(state, 0, Qt.AlignmentFlag.AlignTrailing)
        across.addLayout(right)
        if chosen is not None and view.state is Signature.WAITING and view.seat.startswith("m"):
            number = number_of(view.seat)
            said = translate("signing", "Hand over to Member {number}").format(number=number)
            go = Button(translate("signing", "Hand over"), "quiet")
            go.setAccessibleName(said)
            go.clicked.connect(lambda: chosen.emit(view.seat))  # type: ignore[attr-defined]
            right.addWidget(go, 0, Qt.AlignmentFlag.AlignTrailing)
        right.addStretch(1)


def _inset(inside: QWidget) -> QWidget:
    """At the margin that everything but a chosen row keeps."""
    outer = QWidget()
    column(outer, margins=(24, 0)).addWidget(inside)
    return outer


def _line(sign: str, voice: str, text: str, weight: int = 400) -> QWidget:
    line = QWidget()
    across = row(line, margins=(0, 8), gap=12)
    across.addWidget(Sign(sign, voice), 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(Text(text, voice="ink2" if weight == 400 else "ink", weight=weight), 1)
    return line


def _buttons(place: QVBoxLayout) -> Iterator[Button]:
    for at in range(place.count()):
        item = place.itemAt(at)
        widget = item.widget() if item is not None else None
        if widget is not None:
            yield from widget.findChildren(Button)


def _empty(place: QVBoxLayout) -> None:
    while (item := place.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
