"""Merkle proofs against the RFC's recursion, pymerkle, and tampering."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from ledger.evidence.errors import InvalidProofError
from ledger.evidence.proofs import (
    EMPTY_ROOT,
    StoredTree,
    verify_consistency,
    verify_inclusion,
)
from ledger.tree import leaf_hash
from tests.ledger.evidence.trees import naive_root, records, stored

SIZE_MAX = 1000
RECORDS = records(SIZE_MAX)
READ = stored(RECORDS)
LARGE = 70_000
LARGE_RECORDS = records(LARGE)
LARGE_READ = stored(LARGE_RECORDS)

sizes = st.integers(1, SIZE_MAX)


@pytest.fixture(scope="module")
def peer() -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for record in RECORDS:
        tree.append_entry(record)
    return tree


def test_roots_equal_pymerkles_and_the_recursion_at_every_size(peer: InmemoryTree) -> None:
    assert StoredTree(0, READ).root() == EMPTY_ROOT
    leaves = [leaf_hash(record) for record in RECORDS]
    for size in range(1, SIZE_MAX + 1):
        root = StoredTree(size, READ).root()
        assert root == peer.get_root(size)
        assert root == naive_root(leaves[:size])


@given(st.data())
def test_proofs_are_pymerkles_and_hold(peer: InmemoryTree, data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    tree = StoredTree(size, READ)
    proof = tree.prove_inclusion(index)
    assert [leaf_hash(RECORDS[index]), *proof] == list(peer.prove_inclusion(index + 1, size).path)
    verify_inclusion(leaf_hash(RECORDS[index]), index, size, proof, tree.root())


@given(st.data())
def test_consistency_holds_between_any_two_sizes(data: st.DataObject) -> None:
    size_to = data.draw(st.integers(0, SIZE_MAX))
    size_from = data.draw(st.integers(0, size_to))
    new = StoredTree(size_to, READ)
    old = StoredTree(size_from, READ)
    verify_consistency(size_from, size_to, new.prove_consistency(size_from), old.root(), new.root())


@given(st.integers(0, LARGE - 1), st.integers(1, LARGE))
@settings(max_examples=50)
def test_a_large_tree_is_proved_from_few_reads(index: int, size_from: int) -> None:
    reads: list[int] = []

    def counting(level: int, first: int, count: int) -> object:
        reads.append(count)
        return LARGE_READ(level, first, count)

    tree = StoredTree(LARGE, counting)  # type: ignore[arg-type]
    root = StoredTree(LARGE, LARGE_READ).root()
    proof = tree.prove_inclusion(index)
    verify_inclusion(leaf_hash(LARGE_RECORDS[index]), index, LARGE, proof, root)
    old = StoredTree(size_from, LARGE_READ).root()
    verify_consistency(size_from, LARGE, tree.prove_consistency(size_from), old, root)
    assert len(reads) <= 8


@given(st.data())
def test_a_changed_inclusion_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, SIZE_MAX))
    index = data.draw(st.integers(0, size - 1))
    tree = StoredTree(size, READ)
    leaf, proof, root = leaf_hash(RECORDS[index]), tree.prove_inclusion(index), tree.root()
    place = data.draw(st.integers(0, len(proof) - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda value: value != index))
    changed = [*proof[:place], flip(data, proof[place]), *proof[place + 1 :]]
    for attempt in (
        (flip(data, leaf), index, size, proof, root),
        (leaf, index, size, changed, root),
        (leaf, index, size, proof, flip(data, root)),
        (leaf, other, size, proof, root),
        (leaf, index, size, proof[:-1], root),
        (leaf, index, size, [*proof, root], root),
        (leaf, index, index, proof, root),
        (leaf, -1, size, proof, root),
        (leaf, index, size, [*proof[:-1], proof[-1][:-1]], root),
    ):
        with pytest.raises(InvalidProofError):
            verify_inclusion(*attempt)


@given(st.data())
def test_a_proof_is_refused_at_a_size_of_another_shape(data: st.DataObject) -> None:
    """The root binds the leaves; a size whose path to this leaf differs cannot pass for it."""
    size = data.draw(st.integers(2, SIZE_MAX))
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(index + 1, SIZE_MAX).filter(lambda value: value != size))
    tree = StoredTree(size, READ)
    leaf, proof = leaf_hash(RECORDS[index]), tree.prove_inclusion(index)
    with pytest.raises(InvalidProofError):
        verify_inclusion(leaf, index, other, proof, StoredTree(other, READ).root())


@given(st.data())
def test_a_changed_consistency_is_refused(data: st.DataObject) -> None:
    size_to = data.draw(st.integers(2, SIZE_MAX))
    size_from = data.draw(st.integers(1, size_to - 1))
    new = StoredTree(size_to, READ)
    proof = new.prove_consistency(size_from)
    root_from, root_to = StoredTree(size_from, READ).root(), new.root()
    place = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:place], flip(data, proof[place]), *proof[place + 1 :]]
    for attempt in (
        (size_from, size_to, changed, root_from, root_to),
        (size_from, size_to, proof, flip(data, root_from), root_to),
        (size_from, size_to, proof, root_from, flip(data, root_to)),
        (size_from, size_to, proof[:-1], root_from, root_to),
        (size_from, size_to, [*proof, root_to], root_from, root_to),
        (size_to, size_from, proof, root_to, root_from),
        (size_to, size_to, proof, root_to, root_to),
        (0, size_to, proof, EMPTY_ROOT, root_to),
        (size_from, size_from, [], root_from, root_to),
        (0, size_to, [], root_from, root_to),
    ):
        with pytest.raises(InvalidProofError):
            verify_consistency(*attempt)


def test_a_proof_for_a_leaf_that_is_not_there_is_refused() -> None:
    tree = StoredTree(5, READ)
    with pytest.raises(InvalidProofError, match="has no leaf 5"):
        tree.prove_inclusion(5)
    with pytest.raises(InvalidProofError, match="from size 6 to 5"):
        tree.prove_consistency(6)
    with pytest.raises(InvalidProofError, match="no leaf 0"):
        verify_inclusion(EMPTY_ROOT, 0, 0, [], EMPTY_ROOT)


def test_a_damaged_store_is_reported() -> None:
    with pytest.raises(InvalidProofError, match="stored tree is damaged"):
        StoredTree(5, lambda *_: []).root()


def flip(data: st.DataObject, value: bytes) -> bytes:
    bit = data.draw(st.integers(0, len(value) * 8 - 1))
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
