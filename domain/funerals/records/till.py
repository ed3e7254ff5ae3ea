"""Records of the parlour's till 收费窗口: the charge list, receipts, the day's settlement."""

from __future__ import annotations

from typing import Any, Literal

from domain.common import tags
from domain.common.books import Numbered
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record

Means = Literal["cash", "card", "mobile"]
"""现金, 刷卡, 移动支付."""


def till_day(record: Any) -> str:
    """The file of one day's till of one parlour."""
    return tags.run(f"till-{record.parlour}-{record.day}")


class ChargeListSet(Record):
    """The published list of what may be charged took effect 收费清单."""

    type = "funerals.charge-list-set.v1"
    document: str
    from_day: str
    prices_fen: dict[str, int]
    """The highest charge by item."""


class TillReceiptIssued(Numbered):
    """Somebody paid at the till and was given a receipt 收费票据."""

    type = "funerals.till-receipt-issued.v1"
    duty = DutyStep(Duty.REGISTER, (), till_day)
    parlour: str
    day: str
    decedent: str
    charges_fen: dict[str, int]
    """By item, waived fees not among them."""
    amount_fen: int
    """The sum of the charges."""
    means: Means


class TillReceiptVoided(Numbered):
    """A spoilt blank; its number counts as used 票据作废."""

    type = "funerals.till-receipt-voided.v1"
    parlour: str
    day: str
    reason: str


class TillReceiptRefunded(Record):
    """What was paid on a receipt was given back, all of it 退款."""

    type = "funerals.till-receipt-refunded.v1"
    parlour: str
    day: str
    """The day on which the money left the till."""
    receipt: str
    receipt_position: int
    amount_fen: int
    means: Means
    reason: str


class TillSettled(Record):
    """A day's money was counted by another person, and equals its receipts 日结."""

    type = "funerals.till-settled.v1"
    duty = DutyStep(Duty.CHECK, (), till_day)
    parlour: str
    day: str
    receipts: int
    refunds: int
    cash_fen: int
    card_fen: int
    mobile_fen: int


TILL_RECORDS: tuple[type[Record], ...] = (
    TillReceiptIssued,
    TillReceiptVoided,
    TillReceiptRefunded,
    TillSettled,
)
