"""Drift: where a live table and a rebuilt one, at the same position, do not agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import psycopg
from psycopg import sql

from projections.definition import Projection
from projections.engine import past
from projections.engine.store import LIVE, REBUILT

ROWS_LISTED_MAX = 100
"""Rows of drift that are listed one by one; all are counted."""
RECORDS_LISTED_MAX = 20
"""Positions listed of the records behind a row; the row says how many there are."""

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
    records: tuple[int, ...] = ()
    """Positions of the first records behind the rebuilt row: what says otherwise."""

    @property
    def columns(self) -> list[str]:
        """The columns in which the sides differ; empty if one lacks the row."""
        if self.live is None or self.rebuilt is None:
            return []
        return [name for name, value in self.rebuilt.items() if self.live.get(name) != value]


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


def with_records(dsn: str, projection: Projection, drift: Drift) -> Drift:
    """The same drift with the records behind each listed row, read from the log."""
    explained = [row for row in drift.listed if row.rebuilt is not None]
    found = past.records_behind_each(
        dsn,
        projection,
        [row.key for row in explained],
        limit=RECORDS_LISTED_MAX,
        span=_span([row.rebuilt for row in explained if row.rebuilt]),
    )
    records = {id(row): tuple(each) for row, each in zip(explained, found, strict=True)}
    return replace(
        drift, listed=tuple(replace(row, records=records.get(id(row), ())) for row in drift.listed)
    )


def _span(rows: list[dict[str, Any]]) -> tuple[int, int]:
    """From after which to which position the records behind some rows lie."""
    if not rows:
        return (0, 0)
    return (
        min(row["position_first"] for row in rows) - 1,
        max(row["position_last"] for row in rows),
    )
