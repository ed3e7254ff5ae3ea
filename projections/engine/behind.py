"""The records behind rows: which of a loaded batch contribute to rows with given keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

Key = Mapping[str, Any]
"""Values of key columns, all of them or some."""


def positions(rows: duckdb.DuckDBPyRelation | None, keys: Sequence[Key]) -> list[list[int]]:
    """For each key: the positions, in order, of the records whose rows have those values.

    Args:
        rows: the rows a batch contributes; `None` if there are none.
        keys: which rows are meant.
    """
    return [[] if rows is None else _positions(rows, key) for key in keys]


def _positions(rows: duckdb.DuckDBPyRelation, key: Key) -> list[int]:
    for name, part in key.items():
        rows = rows.filter(duckdb.ColumnExpression(name) == duckdb.ConstantExpression(part))
    return sorted({position for (position,) in rows.select("position").fetchall()})
