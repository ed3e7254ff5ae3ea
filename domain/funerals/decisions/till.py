"""The parlour's till 收费窗口: charges by the published list, numbered receipts, settlement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb

from domain.common.books import BookView
from domain.common.decisions import All, Decision, Latest
from domain.common.money import yuan
from domain.common.people import Person
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.funerals import rules, tags
from domain.funerals.records import (
    STEPS,
    TILL_RECORDS,
    BodyReceived,
    ChargeListSet,
    Means,
    TillReceiptIssued,
    TillReceiptRefunded,
    TillReceiptVoided,
    TillSettled,
)

LIST_BINDS_FROM = date(2026, 3, 30)
"""From this day only what is on the published list may be charged (殡葬管理条例, revised)."""
NUMBERED = (TillReceiptIssued, TillReceiptVoided)
_KINDS: tuple[type[Record], ...] = tuple(dict.fromkeys((*TILL_RECORDS, *STEPS)))


def receipt_book(office: str, day: date) -> str:
    """The code of a parlour's book of receipts, e.g. `SF371002-2019`."""
    return f"SF{office[:6]}-{day.year}"


@dataclass
class SetChargeList(Decision):
    """Put the published list of charges into force from a day 收费清单. Highest price by item."""

    document: str
    from_day: date
    prices_fen: Mapping[str, int]

    before: str = field(default="", init=False)
    before_at: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [Latest([ChargeListSet], [tags.charge_list()])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the list before."""
        if isinstance(tagged.decision, ChargeListSet):
            self.before, self.before_at = tagged.decision.from_day, citation

    def execute(self) -> None:
        from_day = self.from_day.isoformat()
        priced = bool(self.prices_fen) and min(self.prices_fen.values()) > 0
        if not priced or from_day <= self.before or not self.document:
            self.refuse(
                rules.LIST_WELL_FORMED,
                f"{len(self.prices_fen)} items from {from_day}, after {self.before or 'no list'}.",
                [self.before_at],
            )
        self.record(
            ChargeListSet(
                document=self.document, from_day=from_day, prices_fen=dict(self.prices_fen)
            ),
            [tags.charge_list()],
        )


@dataclass
class TillDecision(Decision):
    """Base of what happens at the till on the day of the act."""

    book: BookView = field(default_factory=BookView, init=False, repr=False)
    settled: Citation | None = field(default=None, init=False)

    @property
    def day(self) -> str:
        """The till's day."""
        return self.act.day.isoformat()

    def till_boundary(self, day: str) -> list[dcb.Selector]:
        """The day's till and the newest number of the book."""
        return [
            All(_KINDS, [tags.till(self.act.office, day)]),
            Latest(NUMBERED, [tags.book(receipt_book(self.act.office, self.act.day))]),
        ]

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return self.till_boundary(self.day)

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the book, and whether the day is settled."""
        self.book.see(tagged.decision, citation, receipt_book(self.act.office, self.act.day))
        if isinstance(tagged.decision, TillSettled):
            self.settled = citation

    def check_not_settled(self) -> None:
        """Refuse what would change a settled day."""
        if self.settled:
            self.refuse(rules.DAY_SETTLED, f"The till of {self.day} is settled.", [self.settled])


@dataclass
class IssueTillReceipt(TillDecision):
    """Take a payment and give a receipt 收费开票. Charges by item, waived fees not among them."""

    decedent: Person
    charges_fen: Mapping[str, int]
    means: Means
    receipt: str = ""

    received: Citation | None = field(default=None, init=False)
    prices: ChargeListSet | None = field(default=None, init=False, repr=False)
    prices_at: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            *self.till_boundary(self.day),
            All([BodyReceived], [self.decedent.tag]),
            All([ChargeListSet], [tags.charge_list()]),
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the reception and the list in force."""
        record = tagged.decision
        if isinstance(record, BodyReceived):
            self.received = citation
        elif isinstance(record, ChargeListSet) and record.from_day <= self.day:
            self.prices, self.prices_at = record, citation
        super().show(tagged, citation)

    def execute(self) -> None:
        self._check()
        book = receipt_book(self.act.office, self.act.day)
        taken = self.book.take(self, rules.RECEIPT_NEXT, self.receipt, book)
        self.record(
            TillReceiptIssued(
                book=taken.book,
                serial=taken.serial,
                number=taken.number,
                parlour=self.act.office,
                day=self.day,
                decedent=self.decedent.id,
                charges_fen=dict(self.charges_fen),
                amount_fen=sum(self.charges_fen.values()),
                means=self.means,
            ),
            [
                self.decedent.tag,
                tags.receipt(taken.number),
                tags.book(taken.book),
                tags.till(self.act.office, self.day),
            ],
        )

    def _check(self) -> None:
        self.check_not_settled()
        if not self.received:
            self.refuse(rules.CHARGED_FOR_A_BODY, "No body of this decedent was received.")
        if not self.charges_fen or min(self.charges_fen.values()) <= 0:
            self.refuse(rules.CHARGE_POSITIVE, "Each charge is above zero, and there is one.")
        if self.act.day < LIST_BINDS_FROM and self.prices is None:
            return
        listed = self.prices.prices_fen if self.prices else {}
        for item, fen in self.charges_fen.items():
            if fen > listed.get(item, 0):
                self.refuse(
                    rules.CHARGE_LISTED,
                    f"{yuan(fen)} yuan for {item}; the list in force has "
                    f"{yuan(listed[item]) + ' yuan' if item in listed else 'no such item'}.",
                    [self.prices_at],
                )


@dataclass
class VoidTillReceipt(TillDecision):
    """Record a spoilt blank; its number counts as used 票据作废."""

    reason: str
    receipt: str = ""

    def execute(self) -> None:
        self.check_not_settled()
        book = receipt_book(self.act.office, self.act.day)
        taken = self.book.take(self, rules.RECEIPT_NEXT, self.receipt, book)
        self.record(
            TillReceiptVoided(
                book=taken.book,
                serial=taken.serial,
                number=taken.number,
                parlour=self.act.office,
                day=self.day,
                reason=self.reason,
            ),
            [
                tags.receipt(taken.number),
                tags.book(taken.book),
                tags.till(self.act.office, self.day),
            ],
        )


@dataclass
class RefundTillReceipt(TillDecision):
    """Give back what was paid on a receipt, all of it, out of today's till 退款."""

    receipt: str
    reason: str

    issued: TillReceiptIssued | None = field(default=None, init=False, repr=False)
    issued_at: Citation | None = field(default=None, init=False)
    refunded_at: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        of_receipt = All([TillReceiptIssued, TillReceiptRefunded], [tags.receipt(self.receipt)])
        return [*self.till_boundary(self.day), of_receipt]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the receipt and its refund."""
        record = tagged.decision
        if isinstance(record, TillReceiptIssued) and record.number == self.receipt:
            self.issued, self.issued_at = record, citation
        elif isinstance(record, TillReceiptRefunded) and record.receipt == self.receipt:
            self.refunded_at = citation
        super().show(tagged, citation)

    def execute(self) -> None:
        self.check_not_settled()
        issued, at = self.issued, self.issued_at
        if issued is None or at is None or self.refunded_at or issued.parlour != self.act.office:
            self.refuse(
                rules.REFUND_OF_RECEIPT,
                f"Receipt {self.receipt} is {'refunded' if self.refunded_at else 'not known'}.",
                [at, self.refunded_at],
            )
        self.record(
            TillReceiptRefunded(
                parlour=self.act.office,
                day=self.day,
                receipt=self.receipt,
                receipt_position=at.position,
                amount_fen=issued.amount_fen,
                means=issued.means,
                reason=self.reason,
            ),
            [
                tags.person(issued.decedent),
                tags.receipt(self.receipt),
                tags.till(self.act.office, self.day),
            ],
        )


@dataclass
class SettleTill(TillDecision):
    """Settle a day's till: what another person counted equals its receipts 日结."""

    till_day: date
    cash_fen: int
    card_fen: int
    mobile_fen: int

    received_fen: dict[Means, int] = field(default_factory=dict, init=False, repr=False)
    receipts: int = field(default=0, init=False)
    refunds: int = field(default=0, init=False)
    last: Citation | None = field(default=None, init=False)

    @property
    def day(self) -> str:
        return self.till_day.isoformat()

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Add the day's receipts up, less its refunds."""
        record = tagged.decision
        if isinstance(record, TillReceiptIssued | TillReceiptRefunded) and record.day == self.day:
            issued = isinstance(record, TillReceiptIssued)
            amount_fen = record.amount_fen if issued else -record.amount_fen
            self.received_fen[record.means] = self.received_fen.get(record.means, 0) + amount_fen
            self.receipts, self.refunds = self.receipts + issued, self.refunds + (not issued)
            self.last = citation
        super().show(tagged, citation)

    def execute(self) -> None:
        self.check_not_settled()
        if self.till_day > self.act.day or not self.last:
            self.refuse(rules.SETTLED_AS_RECEIVED, f"Nothing was received on {self.day}.")
        counted: dict[Means, int] = {
            "cash": self.cash_fen,
            "card": self.card_fen,
            "mobile": self.mobile_fen,
        }
        wrong = [means for means in counted if counted[means] != self.received_fen.get(means, 0)]
        if wrong:
            told = "; ".join(
                f"{means}: receipts {yuan(self.received_fen.get(means, 0))} yuan, counted "
                f"{yuan(counted[means])} yuan"
                for means in wrong
            )
            self.refuse(rules.SETTLED_AS_RECEIVED, f"{told}.", [self.last])
        self.record(
            TillSettled(
                parlour=self.act.office,
                day=self.day,
                receipts=self.receipts,
                refunds=self.refunds,
                cash_fen=self.cash_fen,
                card_fen=self.card_fen,
                mobile_fen=self.mobile_fen,
            ),
            [tags.till(self.act.office, self.day)],
        )
