"""Temporary relief 临时救助: one payment for one cause, by the general or the emergency path.

Acceptance, checks, notice, supplements, rejection and withdrawal are the records of every case.
Tags: the case, every person of the household.
"""

from __future__ import annotations

from domain.assistance.matters import RELIEF
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record


class ReliefApplied(Record):
    """A household applied, or was found by the office itself 申请, 主动发现."""

    type = "assistance.relief-applied.v1"

    case: str
    area: str
    path: str
    """`general` or `emergency`, see `schemes.ReliefPath`."""
    members: list[str]
    """Person ids; the first is the applicant."""
    cause: str
    """One of `RELIEF_CAUSES`."""
    account: str
    papers: list[str]
    applied_at: str
    """ISO 8601 with offset; the 48 hours of the emergency path run from it."""


class ReliefConfirmed(Record):
    """Relief was decided 审批; on the emergency path after it was paid 补办手续."""

    type = "assistance.relief-confirmed.v1"
    duty = DutyStep(Duty.APPROVE, (RELIEF,), amount_field="amount_fen")

    case: str
    cause: str
    amount_fen: int
    day: str
    decision: str
    working_days_late: int


class ReliefPaid(Record):
    """Relief was paid, once 发放."""

    type = "assistance.relief-paid.v1"
    duty = DutyStep(Duty.PAY)

    case: str
    path: str
    cause: str
    persons: int
    amount_fen: int
    day: str
    source: str
    """`treasury`, or `imprest` if the reserve fund of the office paid it."""
    voucher: str
    """The bank's reference, or the slip of the reserve fund."""
    hours_after_application: int
    late: bool
    """Emergency relief that came after 48 hours."""
    papers_due: str = ""
    """Emergency path: the last day to complete the papers; empty on the general path."""


class ReliefReturned(Record):
    """Relief was paid back whole, or came back from the bank 退回."""

    type = "assistance.relief-returned.v1"

    case: str
    amount_fen: int
    persons: int
    reason: str
    """One of `RELIEF_RETURN_REASONS`."""
    voucher: str
    """Of the payment into the treasury, also if a reserve fund had paid."""


RELIEF_CAUSES = ("illness", "accident", "fire", "disaster", "education", "family-change", "other")
"""What struck the household; the same applicant is helped once a year for the same cause."""
RELIEF_SOURCES = ("treasury", "imprest")
RELIEF_RETURN_REASONS = ("bank-return", "refused", "not-entitled")
