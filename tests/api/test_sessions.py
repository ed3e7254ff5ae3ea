"""Coming in with a local account, over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from fastapi.testclient import TestClient

from api.application import create_application
from api.service import Service
from tests.api.conftest import LOOPBACK
from tests.api.telling import problem

SESSION = "/api/v1/session"
GOOD = "Correct-Horse-7"


@pytest.fixture
def browser(own_service: Service) -> Iterator[TestClient]:
    with TestClient(create_application(own_service), base_url=LOOPBACK) as browser:
        yield browser


class Official:
    """`wang`, with an authenticator that goes through the steps that are taken now."""

    def __init__(self, service: Service) -> None:
        self.opened = service.accounts.open_local("wang")
        (secret,) = parse_qs(urlsplit(self.opened.second_factor).query)["secret"]
        self.authenticator = pyotp.TOTP(secret)

    def next_code(self) -> str:
        """The code of the next step, taken already: that of this step may be used."""
        return self.authenticator.at(int(time.time()) + 30)

    def credentials(self, password: str, code: str | None = None) -> dict[str, str]:
        code = self.authenticator.now() if code is None else code
        return {"official": "wang", "password": password, "code": code}


@pytest.fixture
def official(own_service: Service) -> Official:
    return Official(own_service)


def settle(browser: TestClient, official: Official) -> None:
    given = {**official.credentials(official.opened.password), "new": GOOD}
    assert browser.put(f"{SESSION}/password", json=given).status_code == 204


def test_an_initial_password_is_changed_first(browser: TestClient, official: Official) -> None:
    first = official.credentials(official.opened.password)
    problem(browser.post(SESSION, json=first), 403, "password-expired")
    weak = browser.put(f"{SESSION}/password", json={**first, "new": "weak"})
    problem(weak, 422, "weak-password")
    settle(browser, official)
    problem(browser.get(SESSION), 401, "not-logged-in")


def test_a_session_from_login_to_logout(browser: TestClient, official: Official) -> None:
    settle(browser, official)
    opened = browser.post(SESSION, json=official.credentials(GOOD, official.next_code()))
    assert opened.status_code == 201
    cookie = opened.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))
    assert browser.get(SESSION).json()["official"] == "wang"
    problem(browser.delete(SESSION), 403, "forgery-suspected")
    token = {"X-Forgery-Token": opened.json()["forgery_token"]}
    assert browser.delete(SESSION, headers=token).status_code == 204
    browser.cookies.set("qingce", opened.cookies["qingce"])
    problem(browser.get(SESSION), 401, "not-logged-in")


def test_a_wrong_login_tells_nothing(browser: TestClient, official: Official) -> None:
    settle(browser, official)
    right = official.credentials(GOOD, official.next_code())
    told = [
        problem(browser.post(SESSION, json={**right, **wrong}), 401, "login-refused")["detail"]
        for wrong in ({"official": "nobody"}, {"password": "Wrong-Horse-77"}, {"code": "1"})
    ]
    assert len(set(told)) == 1


def test_no_answer_repeats_a_password(browser: TestClient) -> None:
    secret = "a-password-nobody-should-see"
    answer = browser.post(SESSION, json={"official": "wang", "password": secret, "x": secret})
    assert answer.status_code == 422
    assert secret not in answer.text


def test_nothing_is_let_in_that_is_not_a_session(browser: TestClient) -> None:
    problem(browser.get(SESSION), 401, "not-logged-in")
    browser.cookies.set("qingce", "forged")
    problem(browser.get(SESSION), 401, "not-logged-in")
    problem(browser.delete(SESSION), 401, "not-logged-in")
