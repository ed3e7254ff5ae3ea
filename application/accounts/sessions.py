"""Sessions and service tokens: random secrets, of which only the SHA-256 is kept."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from application.accounts import store
from application.accounts.errors import AccountError, ForgeryError, NoAccountError, NotLoggedInError
from application.accounts.store import AccountStore
from application.accounts.values import Session, Token
from domain.access.roles import Action

SECRET_BYTES = 32
SESSION_SECONDS_MAX = 12 * 3600
IDLE_SECONDS_MAX = 30 * 60
USE_NOTED_SECONDS = 60
"""Use is noted at most this often: a page asks many times a second."""
TOKEN_PREFIX = "qct"  # noqa: S105 - so that scanners for leaked secrets know one
TOKEN_ID_BYTES = 6
TOKEN_DAYS_MAX = 366
TOKENS_PAGE = 1_000


class Sessions:
    """Sessions of accounts that came in. May be shared between threads."""

    def __init__(self, accounts: AccountStore) -> None:
        """Use the tables of a database."""
        self._store = accounts

    def open(self, official: str, address: str) -> Session:
        """Open a session for an official who was admitted."""
        secret, forgery_token = _secret(), _secret()
        self._store.do(store.FORGET_SESSIONS)
        row = self._store.one(
            store.OPEN_SESSION,
            _digest(secret),
            official,
            _digest(forgery_token),
            address,
            float(SESSION_SECONDS_MAX),
        )
        if row is None:
            raise NoAccountError(f"There is no account {official}.")
        return Session(official, row["ends"], secret, forgery_token)

    def find(self, secret: str) -> Session:
        """The open session of a secret.

        Raises:
            NotLoggedInError: there is none, or it ended, or the account is closed.
        """
        return self._found(secret)[0]

    def find_to_change(self, secret: str, forgery_token: str) -> Session:
        """The same, for what changes something.

        Raises:
            ForgeryError: the session's own token does not come with it.
        """
        session, digest = self._found(secret)
        if not hmac.compare_digest(digest, _digest(forgery_token)):
            raise ForgeryError(
                "The request changes something and does not bring the session's token.",
                "Send it as X-Forgery-Token. Nothing was changed.",
            )
        return session

    def end(self, secret: str) -> None:
        """End a session; nothing happens if there is none."""
        self._store.do(store.END_SESSION, _digest(secret))

    def _found(self, secret: str) -> tuple[Session, bytes]:
        digest = _digest(secret)
        row = self._store.one(
            store.FIND_SESSION, float(USE_NOTED_SECONDS), digest, float(IDLE_SECONDS_MAX)
        )
        if row is None:
            raise _not_logged_in()
        if row["is_stale"]:
            self._store.do(store.USE_SESSION, digest)
        return Session(row["official"], row["ends"]), bytes(row["forgery_digest"])


class Tokens:
    """Service tokens. May be shared between threads."""

    def __init__(self, accounts: AccountStore) -> None:
        """Use the tables of a database."""
        self._store = accounts

    def issue(self, service: str, actions: Sequence[Action], days: int) -> Token:
        """Issue a token that carries a service's rights, cut down to some actions.

        Raises:
            AccountError: it names no action, or is for no time or too long.
        """
        if not actions or not 1 <= days <= TOKEN_DAYS_MAX or not service:
            raise AccountError(
                f"A token names a service, at least one action, and ends in 1 to {TOKEN_DAYS_MAX} "
                "days.",
                "None was issued.",
            )
        number, key = secrets.token_hex(TOKEN_ID_BYTES), _secret()
        secret = f"{TOKEN_PREFIX}_{number}_{key}"
        named = sorted({action.value for action in actions})
        row = self._store.one(store.ISSUE_TOKEN, number, _digest(secret), service, named, days)
        return _token(row, secret)

    def find(self, secret: str) -> Token:
        """The token of a secret.

        Raises:
            NotLoggedInError: there is none, or it ended or was revoked.
        """
        digest = _digest(secret)
        row = self._store.one(store.FIND_TOKEN, float(USE_NOTED_SECONDS), digest)
        if row is None:
            raise _not_logged_in()
        if row.pop("is_stale"):
            self._store.do(store.USE_TOKEN, digest)
        return _token(row)

    def listed(self, after: str = "", limit: int = TOKENS_PAGE) -> list[Token]:
        """All tokens ever issued, by id, a page at a time."""
        return [_token(row) for row in self._store.all(store.LIST_TOKENS, after, limit)]

    def revoke(self, number: str) -> str:
        """Revoke a token, and say whose it was.

        Raises:
            AccountError: there is none of that id that is in use.
        """
        row = self._store.one(store.REVOKE_TOKEN, number)
        if row is None:
            raise AccountError(f"There is no token {number} in use.", "Nothing was changed.")
        service: str = row["service"]
        return service


def _token(row: Any, secret: str = "") -> Token:
    actions = tuple(Action(action) for action in row["actions"])
    return Token(**{**row, "actions": actions}, secret=secret)


def _secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _not_logged_in() -> NotLoggedInError:
    return NotLoggedInError("Nobody is logged in with this.", "Log in, or bring a valid token.")
