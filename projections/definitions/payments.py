"""Payments of social assistance by scheme, benefit month, month paid, and office."""

from __future__ import annotations

import ibis

from domain.assistance.records import BenefitPaid, PaymentReversed
from projections.definition import Derivation, Projection, Scope, Term, total

_MONTH = "%Y-%m"


def _rows(batch: ibis.Table) -> ibis.Table:
    paid = batch.type == BenefitPaid.type
    return batch.select(
        "position",
        "scheme",
        "benefit_month",
        "office",
        month=batch.occurred_day.strftime(_MONTH),
        payments=paid.ifelse(1, 0),
        paid_fen=paid.ifelse(batch.amount_fen, 0),
        reversals=paid.ifelse(0, 1),
        reversed_fen=paid.ifelse(0, batch.amount_fen),
        net_fen=paid.ifelse(batch.amount_fen, -batch.amount_fen),
        person_times=paid.ifelse(batch.persons, -batch.persons),
    )


def _net(field: str) -> tuple[Term, ...]:
    return (Term(BenefitPaid.type, field), Term(PaymentReversed.type, field, -1))


PAYMENTS = Projection(
    name="payments",
    title="Payments by scheme, month and office",
    title_zh="救助金发放",
    types=(BenefitPaid.type, PaymentReversed.type),
    reads={
        "office": "string",
        "occurred_day": "date",
        "scheme": "string",
        "benefit_month": "string",
        "persons": "int64",
        "amount_fen": "int64",
    },
    keys={
        "scheme": "string",
        "benefit_month": "string",
        "month": "string",
        "office": "string",
    },
    values=(
        total("payments"),
        total("paid_fen"),
        total("reversals"),
        total("reversed_fen"),
        total("net_fen"),
        total("person_times"),
    ),
    rows=_rows,
    derivation=Derivation(
        scope=Scope("year ", "month", 4),
        keys={
            "scheme": "data.scheme",
            "benefit_month": "data.benefit_month",
            "month": "occurred:7",
            "office": "office",
        },
        sums={
            "payments": (Term(BenefitPaid.type, ""),),
            "paid_fen": (Term(BenefitPaid.type, "amount_fen"),),
            "reversals": (Term(PaymentReversed.type, ""),),
            "reversed_fen": (Term(PaymentReversed.type, "amount_fen"),),
            "net_fen": _net("amount_fen"),
            "person_times": _net("persons"),
        },
    ),
)
"""`benefit_month` is the month that was paid for, `month` the one in which money moved; both are
`YYYY-MM`. `person_times` counts a person once a benefit month, less reversals."""
