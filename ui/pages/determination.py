"""The determination: the real pages beside what is missing and who has signed; freeze, sign, close, copy, verify."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimeZone
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.domain.errors import EvenhandError
from app.domain.stages_of_judging import Mend
from app.services.determinations import CLOSE, SEAL
from app.services.own_keys import number_of
from ui import judging_jobs
from ui.copysheet import CopySheet
from ui.judging_jobs import PaperShown
from ui.layouts import column, row
from ui.page import Desk, Page
from ui.pdf_pages import PageShown, draw
from ui.widgets.ask import Failed, PassphraseSheet
from ui.widgets.buttons import Button, IconButton
from ui.widgets.marks import Signature
from ui.widgets.paper import PaperView
from ui.widgets.sidebyside import SideBySide
from ui.widgets.signing import Aside, SignatureView
from ui.widgets.signs import Card, Sign
from ui.widgets.text import Text
from ui.words import of_fault, translate
from ui.worker import Cancelled

if TYPE_CHECKING:
    from app.services.session import Changes

_PAGES = {
    Mend.DESCRIPTION: "case",
    Mend.PANEL: "panel",
    Mend.ACTS: "acts",
    Mend.ANSWER: "act",
    Mend.DETERMINATION: "determination",
}


class DeterminationPage(Page):
    """Stage 8."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._paper: PaperShown | None = None
        self._asked: object = None
        self._said: tuple[str, str, str, str] | None = ("", "", "", "")
        self._stale = True
        self._drawing = False
        self._wanted: tuple[int, int] | None = None
        whole = column(self.widget, margins=(24, 16, 24, 12), gap=12)
        whole.addWidget(self._head())
        self._place = column()
        self.view = PaperView()
        self.view.wanted.connect(self._want)
        self.view.turned.connect(lambda _number: self._say_page())
        self._notice = Card()
        self._notice_lines = column(self._notice, margins=24, gap=12)
        self._place.addWidget(self._notice)
        self._place.addWidget(self.view, 1)
        self._place.addStretch(0)
        whole.addLayout(self._place, 1)
        self.aside = Aside()
        self.inspector = self.aside
        self._connect()

    @property
    def title(self) -> str:
        """The page's name."""
        return translate("determination", "Determination")

    def enter(self, **_given: Any) -> None:
        """Show the paper as it stands."""
        self._state()
        self._load()
        self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, _changes: "Changes") -> None:
        """Something was entered, or signed: read the paper anew when the page is in front."""
        self._stale = True
        if self.widget.isVisible():
            self._state()
            self._load()

    # --- building -----------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        words = QWidget()
        lines = row(words, gap=16)
        self._when = Text("", voice="ink2")
        lines.addWidget(Text(self.title, "t3", weight=600), 0, Qt.AlignmentFlag.AlignVCenter)
        lines.addWidget(self._when, 1, Qt.AlignmentFlag.AlignVCenter)
        pager = QWidget()
        across = row(pager, gap=8)
        back = IconButton("arrow-left", translate("determination", "Page before"), voice="ink", framed=True)
        on = IconButton("arrow-right", translate("determination", "Next page"), voice="ink", framed=True)
        self._where = Text("")
        self.size = Button(translate("determination", "Show page width"))
        self.size.clicked.connect(self._resize)
        back.clicked.connect(lambda: self.view.turn(-1))
        on.clicked.connect(lambda: self.view.turn(1))
        self._turning: tuple[QWidget, ...] = (back, self._where, on, self.size)
        for part in self._turning:
            across.addWidget(part)
        return SideBySide(words, pager)

    def _connect(self) -> None:
        aside = self.aside
        aside.mend.connect(self._mend)
        aside.freeze.clicked.connect(self._freeze)
        aside.hand_over.clicked.connect(lambda: self._hand_over(aside.next_seat))
        aside.chosen.connect(self._hand_over)
        aside.closing.clicked.connect(self._close)
        aside.seal.clicked.connect(self._seal)
        aside.copy.clicked.connect(self._copy)
        aside.verify.clicked.connect(self._verify)

    # --- what is shown ------------------------------------------------------------------------------

    def _state(self) -> None:
        """Everything that needs no drawing."""
        view = self.desk.view
        if view is None:
            return
        paper = view.paper
        frozen = paper is not None and not paper.changed
        if paper is not None and frozen:
            self._when.setText(
                translate("determination", "Text frozen {time}").format(time=moment(paper.at, self.desk.now()))
            )
        else:
            self._when.setText(translate("determination", "Draft, nobody can sign it yet"))
        self.aside.show_signatures(self._signatures() if frozen else [], frozen=frozen)
        self.aside.show_change(paper is not None and paper.changed, paper.fields if paper is not None else ())
        self._offer()

    def _signatures(self) -> list[SignatureView]:
        """Seal, members, close, each with its state."""
        assert self.desk.view is not None
        paper = self.desk.view.paper
        at = {signed.field: signed.at for signed in paper.signed} if paper is not None else {}
        members = [seat for seat in sorted(self.desk.case.members, key=_seat_order) if seat.startswith("m")]
        following = next((seat for seat in (SEAL, *members, CLOSE) if seat not in at), "")
        views = []
        for seat in (SEAL, *members, CLOSE):
            if seat in at:
                state, words = Signature.SIGNED, self._signed_at(at[seat])
            elif seat == following:
                state, words = Signature.NEXT, translate("determination", "next")
            else:
                state, words = Signature.WAITING, translate("determination", "waiting")
            views.append(SignatureView(seat, *self._called(seat), state, words))
        return views

    def _signed_at(self, at: str) -> str:
        return translate("determination", "signed {time}").format(time=moment(at, self.desk.now()))

    def _called(self, seat: str) -> tuple[str, str]:
        if seat == SEAL:
            return translate("determination", "Case seal"), translate("determination", "case manager")
        if seat == CLOSE:
            return translate("determination", "Closing seal"), translate("determination", "case manager")
        member = self.desk.case.members[seat]
        return translate("determination", "Member {number}").format(number=number_of(seat)), member.role

    def _offer(self) -> None:
        """Which button is the main one now, and what there is to say instead of a page."""
        view = self.desk.view
        assert view is not None
        said: tuple[str, str, str, str] | None = None
        if self._paper is None and not view.started and (view.paper is None or view.paper.changed):
            said = (
                translate("determination", "The sitting has not started"),
                translate(
                    "determination",
                    "A determination is drafted blind: from what a panel may see and nothing else. Start the sitting "
                    "first; it puts the keys of the vaults away.",
                ),
                translate("determination", "Go to the panel"),
                "panel",
            )
        elif view.instrument is None and (view.paper is None or view.paper.changed):
            said = (
                translate("determination", "No instrument is chosen"),
                translate("determination", "The text follows the questions of an instrument. Choose it first."),
                translate("determination", "Go to the panel"),
                "panel",
            )
        self._tell(said)
        self.aside.offer(self._paper, view)

    def _tell(self, said: tuple[str, str, str, str] | None) -> None:
        if said == self._said:
            return
        self._said = said
        while (item := self._notice_lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._notice.setVisible(said is not None)
        self.view.setVisible(said is None)
        for part in self._turning:
            part.setVisible(said is None)
        self._place.setStretch(2, 0 if said is None else 1)
        if said is not None:
            title, text, verb, page = said
            self._notice_lines.addWidget(Sign("eye-off", "accent", 32))
            self._notice_lines.addWidget(Text(title, "t2", weight=600))
            self._notice_lines.addWidget(Text(text, voice="ink2"))
            self.go_there = Button(verb, "main")
            self.go_there.clicked.connect(lambda: self.desk.go(page))
            self._notice_lines.addWidget(self.go_there, 0, Qt.AlignmentFlag.AlignLeading)

    def _load(self) -> None:
        if not self._stale:
            return
        self._stale = False
        token = self._asked = object()
        self.desk.worker.run(
            judging_jobs.paper,
            lambda paper: self._loaded(token, paper),
            lambda fault: self._not_loaded(token, fault),
            name=translate("determination", "Setting the pages"),
            cancellable=True,
        )

    def _loaded(self, token: object, paper: PaperShown | None) -> None:
        if token is not self._asked or not isValid(self.widget) or self.desk.view is None:
            return
        self._paper = paper
        self._drawing, self._wanted = False, None
        self.view.show_pages(paper.pages if paper is not None else ())
        self.aside.show_lacks(paper.lacks if paper is not None else (), drafted=paper is not None)
        self._offer()

    def _not_loaded(self, token: object, fault: EvenhandError) -> None:
        if token is not self._asked or not isValid(self.widget):
            return
        self._stale = True
        self._when.setText(of_fault(fault))
        self.desk.said.emit(of_fault(fault))
        if not isinstance(fault, Cancelled):
            self.desk.worker.fault.emit(fault)

    def _want(self, number: int, width: int) -> None:
        """At most one page is being drawn; while it is, only the newest wish is kept."""
        self._wanted = (number, width)
        if self._drawing or self._paper is None:
            return
        self._drawing, self._wanted = True, None
        paper = self._paper
        self.desk.worker.run(draw(paper.pdf, number, width), lambda shown: self._drawn(paper, shown))

    def _drawn(self, paper: PaperShown, shown: PageShown) -> None:
        if paper is not self._paper or not isValid(self.widget):
            return
        self._drawing = False
        self.view.show_picture(shown.number, shown.picture, shown.text)
        if self._wanted is not None:
            self._want(*self._wanted)

    def _say_page(self) -> None:
        words = translate("paper", "Page {number} of {count}")
        count = self.view.count
        self._where.setText(words.format(number=self.view.number + 1, count=count) if count else "")

    def _resize(self) -> None:
        whole = not self.view.whole
        self.view.show_whole(whole)
        self.size.setText(
            translate("determination", "Show page width") if whole else translate("determination", "Show whole page")
        )

    # --- what is done -------------------------------------------------------------------------------

    def _mend(self, lack: Any) -> None:
        given = {"act": lack.act, "question": lack.question} if lack.mend is Mend.ANSWER else {}
        self.desk.go(_PAGES[lack.mend], **given)

    def _freeze(self) -> None:
        says = translate(
            "determination",
            "The text is made into the paper that everybody signs, and your seal is set first. From then on a change "
            "starts a new draft, and all sign again.",
        )
        self._ask(
            translate("determination", "Freeze the text"),
            says,
            judging_jobs.freeze,
            translate("determination", "Freezing the text"),
        )

    def _seal(self) -> None:
        says = translate("determination", "The text is frozen, but its seal was not set. Set it now.")
        self._ask(
            translate("determination", "Set the case seal"),
            says,
            lambda passphrase: judging_jobs.sign(SEAL, passphrase),
            translate("determination", "Setting the seal"),
        )

    def _close(self) -> None:
        says = translate(
            "determination",
            "Every member has signed. Your closing seal is the last one; nothing can be added to the paper after it.",
        )
        self._ask(
            translate("determination", "Close the determination"),
            says,
            lambda passphrase: judging_jobs.sign(CLOSE, passphrase),
            translate("determination", "Setting the closing seal"),
        )

    def _ask(self, verb: str, says: str, job: "Callable[[str], Any]", doing: str) -> None:
        label = translate("ask", "Passphrase of the case manager")

        def run(passphrase: str, done: Callable[[], None], failed: Failed) -> None:
            self.desk.do(job(passphrase), done, failed, name=doing)

        PassphraseSheet(self.widget, verb, says, label, verb, run).open()

    def _hand_over(self, seat: str) -> None:
        if seat:
            self.desk.go("handover", to=seat)

    def _copy(self) -> None:
        if self._paper is not None:
            draft = "" if self._paper.frozen else translate("determination", "draft")
            name = "-".join(filter(None, (self.desk.reference, translate("determination", "determination"), draft)))
            CopySheet(self.desk, self.widget, self._paper.pdf, name).open()

    def _verify(self) -> None:
        if self._paper is not None:
            self.desk.go("verify", pdf=self._paper.pdf, back="determination")

    def _first(self) -> QWidget:
        """Where the focus begins: the pages, or the way to what has to come first."""
        if self._notice.isVisibleTo(self.widget):
            return self.go_there
        return self.view


def _seat_order(seat: str) -> tuple[int, str]:
    return (len(seat), seat)


def moment(at: str, now: QDateTime) -> str:
    """A moment of the record as people here write it: the time of day today, else the date as well."""
    when = QDateTime.fromString(at, Qt.DateFormat.ISODate)
    when.setTimeZone(QTimeZone.utc())
    local = when.toLocalTime()
    clock = Desk.clock_of(local)
    if local.date() == now.date():
        return clock
    return f"{QLocale().toString(local.date(), QLocale.FormatType.ShortFormat)}, {clock}"
