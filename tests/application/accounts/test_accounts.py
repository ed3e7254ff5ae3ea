from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from application.accounts.accounts import FAILURES_MAX, Accounts
from application.accounts.errors import (
    AccountError,
    LoginRefusedError,
    NoAccountError,
    NotLoggedInError,
    PasswordExpiredError,
    WeakPasswordError,
)
from application.accounts.passwords import check_rules, hasher
from application.accounts.store import AccountStore
from ledger.sealing import OfficeSecrets
from tests.application.accounts.conftest import GOOD, Door


def change(door: Door, statement: str) -> None:
    with psycopg.connect(door.dsn, autocommit=True) as connection:
        connection.execute(statement.encode())


def test_an_initial_password_opens_nothing_but_the_setting_of_another(door: Door) -> None:
    opened = door.accounts.open_local("wang")
    with pytest.raises(PasswordExpiredError):
        door.accounts.admit("wang", opened.password, door.code(opened))
    door.accounts.change_password("wang", opened.password, door.code(opened), GOOD)
    door.accounts.admit("wang", GOOD, door.code(opened))


def test_wrong_name_password_code_locked_and_closed_are_answered_alike(door: Door) -> None:
    opened, closed = door.settled("wang"), door.settled("li")
    door.accounts.close("li")
    for name, password, code in (
        ("nobody", GOOD, "000000"),
        ("wang", "Wrong-Horse-77", door.code(opened)),
        ("wang", GOOD, "000000"),
        ("wang", GOOD, "not a code"),
        ("li", GOOD, door.code(closed)),
    ):
        with pytest.raises(LoginRefusedError) as refused:
            door.accounts.admit(name, password, code)
        assert str(refused.value).startswith("Name, password or code are wrong, or the account")


def test_a_code_is_taken_once(door: Door) -> None:
    opened = door.settled("wang")
    code = door.code(opened)
    door.accounts.admit("wang", GOOD, code)
    with pytest.raises(LoginRefusedError):
        door.accounts.admit("wang", GOOD, code)


def test_failures_lock_the_account_even_for_who_knows_the_password(door: Door) -> None:
    opened = door.settled("wang")
    for _ in range(FAILURES_MAX):
        with pytest.raises(LoginRefusedError):
            door.accounts.admit("wang", "Wrong-Horse-77", "000000")
    with pytest.raises(LoginRefusedError):
        door.accounts.admit("wang", GOOD, door.code(opened))
    (account,) = door.accounts.listed()
    assert account.locked_until is not None
    change(door, "UPDATE accounts.accounts SET locked_until = now()")
    door.accounts.admit("wang", GOOD, door.code(opened))
    assert door.accounts.listed()[0].locked_until is None


def test_an_old_password_must_be_changed_and_its_sessions_end(door: Door) -> None:
    opened = door.settled("wang")
    session = door.sessions.open("wang", "127.0.0.1")
    change(door, "UPDATE accounts.accounts SET password_set = now() - interval '91 days'")
    with pytest.raises(PasswordExpiredError):
        door.accounts.admit("wang", GOOD, door.code(opened))
    door.accounts.change_password("wang", GOOD, door.code(opened), "Battery-Staple-8")
    with pytest.raises(NotLoggedInError):
        door.sessions.find(session.secret)


def test_an_account_begun_anew_forgets_password_and_factor(door: Door) -> None:
    before = door.settled("wang")
    after = door.accounts.begin_anew("wang")
    with pytest.raises(LoginRefusedError):
        door.accounts.admit("wang", GOOD, door.code(before))
    door.accounts.change_password("wang", after.password, door.code(after), GOOD)


def test_a_second_account_of_a_name_or_an_identity_is_refused(door: Door) -> None:
    door.accounts.open_local("wang")
    door.accounts.open_at_provider("li", "https://id.example", "42")
    for attempt in (
        lambda: door.accounts.open_local("wang"),
        lambda: door.accounts.open_at_provider("wang", "https://id.example", "43"),
        lambda: door.accounts.open_at_provider("zhao", "https://id.example", "42"),
        lambda: door.accounts.open_local("wang; drop"),
        lambda: door.accounts.open_local(""),
    ):
        with pytest.raises(AccountError):
            attempt()
    assert [account.official for account in door.accounts.listed()] == ["li", "wang"]
    assert [account.official for account in door.accounts.listed(after="li")] == ["wang"]


def test_an_identity_at_a_provider_comes_in_without_a_password(door: Door) -> None:
    door.accounts.open_at_provider("li", "https://id.example", "42")
    assert door.accounts.official_of("https://id.example", "42") == "li"
    with pytest.raises(LoginRefusedError):
        door.accounts.official_of("https://other.example", "42")
    with pytest.raises(LoginRefusedError):
        door.accounts.admit("li", "", "")
    with pytest.raises(NoAccountError):
        door.accounts.begin_anew("li")
    door.accounts.close("li")
    with pytest.raises(LoginRefusedError):
        door.accounts.official_of("https://id.example", "42")


def test_other_secrets_of_the_office_open_no_second_factor(door: Door, tmp_path: Path) -> None:
    opened = door.settled("wang")
    with AccountStore(door.dsn) as store:
        others = Accounts(store, OfficeSecrets.from_file(tmp_path / "other"), door.clock)
        with pytest.raises(AccountError, match="sealed under other secrets"):
            others.admit("wang", GOOD, door.code(opened))


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("Short-1", "7 characters"),
        ("x" * 129, "129 characters"),
        ("onlysmallletters", "fewer than 3"),
        ("Aa1Aa1Aa1Aa1", "different characters"),
        ("Wang-Wang-2019x", "name of the account"),
        (GOOD, "one of the last"),
    ],
)
def test_weak_passwords_are_refused_by_rule(password: str, problem: str) -> None:
    with pytest.raises(WeakPasswordError, match=problem) as refused:
        check_rules(password, "wang", [hasher().hash(GOOD)])
    assert password not in str(refused.value)


def test_the_doorkeeper_reads_no_record_and_the_writer_no_account(door: Door) -> None:
    closed = {"qingce_doorkeeper": "ledger.records", "qingce_writer": "accounts.accounts"}
    for role, table in closed.items():
        with psycopg.connect(door.dsn) as connection:
            connection.execute(f"SET ROLE {role}".encode())
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT * FROM {table}".encode())
