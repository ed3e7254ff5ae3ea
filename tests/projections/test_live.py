"""Live tables: the same as rebuilt ones, moved with their position in one transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.definition import Projection
from projections.engine import live, past, source
from projections.engine.folding import Fold
from projections.engine.following import catch_up, follow
from projections.engine.rebuild import rebuild
from projections.engine.standings import quarantines, standings
from projections.errors import (
    AheadOfLogError,
    ColumnMismatchError,
    DefinitionReplacedError,
    MissingKeyError,
    PositionNotReachedError,
    ProjectionError,
    UnknownRecordTypeError,
)
from tests.projections.examples import (
    BY_ITEM,
    EVERY_MERGE,
    EXAMPLES,
    PAID,
    RETURNED,
    Fact,
    append,
    facts,
    rows_of,
)

LOSE_THE_NEWEST = """
    ALTER TABLE ledger.records DISABLE TRIGGER ALL;
    DELETE FROM ledger.records WHERE position = (SELECT max(position) FROM ledger.records);
"""
"""What a superuser can do to the log."""
A_FACT = Fact(PAID, {"payee": "a", "amount_fen": 100, "items": ["x"]})


def silent(_: str) -> None:
    pass


def query(dsn: str, statement: str) -> list[Any]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(st.lists(facts(), max_size=8), max_size=5))
def test_live_tables_equal_rebuilt_ones_and_the_past(dsn: str, history: list[list[Fact]]) -> None:
    known = []  # the log goes on from example to example: it cannot be emptied
    for drawn in history:
        append(dsn, drawn)
        position = catch_up(dsn, EXAMPLES, say=silent)
        known.append((position, [live_rows(dsn, projection) for projection in EXAMPLES]))
    for position, states in known:
        found = past.as_known_at(dsn, EXAMPLES, position)
        assert [rows_of(state) for state in found] == states
    assert {outcome.drift.rows for outcome in rebuild(dsn, EXAMPLES) if outcome.drift} <= {0}


def live_rows(dsn: str, projection: Projection) -> str:
    """A live table in the form of `rows_of`."""
    import pyarrow as pa

    columns = ", ".join(f'"{name}"' for name in projection.columns)
    order = ", ".join(f'"{name}"' for name in projection.keys)
    rows = query(dsn, f"SELECT {columns} FROM projections.{projection.name} ORDER BY {order}")
    return rows_of(
        pa.Table.from_pylist([dict(zip(projection.columns, row, strict=True)) for row in rows])
    )


def test_a_record_that_cannot_be_folded_is_set_aside_and_said_to_be(dsn: str) -> None:
    append(dsn, [A_FACT])
    catch_up(dsn, EXAMPLES, say=silent)
    append(dsn, [A_FACT, Fact(PAID, {"amount_fen": 1, "items": ["x"]}), A_FACT])
    said: list[str] = []
    catch_up(dsn, EXAMPLES, say=said.append)
    assert query(dsn, "SELECT DISTINCT position FROM projections.positions") == [(4,)]
    assert query(dsn, "SELECT records FROM projections.by_item") == [(4,)]
    assert query(dsn, "SELECT amount_fen FROM projections.every_merge") == [(300,)]
    assert query(dsn, "SELECT name, position FROM projections.quarantine") == [("every_merge", 3)]
    with psycopg.connect(dsn) as connection:
        (found,) = quarantines(connection)
    assert said == [str(found)]
    assert str(found) == (
        "every_merge is INCOMPLETE: 1 record(s) could not be folded into it, the first at position "
        "3: it gives no payee, a key of every_merge."
    )
    outcome, other = rebuild(dsn, EXAMPLES)
    assert (outcome.quarantined.keys(), outcome.swapped, outcome.ok) == ({3}, True, False)
    assert (other.quarantined, other.ok) == ({}, True)
    with pytest.raises(MissingKeyError, match="position 3"):
        past.as_known_at(dsn, EXAMPLES, 4)
    assert past.known(dsn, EXAMPLES, 4).quarantined["every_merge"].keys() == {3}
    mended = replace(
        EVERY_MERGE,
        rows=lambda table: EVERY_MERGE.rows(table.mutate(payee=table.payee.coalesce("?"))),
    )
    assert rebuild(dsn, [mended])[0].ok
    assert query(dsn, "SELECT count(*) FROM projections.quarantine") == [(0,)]


def test_bytes_that_are_no_json_are_set_aside(dsn: str) -> None:
    append(dsn, [A_FACT] * 3)
    catch_up(dsn, EXAMPLES, say=silent)
    query(
        dsn,
        """ALTER TABLE ledger.records DISABLE TRIGGER ALL;
        UPDATE ledger.records SET bytes = overlay(bytes placing 'x' from 1) WHERE position = 2""",
    )
    first, second = rebuild(dsn, EXAMPLES)
    assert first.quarantined == second.quarantined == {2: "its bytes are no JSON"}
    assert not first.swapped
    assert first.drift is not None
    assert first.drift.listed[0].records == (1, 3)


def test_a_type_beside_a_record_that_is_not_its_own_is_refused(dsn: str) -> None:
    append(dsn, [A_FACT] * 2)
    query(
        dsn,
        f"""ALTER TABLE ledger.records DISABLE TRIGGER ALL;
        UPDATE ledger.records SET type = '{RETURNED}' WHERE position = 2""",
    )
    with pytest.raises(ColumnMismatchError, match="position 2"):
        catch_up(dsn, EXAMPLES, say=silent)


@pytest.mark.parametrize("unknown", ["example.paid.v2", "points.card-issued.v1"])
def test_records_of_an_unknown_type_or_version_are_refused(dsn: str, unknown: str) -> None:
    append(dsn, [A_FACT])
    catch_up(dsn, EXAMPLES, say=silent)
    append(dsn, [A_FACT, Fact(unknown, {"payee": "a", "amount_fen": 1})])
    act: Callable[[], object]
    for act in (
        lambda: catch_up(dsn, EXAMPLES, say=silent),
        lambda: rebuild(dsn, EXAMPLES),
        lambda: past.known(dsn, EXAMPLES, 3),
    ):
        with pytest.raises(UnknownRecordTypeError, match=f"position 3 is of the type {unknown}"):
            act()
    assert query(dsn, "SELECT DISTINCT position FROM projections.positions") == [(1,)]
    assert past.known(dsn, EXAMPLES, 2).position == 2


def test_a_follower_of_another_definition_stops(dsn: str) -> None:
    append(dsn, [A_FACT])
    catch_up(dsn, [BY_ITEM], say=silent)
    changed = replace(BY_ITEM, rows=lambda table: BY_ITEM.rows(table).mutate(times=2))
    with psycopg.connect(dsn, autocommit=True) as connection, Fold([BY_ITEM]) as fold:
        append(dsn, [A_FACT])
        live.advance(connection, fold, 2)  # the old program serves while the new one rebuilds
        rebuild(dsn, [changed])
        append(dsn, [A_FACT])
        with pytest.raises(DefinitionReplacedError, match="by_item is of another definition"):
            live.advance(connection, fold, 3)
    assert query(dsn, "SELECT times FROM projections.by_item") == [(4,)]


def test_two_at_once_count_nothing_twice(dsn: str) -> None:
    append(dsn, [A_FACT])
    catch_up(dsn, EXAMPLES, say=silent)
    append(dsn, [A_FACT] * 200)
    threads = [
        threading.Thread(target=catch_up, args=(dsn, EXAMPLES), kwargs={"say": silent})
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert query(dsn, "SELECT amount_fen, records FROM projections.every_merge") == [(20_100, 201)]


def test_catching_up_goes_in_batches_and_stops_where_it_is_told(
    dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(dsn, [A_FACT])
    catch_up(dsn, EXAMPLES, say=silent)
    append(dsn, [A_FACT] * 9)
    monkeypatch.setattr(live, "TAIL_RECORDS", 2)
    assert catch_up(dsn, EXAMPLES, up_to=8, say=silent) == 8
    assert query(dsn, "SELECT records FROM projections.every_merge") == [(8,)]


def test_a_projection_that_lags_behind_the_others_is_caught_up_alone(dsn: str) -> None:
    append(dsn, [A_FACT])
    catch_up(dsn, [EVERY_MERGE], say=silent)
    append(dsn, [A_FACT])
    catch_up(dsn, [BY_ITEM], say=silent)
    catch_up(dsn, EXAMPLES, say=silent)
    assert query(dsn, "SELECT records FROM projections.every_merge") == [(2,)]
    assert query(dsn, "SELECT records FROM projections.by_item") == [(2,)]


def test_what_is_built_and_why_is_said(dsn: str) -> None:
    append(dsn, [A_FACT])
    said: list[str] = []
    catch_up(dsn, [BY_ITEM], say=said.append)
    assert said == ["The projection by_item is built for the first time."]
    changed = replace(BY_ITEM, rows=lambda table: BY_ITEM.rows(table).mutate(times=2))
    catch_up(dsn, [changed], say=said.append)
    assert said[1:] == ["The definition of the projection by_item has changed; it is rebuilt."]
    assert query(dsn, "SELECT times FROM projections.by_item") == [(2,)]


def test_a_follower_keeps_up_and_writes_can_be_read(dsn: str) -> None:
    append(dsn, [A_FACT])
    stop = threading.Event()
    follower = threading.Thread(
        target=follow, args=(dsn, EXAMPLES), kwargs={"stop": stop, "say": silent}
    )
    follower.start()
    try:
        append(dsn, [A_FACT] * 3)
        with psycopg.connect(dsn, autocommit=True) as connection:
            live.wait_for(connection, EXAMPLES, 4, timeout_seconds=60)
            assert standings(connection)["by_item"].position >= 4
            with pytest.raises(PositionNotReachedError, match="had not reached position 5"):
                live.wait_for(connection, EXAMPLES, 5, timeout_seconds=0.05)
    finally:
        stop.set()
        follower.join()
    assert query(dsn, "SELECT records FROM projections.every_merge") == [(4,)]


def test_a_log_that_became_shorter_is_not_passed_over(dsn: str) -> None:
    append(dsn, [A_FACT] * 3)
    catch_up(dsn, EXAMPLES, say=silent)
    query(dsn, LOSE_THE_NEWEST)
    with pytest.raises(AheadOfLogError, match="position 3, beyond the log's newest, 2"):
        catch_up(dsn, EXAMPLES, say=silent)
    assert {outcome.drift.rows for outcome in rebuild(dsn, EXAMPLES) if outcome.drift} == {1}


def test_a_database_without_a_log_is_named(dsn: str) -> None:
    query(dsn, "DROP SCHEMA ledger CASCADE")
    with pytest.raises(ProjectionError, match="holds no log"):
        catch_up(dsn, EXAMPLES, say=silent)


def test_positions_by_time_and_records_behind_a_row_by_pages(dsn: str) -> None:
    append(dsn, [A_FACT, Fact(PAID, {"payee": "b", "amount_fen": 1})])
    append(dsn, [A_FACT] * 4)
    recorded = dict(query(dsn, "SELECT position, recorded FROM ledger.records"))
    with psycopg.connect(dsn) as connection:
        assert source.position_at(connection, recorded[1] - timedelta(seconds=1)) == 0
        assert source.position_at(connection, recorded[2]) == 2
        assert source.position_at(connection, recorded[6]) == 6
    page: Callable[[int], list[int]] = lambda after: past.records_behind(  # noqa: E731
        dsn, EVERY_MERGE, [{"payee": "a"}], limit=3, after=after, up_to=6
    )
    assert page(0) == [1, 3, 4]
    assert page(4) == [5, 6]
