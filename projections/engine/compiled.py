"""A projection's expressions as SQL, compiled once a process (about 9 ms each), and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import ibis

from projections.definition import ENVELOPE, Projection
from projections.engine import expressions
from projections.errors import ProjectionError


@dataclass(frozen=True)
class Compiled:
    """SQL for DuckDB, and the hash that names the definition."""

    rows: str
    """From the batch to the rows its records contribute."""
    delta: str
    """From the batch to a partial state."""
    merge: str
    """From the table `partials_table` to one state."""
    definition_hash: str
    """SHA-256, in hex, of what the projection reads, its columns and merges, and this SQL."""


def partials_table(projection: Projection) -> str:
    """Name of the DuckDB table of a projection's partial states."""
    return f"partials_{projection.name}"


@cache
def compiled(projection: Projection) -> Compiled:
    """Compile a definition; the second call answers from memory."""
    partials = ibis.table(projection.columns, name=partials_table(projection))
    delta = _sql(expressions.delta(projection))
    merge = _sql(expressions.merge(projection, partials))
    return Compiled(
        rows=_sql(expressions.rows(projection)),
        delta=delta,
        merge=merge,
        definition_hash=_hash(projection, delta, merge),
    )


@cache
def extraction(reads: tuple[tuple[str, str], ...]) -> str:
    """SQL from undecoded records (`raw`) to a batch with the given columns."""
    raw = ibis.table({"position": "int64", "bytes": "string"}, name=expressions.RAW)
    return _sql(expressions.batch(raw, dict(reads)))


def columns_read(projections: Iterable[Projection]) -> tuple[tuple[str, str], ...]:
    """The columns several projections read together, sorted by name.

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
    return tuple(sorted(union.items()))


def _hash(projection: Projection, *sql: str) -> str:
    definition: Mapping[str, object] = {
        "name": projection.name,
        "types": sorted(projection.types),
        "reads": dict(projection.reads),
        "keys": list(projection.keys.items()),
        "values": [[value.name, value.merge.value, value.type] for value in projection.values],
        "sql": sql,
    }
    return hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()


def _sql(expression: ibis.Table) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))
