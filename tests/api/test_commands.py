"""Commands over HTTP: sent, checked, sent again, refused and denied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.application import create_application
from api.service import Service
from domain.access.roles import Action
from tests.api.conftest import LOOPBACK, RECORDS
from tests.api.telling import problem

DONATION = "/api/v1/commands/charity.receive-donation"
SENT = {
    "office": "371002-charity",
    "occurred": "2019-06-04T10:00:00+08:00",
    "fields": {
        "fund": "F",
        "donation": "D-99",
        "amount_fen": 12_300,
        "channel": "bank",
        "restricted": True,
        "purpose": "disaster",
    },
}


def key(number: int) -> dict[str, str]:
    return {"Idempotency-Key": str(UUID(int=1_000 + number))}


@pytest.fixture
def registrar(own_service: Service) -> Iterator[TestClient]:
    """A registrar of charity, by a token for all actions."""
    token = own_service.tokens.issue("registrar", list(Action), 1).secret
    headers = {"Authorization": f"Bearer {token}", "Qingce-Purpose": "casework"}
    app = create_application(own_service)
    with TestClient(app, base_url=LOOPBACK, headers=headers) as client:
        yield client


def changed(**fields: Any) -> dict[str, Any]:
    return {**SENT, "fields": {**SENT["fields"], **fields}}  # type: ignore[dict-item]


def test_a_command_is_recorded_once_under_its_key(
    registrar: TestClient, own_service: Service
) -> None:
    first = registrar.post(DONATION, json=SENT, headers=key(1))
    assert (first.status_code, first.json()["position_first"]) == (201, RECORDS + 1)
    again = registrar.post(DONATION, json=SENT, headers=key(1))
    assert (again.status_code, again.json()) == (200, {**first.json(), "replayed": True})
    assert own_service.log.head().size == RECORDS + 1
    shown = registrar.get(f"/api/v1/records/{RECORDS + 1}").json()
    assert (shown["by"], shown["entry_mode"]) == ("registrar", "online")


def test_a_key_with_another_command_is_a_conflict(registrar: TestClient) -> None:
    registrar.post(DONATION, json=SENT, headers=key(1))
    other = registrar.post(DONATION, json=changed(amount_fen=1), headers=key(1))
    problem(other, 409, "command-conflict")


def test_a_refusal_names_the_rule_and_the_records(registrar: TestClient) -> None:
    told = problem(
        registrar.post(DONATION, json=changed(donation="D2"), headers=key(1)), 409, "refused"
    )
    assert told["refusal"]["rule"].startswith("charity.")
    assert told["refusal"]["text_zh"]
    assert told["refusal"]["against"][0]["position"] == 2


def test_a_check_records_nothing(registrar: TestClient, own_service: Service) -> None:
    checked = registrar.post(DONATION, params={"check": True}, json=SENT, headers=key(1))
    assert checked.status_code == 200
    assert [one["type"] for one in checked.json()["records"]] == ["charity.donation-received.v1"]
    assert own_service.log.head().size == RECORDS


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (changed(amount_fen="12,300"), "amount_fen"),
        (changed(amount=1), "amount"),
        ({**SENT, "fields": {}}, "fund"),
        ({**SENT, "by": "somebody else"}, "by"),
        ({**SENT, "occurred": "2019-06-04T10:00:00"}, "occurred"),
    ],
)
def test_wrong_fields_are_named(registrar: TestClient, given: dict[str, Any], field: str) -> None:
    answer = registrar.post(DONATION, json=given, headers=key(1))
    assert answer.status_code == 422
    assert field in [error["parameter"] for error in answer.json()["errors"]]


def test_without_a_key_or_a_login_nothing_is_recorded(
    registrar: TestClient, own_service: Service
) -> None:
    assert registrar.post(DONATION, json=SENT).status_code == 422
    public = TestClient(create_application(own_service), base_url=LOOPBACK)
    problem(public.post(DONATION, json=SENT, headers=key(1)), 401, "not-logged-in")
    assert own_service.log.head().size == RECORDS


@pytest.mark.parametrize(
    ("name", "given", "headers"),
    [
        ("charity.receive-donation", {**SENT, "office": "371002-other"}, {}),
        ("charity.receive-donation", SENT, {"Qingce-Purpose": "payment"}),
        ("marriage.void-blank", {**SENT, "fields": {}}, {}),
        ("charity.approve-grant", {**SENT, "fields": {"grant": "G", "amount_fen": 1}}, {}),
    ],
)
def test_what_no_right_allows_is_denied(
    registrar: TestClient,
    own_service: Service,
    name: str,
    given: dict[str, Any],
    headers: dict[str, str],
) -> None:
    answer = registrar.post(f"/api/v1/commands/{name}", json=given, headers={**key(1), **headers})
    assert answer.status_code in (403, 404, 409), answer.text
    assert answer.json()["code"] in ("denied", "unknown-command", "refused")
    assert own_service.log.head().size == RECORDS


def test_a_token_is_cut_down_to_its_actions(own_service: Service) -> None:
    token = own_service.tokens.issue("registrar", [Action.READ], 1).secret
    headers = {"Authorization": f"Bearer {token}", "Qingce-Purpose": "casework", **key(1)}
    reader = TestClient(create_application(own_service), base_url=LOOPBACK, headers=headers)
    problem(reader.post(DONATION, json=SENT), 403, "denied")
    assert reader.get("/api/v1/records/4").status_code == 200


def test_commands_are_listed_and_described(registrar: TestClient) -> None:
    names = [one["name"] for one in registrar.get("/api/v1/commands").json()["commands"]]
    assert "charity.receive-donation" in names
    assert {name.partition(".")[0] for name in names} == {"charity"}
    described = registrar.get(DONATION).json()
    assert {"fund", "amount_fen"} <= set(described["properties"])
    problem(registrar.get("/api/v1/commands/charity.nothing"), 404, "unknown-command")
