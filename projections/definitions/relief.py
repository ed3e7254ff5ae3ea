"""Temporary relief 临时救助 by month, office, cause and path."""

from __future__ import annotations

import ibis

from domain.assistance.records import ReliefPaid
from projections.definition import Projection, total


def _rows(batch: ibis.Table) -> ibis.Table:
    return batch.select(
        "position",
        "office",
        "cause",
        "path",
        "source",
        month=batch.occurred_day.strftime("%Y-%m"),
        households=1,
        persons=batch.persons,
        paid_fen=batch.amount_fen,
        late=batch.late.ifelse(1, 0),
    )


RELIEF = Projection(
    name="relief",
    title="Temporary relief by month, office and cause",
    title_zh="临时救助",
    types=(ReliefPaid.type,),
    reads={
        "office": "string",
        "occurred_day": "date",
        "cause": "string",
        "path": "string",
        "source": "string",
        "persons": "int64",
        "amount_fen": "int64",
        "late": "boolean",
    },
    keys={
        "month": "string",
        "office": "string",
        "cause": "string",
        "path": "string",
        "source": "string",
    },
    values=(total("households"), total("persons"), total("paid_fen"), total("late")),
    rows=_rows,
)
"""What was paid; what came back is with the case. `late` counts emergencies after 48 hours."""
