"""What the stages of judging still lack, each in words and with the place that mends it; for paper, page and rail."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Protocol

from app.domain import entries as e
from app.domain.acts import answers_of, in_order
from app.domain.case import Case
from app.domain.citing import breaches
from app.domain.determination import PanelMember
from app.domain.graphs import Answer
from app.domain.instruments import Instrument
from app.domain.walks import Assessment, assess
from app.domain.words import QT_TRANSLATE_NOOP

CONTEXT: Final = "missing"
"""The translation context of every sentence here."""

NO_DESCRIPTION: Final = QT_TRANSLATE_NOOP("missing", "What the review is about is not written yet.")
NO_INSTRUMENT: Final = QT_TRANSLATE_NOOP("missing", "No instrument was chosen.")
OTHER_INSTRUMENT: Final = QT_TRANSLATE_NOOP("missing", "The instrument at hand is not the one that was chosen.")
NO_ACTS: Final = QT_TRANSLATE_NOOP("missing", "No act is under review.")
NO_PANEL: Final = QT_TRANSLATE_NOOP("missing", "No member is on the roster.")
NOT_ANSWERED: Final = QT_TRANSLATE_NOOP("missing", "{act}: “{question}” is not answered yet.")
NO_REASON: Final = QT_TRANSLATE_NOOP("missing", "{act}: the answer to “{question}” has no reason.")
BREACH: Final = QT_TRANSLATE_NOOP(
    "missing", "{act}: the answer to “{question}” cites {fact}, which {person} could not know then."
)
NOT_STARTED: Final = QT_TRANSLATE_NOOP("missing", "The sitting has not started")
ACTS_OPEN: Final = QT_TRANSLATE_NOOP("missing", "{count} of {all} acts not answered to the end")
REASONS_OPEN: Final = QT_TRANSLATE_NOOP("missing", "{count} answers without a reason")
CITES_BEYOND: Final = QT_TRANSLATE_NOOP("missing", "{count} citations beyond what could be known")
MORE: Final = QT_TRANSLATE_NOOP("missing", "{count} things in the text")
NOT_FROZEN: Final = QT_TRANSLATE_NOOP("missing", "The text is not frozen")
CHANGED: Final = QT_TRANSLATE_NOOP("missing", "Changed since it was frozen")
SIGNATURES: Final = QT_TRANSLATE_NOOP("missing", "{count} signatures of {all}")
NOT_CLOSED: Final = QT_TRANSLATE_NOOP("missing", "The closing seal")


class Mend(Enum):
    """Where a lack is mended."""

    DESCRIPTION = "description"
    PANEL = "panel"
    ACTS = "acts"
    ANSWER = "answer"
    DETERMINATION = "determination"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: a sentence marked for translation, its facts, and where it is mended."""

    text: str
    mend: Mend
    facts: Mapping[str, str | int] = field(default_factory=dict)
    act: e.Id | None = None
    question: str = ""

    @property
    def words(self) -> str:
        """The sentence in the language of the program."""
        return self.text.format(**self.facts)


class Frame(Protocol):
    """What is asked of the frame of a determination."""

    @property
    def panel(self) -> tuple[PanelMember, ...]:
        """Those who sign."""
        ...

    @property
    def zone(self) -> dt.tzinfo:
        """The zone of the event."""
        ...

    @property
    def instrument_sha256(self) -> str:
        """The instrument at hand."""
        ...


def lacking(case: Case, instrument: Instrument, frame: Frame) -> tuple[Lack, ...]:
    """What a determination still lacks before anybody may sign, case first, then act by act."""
    of_acts = (lack for i, act in in_order(case) for lack in _Act(case, instrument, i, act, frame.zone).lacks())
    return (*_of_case(case, frame), *of_acts)


def missing_for_acts(case: Case, instrument: Instrument | None, zone: dt.tzinfo, *, blind: bool) -> tuple[Lack, ...]:
    """What the stage of the acts lacks, in short, for the rail."""
    if not blind:
        return (Lack(NOT_STARTED, Mend.PANEL),)
    if instrument is None:
        return (Lack(NO_INSTRUMENT, Mend.PANEL),)
    acts = in_order(case)
    if not acts:
        return (Lack(NO_ACTS, Mend.ACTS),)
    lacks = [lack for i, act in acts for lack in _Act(case, instrument, i, act, zone).lacks()]
    counted = [sum(lack.text == text for lack in lacks) for text in (NOT_ANSWERED, NO_REASON, BREACH)]
    said = (
        Lack(ACTS_OPEN, Mend.ACTS, {"count": counted[0], "all": len(acts)}),
        Lack(REASONS_OPEN, Mend.ACTS, {"count": counted[1]}),
        Lack(CITES_BEYOND, Mend.ACTS, {"count": counted[2]}),
    )
    return tuple(lack for lack, count in zip(said, counted, strict=True) if count)


def missing_to_determine(
    lacks: Sequence[Lack], members: Sequence[str], signed: Sequence[str] | None, *, changed: bool, closed: bool
) -> tuple[Lack, ...]:
    """What the determination lacks, in short, for the rail. `signed` is None before a text was frozen."""
    here = Mend.DETERMINATION
    said = [Lack(MORE, here, {"count": len(lacks)})] if lacks else []
    if signed is None or changed:
        return (*said, Lack(NOT_FROZEN if signed is None else CHANGED, here))
    left = [member for member in members if member not in signed]
    if left:
        return (*said, Lack(SIGNATURES, here, {"count": len(left), "all": len(members)}))
    return tuple(said) if closed else (*said, Lack(NOT_CLOSED, here))


def _of_case(case: Case, frame: Frame) -> Iterator[Lack]:
    if case.described is None:
        yield Lack(NO_DESCRIPTION, Mend.DESCRIPTION)
    if case.instrument is None:
        yield Lack(NO_INSTRUMENT, Mend.PANEL)
    elif case.instrument.sha256 != frame.instrument_sha256:
        yield Lack(OTHER_INSTRUMENT, Mend.PANEL)
    if not case.rows(e.Act):
        yield Lack(NO_ACTS, Mend.ACTS)
    if not frame.panel:
        yield Lack(NO_PANEL, Mend.PANEL)


class _Act:
    """One act and its answers."""

    def __init__(self, case: Case, instrument: Instrument, id: e.Id, act: e.Act, zone: dt.tzinfo) -> None:
        self._case, self._id, self._act, self._zone = case, id, act, zone
        self._answers = answers_of(case, id)
        given = {question: Answer(row.answer) for question, (_, row) in self._answers.items()}
        self._assessment: Assessment = assess(instrument, given)

    def lacks(self) -> Iterator[Lack]:
        """What this act still lacks before anybody may sign."""
        label = self._act.label
        question = self._assessment.open
        if question is not None:
            facts = {"act": label, "question": question.short}
            yield Lack(NOT_ANSWERED, Mend.ANSWER, facts, self._id, question.id)
        person = self._case.rows(e.Person)[self._act.person].code
        for step in self._assessment.steps:
            _, row = self._answers[step.question.id]
            facts = {"act": label, "question": step.question.short}
            if not row.reason.strip() and step.answer is not Answer.NOT_ESTABLISHED:
                yield Lack(NO_REASON, Mend.ANSWER, facts, self._id, step.question.id)
            for breach in breaches(self._case, self._act, row.reason, row.events, self._zone):
                told = {**facts, "fact": breach.label, "person": person}
                yield Lack(BREACH, Mend.ANSWER, told, self._id, step.question.id)
