"""The tables of accounts: every statement in one place, each call one transaction.

Connections have the rights of `qingce_doorkeeper` alone: accounts, sessions, tokens, no record.
"""

# ruff: noqa: S105 - statements about passwords are no passwords
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from psycopg import Connection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool

from ledger.log.connecting import session

DOORKEEPER_ROLE = "qingce_doorkeeper"
CONNECTIONS_MAX = 4

FIND = "SELECT * FROM accounts.accounts WHERE official = %b"
FIND_TO_CHANGE = f"{FIND} FOR UPDATE"
FIND_BY_IDENTITY = "SELECT * FROM accounts.accounts WHERE issuer = %b AND subject = %b"
LIST = """
    SELECT official, coalesce(issuer, '') AS provider, opened, closed, locked_until, password_set
    FROM accounts.accounts WHERE official > %b ORDER BY official LIMIT %b
"""
OPEN_LOCAL = """
    INSERT INTO accounts.accounts
        (official, password_hash, password_set, password_is_initial, second_factor)
    VALUES (%b, %b, clock_timestamp(), true, %b)
    ON CONFLICT DO NOTHING RETURNING official
"""
OPEN_AT_PROVIDER = """
    INSERT INTO accounts.accounts (official, issuer, subject) VALUES (%b, %b, %b)
    ON CONFLICT DO NOTHING RETURNING official
"""
BEGIN_ANEW = """
    UPDATE accounts.accounts
    SET password_hash = %b, password_set = clock_timestamp(), password_is_initial = true,
        second_factor = %b, second_factor_step = 0, failures = 0, locked_until = NULL
    WHERE official = %b
"""
CLOSE = "UPDATE accounts.accounts SET closed = clock_timestamp() WHERE official = %b"
COUNT_FAILURE = """
    UPDATE accounts.accounts
    SET failures = CASE WHEN failures + 1 >= %b THEN 0 ELSE failures + 1 END,
        locked_until = CASE
            WHEN failures + 1 >= %b THEN clock_timestamp() + make_interval(secs => %b)
            ELSE locked_until
        END
    WHERE official = %b
"""
COUNT_SUCCESS = """
    UPDATE accounts.accounts SET failures = 0, locked_until = NULL, second_factor_step = %b
    WHERE official = %b
"""
SET_PASSWORD = """
    UPDATE accounts.accounts
    SET password_hash = %b, password_set = clock_timestamp(), password_is_initial = false,
        failures = 0, locked_until = NULL, second_factor_step = %b
    WHERE official = %b
"""
KEEP_PASSWORD = "INSERT INTO accounts.passwords_before (official, password_hash) VALUES (%b, %b)"
PASSWORDS_BEFORE = """
    SELECT password_hash FROM accounts.passwords_before
    WHERE official = %b ORDER BY ended DESC LIMIT %b
"""
OPEN_SESSION = """
    INSERT INTO accounts.sessions (digest, official, forgery_digest, address, ends)
    VALUES (%b, %b, %b, %b, clock_timestamp() + make_interval(secs => %b)) RETURNING ends
"""
FIND_SESSION = """
    SELECT session.official, session.forgery_digest, session.ends,
        session.used < clock_timestamp() - make_interval(secs => %b) AS is_stale
    FROM accounts.sessions AS session JOIN accounts.accounts AS account USING (official)
    WHERE session.digest = %b AND account.closed IS NULL
        AND session.ends > clock_timestamp()
        AND session.used > clock_timestamp() - make_interval(secs => %b)
"""
USE_SESSION = "UPDATE accounts.sessions SET used = clock_timestamp() WHERE digest = %b"
END_SESSION = "DELETE FROM accounts.sessions WHERE digest = %b"
END_SESSIONS = "DELETE FROM accounts.sessions WHERE official = %b"
FORGET_SESSIONS = "DELETE FROM accounts.sessions WHERE ends < clock_timestamp()"
BEGIN_LOGIN = """
    INSERT INTO accounts.logins (digest, nonce, verifier, ends)
    VALUES (%b, %b, %b, clock_timestamp() + make_interval(secs => %b))
"""
END_LOGIN = """
    DELETE FROM accounts.logins WHERE digest = %b AND ends > clock_timestamp()
    RETURNING nonce, verifier
"""
FORGET_LOGINS = "DELETE FROM accounts.logins WHERE ends < clock_timestamp()"
ISSUE_TOKEN = """
    INSERT INTO accounts.tokens (id, digest, service, actions, ends)
    VALUES (%b, %b, %b, %b, clock_timestamp() + make_interval(days => %b))
    RETURNING id, service, actions, ends, issued, revoked, used
"""
FIND_TOKEN = """
    SELECT id, service, actions, ends, issued, revoked, used,
        coalesce(used < clock_timestamp() - make_interval(secs => %b), true) AS is_stale
    FROM accounts.tokens
    WHERE digest = %b AND revoked IS NULL AND ends > clock_timestamp()
"""
USE_TOKEN = "UPDATE accounts.tokens SET used = clock_timestamp() WHERE digest = %b"
LIST_TOKENS = """
    SELECT id, service, actions, ends, issued, revoked, used
    FROM accounts.tokens WHERE id > %b ORDER BY id LIMIT %b
"""
REVOKE_TOKEN = """
    UPDATE accounts.tokens SET revoked = clock_timestamp()
    WHERE id = %b AND revoked IS NULL RETURNING service
"""


class AccountStore:
    """The tables, through a few connections. May be shared between threads."""

    def __init__(self, dsn: str) -> None:
        """Connect to a database with this edition's schema."""
        self._pool: ConnectionPool[Connection[DictRow]] = ConnectionPool(
            session(dsn, DOORKEEPER_ROLE),
            kwargs={"row_factory": dict_row},
            min_size=1,
            max_size=CONNECTIONS_MAX,
            open=True,
        )

    @contextmanager
    def transaction(self) -> Iterator[Connection[DictRow]]:
        """A transaction; committed unless an error leaves it."""
        with self._pool.connection() as connection:
            yield connection

    def one(self, statement: str, *parameters: Any) -> DictRow | None:
        """The row that a statement returns, if it returns one; a transaction of its own."""
        with self._pool.connection() as connection:
            return connection.execute(statement, parameters).fetchone()

    def all(self, statement: str, *parameters: Any) -> list[DictRow]:
        """The rows that a statement returns; a transaction of its own."""
        with self._pool.connection() as connection:
            return connection.execute(statement, parameters).fetchall()

    def do(self, statement: str, *parameters: Any) -> int:
        """Run a statement that returns no row, and say how many it changed."""
        with self._pool.connection() as connection:
            return connection.execute(statement, parameters).rowcount

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
