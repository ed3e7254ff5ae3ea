"""Where the live tables stand: read without loading the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

_HAS_POSITIONS = "SELECT to_regclass('projections.positions') IS NOT NULL"
_POSITIONS = "SELECT name, position, definition_hash FROM projections.positions"


@dataclass(frozen=True)
class Standing:
    """Where a projection's live table stands."""

    position: int
    definition_hash: str


def standings(connection: psycopg.Connection[Any]) -> dict[str, Standing]:
    """Where every live table stands, by name; empty if none was ever built."""
    row = connection.execute(_HAS_POSITIONS).fetchone()
    if not row or not row[0]:
        return {}
    return as_standings(connection.execute(_POSITIONS).fetchall())


def as_standings(rows: Sequence[tuple[str, int, str]]) -> dict[str, Standing]:
    """Rows of name, position and definition hash, by name."""
    return {name: Standing(position, hash_) for name, position, hash_ in rows}
