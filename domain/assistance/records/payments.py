"""Money paid out through the bank 社会化发放, and money that came back."""

from __future__ import annotations

from domain.common.duties import Duty, DutyStep
from domain.common.records import Record


class BenefitPaid(Record):
    """A case was paid for one benefit month 发放.

    Tags: case, run, every person it covers. Of one case and month, payments less reversals are
    what the month entitles to; person-times 人次 are the sum of `persons`, which counts a person
    once a month: a later payment of arrears covers 0 persons.
    """

    type = "assistance.benefit-paid.v1"
    duty = DutyStep(Duty.PAY, month_field="benefit_month")

    case: str
    scheme: str
    run: str
    benefit_month: str
    persons: int
    amount_fen: int
    account: str


class PaymentReversed(Record):
    """A payment was taken back or came back from the bank 冲正, 退票. Tags: as the payment."""

    type = "assistance.payment-reversed.v1"

    case: str
    scheme: str
    run: str
    benefit_month: str
    persons: int
    amount_fen: int
    reason: str
    """One of `REVERSAL_REASONS`."""
    reversed_position: int
    """Position of the payment's record."""


REVERSAL_REASONS = ("bank-return", "not-entitled", "overpaid", "entered-wrongly")
