"""Walks: answers lead through the graphs of an instrument, and what was found on the way is put together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.categories import Category
from app.domain.graphs import Answer, Graph, Node, Question, Terminal, worst
from app.domain.instrument_faults import AnswerToNothing, AnswerTooEarly, named
from app.domain.instruments import Contradiction, Instrument
from app.domain.words import QT_TRANSLATE_NOOP

Answers = Mapping[str, Answer]
"""Answers by the id of their question. Their order says nothing; answers off the path are not looked at."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question answered on the way."""

    question: Question
    answer: Answer

    @property
    def words(self) -> str:
        """The answer in the words of its question."""
        return self.question.words(self.answer)


@dataclass(frozen=True, slots=True)
class Walk:
    """How far answers lead through one graph. Exactly one of `open`, `doubt` and `terminal` is there.

    `open` is the next question, not answered yet; `doubt` the question that could not be answered, at which the walk
    ended; `terminal` the end that was reached.
    """

    graph: Graph
    steps: tuple[Step, ...]
    open: Node | None = None
    doubt: Node | None = None
    terminal: Terminal | None = None

    @property
    def category(self) -> Category | None:
        """What this walk alone comes to; None while a question is open."""
        if self.terminal is not None:
            return self.terminal.category
        return None if self.doubt is None else Category.UNDETERMINED


def walk(graph: Graph, answers: Answers) -> Walk:
    """Walk one graph from its start as far as the answers lead; its gate is not part of the walk."""
    steps: list[Step] = []
    here = graph.start
    while (node := graph.node(here)) is not None:
        answer = answers.get(node.id)
        if answer is None:
            return Walk(graph, tuple(steps), open=node)
        steps.append(Step(node, answer))
        following = node.leads_to(answer)
        if following is None:
            return Walk(graph, tuple(steps), doubt=node)
        here = following
    return Walk(graph, tuple(steps), terminal=graph.terminal(here))


def paths(graph: Graph) -> Iterator[Walk]:
    """Every way through one graph: yes before no before not established, at every question."""
    yield from _from(graph, {})


def _from(graph: Graph, answers: dict[str, Answer]) -> Iterator[Walk]:
    here = walk(graph, answers)
    if here.open is None:
        yield here
        return
    for answer in Answer:
        yield from _from(graph, {**answers, here.open.id: answer})


