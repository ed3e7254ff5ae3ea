"""Reserve funds 备用金: what moved, what is in them, and which slips have no voucher."""

from __future__ import annotations

import ibis

from domain.assistance.records.imprests import (
    IMPREST_RECORDS,
    ImprestDisbursed,
    ImprestRecord,
    ImprestReplenished,
    ImprestReturned,
    ImprestShortfallFound,
    ImprestShortfallMadeGood,
    VoucherAttached,
)
from projections.definition import Projection, latest, total

_MOVES: dict[str, type[ImprestRecord]] = {
    "replenished_fen": ImprestReplenished,
    "disbursed_fen": ImprestDisbursed,
    "returned_fen": ImprestReturned,
    "found_short_fen": ImprestShortfallFound,
    "made_good_fen": ImprestShortfallMadeGood,
}
_IN = (ImprestReplenished.type, ImprestShortfallMadeGood.type)
_OUT = (ImprestDisbursed.type, ImprestReturned.type, ImprestShortfallFound.type)


def _rows(batch: ibis.Table) -> ibis.Table:
    moves = {
        column: (batch.type == record.type).ifelse(batch.amount_fen, 0)
        for column, record in _MOVES.items()
    }
    moved = batch.type.isin(_IN).ifelse(
        batch.amount_fen, batch.type.isin(_OUT).ifelse(-batch.amount_fen, 0)
    )
    return batch.select(
        "position",
        "imprest",
        "ceiling_fen",
        "unvouchered_items",
        "unvouchered_fen",
        "shortfall_fen",
        **moves,
        balance_fen=moved,
        balance_said_fen=batch.balance_after_fen,
        day=batch.occurred_day.strftime("%Y-%m-%d"),
    )


IMPRESTS = Projection(
    name="imprests",
    title="Reserve funds of streets and towns",
    title_zh="临时救助备用金",
    types=tuple(record.type for record in IMPREST_RECORDS),
    reads={
        "occurred_day": "date",
        "imprest": "string",
        "amount_fen": "int64",
        "ceiling_fen": "int64",
        "balance_after_fen": "int64",
        "unvouchered_items": "int64",
        "unvouchered_fen": "int64",
        "shortfall_fen": "int64",
    },
    keys={"imprest": "string"},
    values=(
        *(total(column) for column in _MOVES),
        total("balance_fen"),
        latest("balance_said_fen", "int64"),
        latest("ceiling_fen", "int64"),
        latest("unvouchered_items", "int64"),
        latest("unvouchered_fen", "int64"),
        latest("shortfall_fen", "int64"),
        latest("day"),
    ),
    rows=_rows,
)
"""By office. `balance_fen` is added up from what moved; `balance_said_fen` is what the newest
record says. `day` is that of the newest record."""


def _slip_rows(batch: ibis.Table) -> ibis.Table:
    paid = batch.type == ImprestDisbursed.type
    return batch.select(
        "position",
        "imprest",
        "slip",
        "case",
        "voucher",
        paid_day=paid.ifelse(batch.occurred_day.strftime("%Y-%m-%d"), None),
        amount_fen=paid.ifelse(batch.amount_fen, 0),
        vouchered_fen=paid.ifelse(0, batch.amount_fen),
        working_days_late=batch.working_days_late,
    )


IMPREST_SLIPS = Projection(
    name="imprest_slips",
    title="Slips of reserve funds and their vouchers",
    title_zh="备用金支出单",
    types=(ImprestDisbursed.type, VoucherAttached.type),
    reads={
        "occurred_day": "date",
        "imprest": "string",
        "slip": "string",
        "case": "string",
        "voucher": "string",
        "amount_fen": "int64",
        "working_days_late": "int64",
    },
    keys={"imprest": "string", "slip": "string"},
    values=(
        latest("case"),
        latest("paid_day"),
        total("amount_fen"),
        total("vouchered_fen"),
        latest("voucher"),
        latest("working_days_late", "int64"),
    ),
    rows=_slip_rows,
)
"""By office and slip. Without a voucher while `vouchered_fen` is less than `amount_fen`: its age is
counted from `paid_day`."""
