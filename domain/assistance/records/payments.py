"""Money paid out through the bank 社会化发放, and money that came back."""

from __future__ import annotations

from pydantic import Field

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
    batch: int = 0
    """Number of its batch within the run."""
    members: list[str] = Field(default_factory=list)
    """Everybody the case covers in the benefit month, as the household was."""
    area: str = ""
    mode: str = ""
    """Tekun: centralised or dispersed."""
    self_care: str = ""
    """Tekun: the self-care level in the benefit month."""
    basis: dict[str, int] = Field(default_factory=dict)
    """What made the month's entitlement: `standard_fen`, `persons`, `income_fen`, `addon_fen`,
    `addon_persons` (dibao); `living_fen`, `care_fen` (tekun); `standard_fen` (subsidies);
    `grace_fen` (grace period)."""
    terms_position: int = 0
    """Position of the decision or change that the household and income are from."""
    paid_before_fen: int = 0
    """Paid for the benefit month before, less reversals and established overpayments."""
    reissue_of: int = 0
    """Position of the reversal after which the month is paid again 重发; 0 if none."""


class PaymentReversed(Record):
    """A line was cancelled before it was sent, came back, or was taken back 撤销, 退票, 冲正.

    Tags: as the payment.
    """

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
    bank_reason: str = ""
    """One of `BANK_REASONS`, if the bank gave one; else empty."""


CANCELLED, BANK_RETURN = "cancelled", "bank-return"
REVERSAL_REASONS = (CANCELLED, BANK_RETURN, "not-entitled", "overpaid", "entered-wrongly")
BANK_REASONS = ("account-closed", "account-unknown", "name-differs", "frozen", "other")
"""Why the bank returned a line."""
