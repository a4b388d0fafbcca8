"""Instruments: decision graphs as data, read strictly from parsed TOML into values that are proven."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar

from app.domain.categories import Category
from app.domain.graphs import Answer, Doubt, Graph, Node, Question, Standing, Terminal, category_words
from app.domain.instrument_faults import (
    ID,
    AnswerMissing,
    ContradictionUnclear,
    DoubtWithoutSource,
    InstrumentDuplicate,
    InstrumentFieldMissing,
    InstrumentFieldUnknown,
    InstrumentId,
    InstrumentSchema,
    InstrumentText,
    InstrumentTooMany,
    InstrumentWord,
    NothingAlwaysWalked,
    UnknownCategory,
    named,
)

SCHEMA: Final = "evenhand-instrument/1"
MOST_CHARACTERS: Final = 2000
MOST_GRAPHS: Final = 12
MOST_NOTES: Final = 40


class Confidence(Enum):
    """How well a graph was compared with its source. One that is only guessed is not an instrument."""

    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that do not go together in one act; a prompt to look again, never a verdict."""

    answers: tuple[tuple[str, Answer], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A proven instrument: every graph is proven, ids are unique throughout, and every act is walked at least once.

    `undetermined` is the end that no graph has: what follows where an act cannot be determined.
    """

    id: str
    version: str
    language: str
    title: str
    citation: str
    rights: str
    confidence: Confidence
    confidence_note: str
    notes: tuple[str, ...]
    graphs: tuple[Graph, ...]
    undetermined: Terminal
    contradictions: tuple[Contradiction, ...] = ()

    def __post_init__(self) -> None:
        """Prove what concerns several graphs at once."""
        _prove(self)

    @property
    def walked(self) -> tuple[Graph, ...]:
        """The graphs an act is walked through, in the order in which they are asked."""
        return tuple(graph for graph in self.graphs if not graph.deferred)

    @property
    def deferred(self) -> tuple[Graph, ...]:
        """The graphs about repetition: no ballot and no act page shows them before what stands is fixed."""
        return tuple(graph for graph in self.graphs if graph.deferred)

    def deferred_after(self, stands: Category) -> tuple[Graph, ...]:
        """The deferred graphs that what stands calls for."""
        return tuple(graph for graph in self.deferred if stands in graph.after)


def _prove(instrument: Instrument) -> None:
    seen = {instrument.undetermined.id}
    for graph in instrument.graphs:
        questions, ends = (item.id for item in graph.questions()), (item.id for item in graph.terminals)
        for id in (graph.id, *questions, *ends):
            if id in seen:
                raise InstrumentDuplicate(place=f"{graph.id}.{id}")
            seen.add(id)
    if all(graph.gate is not None for graph in instrument.walked):
        raise NothingAlwaysWalked
    asked = {question.id for graph in instrument.walked for question in graph.questions()}
    for number, contradiction in enumerate(instrument.contradictions, 1):
        ids = [id for id, _ in contradiction.answers]
        if len(ids) < 2 or not asked.issuperset(ids):
            raise ContradictionUnclear(place=f"contradiction[{number}]")


# --- reading --------------------------------------------------------------------------------------

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


class _Table:
    """One table of the file; every get checks the kind, `finish` refuses what nobody asked for."""

    def __init__(self, place: str, values: Mapping[str, object]) -> None:
        self.place = place
        self._values = values
        self._asked: set[str] = set()

    def has(self, field: str) -> bool:
        return field in self._values

    def text(self, field: str) -> str:
        return self._checked(field, self._get(field))

    def texts(self, field: str) -> tuple[str, ...]:
        values = self._list(field, MOST_NOTES)
        return tuple(self._checked(field, value) for value in values)

    def id(self, field: str) -> str:
        value = self.text(field)
        if not ID.fullmatch(value):
            raise InstrumentId(place=self.place, field=field)
        return value

    def flag(self, field: str) -> bool:
        value = self._get(field, False)
        if not isinstance(value, bool):
            raise InstrumentFieldMissing(place=self.place, field=field)
        return value

    def word(self, field: str, words: type[E], default: E | None = None) -> E:
        if default is not None and not self.has(field):
            return default
        return self._word(field, self.text(field), words)

    def words(self, field: str, words: type[E]) -> tuple[E, ...]:
        return tuple(self._word(field, text, words) for text in self.texts(field))

    def table(self, field: str) -> "_Table":
        return self._table(f"{self.place}.{field}", field, self._get(field))

    def tables(self, field: str, most: int) -> list["_Table"]:
        values = self._list(field, most)
        inside = "" if self.place == _TOP else f"{self.place}."
        return [self._table(f"{inside}{field}[{n}]", field, value) for n, value in enumerate(values, 1)]

    def items(self) -> list[str]:
        """Every field, each of them thereby asked for."""
        self._asked.update(self._values)
        return list(self._values)

    def finish(self) -> None:
        for field in self._values:
            if field not in self._asked:
                raise InstrumentFieldUnknown(place=self.place, field=named(field))

    def _get(self, field: str, default: object = None) -> object:
        self._asked.add(field)
        return self._values.get(field, default)

    def _list(self, field: str, most: int) -> list[object]:
        values = self._get(field, [])
        if not isinstance(values, list):
            raise InstrumentFieldMissing(place=self.place, field=field)
        if len(values) > most:
            raise InstrumentTooMany(place=self.place, most=most, field=field)
        return values

    def _table(self, place: str, field: str, value: object) -> "_Table":
        if not isinstance(value, Mapping):
            raise InstrumentFieldMissing(place=self.place, field=field)
        return _Table(place, value)

    def _checked(self, field: str, value: object) -> str:
        if not isinstance(value, str):
            raise InstrumentFieldMissing(place=self.place, field=field)
        text = unicodedata.normalize("NFC", value)
        kept = all(unicodedata.category(character) not in _REFUSED for character in text)
        if not text or text != text.strip() or len(text) > MOST_CHARACTERS or not kept:
            raise InstrumentText(place=self.place, field=field, most=MOST_CHARACTERS)
        return text

    def _word(self, field: str, text: str, words: type[E]) -> E:
        try:
            return words(text)
        except ValueError:
            known = ", ".join(str(word.value) for word in words)
            raise InstrumentWord(place=self.place, field=field, words=known) from None


_TOP: Final = "instrument"
_REFUSED: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_MOST_TABLES: Final = 1000


def load(data: Mapping[str, object]) -> Instrument:
    """The instrument that parsed TOML describes, proven; any InstrumentFault names the place and what is wrong."""
    top = _Table(_TOP, data)
    if data.get("schema") != SCHEMA:
        raise InstrumentSchema
    top.text("schema")
    header = (
        top.id("id"),
        top.text("version"),
        top.text("language"),
        top.text("title"),
        top.text("citation"),
        top.text("rights"),
        top.word("confidence", Confidence),
        top.text("confidence_note"),
        top.texts("notes"),
    )
    graphs = tuple(_graph(table) for table in top.tables("graph", MOST_GRAPHS))
    undetermined = _undetermined(top.table("undetermined"))
    contradictions = tuple(_contradiction(table) for table in top.tables("contradiction", MOST_NOTES))
    top.finish()
    return Instrument(*header, graphs, undetermined, contradictions)


def _graph(table: _Table) -> Graph:
    id = table.id("id")
    table.place = id
    standing = table.word("standing", Standing)
    gate = _gate(table.table("gate"), standing) if table.has("gate") else None
    title, start = table.text("title"), table.id("start")
    nodes = _each(table, "node", lambda part: _node(part, standing))
    terminals = _each(table, "terminal", lambda part: _terminal(part, standing))
    after, notes = table.words("after", Category), table.texts("notes")
    table.finish()
    return Graph(id, title, start, nodes, terminals, standing, gate, after, notes)


def _each(table: _Table, field: str, read: Callable[[_Table], T]) -> tuple[T, ...]:
    found = []
    for part in table.tables(field, _MOST_TABLES):
        part.place = f"{table.place}.{part.id('id')}"
        found.append(read(part))
        part.finish()
    return tuple(found)


def _gate(table: _Table, standing: Standing) -> Question:
    yes, no = _words_of(table, "yes"), _words_of(table, "no")
    gate = Question(*_question(table), yes, no, table.word("standing", Standing, standing))
    table.finish()
    return gate


def _words_of(table: _Table, answer: str) -> str:
    edge = _answer(table, answer)
    words = edge.text("words")
    edge.finish()
    return words


def _question(table: _Table) -> tuple[str, str, str, str]:
    return table.id("id"), table.text("short"), table.text("question"), table.text("help")


def _answer(table: _Table, answer: str) -> _Table:
    if not table.has(answer):
        raise AnswerMissing(place=table.place, answer=answer)
    return table.table(answer)


def _node(table: _Table, standing: Standing) -> Node:
    question = _question(table)
    words, ways = [], []
    for answer in ("yes", "no"):
        edge = _answer(table, answer)
        words.append(edge.text("words"))
        ways.append(edge.id("to"))
        edge.finish()
    doubt = _doubt(table.table("not_established")) if table.has("not_established") else None
    return Node(*question, words[0], words[1], table.word("standing", Standing, standing), ways[0], ways[1], doubt)


def _doubt(table: _Table) -> Doubt:
    counts_as = table.word("counts_as", Answer)
    if not table.has("source"):
        raise DoubtWithoutSource(place=table.place)
    doubt = Doubt(counts_as, table.text("source"))
    table.finish()
    return doubt


def _terminal(table: _Table, standing: Standing) -> Terminal:
    word = table.text("category")
    if word not in {category.value for category in Category}:
        raise UnknownCategory(place=table.place, words=category_words())
    return Terminal(
        table.id("id"),
        table.text("label"),
        Category(word),
        table.id("code"),
        table.text("action"),
        table.text("organisation"),
        table.word("standing", Standing, standing),
        table.flag("new_act"),
    )


def _undetermined(table: _Table) -> Terminal:
    end = Terminal(
        table.id("id"),
        table.text("label"),
        Category.UNDETERMINED,
        table.id("code"),
        table.text("action"),
        table.text("organisation"),
        table.word("standing", Standing),
    )
    table.finish()
    return end


def _contradiction(table: _Table) -> Contradiction:
    answers = table.table("answers")
    pairs = tuple((named(id), answers.word(id, Answer)) for id in answers.items())
    contradiction = Contradiction(pairs, table.text("words"))
    table.finish()
    return contradiction
