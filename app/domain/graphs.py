"""Decision graphs: questions, answers and ends as frozen values. A graph that exists is proven."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.domain.categories import Category
from app.domain.instrument_faults import (
    DanglingEdge,
    DeferredWithGate,
    DoubtNotFavourable,
    DoubtWithoutSource,
    GraphCycle,
    GraphWithoutStart,
    InstrumentDuplicate,
    InstrumentTooMany,
    TooManyPaths,
    UnknownCategory,
    UnreachableEnd,
    UnreachableQuestion,
)
from app.domain.words import QT_TRANSLATE_NOOP

MOST_QUESTIONS: Final = 60
"""Questions of one graph, and ends of one graph."""

MOST_PATHS: Final = 20_000
"""Paths of one graph; an instrument whose paths nobody can read through is refused."""


class Answer(Enum):
    """What may be answered to every question. The value is the word used in files."""

    YES = "yes"
    NO = "no"
    NOT_ESTABLISHED = "not established"

    @property
    def label(self) -> str:
        """How the answer is written for people where a question has no words of its own for it."""
        return _LABELS[self]


_LABELS: Final = {
    Answer.YES: QT_TRANSLATE_NOOP("answer", "Yes"),
    Answer.NO: QT_TRANSLATE_NOOP("answer", "No"),
    Answer.NOT_ESTABLISHED: QT_TRANSLATE_NOOP("answer", "Not established"),
}


class Standing(Enum):
    """How sure we are of a part of an instrument: read in the source, not yet compared with it, or made by us."""

    READ = "read"
    UNCONFIRMED = "unconfirmed"
    SYNTHESIS = "synthesis"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its text, a short name for figures, one sentence of help, and the words of yes and no."""

    id: str
    short: str
    text: str
    help: str
    yes_words: str
    no_words: str
    standing: Standing

    def words(self, answer: Answer) -> str:
        """An answer in the words of this question."""
        own = {Answer.YES: self.yes_words, Answer.NO: self.no_words}
        return own.get(answer, answer.label)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A favourable edge: "not established" counts as this answer, because `source` says so."""

    counts_as: Answer
    source: str


@dataclass(frozen=True, slots=True)
class Node(Question):
    """A question inside a graph and where its answers lead (ids)."""

    yes: str
    no: str
    doubt: Doubt | None = None

    def leads_to(self, answer: Answer) -> str | None:
        """The id that follows, or None where the walk ends in *cannot be determined*."""
        if answer is Answer.NOT_ESTABLISHED:
            return None if self.doubt is None else self.leads_to(self.doubt.counts_as)
        return self.yes if answer is Answer.YES else self.no


@dataclass(frozen=True, slots=True)
class Terminal:
    """An end: its category, the crosswalk code, what is asked of the person and of the organisation.

    `new_act` says that what was found belongs to another choice, which is to be taken up as an act of its own.
    """

    id: str
    label: str
    category: Category
    code: str
    action: str
    organisation: str
    standing: Standing
    new_act: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """One decision graph; the faults of `instrument_faults` refuse any that is not proven.

    Proven: the start is a question; ids are unique; every edge leads to a question or an end of the graph; no
    answers lead back; every question and end can be reached; no end is called *cannot be determined*; a favourable
    edge for doubt has a source and can never end worse than the other answer.

    `gate` is asked first, and only yes leads into the graph. `after` names the categories of what stands that call
    for a deferred graph; a graph with an empty `after` is walked for an act on the ballot.
    """

    id: str
    title: str
    start: str
    nodes: tuple[Node, ...]
    terminals: tuple[Terminal, ...]
    standing: Standing
    gate: Question | None = None
    after: tuple[Category, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Prove the graph."""
        _prove(self)

    @property
    def deferred(self) -> bool:
        """True if no ballot may show it: it is asked after what stands is fixed."""
        return bool(self.after)

    def node(self, id: str) -> Node | None:
        """The question of this id inside the graph."""
        return next((node for node in self.nodes if node.id == id), None)

    def terminal(self, id: str) -> Terminal | None:
        """The end of this id."""
        return next((end for end in self.terminals if end.id == id), None)

    def questions(self) -> tuple[Question, ...]:
        """Every question, the gate first."""
        return (*(() if self.gate is None else (self.gate,)), *self.nodes)

    def reachable(self, id: str) -> tuple[Terminal, ...]:
        """The ends that a yes or no at `id`, and at whatever follows, can lead to; in the order of the file."""
        found = _below(self, id)
        return tuple(end for end in self.terminals if end.id in found)


