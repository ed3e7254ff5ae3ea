from __future__ import annotations

import psycopg
import pytest

from application.accounts.errors import AccountError, ForgeryError, NotLoggedInError
from domain.access.roles import Action
from tests.application.accounts.conftest import Door


def change(door: Door, statement: str) -> None:
    with psycopg.connect(door.dsn, autocommit=True) as connection:
        connection.execute(statement.encode())


def test_a_session_is_its_secret_and_changes_need_its_token(door: Door) -> None:
    door.settled("wang")
    session = door.sessions.open("wang", "127.0.0.1")
    assert door.sessions.find(session.secret).official == "wang"
    assert door.sessions.find_to_change(session.secret, session.forgery_token).official == "wang"
    other = door.sessions.open("wang", "127.0.0.1")
    for token in ("", other.forgery_token, session.secret):
        with pytest.raises(ForgeryError):
            door.sessions.find_to_change(session.secret, token)
    for secret in ("", session.secret[:-1], session.forgery_token, "\udcff"):
        with pytest.raises(NotLoggedInError):
            door.sessions.find(secret)


@pytest.mark.parametrize(
    "ended",
    [
        "UPDATE accounts.sessions SET ends = now()",
        "UPDATE accounts.sessions SET used = now() - interval '31 minutes'",
        "UPDATE accounts.accounts SET closed = now()",
    ],
)
def test_a_session_ends(door: Door, ended: str) -> None:
    door.settled("wang")
    session = door.sessions.open("wang", "127.0.0.1")
    change(door, ended)
    with pytest.raises(NotLoggedInError):
        door.sessions.find(session.secret)


def test_use_keeps_a_session_open_and_logging_out_ends_it(door: Door) -> None:
    door.settled("wang")
    session = door.sessions.open("wang", "127.0.0.1")
    change(door, "UPDATE accounts.sessions SET used = now() - interval '29 minutes'")
    door.sessions.find(session.secret)
    change(door, "UPDATE accounts.sessions SET used = used - interval '2 minutes'")
    door.sessions.find(session.secret)
    door.sessions.end(session.secret)
    with pytest.raises(NotLoggedInError):
        door.sessions.find(session.secret)


def test_a_token_works_until_it_ends_or_is_revoked(door: Door) -> None:
    token = door.tokens.issue("bank-feed", [Action.PAY, Action.READ], 30)
    found = door.tokens.find(token.secret)
    assert (found.service, set(found.actions)) == ("bank-feed", {Action.PAY, Action.READ})
    assert door.tokens.revoke(token.id) == "bank-feed"
    with pytest.raises(NotLoggedInError):
        door.tokens.find(token.secret)
    with pytest.raises(AccountError):
        door.tokens.revoke(token.id)
    ended = door.tokens.issue("bank-feed", [Action.READ], 1)
    change(door, "UPDATE accounts.tokens SET ends = now()")
    for secret in (ended.secret, ended.secret[:-1], "qct__", ""):
        with pytest.raises(NotLoggedInError):
            door.tokens.find(secret)
    assert [one.id for one in door.tokens.listed()] == sorted([token.id, ended.id])


@pytest.mark.parametrize(("actions", "days"), [([], 1), ([Action.READ], 0), ([Action.READ], 367)])
def test_a_token_without_bounds_is_not_issued(door: Door, actions: list[Action], days: int) -> None:
    with pytest.raises(AccountError):
        door.tokens.issue("bank-feed", actions, days)
    assert door.tokens.listed() == []


def test_no_secret_stands_in_the_tables(door: Door) -> None:
    opened = door.settled("wang")
    session = door.sessions.open("wang", "127.0.0.1")
    token = door.tokens.issue("bank-feed", [Action.READ], 30)
    secrets = [opened.password, session.secret, session.forgery_token, token.secret]
    with psycopg.connect(door.dsn) as connection:
        for table in ("accounts", "passwords_before", "sessions", "tokens"):
            rows = str(connection.execute(f"SELECT * FROM accounts.{table}".encode()).fetchall())
            assert rows != "[]"
            assert not any(secret in rows for secret in secrets)
