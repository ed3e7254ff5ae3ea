"""Accounts and service tokens: who may come in; by the security administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from eventsourcing.dcb import domain as dcb

from domain.access import rules, tags
from domain.access.decisions.rights import FIRST, RightsDecision
from domain.access.records import (
    ACCOUNT_RECORDS,
    RIGHT_RECORDS,
    TOKEN_RECORDS,
    AccountClosed,
    AccountOpened,
    AccountRenewed,
    TokenIssued,
    TokenRevoked,
)
from domain.access.roles import Action
from domain.common.decisions import All
from domain.common.records import Record
from domain.common.refusals import Citation

TOKEN_DAYS_MAX = 366


@dataclass
class AccountDecision(RightsDecision):
    """Sees one account, and the rights of who acts."""

    holder: str

    newest: Record | None = field(default=None, init=False, repr=False)
    newest_cited: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            All(ACCOUNT_RECORDS, [tags.account(self.holder)]),
            All(RIGHT_RECORDS, [tags.holder(self.act.by)]),
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the account's newest record."""
        if isinstance(tagged.decision, ACCOUNT_RECORDS):
            self.newest, self.newest_cited = tagged.decision, citation
        super().show(tagged, citation)

    @property
    def is_open(self) -> bool:
        """Whether the official can log in."""
        return self.newest is not None and not isinstance(self.newest, AccountClosed)

    def must_be(self, holds: bool, problem: str) -> None:
        """The account is as it must be for this."""
        if not holds:
            self.refuse(
                rules.ACCOUNT_ONCE,
                f"The account of {self.holder or 'nobody'} {problem}.",
                [self.newest_cited],
            )


@dataclass
class OpenAccount(AccountDecision):
    """Let an official log in 开立账号; the first security administrator opens their own."""

    provider: str = ""

    def execute(self) -> None:
        self.must_be(bool(self.holder) and self.newest is None, "was opened before")
        if not (self.holder == self.act.by and FIRST in self.holding(self.act.by).rights):
            self.must_be_given_by_security(self.holder)
        opened = AccountOpened(holder=self.holder, provider=self.provider)
        self.record(opened, [tags.account(self.holder)])


@dataclass
class RenewAccount(AccountDecision):
    """Give an account a new password and second factor 重置账号."""

    reason: str

    def execute(self) -> None:
        self.must_be(self.is_open and bool(self.reason.strip()), "is not open, or no reason stands")
        self.must_be_given_by_security(self.holder)
        renewed = AccountRenewed(holder=self.holder, reason=self.reason)
        self.record(renewed, [tags.account(self.holder)])


@dataclass
class CloseAccount(AccountDecision):
    """Let an official log in no more 注销账号."""

    reason: str

    def execute(self) -> None:
        self.must_be(self.is_open and bool(self.reason.strip()), "is not open, or no reason stands")
        self.must_be_given_by_security(self.holder)
        closed = AccountClosed(holder=self.holder, reason=self.reason)
        self.record(closed, [tags.account(self.holder)])


@dataclass
class TokenDecision(RightsDecision):
    """Sees one token, and the rights of who acts."""

    token: str

    tokens: list[Record] = field(default_factory=list, init=False, repr=False)
    tokens_cited: list[Citation] = field(default_factory=list, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            All(TOKEN_RECORDS, [tags.token(self.token)]),
            All(RIGHT_RECORDS, [tags.holder(self.act.by)]),
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep what was recorded about the token."""
        if isinstance(tagged.decision, TOKEN_RECORDS):
            self.tokens.append(tagged.decision)
            self.tokens_cited.append(citation)
        super().show(tagged, citation)

    def must_be(self, holds: bool, problem: str) -> None:
        """The token is as it must be for this."""
        if not holds:
            self.refuse(rules.TOKEN_BOUND, f"Token {self.token} {problem}.", self.tokens_cited)


@dataclass
class IssueToken(TokenDecision):
    """Let a service act by a token 签发服务令牌."""

    holder: str
    actions: tuple[Action, ...]
    to_day: date

    def execute(self) -> None:
        self.must_be(bool(self.token) and not self.tokens, "was issued before")
        self.must_be(bool(self.actions and self.holder), "is for nobody or for nothing")
        last = self.act.day + timedelta(days=TOKEN_DAYS_MAX)
        self.must_be(self.act.day <= self.to_day <= last, f"would end on {self.to_day}")
        self.must_be_given_by_security(self.holder)
        issued = TokenIssued(
            token=self.token,
            holder=self.holder,
            actions=sorted({action.value for action in self.actions}),
            to_day=self.to_day.isoformat(),
        )
        self.record(issued, [tags.token(self.token), tags.account(self.holder)])


@dataclass
class RevokeToken(TokenDecision):
    """Make a token worth nothing 吊销服务令牌."""

    reason: str

    def execute(self) -> None:
        issued = self.tokens[0] if len(self.tokens) == 1 else None
        if not isinstance(issued, TokenIssued) or not self.reason.strip():
            self.must_be(False, "is not in use, or no reason stands")
            return
        self.must_be_given_by_security("")
        revoked = TokenRevoked(token=self.token, holder=issued.holder, reason=self.reason)
        self.record(revoked, [tags.token(self.token), tags.account(issued.holder)])
