"""`qingce user` and `qingce token`, run as their users run them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tools.commanding import answered, qingce, refused


class Office:
    """An office whose security administrator is `security`."""

    def __init__(self, data: Path, dsn: str) -> None:
        self.environment = {
            "QINGCE_DATA": str(data),
            "QINGCE_DSN": dsn,
            "QINGCE_OFFICE": "371002",
            "QINGCE_OFFICIAL": "security",
        }

    def asks(self, *words: str) -> dict[str, Any]:
        return answered(qingce(*words, "--json", environment=self.environment))

    def is_refused(self, *words: str, exit_code: int = 1) -> dict[str, str]:
        return refused(qingce(*words, "--json", environment=self.environment), exit_code)


@pytest.fixture
def office(tmp_path: Path, database: str) -> Office:
    return Office(tmp_path, database)


GRANT = ["--role", "registrar", "--reaches", "371002", "--register", "marriage", "--document", "2"]


def test_accounts_and_rights_from_the_first_to_the_last(office: Office) -> None:
    assert office.asks("user", "list") == {"accounts": []}
    begun = office.asks("user", "begin", "security", "--document", "1")
    assert begun["second_factor"].startswith("otpauth://totp/")
    opened = office.asks("user", "open", "wang")
    assert opened["password"] != begun["password"]
    office.asks("user", "open", "li", "--provider", "https://id.example", "--subject", "42")
    office.asks("user", "grant", "wang", "R-1", *GRANT)
    (right,) = office.asks("user", "rights", "wang")["rights"]
    assert (right["role"], right["registers"]) == ("registrar", ["marriage"])
    rows = {row["official"]: row for row in office.asks("user", "list")["accounts"]}
    assert rows["wang"]["roles"] == ["registrar"]
    assert rows["li"]["provider"] == "https://id.example"
    office.asks("user", "revoke", "wang", "R-1", "--reason", "left")
    assert office.asks("user", "rights", "wang") == {"rights": []}
    assert office.asks("user", "renew", "wang", "--reason", "lost")["password"]
    office.asks("user", "close", "wang", "--reason", "left")
    history = office.asks("trace", "account:wang")["records"]
    assert [record["type"].split(".")[1] for record in history] == [
        "account-closed",
        "account-renewed",
        "account-opened",
    ]


def test_what_may_not_be_is_refused_with_the_rule(office: Office) -> None:
    office.asks("user", "begin", "security", "--document", "1")
    for words in (
        ["user", "begin", "other", "--document", "1"],
        ["user", "open", "security"],
        ["user", "open", "wang", "--by", "wang"],
        ["user", "grant", "security", "R-1", *GRANT],
        ["user", "renew", "nobody", "--reason", "lost"],
        ["user", "revoke", "wang", "R-9", "--reason", "left"],
        ["token", "revoke", "123", "--reason", "lost"],
        ["token", "issue", "feed", "--action", "read", "--by", "wang"],
    ):
        error = office.is_refused(*words)
        assert "access." in error["code"] + error["message"], words
        assert "Nothing was" in error["message"] + error["advice"], words
    assert office.asks("token", "list") == {"tokens": []} or all(
        token["revoked"] for token in office.asks("token", "list")["tokens"]
    )
    wrong = [*GRANT[:1], "boss", *GRANT[2:]]
    assert "boss" in office.is_refused("user", "grant", "wang", "R", *wrong, exit_code=2)["message"]
    office.is_refused("token", "issue", "feed", "--action", "everything", exit_code=2)
    office.is_refused("user", "open", "wang", "--provider", "https://id.example", exit_code=2)


def test_a_token_is_shown_once(office: Office) -> None:
    office.asks("user", "begin", "security", "--document", "1")
    token = office.asks("token", "issue", "bank-feed", "--action", "pay", "--days", "30")
    listed = office.asks("token", "list")["tokens"]
    assert [one["id"] for one in listed] == [token["id"]]
    assert token["secret"] not in str(listed)
    office.asks("token", "revoke", token["id"], "--reason", "leaked")
    assert office.asks("token", "list")["tokens"][0]["revoked"]
