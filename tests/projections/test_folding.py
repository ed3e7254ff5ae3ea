"""Deltas do not depend on where batches are cut, and merges not on how they are grouped."""

from __future__ import annotations

from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.engine import folding
from projections.engine.compiled import compiled
from projections.engine.decoding import typed
from projections.engine.folding import Fold
from projections.errors import MissingKeyError
from tests.projections.examples import (
    BY_ITEM,
    EVERY_MERGE,
    EXAMPLES,
    OTHER,
    PAID,
    RETURNED,
    Fact,
    batch,
    facts,
    rows_of,
)

_lists = st.lists(facts(), max_size=20)


def states(*batches: pa.Table) -> list[str]:
    with Fold(EXAMPLES) as fold:
        for records in batches:
            fold.add(records)
        return [rows_of(fold.state(projection)) for projection in EXAMPLES]


@settings(max_examples=40, deadline=None)
@given(st.lists(facts(), max_size=30), st.data())
def test_any_split_and_order_of_batches_gives_the_same_rows(
    drawn: list[Fact], data: st.DataObject
) -> None:
    whole = batch(drawn)
    cuts = data.draw(st.lists(st.integers(0, len(drawn)), max_size=5))
    bounds = sorted({0, len(drawn), *cuts})
    pieces = [whole.slice(first, last - first) for first, last in pairwise(bounds)]
    assert states(*data.draw(st.permutations(pieces))) == states(whole)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(facts(), max_size=20),
    st.lists(facts(), max_size=20),
    st.sampled_from([(0, 1), (1, 0)]),
)
def test_states_of_parts_combine_to_the_state_of_the_whole(
    head: list[Fact], tail: list[Fact], order: list[int]
) -> None:
    parts = [batch(head), batch(tail, first=len(head) + 1)]
    with Fold(EXAMPLES) as combined:
        for part in (parts[place] for place in order):
            with Fold(EXAMPLES) as fold:
                fold.add(part)
                for projection in EXAMPLES:
                    combined.combine(projection, fold.state(projection))
        found = [rows_of(combined.state(projection)) for projection in EXAMPLES]
    assert found == states(batch([*head, *tail]))


@settings(max_examples=15, deadline=None)
@given(_lists)
def test_a_typed_batch_folds_as_the_records_it_was_decoded_from(drawn: list[Fact]) -> None:
    records = batch(drawn)
    with Fold(EXAMPLES) as fold:
        fold.add_typed(typed(records, fold.wanted))
        found = [rows_of(fold.state(projection)) for projection in EXAMPLES]
    assert found == states(records)


def test_compacting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [
        batch([Fact(PAID, {"payee": f"p{n % 7}", "amount_fen": n, "note": str(n)})], first=n)
        for n in range(1, 40)
    ]
    expected = states(*pieces)
    monkeypatch.setattr(folding, "PARTIAL_ROWS_MIN", 3)
    assert states(*pieces) == expected


def test_rows_hold_merged_values_and_the_records_behind_them() -> None:
    records = batch(
        [
            Fact(PAID, {"payee": "a", "amount_fen": 500, "note": "first", "urgent": True}),
            Fact(PAID, {"payee": "a", "amount_fen": 700}, day="2019-01-02"),
            Fact(OTHER, {"payee": "a", "amount_fen": 9999}),
            Fact(RETURNED, {"payee": "a", "amount_fen": 200, "note": "back"}),
        ]
    )
    with Fold(EXAMPLES) as fold:
        fold.add(records)
        (row,) = fold.state(EVERY_MERGE).to_pylist()
    assert row["amount_fen"] == 1000
    assert (row["note"], row["note_at"]) == ("back", 4)
    assert (row["urgent"], row["urgent_at"]) == (True, 1)
    assert (row["items"], row["items_at"]) == (None, None)
    assert row["first_day"].isoformat() == "2019-01-02"
    assert row["most_fen"] == 700
    assert row["notes"] == ["back", "first"]
    assert (row["records"], row["position_first"], row["position_last"]) == (3, 1, 4)


def test_a_record_that_contributes_twice_to_a_row_counts_once() -> None:
    with Fold([BY_ITEM]) as fold:
        fold.add(batch([Fact(PAID, {"items": ["x", "x", "y"]})]))
        x, y = fold.state(BY_ITEM).to_pylist()
    assert (x["times"], x["records"]) == (2, 1)
    assert (y["times"], y["records"]) == (1, 1)


def test_positions_behind_a_row_or_part_of_a_key() -> None:
    records = batch(
        [
            Fact(PAID, {"payee": "a", "amount_fen": 1}),
            Fact(PAID, {"payee": "b", "amount_fen": 1}),
            Fact(RETURNED, {"payee": "a", "amount_fen": 1}, office="371002001"),
        ]
    )
    with Fold([EVERY_MERGE]) as fold:
        fold.load(records)
        assert fold.positions_behind(EVERY_MERGE, [{"payee": "a"}]) == [1, 3]
        assert fold.positions_behind(EVERY_MERGE, [{"payee": "a", "office": "371002"}]) == [1]
        assert fold.positions_behind(EVERY_MERGE, [{"payee": "b"}, {"payee": "a"}]) == [1, 2, 3]
        assert fold.positions_behind(EVERY_MERGE, []) == []


def test_a_record_without_a_key_is_named() -> None:
    records = batch([Fact(PAID, {"payee": "a", "amount_fen": 1}), Fact(PAID, {"amount_fen": 1})])
    with (
        Fold([EVERY_MERGE]) as fold,
        pytest.raises(
            MissingKeyError, match=r"position 2 .*: it gives no payee, a key of every_merge"
        ),
    ):
        fold.add(records)


def test_the_definition_hash_is_stable_and_tells_definitions_apart() -> None:
    assert compiled(EVERY_MERGE).definition_hash == compiled(EVERY_MERGE).definition_hash
    assert compiled(EVERY_MERGE).definition_hash != compiled(BY_ITEM).definition_hash
