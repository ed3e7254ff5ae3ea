"""What decisions know of a fund: its establishment and, from its newest record, its balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from eventsourcing.dcb import domain as dcb

from domain.charity import rules, tags
from domain.charity.records import (
    MONEY_RECORDS,
    FundClosed,
    FundEstablished,
    FundKind,
    FundMoney,
    Holder,
)
from domain.common.decisions import All, Decision, Latest
from domain.common.money import yuan
from domain.common.records import Record
from domain.common.refusals import Citation


class Movement(TypedDict):
    """The fields every `FundMoney` record has, for a movement that may be recorded."""

    fund: str
    fund_kind: FundKind
    holder: Holder
    amount_fen: int
    balance_after_fen: int


@dataclass
class FundView:
    """A fund, as its records show it. Money in fen."""

    established: FundEstablished | None = None
    established_at: Citation | None = None
    closed_at: Citation | None = None
    balance_fen: int = 0
    last: Citation | None = None
    """The newest record that moved its money."""

    def see(self, record: Record, citation: Citation) -> None:
        """Take one of the fund's records into account."""
        if isinstance(record, FundEstablished):
            self.established, self.established_at = record, citation
        elif isinstance(record, FundClosed):
            self.closed_at = citation
        elif isinstance(record, FundMoney):
            self.balance_fen, self.last = record.balance_after_fen, citation


@dataclass
class FundDecision(Decision):
    """Base of decisions that move a fund's money."""

    fund: str

    funds: dict[str, FundView] = field(default_factory=dict, init=False, repr=False)
    """By code; holds the funds that were shown."""

    def fund_boundary(self, *funds: str) -> list[dcb.Selector]:
        """Establishment and newest movement of each fund: a few records, however busy it is."""
        return [
            selector
            for fund in funds
            for selector in (
                All([FundEstablished, FundClosed], [tags.charter(fund)]),
                Latest(MONEY_RECORDS, [tags.fund(fund)]),
            )
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Show the decision one record inside its boundary, in the order of the log."""
        record = tagged.decision
        if isinstance(record, FundEstablished | FundClosed | FundMoney):
            self.funds.setdefault(record.fund, FundView()).see(record, citation)
        super().show(tagged, citation)

    def open_fund(self, fund: str) -> tuple[FundEstablished, FundView]:
        """The fund's establishment and view.

        Raises:
            Refusal: the fund is unknown or closed.
        """
        view = self.funds.get(fund, FundView())
        if view.established is None:
            self.refuse(rules.FUND_KNOWN, f"Fund {fund} is not established.")
        if view.closed_at:
            self.refuse(rules.FUND_OPEN, f"Fund {fund} is closed.", [view.closed_at])
        return view.established, view

    def money_in(self, fund: str, amount_fen: int) -> Movement:
        """What a record of money coming into a fund says in common.

        Raises:
            Refusal: the fund is unknown or closed, or the amount is not above zero.
        """
        self.check_amount(amount_fen)
        established, view = self.open_fund(fund)
        return _movement(established, amount_fen, view.balance_fen + amount_fen)

    def money_out(
        self, fund: str, amount_fen: int, against: Sequence[Citation | None] = ()
    ) -> Movement:
        """What a record of money leaving a fund says in common.

        Raises:
            Refusal: as `money_in`; or the fund holds too little, citing its newest movement.
        """
        self.check_amount(amount_fen)
        established, view = self.open_fund(fund)
        if view.balance_fen < amount_fen:
            self.refuse(
                rules.FUND_NOT_BELOW_ZERO,
                f"Fund {fund} holds {yuan(view.balance_fen)} yuan and {yuan(amount_fen)} yuan are "
                f"to leave it; {yuan(amount_fen - view.balance_fen)} yuan are missing.",
                [view.last, *against],
                "Pay no more than the fund holds, or wait until money has come in.",
            )
        return _movement(established, amount_fen, view.balance_fen - amount_fen)

    def check_amount(self, amount_fen: int) -> None:
        """Refuse an amount that is not above zero."""
        if amount_fen <= 0:
            self.refuse(rules.AMOUNT_POSITIVE, f"The amount is {yuan(amount_fen)} yuan.")

    def check_purpose(self, purpose: str, fund: FundEstablished) -> None:
        """Refuse to spend on a purpose that is not the fund's, citing its establishment."""
        if purpose not in fund.purposes:
            self.refuse(
                rules.PURPOSE_WITHIN_FUND,
                f"{purpose or 'no purpose'} is not among the purposes of fund {fund.fund}: "
                f"{', '.join(fund.purposes)}.",
                [self.funds[fund.fund].established_at],
                "Use a fund with this purpose, or ask the donors for their consent.",
            )


def _movement(fund: FundEstablished, amount_fen: int, balance_after_fen: int) -> Movement:
    return {
        "fund": fund.fund,
        "fund_kind": fund.kind,
        "holder": fund.holder,
        "amount_fen": amount_fen,
        "balance_after_fen": balance_after_fen,
    }
