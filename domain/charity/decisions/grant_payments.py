"""Payments of grants 救助金发放, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.charity import rules
from domain.charity.decisions.grant_view import (
    GrantView,
    check_step,
    grant_boundary,
    grant_tags,
)
from domain.charity.decisions.view import FundDecision
from domain.charity.records import GrantApplied, GrantApproved, GrantPaid, GrantReturned
from domain.common.money import yuan
from domain.common.records import Record
from domain.common.refusals import Citation


@dataclass
class GrantMoney(FundDecision):
    """Base of payments of a grant, and of what comes back."""

    grant: str

    view: GrantView = field(default_factory=GrantView, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [*self.fund_boundary(self.fund), grant_boundary(self.grant)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the grant's steps beside the fund's balance."""
        if getattr(tagged.decision, "grant", None) == self.grant:
            self.view.see(tagged.decision, citation)
        super().show(tagged, citation)

    def check_fund(self, applied: GrantApplied) -> None:
        """Refuse if the grant was asked from another fund."""
        if applied.fund != self.fund:
            self.refuse(
                rules.GRANT_OF_FUND,
                f"Grant {self.grant} was asked from fund {applied.fund}, not {self.fund}.",
                [self.view.seen[GrantApplied]],
            )


@dataclass
class PayGrant(GrantMoney):
    """Pay an approved grant, the whole approved sum 发放."""

    bank_reference: str

    def execute(self) -> None:
        applied = check_step(self, self.grant, self.view, "approved")
        self.check_fund(applied)
        movement = self.money_out(
            self.fund, self.view.approved_fen, [self.view.seen[GrantApproved]]
        )
        self.check_purpose(applied.purpose, self.open_fund(self.fund)[0])
        self.record(
            GrantPaid(
                **movement,
                grant=self.grant,
                recipient=applied.recipient,
                purpose=applied.purpose,
                bank_reference=self.bank_reference,
            ),
            grant_tags(applied),
        )


@dataclass
class ReturnGrant(GrantMoney):
    """Book money of a paid grant back into its fund 退回."""

    amount_fen: int
    reason: str

    def execute(self) -> None:
        applied = check_step(self, self.grant, self.view, "paid")
        self.check_fund(applied)
        if self.amount_fen > self.view.paid_fen:
            self.refuse(
                rules.WITHIN_GRANT,
                f"{yuan(self.view.paid_fen)} yuan of grant {self.grant} are paid and not returned; "
                f"{yuan(self.amount_fen)} yuan are to be returned.",
                [self.view.seen.get(GrantReturned), self.view.seen[GrantPaid]],
            )
        movement = self.money_in(self.fund, self.amount_fen)
        self.record(
            GrantReturned(
                **movement, grant=self.grant, recipient=applied.recipient, reason=self.reason
            ),
            grant_tags(applied),
        )
