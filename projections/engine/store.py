"""Projection tables in PostgreSQL, and the position each of them stands at.

Schema `projections`: one table a projection, named and shaped as its definition says, and
`positions`: name, position, definition_hash. A table and its position change in one transaction.
`quarantine` holds what a table lacks, `rebuilding` how far a rebuild has come. Schema
`projections_rebuilt` holds the tables of a rebuild until they are swapped in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
import psycopg
import pyarrow as pa
from psycopg import sql

from projections.definition import COUNTED, Merge, Projection, Value, at_column
from projections.engine.compiled import compiled
from projections.engine.standings import Standing, as_standings

LIVE = "projections"
REBUILT = "projections_rebuilt"
UPSERT_ROWS = 20_000
"""Rows of one statement; bounds its parameter to some megabytes."""

_SCHEMAS = """
    DO $$
    BEGIN
        IF to_regnamespace('projections_rebuilt') IS NULL THEN
            CREATE SCHEMA IF NOT EXISTS projections;
            CREATE SCHEMA IF NOT EXISTS projections_rebuilt;
            GRANT USAGE ON SCHEMA projections TO qingce_auditor;
            ALTER DEFAULT PRIVILEGES IN SCHEMA projections
                GRANT SELECT ON TABLES TO qingce_auditor;
            ALTER DEFAULT PRIVILEGES IN SCHEMA projections_rebuilt
                GRANT SELECT ON TABLES TO qingce_auditor;
        END IF;
    END
    $$;
    CREATE TABLE IF NOT EXISTS projections.positions (
        name text PRIMARY KEY,
        position bigint NOT NULL CHECK (position >= 0),
        definition_hash text NOT NULL
    );
    CREATE TABLE IF NOT EXISTS projections.quarantine (
        name text NOT NULL,
        position bigint NOT NULL,
        reason text NOT NULL,
        found timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (name, position)
    );
    CREATE TABLE IF NOT EXISTS projections.rebuilding (
        name text PRIMARY KEY,
        position bigint NOT NULL,
        definition_hash text NOT NULL,
        quarantined jsonb NOT NULL
    );
"""
_LOCK = """
    SELECT name, position, definition_hash FROM projections.positions
    WHERE name = ANY(%s) ORDER BY name FOR UPDATE
"""
_MOVE = """
    INSERT INTO projections.positions (name, position, definition_hash) VALUES (%s, %s, %s)
    ON CONFLICT (name) DO UPDATE
    SET position = excluded.position, definition_hash = excluded.definition_hash
"""
_UPSERT = sql.SQL("""
    INSERT INTO {table} AS kept ({columns})
    SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s)
    ON CONFLICT ({keys}) DO UPDATE SET {merges}
""")
_MERGES = {
    Merge.SUM: sql.SQL("{column} = kept.{column} + excluded.{column}"),
    Merge.MIN: sql.SQL("{column} = least(kept.{column}, excluded.{column})"),
    Merge.MAX: sql.SQL("{column} = greatest(kept.{column}, excluded.{column})"),
    Merge.UNION: sql.SQL("""{column} = ARRAY(
        SELECT DISTINCT item FROM unnest(kept.{column} || excluded.{column}) AS item ORDER BY item
    )"""),
    Merge.LATEST: sql.SQL("""{column} = CASE
        WHEN kept.{at} IS NULL OR excluded.{at} > kept.{at} THEN excluded.{column}
        ELSE kept.{column}
    END"""),
}
_COUNTED_MERGES = {"records": Merge.SUM, "position_first": Merge.MIN, "position_last": Merge.MAX}
_TYPES = {
    "int64": sql.SQL("bigint"),
    "string": sql.SQL('text COLLATE "C"'),
    "boolean": sql.SQL("boolean"),
    "date": sql.SQL("date"),
    "array<string>": sql.SQL('text[] COLLATE "C"'),
}


def prepare(connection: psycopg.Connection[Any]) -> None:
    """Make the schemas and the table of positions if they are not there."""
    connection.execute(_SCHEMAS)


def lock(connection: psycopg.Connection[Any], names: Sequence[str]) -> dict[str, Standing]:
    """The same for some names, which no one else moves until this transaction ends."""
    return as_standings(connection.execute(_LOCK, [list(names)]).fetchall())


def move(connection: psycopg.Connection[Any], projection: Projection, position: int) -> None:
    """Say that the live table of a projection now stands at a position."""
    connection.execute(_MOVE, [projection.name, position, compiled(projection).definition_hash])


def create(connection: psycopg.Connection[Any], schema: str, projection: Projection) -> None:
    """Make a projection's empty table, in place of one of the same name."""
    table = sql.Identifier(schema, projection.name)
    required = {*projection.keys, *COUNTED} | {
        value.name for value in projection.values if value.merge in (Merge.SUM, Merge.UNION)
    }
    columns = [
        sql.SQL("{} {}{}").format(
            sql.Identifier(name), _TYPES[type_], sql.SQL(" NOT NULL" if name in required else "")
        )
        for name, type_ in projection.columns.items()
    ]
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
    connection.execute(
        sql.SQL("CREATE TABLE {} ({}, PRIMARY KEY ({}))").format(
            table, sql.SQL(", ").join(columns), _names(projection.keys)
        )
    )


def upsert(
    connection: psycopg.Connection[Any], schema: str, projection: Projection, state: pa.Table
) -> None:
    """Merge a partial state into a table."""
    statement = _upsert(schema, projection)
    for first in range(0, state.num_rows, UPSERT_ROWS):
        rows = state.slice(first, UPSERT_ROWS).to_pylist()
        connection.execute(statement, [orjson.dumps(rows).decode()])


def count(connection: psycopg.Connection[Any], schema: str, projection: Projection) -> int:
    """How many rows a table has."""
    table = sql.Identifier(schema, projection.name)
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone()
    return int(row[0]) if row else 0


def replace(connection: psycopg.Connection[Any], projection: Projection) -> None:
    """Put the rebuilt table in the place of the live one."""
    for statement in ("DROP TABLE IF EXISTS {live}", "ALTER TABLE {rebuilt} SET SCHEMA {schema}"):
        connection.execute(
            sql.SQL(statement).format(
                live=sql.Identifier(LIVE, projection.name),
                rebuilt=sql.Identifier(REBUILT, projection.name),
                schema=sql.Identifier(LIVE),
            )
        )


def discard(connection: psycopg.Connection[Any], projection: Projection) -> None:
    """Drop the rebuilt table."""
    table = sql.Identifier(REBUILT, projection.name)
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))


def _upsert(schema: str, projection: Projection) -> sql.Composed:
    merges = [_merge(value) for value in projection.values]
    merges += [
        _MERGES[Merge.MAX].format(column=sql.Identifier(at_column(value)))
        for value in projection.latest_values
    ]
    merges += [
        _MERGES[how].format(column=sql.Identifier(name)) for name, how in _COUNTED_MERGES.items()
    ]
    return _UPSERT.format(
        table=sql.Identifier(schema, projection.name),
        columns=_names(projection.columns),
        keys=_names(projection.keys),
        merges=sql.SQL(", ").join(merges),
    )


def _merge(value: Value) -> sql.Composed:
    return _MERGES[value.merge].format(
        column=sql.Identifier(value.name), at=sql.Identifier(at_column(value))
    )


def _names(names: Sequence[str] | Any) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)
