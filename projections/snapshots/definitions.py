"""Definitions as snapshots state them: canonical JSON that says everything a row depends on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ledger import canonical
from projections.definition import Derivation, Merge, Projection
from projections.engine.compiled import compiled


def definition(projection: Projection) -> bytes:
    """A projection's definition: types, columns, merges, SQL, and the derivation if it has one."""
    sql = compiled(projection)
    content: dict[str, Any] = {
        "name": projection.name,
        "types": sorted(projection.types),
        "reads": dict(projection.reads),
        "keys": list(projection.keys),
        "columns": projection.columns,
        "merges": {value.name: value.merge.value for value in projection.values},
        "sql": {"rows": sql.rows, "delta": sql.delta, "merge": sql.merge},
    }
    if projection.derivation is not None:
        content["derivation"] = _derivation(projection.derivation)
    return canonical.encode(content)


def summed(projection: Projection) -> list[str]:
    """The columns whose totals a snapshot states."""
    return [value.name for value in projection.values if value.merge is Merge.SUM] + ["records"]


def _derivation(derivation: Derivation) -> dict[str, Any]:
    return {
        "scope": asdict(derivation.scope),
        "keys": dict(derivation.keys),
        "sums": {
            column: [asdict(term) for term in terms] for column, terms in derivation.sums.items()
        },
        "latest": dict(derivation.latest),
    }
