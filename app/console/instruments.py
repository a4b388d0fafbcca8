"""`evenhand instruments`: which there are, whether a file is proven, and one of them as a plain text tree."""

import argparse
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from app.domain.categories import Category
from app.domain.graphs import Answer, Graph, Node, Question, Standing, Terminal
from app.domain.instrument_faults import InstrumentFault
from app.domain.instruments import Instrument
from app.domain.walks import Assessment, Step, courses, paths
from app.services.house import House
from app.services.ports import ProvenInstrument

_WIDTH: Final = 110
_LEAST_TEXT: Final = 50


def add_commands(commands: Any) -> None:
    """Declare the commands of this module."""
    top = commands.add_parser("instruments", help="list the instruments, prove one, or show one as a tree")
    top.set_defaults(run=run_list)
    parts = top.add_subparsers(dest="part", metavar="PART")
    parts.add_parser("list", help="which there are").set_defaults(run=run_list)
    prove = parts.add_parser("prove", help="check a file, or all: exit 0 proven, 1 not proven, 2 cannot be read")
    prove.add_argument("file", type=Path, nargs="?", help="an instrument file; without one, those of the program")
    prove.add_argument("--paths", action="store_true", help="print every path and every course of an act, one a line")
    prove.set_defaults(run=run_prove)
    show = parts.add_parser("show", help="one instrument as a plain text tree")
    show.add_argument("id")
    show.set_defaults(run=run_show)


def run_list(house: House, _args: argparse.Namespace) -> int:
    """One line for each instrument of the program."""
    for id in house.instruments.ids():
        instrument = house.instruments.load(id).instrument
        print(f"{id}  {instrument.title}, version {instrument.version}, confidence {instrument.confidence.value}")
    return 0


def run_prove(house: House, args: argparse.Namespace) -> int:
    """Prove one file, or every instrument of the program."""
    try:
        for proven in _chosen(house, args.file):
            for line in path_lines(proven.instrument) if args.paths else _proof(proven):
                print(line)
    except InstrumentFault as fault:
        print(f"Not proven. {fault}", file=sys.stderr)
        return 1
    return 0


def run_show(house: House, args: argparse.Namespace) -> int:
    """Print one instrument."""
    for line in _shown(house.instruments.load(args.id)):
        print(line)
    return 0


def _chosen(house: House, file: Path | None) -> Iterator[ProvenInstrument]:
    if file is not None:
        yield house.instruments.read(file)
        return
    for id in house.instruments.ids():
        yield house.instruments.load(id)


# --- prove ----------------------------------------------------------------------------------------


def _proof(proven: ProvenInstrument) -> Iterator[str]:
    instrument = proven.instrument
    yield f"Proven: {instrument.id}, version {instrument.version}"
    yield f"SHA-256 {proven.sha256}"
    for graph in instrument.graphs:
        found = list(paths(graph))
        counts = Counter(path.category for path in found)
        ends = ", ".join(f"{counts[category]} {category.value}" for category in Category if counts[category])
        yield f"{graph.id}: {len(graph.nodes)} questions, {len(graph.terminals)} ends, {len(found)} paths ({ends})"


def path_lines(instrument: Instrument) -> Iterator[str]:
    """Every path through every graph, then every course of a whole act: answers, end and category, one a line."""
    for graph in instrument.graphs:
        for path in paths(graph):
            end = path.terminal if path.terminal is not None else instrument.undetermined
            yield f"{graph.id}: {_answers(path.steps)} -> {end.id} {end.category.value}"
    for course in courses(instrument):
        yield f"act: {_answers(course.steps)} -> {_end_of(course)}"


def _answers(steps: Iterable[Step]) -> str:
    return " ".join(f"{step.question.id}={step.answer.value.replace(' ', '-')}" for step in steps)


def _end_of(course: Assessment) -> str:
    return "open" if course.end is None else f"{course.end.id} {course.end.category.value}"


# --- show -----------------------------------------------------------------------------------------


