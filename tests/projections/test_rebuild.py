"""Rebuild: compares before it swaps, and overwrites nothing in silence."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest

from projections.engine import passing, source
from projections.engine.following import catch_up
from projections.engine.rebuild import WAITING, Options, rebuild
from projections.errors import UnknownRecordTypeError
from tests.projections.examples import BY_ITEM, EXAMPLES, PAID, Fact, append
from tests.projections.test_live import query, silent

A_FACT = Fact(PAID, {"payee": "a", "amount_fen": 100, "items": ["x"]})
B_FACT = Fact(PAID, {"payee": "b", "amount_fen": 100, "items": ["y"]})


@pytest.fixture
def kept(dsn: str) -> str:
    """A log of two records with live tables."""
    append(dsn, [A_FACT, B_FACT])
    catch_up(dsn, EXAMPLES, say=silent)
    return dsn


def test_the_first_build_has_nothing_to_compare_with(dsn: str) -> None:
    append(dsn, [A_FACT, B_FACT])
    outcomes = rebuild(dsn, EXAMPLES)
    assert [(o.name, o.rows, o.records, o.position, o.drift, o.swapped) for o in outcomes] == [
        ("every_merge", 2, 2, 2, None, True),
        ("by_item", 2, 2, 2, None, True),
    ]


def test_progress_passes_every_position_once(kept: str) -> None:
    told: list[int] = []
    rebuild(kept, [BY_ITEM], Options(progress=told.append))
    assert sum(told) == 2


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE projections.every_merge SET amount_fen = amount_fen + 1 WHERE payee = 'a'",
        "UPDATE projections.every_merge SET notes = '{x}' WHERE payee = 'a'",
        "UPDATE projections.every_merge SET records = 7 WHERE payee = 'a'",
        "DELETE FROM projections.every_merge WHERE payee = 'a'",
    ],
)
def test_drift_is_listed_and_left_until_it_is_accepted(kept: str, tampering: str) -> None:
    query(kept, tampering)
    before = query(kept, "SELECT * FROM projections.every_merge ORDER BY payee")
    drifted, sound = rebuild(kept, EXAMPLES)
    assert drifted.drift is not None
    assert drifted.drift.rows == 1
    assert drifted.drift.listed[0].key == {"payee": "a", "office": "371002"}
    assert not drifted.swapped
    assert sound.swapped
    assert query(kept, "SELECT * FROM projections.every_merge ORDER BY payee") == before
    accepted, _ = rebuild(kept, EXAMPLES, Options(accept=True))
    assert accepted.drift is not None
    assert (accepted.drift.rows, accepted.swapped) == (1, True)
    again, _ = rebuild(kept, EXAMPLES)
    assert again.drift is not None
    assert again.drift.rows == 0


def test_a_row_no_record_explains_is_drift(kept: str) -> None:
    query(
        kept,
        "INSERT INTO projections.by_item SELECT 'z', times, records, position_first, position_last "
        "FROM projections.by_item LIMIT 1",
    )
    (outcome,) = rebuild(kept, [BY_ITEM])
    assert outcome.drift is not None
    (row,) = outcome.drift.listed
    assert (row.key, row.rebuilt) == ({"item": "z"}, None)
    assert row.live is not None


def test_only_what_is_asked_for_is_rebuilt(kept: str) -> None:
    query(kept, "UPDATE projections.every_merge SET amount_fen = 0")
    (outcome,) = rebuild(kept, [BY_ITEM])
    assert outcome.swapped
    assert query(kept, "SELECT DISTINCT amount_fen FROM projections.every_merge") == [(0,)]


def test_a_changed_definition_is_not_compared(kept: str) -> None:
    changed = replace(BY_ITEM, rows=lambda table: BY_ITEM.rows(table).mutate(times=2))
    (outcome,) = rebuild(kept, [changed])
    assert (outcome.drift, outcome.swapped) == (None, True)
    assert query(kept, "SELECT DISTINCT times FROM projections.by_item") == [(2,)]


def test_a_rebuild_that_fails_leaves_the_live_tables(kept: str) -> None:
    append(kept, [Fact("example.paid.v2", {"amount_fen": 1, "items": ["x"]})])
    before = query(kept, "SELECT * FROM projections.by_item ORDER BY item")
    with pytest.raises(UnknownRecordTypeError, match="position 3"):
        rebuild(kept, EXAMPLES)
    assert query(kept, "SELECT * FROM projections.by_item ORDER BY item") == before
    assert query(kept, "SELECT tablename FROM pg_tables WHERE schemaname LIKE '%rebuilt'") == []


def test_an_interrupted_rebuild_goes_on_where_it_was(
    kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(kept, [A_FACT] * 6)
    monkeypatch.setattr(passing, "KEEP_SECONDS", 0.0)
    monkeypatch.setattr(source, "BATCH_BYTES", 1)
    monkeypatch.setattr(passing, "fold_batches", interrupted_after(3, passing.fold_batches))
    with pytest.raises(KeyboardInterrupt):
        rebuild(kept, EXAMPLES)
    monkeypatch.undo()
    (came_to,) = {
        position for (position,) in query(kept, "SELECT position FROM projections.rebuilding")
    }
    assert 0 < came_to < 8
    said: list[str] = []
    told: list[int] = []
    outcomes = rebuild(kept, EXAMPLES, Options(resume=True, say=said.append, progress=told.append))
    assert said == [f"Going on after position {came_to}, to which an earlier rebuild had come."]
    assert sum(told) == 8
    assert [o.drift.rows for o in outcomes if o.drift] == [0, 0]
    rebuild(kept, EXAMPLES, Options(resume=True, say=said.append))
    assert said[1:] == ["There is nothing to go on from; beginning at the first record."]


def interrupted_after(times: int, folding: Callable[..., None]) -> Callable[..., None]:
    """The same, but that somebody presses Ctrl-C once it was called some times."""
    calls = iter(range(times))

    def folds(*arguments: object) -> None:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        folding(*arguments)

    return folds


def test_two_rebuilds_at_once_take_turns(kept: str) -> None:
    said: list[str] = []
    with psycopg.connect(kept, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('qingce.rebuild'))")
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(rebuild, kept, EXAMPLES, Options(say=said.append))
            while not said:
                time.sleep(0.01)
            assert not waiting.done()
            connection.execute("SELECT pg_advisory_unlock_all()")
            assert [outcome.ok for outcome in waiting.result()] == [True, True]
    assert said == [WAITING]


def test_a_drifted_row_names_the_records_that_say_otherwise(kept: str) -> None:
    append(kept, [A_FACT, B_FACT, A_FACT])
    catch_up(kept, EXAMPLES, say=silent)
    query(kept, "UPDATE projections.every_merge SET amount_fen = 7 WHERE payee = 'a'")
    query(kept, "DELETE FROM projections.every_merge WHERE payee = 'b'")
    drifted, _ = rebuild(kept, EXAMPLES)
    assert drifted.drift is not None
    first, second = drifted.drift.listed
    assert (first.records, first.columns) == ((1, 3, 5), ["amount_fen"])
    assert (second.records, second.live) == ((2, 4), None)


def test_rebuilding_while_the_log_grows_and_others_follow_finds_no_drift(kept: str) -> None:
    done = threading.Event()

    def grow() -> None:
        while not done.is_set():
            append(kept, [A_FACT, B_FACT] * 20)
            catch_up(kept, EXAMPLES, say=silent)

    grower = threading.Thread(target=grow)
    grower.start()
    try:
        found = [o.drift.rows for _ in range(5) for o in rebuild(kept, EXAMPLES) if o.drift]
    finally:
        done.set()
        grower.join()
    assert found == [0] * 10
    catch_up(kept, EXAMPLES, say=silent)
    (size,) = query(kept, "SELECT count(*) FROM ledger.records")[0]
    assert query(kept, "SELECT sum(records) FROM projections.by_item") == [(size,)]
