"""Accounts: opened and closed by administrators; coming in with password and second factor.

A local account always has both. A wrong name, password or code, a locked and a closed account are
all answered alike and take the same time. After `FAILURES_MAX` failures in a row an account is
locked for `LOCKED_SECONDS`, also for who knows the password.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from psycopg import Connection
from psycopg.rows import DictRow

from application.accounts import passwords, second_factor, store
from application.accounts.errors import (
    AccountError,
    LoginRefusedError,
    NoAccountError,
    PasswordExpiredError,
)
from application.accounts.store import AccountStore
from application.accounts.values import Account, Opened
from ledger.sealing import OfficeSecrets

FAILURES_MAX = 5
LOCKED_SECONDS = 15 * 60
INITIAL_PASSWORD_BYTES = 12
OFFICIAL_CHARACTERS_MAX = 64
PAGE_MAX = 1_000


class Accounts:
    """The accounts of a database. May be shared between threads.

    Attributes:
        store: the tables.
    """

    def __init__(
        self,
        accounts: AccountStore,
        office: OfficeSecrets,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Use the tables of a database and the office's secrets that belong to it.

        Args:
            accounts: the tables.
            office: seals the second factors.
            clock: what second factors go by, in seconds since 1970.
        """
        self.store = accounts
        self._clock = clock
        self._key = office.second_factors

    def open_local(self, official: str) -> Opened:
        """Open an account with an initial password and a second factor of its own.

        Raises:
            AccountError: there is one of that name, or it cannot be a name.
        """
        _check_name(official)
        opened, secret = self._begin(official)
        sealed = second_factor.seal(secret, official, self._key)
        password = passwords.hasher().hash(opened.password)
        if self.store.one(store.OPEN_LOCAL, official, password, sealed) is None:
            raise AccountError(f"There is an account {official}.", "Nothing was changed.")
        return opened

    def open_at_provider(self, official: str, issuer: str, subject: str) -> None:
        """Open an account that logs in at a provider (OpenID Connect).

        Raises:
            AccountError: there is one of that name or for that identity.
        """
        _check_name(official)
        if self.store.one(store.OPEN_AT_PROVIDER, official, issuer, subject) is None:
            raise AccountError(
                f"There is an account {official}, or one for that identity.", "Nothing was changed."
            )

    def begin_anew(self, official: str) -> Opened:
        """Give an account a new initial password and second factor; its sessions end.

        An account that was recorded and never made is made.

        Raises:
            NoAccountError: the account is closed, or logs in at a provider.
        """
        opened, secret = self._begin(official)
        sealed = second_factor.seal(secret, official, self._key)
        with self.store.transaction() as connection:
            row = _found(connection, official)
            if row is not None and not _is_open_and_local(row):
                raise NoAccountError(f"There is no open local account {official}.")
            hashed = passwords.hasher().hash(opened.password)
            connection.execute(store.OPEN_LOCAL, [official, hashed, sealed])
            connection.execute(store.BEGIN_ANEW, [hashed, sealed, official])
            connection.execute(store.END_SESSIONS, [official])
        return opened

    def close(self, official: str) -> None:
        """Close an account for good; its sessions end.

        Raises:
            NoAccountError: there is none of that name that is open.
        """
        with self.store.transaction() as connection:
            row = _found(connection, official)
            if row is None or row["closed"]:
                raise NoAccountError(f"There is no open account {official}.")
            connection.execute(store.CLOSE, [official])
            connection.execute(store.END_SESSIONS, [official])

    def listed(self, after: str = "", limit: int = PAGE_MAX) -> list[Account]:
        """Accounts by name, a page at a time."""
        return [Account(**row) for row in self.store.all(store.LIST, after, limit)]

    def official_of(self, issuer: str, subject: str) -> str:
        """Whose account an identity at a provider is.

        Raises:
            LoginRefusedError: nobody's, or it is closed.
        """
        row = self.store.one(store.FIND_BY_IDENTITY, issuer, subject)
        if row is None or row["closed"]:
            raise _refused()
        official: str = row["official"]
        return official

    def admit(self, official: str, password: str, code: str) -> None:
        """Let somebody in who knows password and second factor.

        Raises:
            LoginRefusedError: for whatever reason.
            PasswordExpiredError: both are right, but another password must be set first.
        """
        with self.store.transaction() as connection:
            row = _found(connection, official)
            step = self._proven(row, password, code)
            if row is not None and step is None:
                _count_failure(connection, official)
            expired = row is not None and step is not None and _is_expired(row)
            if step is not None and not expired:
                connection.execute(store.COUNT_SUCCESS, [step, official])
        if step is None:
            raise _refused()
        if expired:
            raise PasswordExpiredError(
                f"The password of {official} is initial or older than {passwords.DAYS_MAX} days.",
                "Set a new one first.",
            )

    def change_password(self, official: str, password: str, code: str, new: str) -> None:
        """Set a new password; all sessions of the account end.

        Raises:
            LoginRefusedError: the old one or the code is wrong, or the account is locked.
            WeakPasswordError: the new one breaks a rule.
        """
        with self.store.transaction() as connection:
            row = _found(connection, official)
            step = self._proven(row, password, code)
            if row is not None and step is None:
                _count_failure(connection, official)
            elif row is not None:
                _replace(connection, row, new, step)
        if step is None:
            raise _refused()

    def _proven(self, row: DictRow | None, password: str, code: str) -> int | None:
        """The step of the second factor if everything is right; takes as long if nothing is."""
        known = row if _is_open_and_local(row) and not _is_locked(row) else None
        right = passwords.hasher().verify(
            password[: passwords.CHARACTERS_MAX], known["password_hash"] if known else _decoy()
        )
        if known is None or not right:
            return None
        secret = second_factor.open_sealed(known["second_factor"], known["official"], self._key)
        return second_factor.step_of(secret, code, self._clock(), known["second_factor_step"])

    @staticmethod
    def _begin(official: str) -> tuple[Opened, str]:
        secret = second_factor.new_secret()
        password = secrets.token_urlsafe(INITIAL_PASSWORD_BYTES)
        return Opened(official, password, second_factor.address(secret, official)), secret