def _shown(proven: ProvenInstrument) -> Iterator[str]:
    instrument = proven.instrument
    yield instrument.title
    yield f"{instrument.id}, version {instrument.version}, SHA-256 {proven.sha256}"
    yield ""
    yield from _wrapped("Source: ", instrument.citation)
    yield from _wrapped("Rights: ", instrument.rights)
    yield from _wrapped("Confidence: ", f"{instrument.confidence.value}. {instrument.confidence_note}")
    yield ""
    for note in instrument.notes:
        yield from _wrapped("* ", note)
    for graph in instrument.graphs:
        yield ""
        yield from _graph(graph)
    yield ""
    yield from _end(instrument.undetermined, Standing.SYNTHESIS)
    for contradiction in instrument.contradictions:
        answers = " and ".join(f"{id} {answer.value}" for id, answer in contradiction.answers)
        yield ""
        yield from _wrapped("Contradiction: ", f"{answers}. {contradiction.words}")


_DOUBT: Final = "Not established, where nothing else is said, ends in: cannot be determined."


def _graph(graph: Graph) -> Iterator[str]:
    heading = f"{graph.title} ({graph.id}, {_when(graph)})"
    yield heading
    yield "=" * len(heading)
    yield from _wrapped("", f"What is not marked otherwise is [{graph.standing.value}]. {_DOUBT}")
    for note in graph.notes:
        yield from _wrapped("* ", note)
    yield ""
    if graph.gate is not None:
        yield from _asked(graph.gate, graph.standing, "")
        yield from _wrapped(f"  {graph.gate.words(Answer.YES)}: ", graph.start)
        yield from _wrapped(f"  {graph.gate.words(Answer.NO)}: ", "not walked")
        yield ""
    yield from _tree(graph, graph.start, "", set())
    yield ""
    for end in graph.terminals:
        yield from _end(end, graph.standing)


def _when(graph: Graph) -> str:
    if graph.deferred:
        return "deferred, asked after " + " or ".join(category.value for category in graph.after)
    return "walked for every act" if graph.gate is None else f"walked if {graph.gate.id} is answered yes"


def _tree(graph: Graph, id: str, indent: str, shown: set[str]) -> Iterator[str]:
    node = graph.node(id)
    if node is None:
        return
    yield from _asked(node, graph.standing, indent)
    if id in shown:
        yield f"{indent}  (its answers stand above)"
        return
    shown.add(id)
    for answer in (Answer.YES, Answer.NO):
        to = node.leads_to(answer) or ""
        end = graph.terminal(to)
        yield f"{indent}  {node.words(answer)}:" + (f" {end.label} [{end.id}]" if end is not None else "")
        yield from _tree(graph, to, indent + "    ", shown)
    if node.doubt is not None:
        yield from _wrapped(f"{indent}  {Answer.NOT_ESTABLISHED.label}: ", _doubt_words(node))


def _doubt_words(node: Node) -> str:
    return "" if node.doubt is None else f"counts as {node.doubt.counts_as.value} ({node.doubt.source})"


def _asked(question: Question, standing: Standing, indent: str) -> Iterator[str]:
    yield from _wrapped(f"{indent}{question.id} ", f"{question.text}{_mark(question.standing, standing)}")
    yield from _wrapped(f"{indent}    ", f"{question.short}. {question.help}")


def _end(end: Terminal, standing: Standing) -> Iterator[str]:
    category = "" if end.label == end.category.label else f"{end.category.label}, "
    yield f"{end.id} {end.label} ({category}{end.code}){_mark(end.standing, standing)}"
    yield from _wrapped("    Person: ", end.action + (" This asks for a new act." if end.new_act else ""))
    yield from _wrapped("    Organisation: ", end.organisation)


def _mark(standing: Standing, of_graph: Standing) -> str:
    return "" if standing is of_graph else f" [{standing.value}]"


def _wrapped(first: str, text: str) -> list[str]:
    indent = " " * (len(first) if first.isspace() else len(first) - len(first.lstrip()) + 4)
    if first == "* ":
        indent = "  "
    width = max(_WIDTH, len(first) + _LEAST_TEXT)
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=indent)