@dataclass(frozen=True, slots=True)
class PointOfDoubt:
    """A question that could not be answered, and the ends that answers to it could still have led to."""

    graph: Graph
    question: Question
    reachable: tuple[Terminal, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the answers about one act come to.

    `gates` are the answered gate questions, `walks` the graphs that were walked, `not_walked` those whose gate was
    answered no. `open` is the next question to ask, None once all are answered; only then is there an `end`.
    `decides` is the walk that gave it, None where the act cannot be determined.
    """

    instrument: Instrument
    gates: tuple[Step, ...]
    walks: tuple[Walk, ...]
    not_walked: tuple[Graph, ...]
    doubts: tuple[PointOfDoubt, ...]
    open: Question | None
    decides: Walk | None
    end: Terminal | None
    contradictions: tuple[Contradiction, ...]

    @property
    def category(self) -> Category | None:
        """The category the act is led to; None while a question is open."""
        return None if self.end is None else self.end.category

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every answer that was looked at, in the order in which the questions are asked."""
        asked: list[Step] = []
        for graph in self.instrument.walked:
            asked.extend(step for step in self.gates if step.question is graph.gate)
            asked.extend(step for taken in self.walks if taken.graph is graph for step in taken.steps)
        return tuple(asked)


def assess(instrument: Instrument, answers: Answers) -> Assessment:
    """Walk an act through every graph that is not deferred, and put together what was found.

    * A graph with a gate is walked if the gate is answered yes. Where it cannot be said whether it is to be walked,
      the doubt lies before its start.
    * Where every walk came to an end, the most serious end counts; among equals, the graph that comes first.
    * Where a walk stopped in doubt and another came to an end, what was found stands only if no end that can be
      reached from any point of doubt is more serious. Then no answer to the open question could change the category.
      Otherwise the act cannot be determined. [synthesis; our rule, in the spirit of the presumption of innocence:
      nobody is given a category that a missing fact could have changed.]
    * Where no walk came to an end, the act cannot be determined.

    AnswerTooEarly for an answer to a deferred question, AnswerToNothing for one to a question that does not exist.
    """
    _refuse_strays(instrument, answers)
    found = _Found()
    for graph in instrument.walked:
        found.take(graph, answers)
    question = found.open[0] if found.open else None
    decides = None if question is not None else found.stands()
    return Assessment(
        instrument,
        tuple(found.gates),
        tuple(found.walks),
        tuple(found.not_walked),
        tuple(found.doubts),
        question,
        decides,
        _end(instrument, question, decides),
        found.contradictions(instrument),
    )


def courses(instrument: Instrument) -> Iterator[Assessment]:
    """Every way in which the questions about one act can be answered, gates included, each with what it comes to."""
    yield from _courses(instrument, {})


def _courses(instrument: Instrument, answers: dict[str, Answer]) -> Iterator[Assessment]:
    here = assess(instrument, answers)
    if here.open is None:
        yield here
        return
    for answer in Answer:
        yield from _courses(instrument, {**answers, here.open.id: answer})


class _Found:
    """What is gathered while an act is walked through one graph after the other."""

    def __init__(self) -> None:
        self.gates: list[Step] = []
        self.walks: list[Walk] = []
        self.not_walked: list[Graph] = []
        self.doubts: list[PointOfDoubt] = []
        self.open: list[Question] = []

    def take(self, graph: Graph, answers: Answers) -> None:
        """Walk one graph, if its gate lets through."""
        if graph.gate is not None and not self._through(graph, graph.gate, answers.get(graph.gate.id)):
            return
        taken = walk(graph, answers)
        self.walks.append(taken)
        if taken.open is not None:
            self.open.append(taken.open)
        if taken.doubt is not None:
            self.doubts.append(PointOfDoubt(graph, taken.doubt, graph.reachable(taken.doubt.id)))

    def _through(self, graph: Graph, gate: Question, answer: Answer | None) -> bool:
        if answer is None:
            self.open.append(gate)
            return False
        self.gates.append(Step(gate, answer))
        if answer is Answer.NO:
            self.not_walked.append(graph)
        if answer is Answer.NOT_ESTABLISHED:
            self.doubts.append(PointOfDoubt(graph, gate, graph.reachable(graph.start)))
        return answer is Answer.YES

    def stands(self) -> Walk | None:
        """The walk that decides; None where the act cannot be determined."""
        found = _most_serious(self.walks)
        if found is None or found.terminal is None:
            return None
        could_be = max((worst(doubt.reachable) for doubt in self.doubts), default=-1)
        return found if could_be <= found.terminal.category.seriousness else None

    def contradictions(self, instrument: Instrument) -> tuple[Contradiction, ...]:
        """The answers given that do not go together."""
        steps = (*self.gates, *(step for taken in self.walks for step in taken.steps))
        given = {(step.question.id, step.answer) for step in steps}
        return tuple(item for item in instrument.contradictions if given.issuperset(item.answers))


def _most_serious(walks: Sequence[Walk]) -> Walk | None:
    """The walk with the most serious end, the first among equals; None if none came to an end."""
    ended = [(taken.terminal.category.seriousness, taken) for taken in walks if taken.terminal is not None]
    return max(ended, key=lambda pair: pair[0])[1] if ended else None


def _refuse_strays(instrument: Instrument, answers: Answers) -> None:
    asked = {question.id for graph in instrument.walked for question in graph.questions()}
    later = {question.id for graph in instrument.deferred for question in graph.questions()}
    for id in answers:
        if id in later:
            raise AnswerTooEarly(node=id)
        if id not in asked:
            raise AnswerToNothing(node=named(id))


def _end(instrument: Instrument, open_question: Question | None, decides: Walk | None) -> Terminal | None:
    if open_question is not None:
        return None
    return instrument.undetermined if decides is None else decides.terminal


# --- in words -------------------------------------------------------------------------------------

_STEP: Final = QT_TRANSLATE_NOOP("walk", "{short}: {words}")
_TAKEN: Final = QT_TRANSLATE_NOOP("walk", "{graph}. {steps}")
_NOT_WALKED: Final = QT_TRANSLATE_NOOP("walk", "{walk}. Not walked.")
_ENDED: Final = QT_TRANSLATE_NOOP("walk", "{walk}. Ends in: {end}.")
_DOUBT: Final = QT_TRANSLATE_NOOP("walk", "{walk}. Ends in doubt; the answer could still lead to: {ends}.")
_OPEN: Final = QT_TRANSLATE_NOOP("walk", "{walk}. Next question: {short}.")
_UNFINISHED: Final = QT_TRANSLATE_NOOP("walk", "Not finished: questions are still open.")
_ALONE: Final = QT_TRANSLATE_NOOP("walk", "What was found: {category}.")
_MOST_SERIOUS: Final = QT_TRANSLATE_NOOP("walk", "The most serious end counts: {category}.")
_STANDS: Final = QT_TRANSLATE_NOOP(
    "walk", "What was found stands, because no open answer could be more serious: {category}."
)
_COULD_CHANGE: Final = QT_TRANSLATE_NOOP(
    "walk", "{found} was found, but an open answer could still lead to {could}. So the act cannot be determined."
)
_NOTHING_FOUND: Final = QT_TRANSLATE_NOOP("walk", "No walk came to an end. So the act cannot be determined.")


def explain(assessment: Assessment) -> tuple[str, ...]:
    """How the answers led to the category: one sentence per graph, then what counts and why, then what to look at."""
    graphs = tuple(_graph_in_words(assessment, graph) for graph in assessment.instrument.walked)
    return (*graphs, _result_in_words(assessment), *(item.words for item in assessment.contradictions))


def _graph_in_words(assessment: Assessment, graph: Graph) -> str:
    gate = [step for step in assessment.gates if step.question is graph.gate]
    taken = next((item for item in assessment.walks if item.graph is graph), None)
    steps = [*gate, *(taken.steps if taken is not None else ())]
    said = "; ".join(_STEP.format(short=step.question.short, words=step.words) for step in steps)
    walked = _TAKEN.format(graph=graph.title, steps=said) if said else graph.title
    doubt = next((item for item in assessment.doubts if item.graph is graph), None)
    if doubt is not None:
        return _DOUBT.format(walk=walked, ends=", ".join(_labels(doubt.reachable)))
    if graph in assessment.not_walked:
        return _NOT_WALKED.format(walk=walked)
    if taken is not None and taken.terminal is not None:
        label, category = taken.terminal.label, taken.terminal.category.label
        return _ENDED.format(walk=walked, end=label if label == category else f"{label} ({category})")
    following = graph.gate if taken is None else taken.open
    return _OPEN.format(walk=walked, short="" if following is None else following.short)


def _labels(ends: Sequence[Terminal]) -> list[str]:
    """The categories of these ends, each once, in the one order in which categories are listed."""
    return [category.label for category in Category if any(end.category is category for end in ends)]


def _result_in_words(assessment: Assessment) -> str:
    if assessment.end is None:
        return _UNFINISHED
    label = assessment.end.category.label
    if assessment.decides is not None:
        if assessment.doubts:
            return _STANDS.format(category=label)
        return (_ALONE if len(assessment.walks) == 1 else _MOST_SERIOUS).format(category=label)
    found = _most_serious(assessment.walks)
    if found is None or found.terminal is None:
        return _NOTHING_FOUND
    beyond = tuple(
        end
        for doubt in assessment.doubts
        for end in doubt.reachable
        if end.category.seriousness > found.terminal.category.seriousness
    )
    return _COULD_CHANGE.format(found=found.terminal.category.label, could=", ".join(_labels(beyond)))
