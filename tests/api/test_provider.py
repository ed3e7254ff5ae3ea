"""A login at a real OpenID provider, and what gets in nowhere."""

from __future__ import annotations

import hmac
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from api.application import create_application
from api.service import Service
from application.accounts.errors import LoginRefusedError
from application.accounts.provider import Provider
from application.settings import ClaimedRole
from domain.access.roles import Role
from tests.api.conftest import LOOPBACK
from tests.api.providing import CLIENT, REDIRECT, SECRET, log_in, provider
from tests.api.telling import problem

LOGIN = "/api/v1/session/provider"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider() as issuer:
        yield issuer


@pytest.fixture
def office(own_service: Service, issuer: str) -> Service:
    """An office whose officials log in at the provider; `wang` is one."""
    settings = own_service.settings.model_copy(
        update={
            "oidc_issuer": issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SecretStr(SECRET),
            "oidc_redirect": REDIRECT,
            "oidc_roles": {"clerk": ClaimedRole(role=Role.REGISTRAR, registers=("marriage",))},
        }
    )
    own_service.accounts.open_at_provider("wang", issuer, "wang-at-provider")
    store = own_service.accounts.store
    return replace(own_service, settings=settings, provider=Provider(settings, store))


@pytest.fixture
def browser(office: Service) -> Iterator[TestClient]:
    app = create_application(office)
    with TestClient(app, base_url=LOOPBACK, follow_redirects=False) as browser:
        yield browser


def comes_back(browser: TestClient, subject: str = "wang-at-provider") -> str:
    """The address the browser is sent back to, with code and state."""
    sent = browser.get(LOGIN)
    assert sent.status_code == 302
    return log_in(sent.headers["location"], subject)


def test_a_login_with_pkce_opens_a_session_and_records_the_roles(
    browser: TestClient, office: Service
) -> None:
    back = comes_back(browser)
    answer = browser.get(back)
    assert (answer.status_code, answer.headers["location"]) == (302, "/")
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert browser.get("/api/v1/session").json()["official"] == "wang"
    (held,) = office.rights.holding("wang").rights.values()
    assert (held.role, held.office, held.registers) == (
        Role.REGISTRAR,
        "371002100",
        frozenset({"marriage"}),
    )


def test_a_login_is_taken_up_once_and_in_its_own_browser(
    browser: TestClient, office: Service
) -> None:
    back = comes_back(browser)
    with TestClient(create_application(office), base_url=LOOPBACK) as other:
        problem(other.get(back), 401, "login-refused")
    browser.get(back)
    browser.cookies.set("qingce-login", back.partition("state=")[2].partition("&")[0])
    problem(browser.get(back), 401, "login-refused")


def test_who_has_no_account_is_not_let_in(browser: TestClient) -> None:
    problem(browser.get(comes_back(browser, "a-stranger")), 401, "login-refused")
    problem(browser.get("/api/v1/session"), 401, "not-logged-in")


@pytest.mark.parametrize("changed", [{"code": "forged"}, {"state": "forged"}, {"code": ""}])
def test_a_forged_return_is_not_let_in(browser: TestClient, changed: dict[str, str]) -> None:
    comes_back(browser)
    given = {"state": browser.cookies["qingce-login"], "code": "x", **changed}
    problem(browser.get(f"{LOGIN}/return", params=given), 401, "login-refused")


def claims(issuer: str, **changed: Any) -> dict[str, Any]:
    now = int(time.time())
    told = {"iss": issuer, "aud": CLIENT, "sub": "wang-at-provider", "nonce": "n", "iat": now}
    return {**told, "exp": now + 60, **changed}


KEY = RSAKey.generate_key(2048, {"kid": "k"})
PUBLISHED: dict[str, Any] = {"keys": [KEY.as_dict(private=False)]}


def signed(given: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "k"}, given, KEY)


def test_a_good_token_is_taken(office: Service, issuer: str) -> None:
    assert office.provider
    taken = office.provider.claims(signed(claims(issuer)), PUBLISHED, "n")
    assert taken["sub"] == "wang-at-provider"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other.example"},
        {"aud": "another"},
        {"nonce": "of another login"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"azp": "another"},
        {"iat": int(time.time()) + 3600},
    ],
)
def test_a_token_for_others_or_another_time_is_refused(
    office: Service, issuer: str, changed: dict[str, Any]
) -> None:
    assert office.provider
    given = {name: value for name, value in claims(issuer, **changed).items() if value is not None}
    with pytest.raises(LoginRefusedError):
        office.provider.claims(signed(given), PUBLISHED, "n")


def signed_with_the_published_key(given: dict[str, Any]) -> str:
    """The confusion of RS and HS: the published key taken as a shared secret."""
    parts = [orjson.dumps({"alg": "HS256", "kid": "k"}), orjson.dumps(given)]
    told = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    shared = KEY.as_pem(private=False)
    mark = urlsafe_b64encode(hmac.digest(shared, told, "sha256")).rstrip(b"=")
    return (told + b"." + mark).decode()


def test_a_token_of_another_key_or_algorithm_is_refused(office: Service, issuer: str) -> None:
    assert office.provider
    stranger = RSAKey.generate_key(2048, {"kid": "k"})
    unsigned = "eyJhbGciOiJub25lIn0." + signed(claims(issuer)).split(".")[1] + "."
    forged = [
        jwt.encode({"alg": "RS256", "kid": "k"}, claims(issuer), stranger),
        signed_with_the_published_key(claims(issuer)),
        unsigned,
        signed(claims(issuer))[:-2],
        signed(claims(issuer)).replace(".", "", 1),
        "",
    ]
    for token in forged:
        with pytest.raises(LoginRefusedError):
            office.provider.claims(token, PUBLISHED, "n")
