"""Resuming: what a rebuild has come to, kept so that one that was interrupted can go on.

The partial states stand in the tables of the rebuilt schema, and `projections.rebuilding` says up
to which position: it is emptied before they are written and filled after, so it never speaks of
states that are half written. Who does not ask to resume begins at the first record.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql
from psycopg.types.json import Jsonb

from projections.definition import Projection
from projections.engine import store
from projections.engine.compiled import compiled
from projections.engine.folding import Fold

_KEPT = """
    SELECT name, position, definition_hash, quarantined FROM projections.rebuilding
    WHERE name = ANY(%s)
"""
_FORGET = "DELETE FROM projections.rebuilding WHERE name = ANY(%s)"
_KEEP = """
    INSERT INTO projections.rebuilding (name, position, definition_hash, quarantined)
    VALUES (%s, %s, %s, %s)
"""


def keep(dsn: str, connection: psycopg.Connection[Any], fold: Fold, position: int) -> None:
    """Keep the states of a fold of all records up to a position."""
    forget(connection, fold.projections)
    for projection in fold.projections:
        write(dsn, connection, projection, fold)
    with connection.transaction():
        for projection in fold.projections:
            reasons = fold.quarantined[projection.name]
            hash_ = compiled(projection).definition_hash
            connection.execute(_KEEP, [projection.name, position, hash_, Jsonb(reasons)])


def take_up(dsn: str, connection: psycopg.Connection[Any], fold: Fold, up_to: int) -> int:
    """Load the states that were kept; answers with their position, 0 if there is nothing to use.

    They are used if they are of the same definitions, of one position, and not beyond the log.
    """
    names = [projection.name for projection in fold.projections]
    kept = {name: rest for name, *rest in connection.execute(_KEPT, [names])}
    positions = {position for position, _, _ in kept.values()}
    hashes = {name: hash_ for name, (_, hash_, _) in kept.items()}
    same = hashes == {one.name: compiled(one).definition_hash for one in fold.projections}
    if not same or len(positions) != 1 or max(positions) > up_to:
        return 0
    for projection in fold.projections:
        fold.combine(projection, _read(dsn, projection))
        reasons = kept[projection.name][2]
        fold.quarantined[projection.name] |= {int(at): why for at, why in reasons.items()}
    return int(positions.pop())


def forget(connection: psycopg.Connection[Any], projections: Sequence[Projection]) -> None:
    """Keep nothing of these projections."""
    connection.execute(_FORGET, [[projection.name for projection in projections]])


def write(
    dsn: str, connection: psycopg.Connection[Any], projection: Projection, fold: Fold
) -> None:
    """Write a state of a fold into its rebuilt table, in place of what was there."""
    import adbc_driver_postgresql.dbapi as adbc

    store.create(connection, store.REBUILT, projection)
    with closing(adbc.connect(dsn)) as bulk, closing(bulk.cursor()) as cursor:
        cursor.adbc_ingest(
            projection.name, fold.stream(projection), mode="append", db_schema_name=store.REBUILT
        )
        bulk.commit()


def _read(dsn: str, projection: Projection) -> pa.Table:
    import adbc_driver_postgresql.dbapi as adbc

    query = sql.SQL("SELECT {} FROM {}").format(
        sql.SQL(", ").join(sql.Identifier(name) for name in projection.columns),
        sql.Identifier(store.REBUILT, projection.name),
    )
    with closing(adbc.connect(dsn)) as bulk, closing(bulk.cursor()) as cursor:
        cursor.execute(query.as_string())
        kept: pa.Table = cursor.fetch_arrow_table()
        return kept
