"""Whatever goes wrong is told as a problem, without what the server knows about itself."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest
from fastapi.testclient import TestClient

from api.application import create_application
from api.service import Service
from tests.api.conftest import LOOPBACK
from tests.api.telling import problem


@pytest.mark.parametrize("path", ["/nope", "/api/v1", "/api/v1/records/", "/docs", "/%00"])
def test_an_unknown_path_is_told(client: TestClient, path: str) -> None:
    problem(client.get(path), 404, "no-such-path")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_changed(client: TestClient, service: Service, method: str) -> None:
    before = service.log.head()
    for path in ("/api/v1/records", "/api/v1/records/1", "/api/v1/status", "/"):
        response = client.request(method, path, headers={"Content-Type": "application/json"})
        problem(response, 405, "method-not-allowed")
        assert response.headers["allow"] == "GET"
    assert service.log.head() == before


@pytest.mark.parametrize(
    "host", ["qingce.example", "127.0.0.1.example", "localhost.example:80", ""]
)
def test_a_foreign_name_for_this_machine_learns_nothing(client: TestClient, host: str) -> None:
    response = client.get("/api/v1/records/1", headers={"Host": host})
    problem(response, 421, "wrong-host")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:7370", "[::1]:80", "LOCALHOST:1"])
def test_every_loopback_name_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/status", headers={"Host": host}).status_code == 200


def test_a_log_that_cannot_be_read_is_told_without_its_address(
    own_service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    with psycopg.connect(own_service.dsn, autocommit=True) as connection:
        connection.execute("ALTER TABLE ledger.records RENAME TO gone")
    with TestClient(create_application(own_service), base_url=LOOPBACK) as client:
        told = problem(client.get("/api/v1/records/1"), 503, "database")
    assert "gone" not in told["detail"]
    assert "ledger.records" not in told["detail"]
    assert 'relation "ledger.records" does not exist' in caplog.text


def test_a_wrong_policy_is_the_servers_own_fault(service: Service) -> None:
    missing = service.settings.data / "policy.txt"
    settings = service.settings.model_copy(update={"policy": missing})
    app = create_application(replace(service, settings=settings))
    with TestClient(app, base_url=LOOPBACK) as client:
        told = problem(client.get("/api/v1/checkpoint"), 500, "invalid-policy")
    assert str(missing) not in told["detail"]


def test_an_error_nobody_foresaw_tells_its_kind_and_not_its_text(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_application(service)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("Zhang San 110101199003070000")

    with TestClient(app, base_url=LOOPBACK) as client:
        told = problem(client.get("/broken"), 500, "internal")
    assert "RuntimeError" in told["detail"]
    assert "Zhang" not in str(told) + caplog.text
