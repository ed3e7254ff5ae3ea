"""One proof for many leaves: complete, sound, and of one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence.errors import InvalidProofError
from ledger.evidence.multiproofs import prove_many, root_of_many
from ledger.evidence.proofs import StoredTree
from ledger.tree import leaf_hash
from tests.ledger.evidence.trees import naive_root, records, stored

SIZE_MAX = 70
LEAVES = [leaf_hash(item) for item in records(SIZE_MAX)]
READ = stored(records(SIZE_MAX))


@st.composite
def chosen(draw: st.DrawFn) -> tuple[int, list[int]]:
    size = draw(st.integers(1, SIZE_MAX))
    indexes = draw(st.sets(st.integers(0, size - 1), min_size=1))
    return size, sorted(indexes)


@given(chosen())
def test_what_is_proved_leads_to_the_root(case: tuple[int, list[int]]) -> None:
    size, indexes = case
    proof = prove_many(StoredTree(size, READ), indexes)
    leaves = [LEAVES[index] for index in indexes]
    assert root_of_many(indexes, leaves, size, proof) == naive_root(LEAVES[:size])


@given(chosen())
def test_of_one_leaf_it_has_the_hashes_of_the_inclusion_proof(
    case: tuple[int, list[int]],
) -> None:
    size, (index, *_) = case
    tree = StoredTree(size, READ)
    assert set(prove_many(tree, [index])) == set(tree.prove_inclusion(index))


@given(chosen(), st.data())
def test_whatever_is_changed_leads_elsewhere_or_is_refused(
    case: tuple[int, list[int]], data: st.DataObject
) -> None:
    size, indexes = case
    tree = StoredTree(size, READ)
    leaves, proof = [LEAVES[index] for index in indexes], prove_many(tree, indexes)
    place = data.draw(st.integers(0, len(leaves) + len(proof) - 1))
    wrong = data.draw(st.sampled_from([bytes(32), b"", LEAVES[0], b"\x01" * 31]))
    changed = [*leaves, *proof]
    if changed[place] == wrong:
        return
    changed[place] = wrong
    try:
        root = root_of_many(indexes, changed[: len(leaves)], size, changed[len(leaves) :])
    except InvalidProofError:
        return
    assert root != tree.root()


@given(chosen(), st.integers(1, SIZE_MAX))
def test_another_size_leads_elsewhere_or_is_refused(
    case: tuple[int, list[int]], other: int
) -> None:
    size, indexes = case
    tree = StoredTree(size, READ)
    if other == size:
        return
    leaves, proof = [LEAVES[index] for index in indexes], prove_many(tree, indexes)
    try:
        root = root_of_many(indexes, leaves, other, proof)
    except InvalidProofError:
        return
    # A tree's size is bound by its signed checkpoint; roots of other sizes may be reached only
    # where the shape above the leaves is the same, and never that of the other tree.
    assert root != StoredTree(other, READ).root()


@pytest.mark.parametrize("indexes", [[], [3, 3], [4, 3], [-1], [7]])
def test_a_proof_of_nothing_or_out_of_order_is_none(indexes: list[int]) -> None:
    with pytest.raises(InvalidProofError):
        prove_many(StoredTree(7, READ), indexes)
    with pytest.raises(InvalidProofError):
        root_of_many(indexes, [LEAVES[0]] * len(indexes), 7, [])


def test_too_short_and_too_long_are_refused() -> None:
    proof = prove_many(StoredTree(7, READ), [2])
    for wrong in (proof[:-1], [*proof, bytes(32)], []):
        with pytest.raises(InvalidProofError):
            root_of_many([2], [LEAVES[2]], 7, wrong)
