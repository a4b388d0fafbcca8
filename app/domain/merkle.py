"""The Merkle tree of RFC 9162, section 2.1, over the hashes of entries: one entry or an earlier tree proved alone."""

import hashlib
from collections.abc import Sequence

Hash = bytes
"""32 bytes of SHA-256."""

EMPTY: Hash = hashlib.sha256().digest()
"""The root of a tree without leaves."""


def leaf(data: bytes) -> Hash:
    """The hash of one leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def node(left: Hash, right: Hash) -> Hash:
    """The hash of a node above two others."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf and knows its root at any time; keeps one hash for each whole subtree."""

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self.size = 0
        self._whole: list[Hash] = []
        for data in leaves:
            self.add(data)

    def add(self, data: bytes) -> None:
        """One more leaf at the end."""
        found = leaf(data)
        size = self.size
        while size & 1:
            found = node(self._whole.pop(), found)
            size >>= 1
        self._whole.append(found)
        self.size += 1

    def root(self) -> Hash:
        """The root over every leaf so far (RFC 9162, 2.1.1)."""
        if not self._whole:
            return EMPTY
        found = self._whole[-1]
        for left in reversed(self._whole[:-1]):
            found = node(left, found)
        return found


def root(leaves: Sequence[bytes]) -> Hash:
    """The root over these leaves."""
    return Tree(leaves).root()


def inclusion(leaves: Sequence[bytes], index: int) -> list[Hash]:
    """The path that proves the leaf at `index` (2.1.3.1); IndexError for a leaf that is not there."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion(leaves[:k], index), root(leaves[k:])]
    return [*inclusion(leaves[k:], index - k), root(leaves[:k])]


def includes(data: bytes, index: int, size: int, path: Sequence[Hash], expected: Hash) -> bool:
    """True if the path proves that this leaf stands at `index` of the tree of this size and root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf(data)
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == expected


def consistency(leaves: Sequence[bytes], earlier: int) -> list[Hash]:
    """The proof that the tree over the first `earlier` leaves is the beginning of this one (2.1.4.1)."""
    if not 0 < earlier <= len(leaves):
        raise IndexError(earlier)
    return _subproof(leaves, earlier, whole=True)


def continues(earlier: int, before: Hash, size: int, after: Hash, proof: Sequence[Hash]) -> bool:
    """True if the proof shows that the later tree begins with the earlier one (2.1.4.2)."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and before == after
    path = [before, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    if not path:
        return False
    at, last = earlier - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node(step, first), node(step, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node(second, step)
        at, last = at >> 1, last >> 1
    return last == 0 and first == before and second == after


def _split(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[Hash]:
    if earlier == len(leaves):
        return [] if whole else [root(leaves)]
    k = _split(len(leaves))
    if earlier <= k:
        return [*_subproof(leaves[:k], earlier, whole=whole), root(leaves[k:])]
    return [*_subproof(leaves[k:], earlier - k, whole=False), root(leaves[:k])]
