"""Donations 捐赠: received, refunded, moved to another purpose with the donor's consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.charity import rules, tags
from domain.charity.decisions.view import FundDecision
from domain.charity.records import (
    Channel,
    DonationPurposeChanged,
    DonationReceived,
    DonationRefunded,
    DonorKind,
    FundEstablished,
    FundTransferredIn,
    FundTransferredOut,
)
from domain.common.decisions import All
from domain.common.money import yuan
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation


@dataclass
class ReceiveDonation(FundDecision):
    """Take a donation into a fund 接收捐赠.

    A person or an organisation gives under its name; with neither, the donor is anonymous. An empty
    receipt number records that the donor refused a receipt.
    """

    donation: str
    amount_fen: int
    channel: Channel
    receipt: str = ""
    donor: Person | None = None
    organisation: str = ""
    restricted: bool = False
    purpose: str = ""
    campaign: str = ""

    same_number: Citation | None = field(default=None, init=False)
    same_receipt: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        boundary = self.fund_boundary(self.fund)
        boundary.append(All([DonationReceived], [tags.donation(self.donation)]))
        if self.receipt:
            boundary.append(All([DonationReceived], [tags.receipt(self.receipt)]))
        return boundary

    @event(DonationReceived)
    def _(self, donation: str, receipt: str) -> None:
        if donation == self.donation:
            self.same_number = self.citing
        if receipt and receipt == self.receipt:
            self.same_receipt = self.citing

    def execute(self) -> None:
        self._check_numbers()
        movement = self.money_in(self.fund, self.amount_fen)
        self._check_purpose(self.open_fund(self.fund)[0])
        self.record(
            DonationReceived(
                **movement,
                donation=self.donation,
                donor_kind=self._donor_kind(),
                donor=self.donor.id if self.donor else "",
                organisation=self.organisation,
                restricted=self.restricted,
                purpose=self.purpose,
                channel=self.channel,
                receipt=self.receipt,
                campaign=self.campaign,
            ),
            self._tags(),
            personal_of([self.donor] if self.donor else []),
        )

    def _check_numbers(self) -> None:
        if self.same_number:
            self.refuse(
                rules.DONATION_ONCE,
                f"The donation number {self.donation} is used.",
                [self.same_number],
            )
        if self.same_receipt:
            self.refuse(
                rules.RECEIPT_ONCE, f"The receipt {self.receipt} is issued.", [self.same_receipt]
            )

    def _check_purpose(self, fund: FundEstablished) -> None:
        if self.purpose:
            self.check_purpose(self.purpose, fund)
        if self.restricted:
            check_kept_apart(self, self.purpose, fund)

    def _donor_kind(self) -> DonorKind:
        if self.donor and self.organisation:
            self.refuse(rules.DONOR_CLEAR, "Both a person and an organisation are named as donor.")
        if self.donor:
            return "person"
        return "organisation" if self.organisation else "anonymous"

    def _tags(self) -> list[str]:
        about = [tags.fund(self.fund), tags.donation(self.donation)]
        if self.receipt:
            about.append(tags.receipt(self.receipt))
        if self.donor:
            about.append(self.donor.tag)
        if self.campaign:
            about.append(tags.campaign(self.campaign))
        return about


def check_kept_apart(decision: FundDecision, purpose: str, fund: FundEstablished) -> None:
    """Refuse a fund that does not serve a restricted donation's purpose alone."""
    if not (fund.restricted and fund.purposes == [purpose]):
        decision.refuse(
            rules.RESTRICTED_KEPT_APART,
            f"The donation is restricted to {purpose or 'no named purpose'}; fund {fund.fund} "
            f"may be spent on {', '.join(fund.purposes)}.",
            [decision.funds[fund.fund].established_at],
            "Take it into a restricted fund with this purpose alone.",
        )


