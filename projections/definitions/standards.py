"""Standards 标准 of the schemes, by the day from which they hold."""

from __future__ import annotations

import ibis

from domain.assistance.records import StandardAdopted
from projections.definition import Projection, latest


def _rows(batch: ibis.Table) -> ibis.Table:
    return batch


STANDARDS = Projection(
    name="standards",
    title="Standards",
    title_zh="救助标准",
    types=(StandardAdopted.type,),
    reads={
        "standard": "string",
        "effective_from": "string",
        "amount_fen": "int64",
        "per": "string",
        "policy": "string",
    },
    keys={"standard": "string", "effective_from": "string"},
    values=(latest("amount_fen", "int64"), latest("per"), latest("policy")),
    rows=_rows,
    holds_from=lambda batch: batch.effective_from,
)
"""On a day, that of the greatest `effective_from` not after it is in force."""
