"""Reserve funds are set up, filled, vouchered, counted, emptied and closed 备用金.

Money leaves a fund for a case in `PayRelief`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.assistance import money_rules, tags
from domain.assistance.imprest import Imprest
from domain.assistance.records.imprests import (
    ImprestClosed,
    ImprestDisbursed,
    ImprestEstablished,
    ImprestReconciled,
    ImprestRecord,
    ImprestReplenished,
    ImprestReturned,
    ImprestShortfallFound,
    ImprestShortfallMadeGood,
    VoucherAttached,
)
from domain.common import tags as common_tags
from domain.common.decisions import All, Decision
from domain.common.money import yuan
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.common.working_days import working_days_after, working_days_late

VOUCHER_DAYS = 10
"""Working days to bring the voucher, unless the district sets another number (local)."""


@dataclass
class ImprestDecision(Decision):
    """A decision about the reserve fund of one street or town."""

    imprest: str
    """Code of the street or town."""

    fund: Imprest = field(default_factory=lambda: Imprest(""), init=False, repr=False)

    def __post_init__(self) -> None:
        self.fund = Imprest(self.imprest)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [self.fund.boundary()]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        if isinstance(tagged.decision, ImprestRecord):
            self.fund.take(tagged.decision, citation)

    def must_be_open(self) -> ImprestRecord:
        newest = self.fund.newest
        if newest is None or not self.fund.is_open:
            self.refuse(
                money_rules.IMPREST_OPEN,
                f"The reserve fund of {self.imprest} is {'closed' if newest else 'not set up'}.",
                [self.fund.citation],
            )
        return newest

    def must_hold(self, amount_fen: int) -> None:
        """The fund is open and holds an amount above zero."""
        self.must_be_open()
        if not 0 < amount_fen <= self.fund.balance_fen:
            self.refuse(
                money_rules.IMPREST_NOT_BELOW_ZERO,
                f"The reserve fund of {self.imprest} holds {yuan(self.fund.balance_fen)} yuan; "
                f"{yuan(amount_fen)} would leave it.",
                [self.fund.citation],
            )

    def must_have_room(self, amount_fen: int) -> None:
        """The fund is open and takes an amount above zero within its ceiling."""
        newest = self.must_be_open()
        if not 0 < amount_fen <= newest.ceiling_fen - self.fund.balance_fen:
            self.refuse(
                money_rules.IMPREST_WITHIN_CEILING,
                f"The reserve fund of {self.imprest} holds {yuan(self.fund.balance_fen)} of at "
                f"most {yuan(newest.ceiling_fen)} yuan; {yuan(amount_fen)} would come in.",
                [self.fund.citation],
            )

    def record_next(self, record: ImprestRecord, *documents: str) -> None:
        papers = [common_tags.document(paper) for paper in documents]
        self.record(record, [tags.imprest(self.imprest), *papers])


@dataclass
class EstablishImprest(ImprestDecision):
    """Set up the reserve fund of a street or town 建立备用金."""

    ceiling_fen: int
    policy: str
    voucher_days: int = VOUCHER_DAYS

    def execute(self) -> None:
        well_formed = self.ceiling_fen > 0 and self.voucher_days > 0
        if self.fund.is_open or not well_formed:
            self.refuse(
                money_rules.IMPREST_OPEN,
                f"A fund of {yuan(self.ceiling_fen)} yuan would be set up for {self.imprest}; "
                f"there {'is one' if self.fund.is_open else 'is none'}.",
                [self.fund.citation],
            )
        before = self.fund.newest
        changes = {
            "ceiling_fen": self.ceiling_fen - (before.ceiling_fen if before else 0),
            "voucher_days": self.voucher_days - (before.voucher_days if before else 0),
        }
        record = self.fund.next(ImprestEstablished, changes, policy=self.policy)
        self.record_next(record, self.policy)


@dataclass
class ReplenishImprest(ImprestDecision):
    """Put money in, up to the ceiling 拨付."""

    amount_fen: int
    voucher: str

    def execute(self) -> None:
        self.must_have_room(self.amount_fen)
        record = self.fund.next(
            ImprestReplenished,
            {"balance_after_fen": self.amount_fen},
            amount_fen=self.amount_fen,
            voucher=self.voucher,
        )
        self.record_next(record, self.voucher)


@dataclass
class AttachVoucher(ImprestDecision):
    """File the signed receipt of a disbursement 补齐凭证."""

    slip: str
    voucher: str
    voucher_sha256: str

    disbursed: tuple[ImprestDisbursed, Citation] | None = field(
        default=None, init=False, repr=False
    )
    attached: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        slip = All(
            types=[ImprestDisbursed, VoucherAttached],
            tags=[tags.imprest(self.imprest), common_tags.document(self.slip)],
        )
        return [slip, *super().consistency_boundary()]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        super().show(tagged, citation)
        record = tagged.decision
        if isinstance(record, ImprestDisbursed) and record.slip == self.slip:
            self.disbursed = record, citation
        elif isinstance(record, VoucherAttached) and record.slip == self.slip:
            self.attached = citation

    def execute(self) -> None:
        newest = self.must_be_open()
        if self.disbursed is None or self.attached is not None:
            self.refuse(
                money_rules.VOUCHER_FOR_SLIP,
                f"Slip {self.slip} of {self.imprest} is unknown, or has its voucher.",
                [self.attached],
            )
        paid, _ = self.disbursed
        due = working_days_after(paid.paid_on, newest.voucher_days)
        record = self.fund.next(
            VoucherAttached,
            {"unvouchered_items": -1, "unvouchered_fen": -paid.amount_fen},
            slip=self.slip,
            amount_fen=paid.amount_fen,
            voucher=self.voucher,
            voucher_sha256=self.voucher_sha256,
            working_days_late=working_days_late(due, self.act.day),
        )
        self.record_next(record, self.slip, self.voucher)


@dataclass
class ReconcileImprest(ImprestDecision):
    """Count the money and compare it with the book 对账; what is missing is a shortfall."""

    counted_fen: int
    report: str

    def execute(self) -> None:
        self.must_be_open()
        book_fen = self.fund.balance_fen
        if not 0 <= self.counted_fen <= book_fen:
            self.refuse(
                money_rules.IMPREST_NOT_BELOW_ZERO,
                f"Counted were {yuan(self.counted_fen)} yuan; the book says {yuan(book_fen)}.",
                [self.fund.citation],
                "Find the disbursement or replenishment that the book lacks.",
            )
        counted = self.fund.next(
            ImprestReconciled,
            {},
            counted_fen=self.counted_fen,
            book_fen=book_fen,
            report=self.report,
        )
        self.record_next(counted, self.report)
        short_fen = book_fen - self.counted_fen
        if short_fen:
            record = self.fund.next(
                ImprestShortfallFound,
                {"balance_after_fen": -short_fen, "shortfall_fen": short_fen},
                amount_fen=short_fen,
                report=self.report,
            )
            self.record_next(record, self.report)


@dataclass
class MakeGoodShortfall(ImprestDecision):
    """Pay in money that was missing 追回短款."""

    amount_fen: int
    voucher: str

    def execute(self) -> None:
        newest = self.must_be_open()
        if not 0 < self.amount_fen <= newest.shortfall_fen:
            self.refuse(
                money_rules.RECOVERY_WITHIN_DEBT,
                f"{yuan(newest.shortfall_fen)} yuan are short, not {yuan(self.amount_fen)}.",
                [self.fund.citation],
            )
        record = self.fund.next(
            ImprestShortfallMadeGood,
            {"balance_after_fen": self.amount_fen, "shortfall_fen": -self.amount_fen},
            amount_fen=self.amount_fen,
            voucher=self.voucher,
        )
        self.record_next(record, self.voucher)


@dataclass
class ReturnImprest(ImprestDecision):
    """Pay money of the fund back to the treasury 缴回."""

    amount_fen: int
    voucher: str

    def execute(self) -> None:
        self.must_hold(self.amount_fen)
        record = self.fund.next(
            ImprestReturned,
            {"balance_after_fen": -self.amount_fen},
            amount_fen=self.amount_fen,
            voucher=self.voucher,
        )
        self.record_next(record, self.voucher)


@dataclass
class CloseImprest(ImprestDecision):
    """Close the fund 撤销备用金."""

    policy: str

    def execute(self) -> None:
        newest = self.must_be_open()
        is_left = (newest.balance_after_fen, newest.unvouchered_items, newest.shortfall_fen)
        if any(is_left):
            self.refuse(
                money_rules.IMPREST_SETTLED,
                f"The reserve fund of {self.imprest} holds {yuan(newest.balance_after_fen)} yuan, "
                f"{newest.unvouchered_items} disbursements have no voucher, "
                f"{yuan(newest.shortfall_fen)} yuan are short.",
                [self.fund.citation],
            )
        self.record_next(self.fund.next(ImprestClosed, {}, policy=self.policy), self.policy)
