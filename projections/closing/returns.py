"""Payments that the bank returned, and whether the month was paid again 退票未重发.

Not one of the registry: no page shows it, and a closing computes it from the log.
"""

from __future__ import annotations

import ibis

from domain.assistance.records import BenefitPaid, PaymentReversed
from domain.assistance.records.payments import BANK_RETURN
from projections.definition import Projection, total


def _rows(batch: ibis.Table) -> ibis.Table:
    returned = (batch.type == PaymentReversed.type) & (batch.reason == BANK_RETURN)
    again = (batch.type == BenefitPaid.type) & (batch.reissue_of > 0)
    return batch.filter(returned | again).select(
        "position",
        reversal=(batch.type == BenefitPaid.type).ifelse(batch.reissue_of, batch.position),
        returned_fen=(batch.type == PaymentReversed.type).ifelse(batch.amount_fen, 0),
        reissues=(batch.type == BenefitPaid.type).ifelse(1, 0),
    )


RETURNS = Projection(
    name="returns",
    title="Returned payments and their reissue",
    title_zh="退票与重发",
    types=(BenefitPaid.type, PaymentReversed.type),
    reads={"amount_fen": "int64", "reason": "string", "reissue_of": "int64"},
    keys={"reversal": "int64"},
    values=(total("returned_fen"), total("reissues")),
    rows=_rows,
)
"""By the position of the reversal."""
