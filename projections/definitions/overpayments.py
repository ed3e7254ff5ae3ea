"""Overpayments 多发: established, ordered back, received, written off, still owed."""

from __future__ import annotations

import ibis

from domain.assistance.records.overpayments import (
    OVERPAYMENT_RECORDS,
    OverpaymentEstablished,
    OverpaymentWrittenOff,
    RecoveryOrdered,
    RecoveryReceived,
)
from projections.definition import Projection, latest, total


def _rows(batch: ibis.Table) -> ibis.Table:
    def amount(kind: type[object]) -> ibis.Value:
        return (batch.type == getattr(kind, "type", "")).ifelse(batch.amount_fen, 0)

    established = batch.type == OverpaymentEstablished.type
    ordered = batch.type == RecoveryOrdered.type
    return batch.select(
        "position",
        "overpayment",
        "case",
        "scheme",
        "reason",
        established_day=established.ifelse(batch.occurred_day.strftime("%Y-%m-%d"), None),
        due_day=ordered.ifelse(batch.due, None),
        established_fen=amount(OverpaymentEstablished),
        received_fen=amount(RecoveryReceived),
        written_off_fen=amount(OverpaymentWrittenOff),
        outstanding_fen=batch.outstanding_fen,
    )


OVERPAYMENTS = Projection(
    name="overpayments",
    title="Overpayments and their recovery",
    title_zh="多发追缴",
    types=tuple(record.type for record in OVERPAYMENT_RECORDS),
    reads={
        "occurred_day": "date",
        "overpayment": "string",
        "case": "string",
        "scheme": "string",
        "reason": "string",
        "due": "string",
        "amount_fen": "int64",
        "outstanding_fen": "int64",
    },
    keys={"overpayment": "string"},
    values=(
        latest("case"),
        latest("scheme"),
        latest("reason"),
        latest("established_day"),
        latest("due_day"),
        total("established_fen"),
        total("received_fen"),
        total("written_off_fen"),
        latest("outstanding_fen", "int64"),
    ),
    rows=_rows,
)
"""By number. `outstanding_fen` is what the newest record says is owed: established less received
less written off, which a test holds."""
