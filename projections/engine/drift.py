"""Drift: where a live table and a rebuilt one, at the same position, do not agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from projections.definition import Projection
from projections.engine.store import LIVE, REBUILT

ROWS_LISTED_MAX = 100
"""Rows of drift that are listed one by one; all are counted."""

_DRIFT = sql.SQL("""
    SELECT count(*) OVER (), {keys}, to_jsonb(live), to_jsonb(rebuilt)
    FROM {live} AS live FULL JOIN {rebuilt} AS rebuilt USING ({keys})
    WHERE live IS DISTINCT FROM rebuilt
    ORDER BY {keys}
    LIMIT %s
""")


@dataclass(frozen=True)
class DriftRow:
    """One key at which the tables differ; a side is `None` if it lacks the row."""

    key: dict[str, Any]
    live: dict[str, Any] | None
    rebuilt: dict[str, Any] | None


@dataclass(frozen=True)
class Drift:
    """How many rows differ, and the first of them by key."""

    rows: int
    listed: tuple[DriftRow, ...]


def compare(connection: psycopg.Connection[Any], projection: Projection) -> Drift:
    """Compare a projection's live table with its rebuilt one, row by row and column by column."""
    query = _DRIFT.format(
        keys=sql.SQL(", ").join(sql.Identifier(name) for name in projection.keys),
        live=sql.Identifier(LIVE, projection.name),
        rebuilt=sql.Identifier(REBUILT, projection.name),
    )
    found = connection.execute(query, [ROWS_LISTED_MAX]).fetchall()
    listed = tuple(
        DriftRow(dict(zip(projection.keys, key, strict=True)), live, rebuilt)
        for _, *key, live, rebuilt in found
    )
    return Drift(found[0][0] if found else 0, listed)
