"""The Merkle tree: published answers, and no proof of what is not there."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import merkle
from tests.conftest import PROJECT

VECTOR: dict[str, Any] = json.loads((PROJECT / "tests/vectors/merkle.json").read_text("utf-8"))
LEAVES = [bytes.fromhex(text) for text in VECTOR["leaves"]]
TREES = st.lists(st.binary(max_size=3), min_size=1, max_size=40, unique=True)


def hexes(path: list[bytes]) -> list[str]:
    return [step.hex() for step in path]


def test_roots_are_the_published_ones() -> None:
    assert merkle.root([]).hex() == VECTOR["empty"]
    assert [merkle.root(LEAVES[:n]).hex() for n in range(1, 9)] == VECTOR["roots"]


@pytest.mark.parametrize("known", VECTOR["inclusion"])
def test_inclusion_paths_are_the_published_ones(known: dict[str, Any]) -> None:
    leaves = LEAVES[: known["size"]]
    path = merkle.inclusion(leaves, known["index"])
    assert hexes(path) == known["path"]
    assert merkle.includes(leaves[known["index"]], known["index"], known["size"], path, merkle.root(leaves))


@pytest.mark.parametrize("known", VECTOR["consistency"])
def test_consistency_proofs_are_the_published_ones(known: dict[str, Any]) -> None:
    before, after = LEAVES[: known["from"]], LEAVES[: known["to"]]
    proof = merkle.consistency(after, known["from"])
    assert hexes(proof) == known["proof"]
    assert merkle.continues(known["from"], merkle.root(before), known["to"], merkle.root(after), proof)


@given(TREES)
def test_every_leaf_of_any_tree_is_proved_at_its_own_place_only(leaves: list[bytes]) -> None:
    root = merkle.root(leaves)
    for index in range(len(leaves)):
        path = merkle.inclusion(leaves, index)
        assert merkle.includes(leaves[index], index, len(leaves), path, root)
        for other in range(len(leaves) + 2):
            same = other < len(leaves) and other == index
            assert merkle.includes(leaves[index], other, len(leaves), path, root) == same


@given(TREES, st.data())
def test_a_changed_leaf_path_or_root_proves_nothing(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root, size = merkle.inclusion(leaves, index), merkle.root(leaves), len(leaves)
    assert not merkle.includes(leaves[index] + b"x", index, size, path, root)
    assert not merkle.includes(leaves[index], index, size, [*path, bytes(32)], root)
    assert not merkle.includes(leaves[index], index, size, path, bytes(32))
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        assert not merkle.includes(leaves[index], index, size, path[:at] + path[at + 1 :], root)
        assert not merkle.includes(leaves[index], index, size, [*path[:at], bytes(32), *path[at + 1 :]], root)


@given(TREES, st.data())
def test_every_beginning_of_a_tree_is_proved_and_nothing_else(leaves: list[bytes], data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, len(leaves)))
    before, after, size = merkle.root(leaves[:earlier]), merkle.root(leaves), len(leaves)
    proof = merkle.consistency(leaves, earlier)
    assert merkle.continues(earlier, before, size, after, proof)
    other = merkle.root([*leaves[: earlier - 1], leaves[earlier - 1] + b"x"])
    assert not merkle.continues(earlier, other, size, after, proof)
    assert not merkle.continues(earlier, before, size, bytes(32), proof)
    assert not merkle.continues(earlier, before, size, after, [*proof, bytes(32)])


@given(st.binary(max_size=4), st.integers(-3, 9), st.integers(-3, 9), st.lists(st.binary(max_size=40), max_size=5))
def test_garbage_is_no_proof_and_never_a_crash(leaf: bytes, index: int, size: int, path: list[bytes]) -> None:
    assert not merkle.includes(leaf, index, size, path, b"no root at all")
    assert not merkle.continues(index, b"one", size, b"another", path)


@given(TREES)
def test_a_growing_tree_knows_every_root_on_the_way(leaves: list[bytes]) -> None:
    tree = merkle.Tree()
    for n, data in enumerate(leaves, 1):
        tree.add(data)
        assert tree.root() == merkle.root(leaves[:n])


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1)])
def test_a_leaf_that_is_not_there_has_no_path(size: int, index: int) -> None:
    with pytest.raises(IndexError):
        merkle.inclusion(LEAVES[:size], index)
    with pytest.raises(IndexError):
        merkle.consistency(LEAVES[:size], size + 1)
