"""Money that was paid beyond the entitlement, and its way back 追缴.

An overpayment has a number of its own (`doc:`). `outstanding_fen` is what is still owed after the
record. Tags: the case, the persons, the overpayment.
"""

from __future__ import annotations

from domain.assistance.matters import MATTERS, WRITE_OFF
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record


class OverpaymentEstablished(Record):
    """It was decided that months of a case were overpaid 认定多发."""

    type = "assistance.overpayment-established.v1"
    duty = DutyStep(Duty.APPROVE, MATTERS, matter_field="scheme")

    case: str
    scheme: str
    overpayment: str
    months_fen: dict[str, int]
    """What was paid beyond the entitlement, by benefit month."""
    amount_fen: int
    outstanding_fen: int
    reason: str
    """One of `OVERPAYMENT_REASONS`."""


class RecoveryOrdered(Record):
    """The payee was told in writing to pay it back 责令退回."""

    type = "assistance.recovery-ordered.v1"

    case: str
    overpayment: str
    outstanding_fen: int
    letter: str
    due: str


class RecoveryReceived(Record):
    """Money came back 收回."""

    type = "assistance.recovery-received.v1"

    case: str
    overpayment: str
    amount_fen: int
    outstanding_fen: int
    voucher: str


class OverpaymentWrittenOff(Record):
    """The district gave up the rest 核销."""

    type = "assistance.overpayment-written-off.v1"
    duty = DutyStep(Duty.APPROVE, (WRITE_OFF,))

    case: str
    overpayment: str
    amount_fen: int
    outstanding_fen: int
    decision: str


OVERPAYMENT_REASONS = ("death", "fraud", "income", "moved", "error")
OVERPAYMENT_RECORDS = (
    OverpaymentEstablished,
    RecoveryOrdered,
    RecoveryReceived,
    OverpaymentWrittenOff,
)
