"""Random instruments as parsed TOML, and ways to follow and break them that do not use the code under test."""

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]
Sequence = tuple[tuple[str, str], ...]

CATEGORIES = {
    "human error": 3,
    "at-risk": 4,
    "reckless": 5,
    "knowing harm": 6,
    "purpose to harm": 7,
    "justified choice": 1,
    "no breach": 0,
    "system": 2,
}
"""Every category an end may have, with its seriousness, written down again by hand."""

ANSWERS = ("yes", "no", "not established")


def question(id: str) -> Data:
    """What a question says, without where its answers lead."""
    return {"id": id, "short": id.lower(), "question": f"Is it {id}?", "help": f"Think of {id}."}


def end(id: str, category: str) -> Data:
    """One end."""
    texts = {"label": f"End {id}", "code": "ERR", "action": "Support.", "organisation": "What will be changed?"}
    return {"id": id, "category": category, **texts}


def header() -> Data:
    """An instrument without graphs."""
    texts = {field: f"The {field}." for field in ("title", "citation", "rights", "confidence_note")}
    undetermined = {**end("UND", ""), "standing": "synthesis"}
    del undetermined["category"]
    return {
        "schema": "evenhand-instrument/1",
        "id": "random",
        "version": "1",
        "language": "en",
        "confidence": "medium",
        "notes": ["A note."],
        "undetermined": undetermined,
        **texts,
    }


@st.composite
def graph(draw: st.DrawFn, name: str = "G", most: int = 6, doubts: bool = True) -> Data:
    """A sound graph: a random order of questions, each reached from an earlier one, and every end reached."""
    count = draw(st.integers(1, most))
    slots: dict[tuple[int, str], str] = {}
    for number in range(1, count):
        free = [(node, answer) for node in range(number) for answer in ("yes", "no") if (node, answer) not in slots]
        slots[draw(st.sampled_from(free))] = f"{name}{number}"
    free = [(node, answer) for node in range(count) for answer in ("yes", "no") if (node, answer) not in slots]
    ends = draw(st.integers(1, len(free)))
    for number, slot in enumerate(draw(st.permutations(free))):
        later = [f"{name}{node}" for node in range(slot[0] + 1, count)]
        anywhere = st.sampled_from([*later, *(f"{name}-T{end}" for end in range(ends))])
        slots[slot] = f"{name}-T{number}" if number < ends else draw(anywhere)
    category = st.sampled_from(sorted(CATEGORIES))
    data: Data = {
        "id": f"graph-{name}",
        "title": f"Duty {name}",
        "start": f"{name}0",
        "standing": "synthesis",
        "node": [
            {
                **question(f"{name}{node}"),
                **{answer: {"words": answer.capitalize(), "to": slots[node, answer]} for answer in ("yes", "no")},
            }
            for node in range(count)
        ],
        "terminal": [end(f"{name}-T{number}", draw(category)) for number in range(ends)],
    }
    if doubts:
        _favour(draw, data)
    return data


def _favour(draw: st.DrawFn, data: Data) -> None:
    for node in data["node"]:
        if draw(st.integers(0, 3)) == 0:
            by = {answer: worst_from(data, node[answer]["to"]) for answer in ("yes", "no")}
            better = min(by, key=lambda answer: by[answer])
            node["not_established"] = {"counts_as": better, "source": "A source."}


@st.composite
def instrument(draw: st.DrawFn, most: int = 6, doubts: bool = True) -> Data:
    """A sound instrument: one graph that is always walked, and often a second behind a gate."""
    graphs = [draw(graph("G", most, doubts))]
    if draw(st.booleans()):
        second = draw(graph("H", most, doubts))
        second["gate"] = {**question("GATE"), "yes": {"words": "Yes"}, "no": {"words": "No"}}
        graphs.insert(draw(st.integers(0, 1)), second)
    return {**header(), "graph": graphs}


def nodes_of(graph: Mapping[str, Any]) -> dict[str, Data]:
    """The questions of a graph by id."""
    return {node["id"]: node for node in graph["node"]}


def below(graph: Mapping[str, Any], id: str) -> set[str]:
    """This id and everything that answers lead to from it."""
    node = nodes_of(graph).get(id)
    if node is None:
        return {id}
    return {id} | below(graph, node["yes"]["to"]) | below(graph, node["no"]["to"])


def worst_from(graph: Mapping[str, Any], id: str) -> int:
    """The seriousness of the worst end that can be reached."""
    reached = below(graph, id)
    return max(CATEGORIES[end["category"]] for end in graph["terminal"] if end["id"] in reached)


def sequences(graph: Mapping[str, Any], id: str | None = None) -> Iterator[tuple[Sequence, str]]:
    """Every sequence of answers with the id it ends at; "" where it ends in doubt."""
    here = graph["start"] if id is None else id
    node = nodes_of(graph).get(here)
    if node is None:
        yield (), here
        return
    for answer in ANSWERS:
        counts_as = answer
        if answer == "not established":
            if "not_established" not in node:
                yield ((here, answer),), ""
                continue
            counts_as = node["not_established"]["counts_as"]
        for rest, to in sequences(graph, node[counts_as]["to"]):
            yield ((here, answer), *rest), to
