"""A projection's expressions as SQL, compiled once a process (about 9 ms each), and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import ibis

from projections.definition import ENVELOPE, Projection
from projections.engine import expressions, soundness
from projections.errors import ProjectionError
from projections.upcasting import read_as

_DUCKDB_TYPES = {
    "int64": "BIGINT",
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "array<string>": "VARCHAR[]",
}


@dataclass(frozen=True)
class Compiled:
    """SQL for DuckDB, and the hash that names the definition."""

    rows: str
    """From the batch to the rows its records contribute."""
    delta: str
    """From the batch to a partial state."""
    merge: str
    """From the table `partials_table` to one state."""
    create: str
    """Makes the empty table `partials_table`."""
    definition_hash: str
    """SHA-256, in hex, of what the projection reads, its columns and merges, and this SQL."""


@dataclass(frozen=True)
class AsOf:
    """SQL for DuckDB, of what held by a day."""

    rows: str
    delta: str


def partials_table(projection: Projection) -> str:
    """Name of the DuckDB table of a projection's partial states."""
    return f"partials_{projection.name}"


@cache
def compiled(projection: Projection) -> Compiled:
    """Compile a definition; the second call answers from memory.

    Raises:
        UnsoundProjectionError: what it computes would depend on where batches are cut.
    """
    soundness.check(projection)
    partials = ibis.table(projection.columns, name=partials_table(projection))
    delta = _sql(expressions.delta(projection))
    merge = _sql(expressions.merge(projection, partials))
    return Compiled(
        rows=_sql(expressions.rows(projection)),
        delta=delta,
        merge=merge,
        create=_create(projection),
        definition_hash=_hash(projection, delta, merge),
    )


def decoding(type_: str, columns: tuple[tuple[str, str], ...]) -> str:
    """SQL from the table `raw` to the typed records of one type."""
    return _sql(expressions.decoding(type_, dict(columns)))


@cache
def part(projection: Projection, old: str, new: str, as_of: date | None = None) -> str:
    """SQL from the typed records of a type to their part of the batch a projection reads."""
    return _sql(expressions.part(old, new, expressions.reads_of(projection, as_of)))


@cache
def in_force(projection: Projection, as_of: date) -> AsOf:
    """The rows and the delta of the records that held by a day."""
    return AsOf(
        rows=_sql(expressions.rows(projection, as_of)),
        delta=_sql(expressions.delta(projection, as_of)),
    )


def check_columns(projections: Iterable[Projection]) -> None:
    """Check that projections can be folded together.

    Raises:
        ProjectionError: two of them read one column as different types, or one reads a column of
            the envelope under another type.
    """
    union: dict[str, str] = {}
    for projection in projections:
        for name, type_ in projection.reads.items():
            known = ENVELOPE.get(name, union.setdefault(name, type_))
            if known != type_:
                raise ProjectionError(
                    f"The projection {projection.name} reads {name} as {type_}, "
                    f"which is {known} elsewhere."
                )


def _create(projection: Projection) -> str:
    columns = ", ".join(
        f'"{name}" {_DUCKDB_TYPES[type_]}{" NOT NULL" if name in projection.keys else ""}'
        for name, type_ in projection.columns.items()
    )
    return f"CREATE TABLE {partials_table(projection)} ({columns})"


def _hash(projection: Projection, *sql: str) -> str:
    definition: Mapping[str, object] = {
        "name": projection.name,
        "types": sorted(projection.types),
        "reads": dict(projection.reads),
        "keys": list(projection.keys.items()),
        "values": [[value.name, value.merge.value, value.type] for value in projection.values],
        "sql": [*sql, *(part(projection, old, new) for old, new in _upcast(projection))],
    }
    return hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()


def _upcast(projection: Projection) -> list[tuple[str, str]]:
    """The old versions a projection reads, each with the one it is read as."""
    return sorted((old, new) for old, new in read_as(projection.types).items() if old != new)


def _sql(expression: ibis.Table) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))
