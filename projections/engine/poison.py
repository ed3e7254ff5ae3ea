"""Poison: records that cannot be folded, found without leaving any out in silence.

Three kinds: bytes that are no JSON, a record without a field its type must have, and a record that
gives a projection no value for a key. Each is named with its position and the reason.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from projections.definition import Projection

Reasons = dict[int, str]
"""Why records cannot be folded, by position."""
_UNREADABLE = "SELECT position FROM raw WHERE NOT coalesce(json_valid(bytes), false)"


def unreadable(database: duckdb.DuckDBPyConnection) -> Reasons:
    """The records of the table `raw` whose bytes are no JSON."""
    found = database.execute(_UNREADABLE).fetchall()
    return {position: "its bytes are no JSON" for (position,) in found}


def incomplete(
    database: duckdb.DuckDBPyConnection, type_: str, columns: Mapping[str, str]
) -> Reasons:
    """The typed records of a type that lack one of some columns."""
    if not columns:
        return {}
    lacking = " OR ".join(f'"{name}" IS NULL' for name in columns)
    counted = database.execute(f'SELECT count(*) FROM "{type_}" WHERE {lacking}').fetchall()  # noqa: S608
    if counted == [(0,)]:
        return {}
    found: Reasons = {}
    for name in columns:
        query = f'SELECT position FROM "{type_}" WHERE "{name}" IS NULL'  # noqa: S608
        for (position,) in database.execute(query).fetchall():
            found.setdefault(position, f"it gives no {name} that a {type_} can have")
    return found


def keyless(projection: Projection, rows: duckdb.DuckDBPyRelation) -> Reasons:
    """The records whose rows lack a key of the projection."""
    found: Reasons = {}
    for name in projection.keys:
        empty = rows.filter(duckdb.ColumnExpression(name).isnull())
        for (position,) in empty.select("position").fetchall():
            found.setdefault(position, f"it gives no {name}, a key of {projection.name}")
    return found
