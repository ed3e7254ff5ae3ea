"""Funds 基金: set up, replenished, handed over to a recipient, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.charity import rules, tags
from domain.charity.decisions.view import FundDecision
from domain.charity.records import (
    FundClosed,
    FundEstablished,
    FundKind,
    FundReplenished,
    FundTransferredToRecipient,
    Holder,
)
from domain.common.decisions import All, Decision
from domain.common.money import yuan
from domain.common.refusals import Citation


@dataclass
class EstablishFund(Decision):
    """Set up a fund 设立基金."""

    fund: str
    name_zh: str
    kind: FundKind
    holder: Holder
    purposes: Sequence[str]
    restricted: bool
    rules_document: str

    earlier: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([FundEstablished], [tags.charter(self.fund)])]

    @event(FundEstablished)
    def _(self) -> None:
        self.earlier = self.citing

    def execute(self) -> None:
        if self.earlier:
            self.refuse(rules.FUND_ONCE, f"Fund {self.fund} is established.", [self.earlier])
        if not self.purposes or not all(self.purposes):
            self.refuse(rules.FUND_HAS_PURPOSES, f"Fund {self.fund} names no purpose.")
        self.record(
            FundEstablished(
                fund=self.fund,
                name_zh=self.name_zh,
                kind=self.kind,
                holder=self.holder,
                purposes=list(self.purposes),
                restricted=self.restricted,
                rules_document=self.rules_document,
            ),
            [tags.fund(self.fund), tags.charter(self.fund)],
        )


@dataclass
class ReplenishFund(FundDecision):
    """Book money other than a donation into a fund 拨入, e.g. an allocation of its holder."""

    amount_fen: int
    source: str
    document: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return self.fund_boundary(self.fund)

    def execute(self) -> None:
        movement = self.money_in(self.fund, self.amount_fen)
        self.record(
            FundReplenished(**movement, source=self.source, document=self.document),
            [tags.fund(self.fund)],
        )


@dataclass
class TransferToRecipient(FundDecision):
    """Hand a fund's money to another body for the fund's purpose 拨付受赠方."""

    amount_fen: int
    recipient: str
    purpose: str
    approval_document: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return self.fund_boundary(self.fund)

    def execute(self) -> None:
        movement = self.money_out(self.fund, self.amount_fen)
        self.check_purpose(self.purpose, self.open_fund(self.fund)[0])
        if not self.approval_document:
            self.refuse(
                rules.APPROVAL_NAMED, f"No approval is named for the transfer to {self.recipient}."
            )
        self.record(
            FundTransferredToRecipient(
                **movement,
                recipient=self.recipient,
                purpose=self.purpose,
                approval_document=self.approval_document,
            ),
            [tags.fund(self.fund)],
        )


@dataclass
class CloseFund(FundDecision):
    """Close an empty fund 撤销基金."""

    reason: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return self.fund_boundary(self.fund)

    def execute(self) -> None:
        _, view = self.open_fund(self.fund)
        if view.balance_fen:
            self.refuse(
                rules.FUND_EMPTY_TO_CLOSE,
                f"Fund {self.fund} still holds {yuan(view.balance_fen)} yuan.",
                [view.last],
            )
        self.record(
            FundClosed(fund=self.fund, reason=self.reason),
            [tags.fund(self.fund), tags.charter(self.fund)],
        )
