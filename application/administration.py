"""Administration of accounts: each change is a record first, then a change of the tables.

If the program dies between the two, the log says more than the tables do: the account or token
does not work yet, and making it anew (`renew`, or another token) sets that right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from application.accounts.accounts import Accounts
from application.accounts.sessions import Tokens
from application.accounts.store import AccountStore
from application.accounts.values import Opened, Token
from application.desk import Answer, Desk
from application.opening import KEYS_FOLDER, open_database, open_desk
from application.rights import Rights
from application.settings import Settings
from domain.access.decisions.accounts import (
    CloseAccount,
    IssueToken,
    OpenAccount,
    RenewAccount,
    RevokeToken,
)
from domain.access.decisions.rights import BeginRights
from domain.access.roles import Action
from domain.common.decisions import Act, Decision
from ledger.log import Log
from ledger.sealing import OfficeSecrets


@dataclass(frozen=True)
class Administration:
    """Accounts, tokens and rights of an installation."""

    desk: Desk
    accounts: Accounts
    tokens: Tokens
    rights: Rights

    def execute(self, decision: Decision) -> Answer:
        """Record a right given or taken back.

        Raises:
            Refusal: the command breaks a rule.
        """
        return self.desk.execute(decision)

    def begin(self, act: Act, official: str, document: str) -> Opened:
        """Name the first security administrator, who gets an account.

        Raises:
            Refusal: one was named before.
        """
        self.desk.execute(BeginRights(act, official, document))
        return self.open(Act(official, act.office, act.occurred), official)

    def open(self, act: Act, official: str) -> Opened:
        """Open a local account.

        Raises:
            Refusal: there was one before, or who acts may not.
            AccountError: it cannot be the name of one.
        """
        self.desk.execute(OpenAccount(act, official))
        return self.accounts.open_local(official)

    def open_at_provider(self, act: Act, official: str, issuer: str, subject: str) -> None:
        """Open an account that logs in at a provider.

        Raises:
            Refusal: there was one before, or who acts may not.
            AccountError: the identity has another account.
        """
        self.desk.execute(OpenAccount(act, official, provider=issuer))
        self.accounts.open_at_provider(official, issuer, subject)

    def renew(self, act: Act, official: str, reason: str) -> Opened:
        """Give a local account a new password and second factor.

        Raises:
            Refusal: it is not open, or who acts may not.
        """
        self.desk.execute(RenewAccount(act, official, reason))
        return self.accounts.begin_anew(official)

    def close(self, act: Act, official: str, reason: str) -> None:
        """Close an account; its sessions end.

        Raises:
            Refusal: it is not open, or who acts may not.
        """
        self.desk.execute(CloseAccount(act, official, reason))
        self.accounts.close(official)

    def issue(self, act: Act, service: str, actions: Sequence[Action], days: int) -> Token:
        """Issue a service token.

        Raises:
            AccountError: it is for nothing, or for too long.
            Refusal: who acts may not.
        """
        token = self.tokens.issue(service, actions, days)
        try:
            to_day = act.day + timedelta(days=days)
            self.desk.execute(IssueToken(act, token.id, service, tuple(actions), to_day))
        except BaseException:
            self.tokens.revoke(token.id)
            raise
        return token

    def revoke(self, act: Act, number: str, reason: str) -> str:
        """Revoke a service token, and say whose it was.

        Raises:
            Refusal: it is not in use, or who acts may not.
        """
        self.desk.execute(RevokeToken(act, number, reason))
        return self.tokens.revoke(number)


@contextmanager
def open_administration(settings: Settings) -> Iterator[Administration]:
    """The accounts, tokens and rights of the configured installation.

    Raises:
        LedgerError: the database or the office's secrets cannot be used.
    """
    office = OfficeSecrets.from_file(settings.data / KEYS_FOLDER)
    with (
        open_database(settings) as dsn,
        Log.open(dsn) as log,
        open_desk(settings, log, dsn) as desk,
        AccountStore(dsn) as store,
    ):
        yield Administration(desk, Accounts(store, office), Tokens(store), Rights(log))