@dataclass
class DonationDecision(FundDecision):
    """Base of decisions about a donation that was received into `fund`."""

    donation: str

    received: DonationReceived | None = field(default=None, init=False)
    left_fen: int = field(default=0, init=False)
    seen: list[Citation] = field(default_factory=list, init=False)

    def donation_boundary(self) -> dcb.Selector:
        """The donation and what became of it."""
        return All(
            [DonationReceived, DonationRefunded, DonationPurposeChanged],
            [tags.donation(self.donation)],
        )

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow what is left of the donation in the fund it came into."""
        record = tagged.decision
        if getattr(record, "donation", None) == self.donation:
            self._see(record)
            self.seen.append(citation)
        super().show(tagged, citation)

    def _see(self, record: Record) -> None:
        if isinstance(record, DonationReceived):
            self.received = record
            self.left_fen += record.amount_fen
        elif isinstance(record, DonationRefunded | DonationPurposeChanged):
            self.left_fen -= record.amount_fen

    def check_left(self, amount_fen: int) -> DonationReceived:
        """The donation, if it came into this fund and holds so much.

        Raises:
            Refusal: it did not, or too little of it is left.
        """
        if self.received is None or self.received.fund != self.fund:
            self.refuse(
                rules.DONATION_KNOWN,
                f"No donation {self.donation} was received into fund {self.fund}.",
                self.seen,
            )
        if amount_fen > self.left_fen:
            self.refuse(
                rules.WITHIN_DONATION,
                f"{yuan(self.left_fen)} yuan are left of donation {self.donation}; "
                f"{yuan(amount_fen)} yuan are asked.",
                self.seen,
            )
        return self.received


@dataclass
class RefundDonation(DonationDecision):
    """Give a donation, or part of one, back to its donor 退还捐赠."""

    amount_fen: int
    reason: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [*self.fund_boundary(self.fund), self.donation_boundary()]

    def execute(self) -> None:
        received = self.check_left(self.amount_fen)
        movement = self.money_out(self.fund, self.amount_fen, self.seen)
        about = [tags.fund(self.fund), tags.donation(self.donation)]
        if received.donor:
            about.append(tags.person(received.donor))
        self.record(DonationRefunded(**movement, donation=self.donation, reason=self.reason), about)


@dataclass
class ChangeDonationPurpose(DonationDecision):
    """Move a donation to another fund and purpose, with the donor's consent 变更捐赠用途."""

    fund_to: str
    purpose: str
    amount_fen: int
    consent_document: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [*self.fund_boundary(self.fund, self.fund_to), self.donation_boundary()]

    def execute(self) -> None:
        received = self.check_left(self.amount_fen)
        if not self.consent_document:
            self.refuse(
                rules.DONOR_CONSENT,
                f"No consent of the donor of {self.donation} is named.",
                self.seen,
                "Attach the donor's signed consent and give its number.",
            )
        out = self.money_out(self.fund, self.amount_fen, self.seen)
        into = self.money_in(self.fund_to, self.amount_fen)
        self._check_target(received)
        document = tags.donation(self.donation)
        about = [document, tags.fund(self.fund), tags.fund(self.fund_to)]
        about += [tags.person(received.donor)] if received.donor else []
        self.record(
            DonationPurposeChanged(
                donation=self.donation,
                fund_from=self.fund,
                fund_to=self.fund_to,
                purpose=self.purpose,
                amount_fen=self.amount_fen,
                consent_document=self.consent_document,
            ),
            about,
        )
        self.record(
            FundTransferredOut(**out, fund_to=self.fund_to, document=self.consent_document),
            [tags.fund(self.fund), document],
        )
        self.record(
            FundTransferredIn(**into, fund_from=self.fund, document=self.consent_document),
            [tags.fund(self.fund_to), document],
        )

    def _check_target(self, received: DonationReceived) -> None:
        target, _ = self.open_fund(self.fund_to)
        self.check_purpose(self.purpose, target)
        if received.restricted:
            check_kept_apart(self, self.purpose, target)
