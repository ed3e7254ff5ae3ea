"""One proof for many leaves: that all of them stand at their places in a tree.

The proof holds the roots of the largest subtrees that have none of the leaves, from left to right.
With the leaves themselves they give the tree's root, by the definition of RFC 9162, section 2.1.1:
walk down from the whole tree, left before right, and take the next hash of the proof wherever a
subtree holds none of the leaves. Each hash is used once and none is left over, so a proof has one
spelling. Leaves that fill the tree need no hashes: their root is computed from them alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ledger.evidence.encoding import HASH_BYTES, SIZE_MAX
from ledger.evidence.errors import InvalidProofError
from ledger.evidence.proofs import StoredTree, split
from ledger.tree import node_hash


def prove_many(tree: StoredTree, indexes: Sequence[int]) -> list[bytes]:
    """Prove the leaves at some indexes, rising and without repetition.

    Raises:
        InvalidProofError: if there is none, they do not rise, or the tree has no such leaf.
    """
    _check_indexes(indexes, tree.size)
    return [tree.subtree_root(start, end) for start, end in _absent(indexes, 0, tree.size)]


def root_of_many(
    indexes: Sequence[int], leaves: Sequence[bytes], size: int, proof: Sequence[bytes]
) -> bytes:
    """The root that leaf hashes at their indexes and a proof lead to, in a tree of `size`.

    Raises:
        InvalidProofError: if the proof has too few or too many hashes, or there is nothing to
            prove.
    """
    _check_indexes(indexes, size)
    if len(indexes) != len(leaves) or any(len(item) != HASH_BYTES for item in (*leaves, *proof)):
        raise InvalidProofError(f"A hash is not of {HASH_BYTES} bytes, or a leaf has none.")
    walk = _Walk(indexes, leaves, iter(proof))
    root = walk.root(0, size, 0, len(indexes))
    if next(walk.proof, None) is not None:
        raise InvalidProofError(f"The proof of {len(indexes)} leaves of {size} is too long.")
    return root


class _Walk:
    """The way down a tree, with the leaves known and the hashes still to be used."""

    def __init__(
        self, indexes: Sequence[int], leaves: Sequence[bytes], proof: Iterator[bytes]
    ) -> None:
        self.indexes = indexes
        self.leaves = leaves
        self.proof = proof

    def root(self, start: int, end: int, first: int, last: int) -> bytes:
        """Root of the leaves from `start` to `end`; those from `first` to `last` are known."""
        if first == last:
            found = next(self.proof, None)
            if found is None:
                raise InvalidProofError(f"The proof of {len(self.indexes)} leaves is too short.")
            return found
        if end - start == 1:
            return self.leaves[first]
        middle = start + split(end - start)
        between = bisect_left(self.indexes, middle, first, last)
        left = self.root(start, middle, first, between)
        return node_hash(left, self.root(middle, end, between, last))


def _absent(indexes: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The largest subtrees without any of the leaves, from left to right."""
    pending = [(start, end, 0, len(indexes))]
    while pending:
        start, end, first, last = pending.pop()
        if first == last:
            yield start, end
        elif end - start > 1:
            middle = start + split(end - start)
            between = bisect_left(indexes, middle, first, last)
            pending += [(middle, end, between, last), (start, middle, first, between)]


def _check_indexes(indexes: Sequence[int], size: int) -> None:
    if not indexes:
        raise InvalidProofError("There is no leaf to prove; a proof of nothing is none.")
    if not 0 < size <= SIZE_MAX or indexes[0] < 0 or indexes[-1] >= size:
        raise InvalidProofError(f"A tree of {size} leaves has no leaf {indexes[-1]}.")
    if any(later <= earlier for earlier, later in pairwise(indexes)):
        raise InvalidProofError("The leaves of a proof do not rise.")
