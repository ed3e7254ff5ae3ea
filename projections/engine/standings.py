"""Where the live tables stand: read without loading the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

_HAS_POSITIONS = """
    SELECT to_regclass('projections.positions') IS NOT NULL,
        to_regclass('projections.quarantine') IS NOT NULL
"""
_POSITIONS = "SELECT name, position, definition_hash FROM projections.positions"
_QUARANTINED = """
    SELECT name, count(*), min(position), min(reason) FROM projections.quarantine
    GROUP BY name ORDER BY name
"""


@dataclass(frozen=True)
class Standing:
    """Where a projection's live table stands."""

    position: int
    definition_hash: str


@dataclass(frozen=True)
class Quarantine:
    """The records a live table lacks because they could not be folded into it."""

    projection: str
    records: int
    position_first: int
    reason: str

    def __str__(self) -> str:
        """A sentence for people."""
        return (
            f"{self.projection} is INCOMPLETE: {self.records} record(s) could not be folded into "
            f"it, the first at position {self.position_first}: {self.reason}."
        )


def standings(connection: psycopg.Connection[Any]) -> dict[str, Standing]:
    """Where every live table stands, by name; empty if none was ever built."""
    row = connection.execute(_HAS_POSITIONS).fetchone()
    if not row or not row[0]:
        return {}
    return as_standings(connection.execute(_POSITIONS).fetchall())


def quarantines(
    connection: psycopg.Connection[Any], names: Sequence[str] | None = None
) -> list[Quarantine]:
    """What live tables lack, by name: of some projections, or of all."""
    row = connection.execute(_HAS_POSITIONS).fetchone()
    if not row or not row[1]:
        return []
    found = [Quarantine(*each) for each in connection.execute(_QUARANTINED)]
    return [each for each in found if names is None or each.projection in names]


def as_standings(rows: Sequence[tuple[str, int, str]]) -> dict[str, Standing]:
    """Rows of name, position and definition hash, by name."""
    return {name: Standing(position, hash_) for name, position, hash_ in rows}
