"""Reserve funds of streets and towns for temporary relief 临时救助备用金 (imprest).

Every record carries how the fund stands after it, so that the newest one is enough to decide:

    balance = replenished + made good − disbursed − returned − found short

Tags: the imprest (`fund:imprest-<office>`); a disbursement also its slip (`doc:`), case, persons.
"""

from __future__ import annotations

from datetime import date

from domain.assistance.matters import RESERVE_FUND
from domain.common.duties import Duty, DutyStep
from domain.common.records import Record


class ImprestRecord(Record):
    """What every record of an imprest carries."""

    imprest: str
    """Code of the street or town that holds it."""
    ceiling_fen: int
    """The most it may hold 定额."""
    voucher_days: int
    """Working days within which a disbursement must be vouchered."""
    balance_after_fen: int
    unvouchered_items: int
    """Disbursements without a voucher, after this record."""
    unvouchered_fen: int
    shortfall_fen: int
    """Found short and not made good."""


class ImprestEstablished(ImprestRecord):
    """A fund was set up 建立备用金."""

    type = "assistance.imprest-established.v1"
    duty = DutyStep(Duty.APPROVE, (RESERVE_FUND,), file=None)

    policy: str


class ImprestReplenished(ImprestRecord):
    """Money was put in 拨付, 补充."""

    type = "assistance.imprest-replenished.v1"

    amount_fen: int
    voucher: str


class ImprestDisbursed(ImprestRecord):
    """Money was handed to the applicant of a relief case 支出."""

    type = "assistance.imprest-disbursed.v1"

    slip: str
    """Number of the slip 支出单; the voucher is attached to it."""
    case: str
    amount_fen: int
    day: str

    @property
    def paid_on(self) -> date:
        """The day as a date."""
        return date.fromisoformat(self.day)


class VoucherAttached(ImprestRecord):
    """The signed receipt of a disbursement was filed 补齐凭证."""

    type = "assistance.voucher-attached.v1"

    slip: str
    amount_fen: int
    voucher: str
    voucher_sha256: str
    working_days_late: int


class ImprestReconciled(ImprestRecord):
    """Money was counted and compared with the book 对账; a difference is a shortfall."""

    type = "assistance.imprest-reconciled.v1"

    counted_fen: int
    book_fen: int
    report: str


class ImprestShortfallFound(ImprestRecord):
    """Less was there than the book said 短款; the balance is what was counted."""

    type = "assistance.imprest-shortfall-found.v1"

    amount_fen: int
    report: str


class ImprestShortfallMadeGood(ImprestRecord):
    """Missing money was paid in 追回短款."""

    type = "assistance.imprest-shortfall-made-good.v1"

    amount_fen: int
    voucher: str


class ImprestReturned(ImprestRecord):
    """Money went back to the treasury 缴回."""

    type = "assistance.imprest-returned.v1"

    amount_fen: int
    voucher: str


class ImprestClosed(ImprestRecord):
    """The fund was closed with nothing in it and nothing open 撤销备用金."""

    type = "assistance.imprest-closed.v1"
    duty = DutyStep(Duty.APPROVE, (RESERVE_FUND,), file=None)

    policy: str


IMPREST_RECORDS = (
    ImprestEstablished,
    ImprestReplenished,
    ImprestDisbursed,
    VoucherAttached,
    ImprestReconciled,
    ImprestShortfallFound,
    ImprestShortfallMadeGood,
    ImprestReturned,
    ImprestClosed,
)