def _found(connection: Connection[DictRow], official: str) -> DictRow | None:
    return connection.execute(store.FIND_TO_CHANGE, [official]).fetchone()


def _is_open_and_local(row: Any) -> bool:
    return row is not None and not row["closed"] and bool(row["password_hash"])


def _is_locked(row: Any) -> bool:
    return bool(row["locked_until"]) and row["locked_until"] > datetime.now(UTC)


def _is_expired(row: DictRow) -> bool:
    age: timedelta = datetime.now(UTC) - row["password_set"]
    return bool(row["password_is_initial"]) or age > timedelta(days=passwords.DAYS_MAX)


def _count_failure(connection: Connection[DictRow], official: str) -> None:
    connection.execute(
        store.COUNT_FAILURE, [FAILURES_MAX, FAILURES_MAX, float(LOCKED_SECONDS), official]
    )


def _replace(connection: Connection[DictRow], row: DictRow, new: str, step: int | None) -> None:
    official = row["official"]
    kept = connection.execute(
        store.PASSWORDS_BEFORE, [official, passwords.BEFORE_KEPT - 1]
    ).fetchall()
    before = [row["password_hash"], *(one["password_hash"] for one in kept)]
    passwords.check_rules(new, official, before)
    connection.execute(store.KEEP_PASSWORD, [official, row["password_hash"]])
    connection.execute(store.SET_PASSWORD, [passwords.hasher().hash(new), step, official])
    connection.execute(store.END_SESSIONS, [official])


def _check_name(official: str) -> None:
    good = all(one.isalnum() or one in "-_." for one in official)
    if not official or not good or len(official) > OFFICIAL_CHARACTERS_MAX:
        raise AccountError(
            "An account's name has letters, digits, '-', '_' and '.' only, 1 to "
            f"{OFFICIAL_CHARACTERS_MAX} of them: the official's id.",
            "Nothing was changed.",
        )


def _refused() -> LoginRefusedError:
    return LoginRefusedError(
        "Name, password or code are wrong, or the account is locked.",
        f"After {FAILURES_MAX} failures it is locked for {LOCKED_SECONDS // 60} minutes.",
    )


@cache
def _decoy() -> str:
    """What a password is compared with where there is no account."""
    return passwords.hasher().hash(secrets.token_urlsafe(INITIAL_PASSWORD_BYTES))