def worst(ends: tuple[Terminal, ...]) -> int:
    """The seriousness of the most serious of these ends; -1 for none."""
    return max((end.category.seriousness for end in ends), default=-1)


# --- proof ----------------------------------------------------------------------------------------


def _prove(graph: Graph) -> None:
    """Raise the first fault; later checks rely on the earlier ones."""
    if max(len(graph.nodes), len(graph.terminals)) > MOST_QUESTIONS:
        raise InstrumentTooMany(place=graph.id, most=MOST_QUESTIONS, field="questions or ends")
    _prove_ids(graph)
    _prove_edges(graph)
    _prove_no_cycle(graph)
    _prove_reachable(graph)
    _prove_ends(graph)
    _prove_doubts(graph)
    if _count_paths(graph) > MOST_PATHS:
        raise TooManyPaths(place=graph.id, most=MOST_PATHS)


def _prove_ids(graph: Graph) -> None:
    seen: set[str] = set()
    for id in (*(question.id for question in graph.questions()), *(end.id for end in graph.terminals)):
        if id in seen:
            raise InstrumentDuplicate(place=f"{graph.id}.{id}")
        seen.add(id)


def _edges(node: Node) -> Iterator[tuple[Answer, str]]:
    yield Answer.YES, node.yes
    yield Answer.NO, node.no


def _prove_edges(graph: Graph) -> None:
    if graph.node(graph.start) is None:
        raise GraphWithoutStart(place=graph.id)
    for node in graph.nodes:
        for answer, to in _edges(node):
            if graph.node(to) is None and graph.terminal(to) is None:
                raise DanglingEdge(place=f"{graph.id}.{node.id}", answer=answer.value)


def _prove_no_cycle(graph: Graph) -> None:
    """Take away, again and again, questions to which nothing left leads; what stays lies on or behind a cycle."""
    left = {node.id: node for node in graph.nodes}
    while True:
        led_to = {to for node in left.values() for _, to in _edges(node)}
        free = [id for id in left if id not in led_to]
        if not free:
            break
        for id in free:
            del left[id]
    for id, node in left.items():
        if any(id in _below(graph, to) for _, to in _edges(node)):
            raise GraphCycle(place=f"{graph.id}.{id}")


def _prove_reachable(graph: Graph) -> None:
    found = _below(graph, graph.start)
    for node in graph.nodes:
        if node.id not in found:
            raise UnreachableQuestion(place=f"{graph.id}.{node.id}")
    for end in graph.terminals:
        if end.id not in found:
            raise UnreachableEnd(place=f"{graph.id}.{end.id}")


def _prove_ends(graph: Graph) -> None:
    if graph.deferred and graph.gate is not None:
        raise DeferredWithGate(place=graph.id)
    for end in graph.terminals:
        if end.category is Category.UNDETERMINED:
            raise UnknownCategory(place=f"{graph.id}.{end.id}", words=category_words())


def _prove_doubts(graph: Graph) -> None:
    for node in graph.nodes:
        if node.doubt is None:
            continue
        place = f"{graph.id}.{node.id}"
        if not node.doubt.source:
            raise DoubtWithoutSource(place=place)
        if node.doubt.counts_as is Answer.NOT_ESTABLISHED:
            raise DoubtNotFavourable(place=place)
        other = Answer.NO if node.doubt.counts_as is Answer.YES else Answer.YES
        if _worst_by(graph, node, node.doubt.counts_as) > _worst_by(graph, node, other):
            raise DoubtNotFavourable(place=place)


def _worst_by(graph: Graph, node: Node, answer: Answer) -> int:
    return worst(graph.reachable(node.yes if answer is Answer.YES else node.no))


def _below(graph: Graph, id: str) -> set[str]:
    """This id and every id that answers can lead to from it; safe with cycles."""
    found: set[str] = set()
    waiting = [id]
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        found.add(here)
        node = graph.node(here)
        if node is not None:
            waiting.extend(to for _, to in _edges(node))
    return found


def _count_paths(graph: Graph) -> int:
    """How many answer sequences there are, without walking them; needs a graph without cycle."""
    nodes = {node.id: node for node in graph.nodes}
    counts: dict[str, int] = {end.id: 1 for end in graph.terminals}

    def count(id: str) -> int:
        if id not in counts:
            ways = (nodes[id].leads_to(answer) for answer in Answer)
            counts[id] = sum(1 if to is None else count(to) for to in ways)
        return counts[id]

    return count(graph.start)


def category_words() -> str:
    """The words an end's category may have, for a message."""
    return ", ".join(category.value for category in Category if category is not Category.UNDETERMINED)
