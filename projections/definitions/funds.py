"""Fund balances: what came in, what went out, what is left, and what the records say is left."""

from __future__ import annotations

import ibis

from domain.charity.records import (
    DonationReceived,
    DonationRefunded,
    FundClosed,
    FundEstablished,
    FundMoney,
    FundReplenished,
    FundTransferredIn,
    FundTransferredOut,
    FundTransferredToRecipient,
    GrantPaid,
    GrantReturned,
)
from projections.definition import Derivation, Projection, Scope, Term, latest, total

_IN: dict[str, type[FundMoney]] = {
    "donated_fen": DonationReceived,
    "replenished_fen": FundReplenished,
    "transferred_in_fen": FundTransferredIn,
    "returned_fen": GrantReturned,
}
_OUT: dict[str, type[FundMoney]] = {
    "refunded_fen": DonationRefunded,
    "granted_fen": GrantPaid,
    "transferred_out_fen": FundTransferredOut,
    "handed_over_fen": FundTransferredToRecipient,
}
_MOVES = _IN | _OUT


def _rows(batch: ibis.Table) -> ibis.Table:
    amount = batch.amount_fen
    movements = {
        column: (batch.type == record.type).ifelse(amount, None)
        for column, record in _MOVES.items()
    }
    goes_out = batch.type.isin([record.type for record in _OUT.values()])
    return batch.select(
        "position",
        "fund",
        "name_zh",
        kind=batch.fund_kind.coalesce(batch.kind),
        holder=batch.holder,
        closed=(batch.type == FundClosed.type).ifelse(True, None),
        **movements,
        balance_fen=goes_out.ifelse(-amount, amount),
        balance_said_fen=batch.balance_after_fen,
    )


FUND_BALANCES = Projection(
    name="fund_balances",
    title="Fund balances",
    title_zh="基金余额",
    types=(
        FundEstablished.type,
        FundClosed.type,
        *(record.type for record in _MOVES.values()),
    ),
    reads={
        "fund": "string",
        "fund_kind": "string",
        "kind": "string",
        "holder": "string",
        "name_zh": "string",
        "amount_fen": "int64",
        "balance_after_fen": "int64",
    },
    keys={"fund": "string"},
    values=(
        latest("name_zh"),
        latest("kind"),
        latest("holder"),
        latest("closed", "boolean"),
        *(total(column) for column in _MOVES),
        total("balance_fen"),
        latest("balance_said_fen", "int64"),
    ),
    rows=_rows,
    derivation=Derivation(
        scope=Scope("fund:", "fund"),
        keys={"fund": "data.fund"},
        sums={
            **{column: (Term(record.type, "amount_fen"),) for column, record in _MOVES.items()},
            "balance_fen": (
                *(Term(record.type, "amount_fen") for record in _IN.values()),
                *(Term(record.type, "amount_fen", -1) for record in _OUT.values()),
            ),
        },
        latest={
            "balance_said_fen": "data.balance_after_fen",
            "name_zh": "data.name_zh",
            "holder": "data.holder",
        },
    ),
)
"""By fund. `balance_fen` is the sum of all movements; `balance_said_fen` is what the newest of
them says: that the two agree is a check of each."""
