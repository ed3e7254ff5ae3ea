"""What happens to a live case without ending it: reviews, holds, the grace period, new standards.

Tags: the case, every person it covers, and the document named.
"""

from __future__ import annotations

from domain.assistance.matters import DIBAO
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record


class ReviewHeld(Record):
    """A live case was looked at again 动态复核."""

    type = "assistance.review-held.v1"
    duty = DutyStep(Duty.CHECK)

    case: str
    review_class: str
    """One of `schemes.ReviewClass`; sets when the next review is due."""
    income_fen: int
    """Counted income of the household per month, as found."""
    visitors: list[str]
    outcome: str
    """One of `REVIEW_OUTCOMES`. What follows (change, grace, end) is a record of its own."""
    report: str
    due_month: str
    """The month in which this review was due."""
    months_late: int
    next_due_month: str


REVIEW_OUTCOMES = ("unchanged", "changes", "ends")


class GracePeriodStarted(Record):
    """Income rose above the standard; the household keeps its allowance for a while 渐退期.

    After `until_month` the case is over.
    """

    type = "assistance.grace-period-started.v1"
    duty = DutyStep(Duty.APPROVE, (DIBAO,))

    case: str
    from_month: str
    until_month: str
    amount_fen: int
    """Per month of the period: what the month before it entitled to."""
    income_fen: int
    decision: str


class EntitlementRecalculated(Record):
    """A new standard changed what a live case is entitled to 标准调整重新核算.

    It states what follows from facts and standards, and is checked against them when recorded;
    a payment never depends on it.
    """

    type = "assistance.entitlement-recalculated.v1"

    case: str
    scheme: str
    from_month: str
    amount_before_fen: int
    amount_fen: int
    basis: dict[str, int]
    """As in `BenefitPaid.basis`."""


class PaymentHeld(Record):
    """A case is not paid for the time being, but stays entitled 暂缓发放.

    Unlike a suspension, what was held is paid as arrears when the hold is released.
    """

    type = "assistance.payment-held.v1"

    case: str
    reason: str
    letter: str


class HoldReleased(Record):
    """A held case is paid again 解除暂缓."""

    type = "assistance.hold-released.v1"

    case: str
    letter: str
