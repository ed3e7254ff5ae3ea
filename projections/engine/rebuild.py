"""Rebuild: projections computed anew from the log, compared with the live ones, swapped in.

A live table that does not agree with its rebuilt one is left as it is unless the drift is
accepted; every other one is swapped in. All swaps of a rebuild are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
import pyarrow as pa

from projections.definition import Projection
from projections.engine import live, source, store
from projections.engine.compiled import compiled
from projections.engine.drift import Drift, compare
from projections.engine.folding import Fold
from projections.engine.standings import Standing, standings

_ONE_AT_A_TIME = "SELECT pg_advisory_lock(hashtext('qingce.rebuild'))"

Progress = Callable[[int], None]
"""Takes the number of positions just passed."""


def unnoticed(_: int) -> None:
    """Progress nobody watches."""


@dataclass(frozen=True)
class Rebuilt:
    """The outcome for one projection."""

    name: str
    rows: int
    records: int
    """Records of the types it reads."""
    position: int
    """Where both the rebuilt and the live table stood when they were compared."""
    seconds: float
    """Time its own deltas took; reading and decoding are shared by all."""
    drift: Drift | None
    """`None` if there was no live table of this definition to compare with."""
    swapped: bool


def rebuild(
    dsn: str,
    projections: Sequence[Projection],
    *,
    accept: bool = False,
    progress: Progress = unnoticed,
) -> list[Rebuilt]:
    """Rebuild projections up to the newest record; one pass over the log serves all.

    Args:
        dsn: the database.
        projections: which.
        accept: swap in also where the live table drifted.
        progress: told after each batch.

    Raises:
        ProjectionError: the database holds no log, or a definition cannot be computed; nothing
            was changed.
    """
    with psycopg.connect(dsn, autocommit=True) as connection, Fold(projections) as fold:
        up_to = source.head(connection)
        store.prepare(connection)
        connection.execute(_ONE_AT_A_TIME)
        fold_log(dsn, fold, up_to, progress)
        for projection in projections:
            _load(dsn, connection, projection, fold.state(projection))
        _advance_comparable(connection, projections, up_to)
        try:
            with connection.transaction():
                return _compare_and_swap(connection, fold, up_to, accept=accept)
        finally:
            for projection in projections:
                store.discard(connection, projection)


def fold_log(dsn: str, fold: Fold, up_to: int, progress: Progress = unnoticed) -> None:
    """Fold the records of the log up to a position."""
    types = sorted({type_ for projection in fold.projections for type_ in projection.types})
    after = 0
    for batch in source.batches(dsn, types, 0, up_to):
        fold.add(batch)
        newest = batch.column("position")[-1].as_py()
        progress(newest - after)
        after = newest
    progress(up_to - after)


def _load(
    dsn: str, connection: psycopg.Connection[Any], projection: Projection, state: pa.Table
) -> None:
    """Write a rebuilt state into its table in the schema of rebuilt ones."""
    import adbc_driver_postgresql.dbapi as adbc

    store.create(connection, store.REBUILT, projection)
    if not state.num_rows:
        return
    with closing(adbc.connect(dsn)) as bulk, closing(bulk.cursor()) as cursor:
        cursor.adbc_ingest(projection.name, state, mode="append", db_schema_name=store.REBUILT)
        bulk.commit()


def _advance_comparable(
    connection: psycopg.Connection[Any], projections: Sequence[Projection], up_to: int
) -> None:
    """Bring the live tables that can be compared to where the rebuilt ones are, at least."""
    standing = standings(connection)
    comparable = [p for p in projections if _same_definition(standing, p)]
    if comparable:
        with Fold(comparable) as fold:
            live.advance(connection, fold, up_to)


def _compare_and_swap(
    connection: psycopg.Connection[Any], fold: Fold, up_to: int, *, accept: bool
) -> list[Rebuilt]:
    standing = store.lock(connection, [projection.name for projection in fold.projections])
    newest = source.head(connection)
    outcomes = []
    for projection in fold.projections:
        comparable = _same_definition(standing, projection)
        position = min(standing[projection.name].position, newest) if comparable else up_to
        live.apply(connection, fold, [projection], (up_to, position), store.REBUILT)
        drift = compare(connection, projection) if comparable else None
        swapped = accept or drift is None or drift.rows == 0
        rows = store.count(connection, store.REBUILT, projection)
        if swapped:
            store.replace(connection, projection)
            store.move(connection, projection, position)
        outcomes.append(
            Rebuilt(
                name=projection.name,
                rows=rows,
                records=fold.records(projection),
                position=position,
                seconds=fold.seconds[projection.name],
                drift=drift,
                swapped=swapped,
            )
        )
    return outcomes


def _same_definition(standing: dict[str, Standing], projection: Projection) -> bool:
    known = standing.get(projection.name)
    return known is not None and known.definition_hash == compiled(projection).definition_hash
