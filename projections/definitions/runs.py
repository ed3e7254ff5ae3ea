"""Payment runs 发放批次: how each stands between the office and the bank."""

from __future__ import annotations

import ibis

from domain.assistance.records.runs import (
    RUN_RECORDS,
    RunAnswered,
    RunCancelled,
    RunOrdered,
    RunRecord,
    RunSent,
)
from projections.definition import Projection, latest

_TOTALS = tuple(name for name in RunRecord.model_fields if name.endswith(("_lines", "_fen")))
_STEP = {
    RunOrdered.type: "ordered",
    RunCancelled.type: "ordered",
    RunSent.type: "sent",
    RunAnswered.type: "answered",
}


def _rows(batch: ibis.Table) -> ibis.Table:
    outstanding_lines = batch.sent_lines - batch.settled_lines - batch.returned_lines
    outstanding_fen = batch.sent_fen - batch.settled_fen - batch.returned_fen
    return batch.select(
        "position",
        "run",
        "office",
        *_TOTALS,
        scheme=batch.scheme,
        step=batch.type.cases(*_STEP.items(), else_=None),
        step_day=batch.occurred_day.strftime("%Y-%m-%d"),
        unsent_lines=batch.ordered_lines - batch.cancelled_lines - batch.sent_lines,
        unsent_fen=batch.ordered_fen - batch.cancelled_fen - batch.sent_fen,
        outstanding_lines=outstanding_lines,
        outstanding_fen=outstanding_fen,
    )


RUNS = Projection(
    name="payment_runs",
    title="Payment runs and what is in transit",
    title_zh="发放批次",
    types=tuple(record.type for record in RUN_RECORDS),
    reads={
        "office": "string",
        "occurred_day": "date",
        "run": "string",
        "scheme": "string",
        **dict.fromkeys(_TOTALS, "int64"),
    },
    keys={"run": "string"},
    values=(
        latest("office"),
        latest("scheme"),
        latest("step"),
        latest("step_day"),
        *(latest(name, "int64") for name in _TOTALS),
        latest("unsent_lines", "int64"),
        latest("unsent_fen", "int64"),
        latest("outstanding_lines", "int64"),
        latest("outstanding_fen", "int64"),
    ),
    rows=_rows,
)
"""By run, as its newest record says: ordered = cancelled + unsent + outstanding + settled +
returned, in lines and in fen. `outstanding` is in transit at the bank 在途."""
