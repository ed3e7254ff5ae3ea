"""The tree against its definition in RFC 9162 and against pymerkle."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from ledger.tree import ROOT_EMPTY, Frontier, Subtree, leaf_hash, node_hash


def defined(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1, as it is written there."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(defined(leaves[:split]), defined(leaves[split:]))


def leaves_of(count: int) -> list[bytes]:
    return [leaf_hash(b"record %d" % number) for number in range(count)]


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == ROOT_EMPTY == sha256(b"").digest()


def test_every_small_tree_has_the_root_pymerkle_gives() -> None:
    other = InmemoryTree(algorithm="sha256")
    frontier = Frontier()
    for number in range(70):
        other.append_entry(b"record %d" % number)
        frontier, _ = frontier.extend([leaf_hash(b"record %d" % number)])
        assert frontier.root() == other.get_root()


@given(st.lists(st.integers(0, 300), max_size=8))
def test_any_cut_into_batches_gives_the_same_tree(cuts: list[int]) -> None:
    leaves = leaves_of(sum(cuts))
    frontier, completed, start = Frontier(), list[Subtree](), 0
    for count in cuts:
        frontier, subtrees = frontier.extend(leaves[start : start + count])
        completed += subtrees
        start += count
    assert frontier.root() == defined(leaves)
    assert frontier.size == len(leaves)
    assert completed == [
        Subtree(1, index, defined(leaves[index * 256 : index * 256 + 256]))
        for index in range(len(leaves) // 256)
    ]


def test_a_subtree_of_level_two_has_65536_leaves() -> None:
    leaves = leaves_of(65_536 + 300)
    frontier, completed = Frontier().extend(leaves)
    assert completed[-1] == Subtree(2, 0, defined(leaves[:65_536]))
    assert [one.level for one in completed] == [1] * 257 + [2]
    assert frontier.root() == defined(leaves)


@given(st.integers(0, 2_000))
def test_bytes_give_the_frontier_back(size: int) -> None:
    frontier, _ = Frontier().extend(leaves_of(size))
    assert Frontier.from_bytes(size, frontier.to_bytes()) == frontier


def test_a_frontier_of_another_size_is_refused() -> None:
    frontier, _ = Frontier().extend(leaves_of(5))
    with pytest.raises(ValueError, match="frontier of 3 hashes, not 2"):
        Frontier.from_bytes(7, frontier.to_bytes())
