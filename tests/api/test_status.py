"""The log as it is now, its newest checkpoint, and the start page."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.application import create_application
from api.service import Service
from application.evidence import open_evidence_of, signing_keys
from tests.api.conftest import LOOPBACK, RECORDS
from tests.api.telling import problem

CHECKPOINT = "/api/v1/checkpoint"
PASSPHRASE = "long enough"


def sign(service: Service) -> str:
    with open_evidence_of(service.settings, service.dsn) as evidence:
        return evidence.checkpoint(PASSPHRASE, lambda _: None).note.encode().decode()


def test_the_status_is_the_head_of_the_log(client: TestClient, service: Service) -> None:
    response = client.get("/api/v1/status")
    assert response.status_code == 200
    assert response.json() == {
        "records": RECORDS,
        "root": service.log.head().root.hex(),
        "projections": [],
        "incomplete": [],
    }


def test_without_a_checkpoint_there_is_none(client: TestClient) -> None:
    told = problem(client.get(CHECKPOINT), 404, "no-checkpoint")
    assert told["advice"] == "Run: qingce checkpoint"


def test_the_newest_checkpoint_is_given_as_it_was_signed(
    own_service: Service,
) -> None:
    signing_keys(own_service.settings).add("ed25519", PASSPHRASE, 0, cost=2)
    note = sign(own_service)
    with TestClient(create_application(own_service), base_url=LOOPBACK) as client:
        response = client.get(CHECKPOINT)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text == note
    assert note.splitlines()[1] == str(RECORDS)


def test_the_start_page_says_what_this_is_and_needs_nothing_from_elsewhere(
    client: TestClient, service: Service
) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.text.index("民政") < response.text.index("civil-affairs")
    assert f'id="records">{RECORDS}<' in response.text
    assert service.log.head().root.hex() in response.text
    assert "//" not in response.text
