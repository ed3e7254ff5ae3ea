"""Histories over HTTP: pages that join, two time axes, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.service import Service
from application.history import trace
from tests.api.telling import problem

RECORDS = "/api/v1/records"


def page(client: TestClient, **asked: str | int) -> dict[str, Any]:
    response = client.get(RECORDS, params={"tag": "fund:F", **asked})
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    answered: dict[str, Any] = response.json()
    return answered


def positions(answered: dict[str, Any]) -> list[int]:
    return [record["position"] for record in answered["records"]]


def test_a_history_is_that_of_the_command_line(client: TestClient, service: Service) -> None:
    expected = trace(service.log, "fund:F", limit=20)
    assert page(client) == {"tag": "fund:F", "records": expected.records, "next": None}


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_join_without_gap_or_repeat(client: TestClient, limit: int) -> None:
    answered = page(client, limit=limit)
    seen = positions(answered)
    while answered["next"]:
        answered = page(client, limit=limit, after=answered["next"])
        assert 1 <= len(answered["records"]) <= limit
        seen += positions(answered)
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_as_known_and_as_of_are_two_axes(client: TestClient) -> None:
    today = datetime.now(UTC)
    yesterday, tomorrow = ((today + timedelta(days=n)).strftime("%Y-%m-%d") for n in (-1, 2))
    assert positions(page(client, as_known=yesterday)) == []
    assert len(positions(page(client, as_known=tomorrow))) == 7
    assert len(positions(page(client, as_of="2019-06-03"))) == 7
    assert positions(page(client, as_of="2019-06-02")) == []


def test_a_tag_no_record_carries_is_told(client: TestClient) -> None:
    told = problem(client.get(RECORDS, params={"tag": "fund:G"}), 404, "unknown-tag")
    assert "fund:G" in told["detail"]
    assert told["advice"]


@pytest.mark.parametrize("cursor", ["7", "7-0000000000000000", "99-ab", "x", "-1-ab"])
def test_a_cursor_of_another_log_is_refused(client: TestClient, cursor: str) -> None:
    asked = {"tag": "fund:F", "after": cursor}
    problem(client.get(RECORDS, params=asked), 400, "invalid-cursor")


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("limit", "0"),
        ("limit", "1001"),
        ("limit", "many"),
        ("limit", ""),
        ("tag", ""),
        ("tag", "fund F"),
        ("tag", "fund:\0"),
        ("tag", "f" * 257),
        ("after", ""),
        ("after", "9" * 65),
        ("as_known", "2019-02-29"),
        ("as_known", "1546300800"),
        ("as_of", "20190101"),
        ("as_of", "today"),
        ("as_knwon", "2019-01-01"),
    ],
)
def test_a_wrong_parameter_is_named(client: TestClient, parameter: str, value: str) -> None:
    asked = {"tag": "fund:F", parameter: value}
    told = problem(client.get(RECORDS, params=asked), 422, "parameters")
    assert [error["parameter"] for error in told["errors"]] == [parameter]
    assert parameter in told["detail"]


def test_a_history_needs_a_tag(client: TestClient) -> None:
    told = problem(client.get(RECORDS), 422, "parameters")
    assert [error["parameter"] for error in told["errors"]] == ["tag"]


@pytest.mark.parametrize("tag", ["fund:\U000fa8e6", "清" * 100])
def test_a_tag_no_record_could_carry_is_refused(client: TestClient, tag: str) -> None:
    problem(client.get(RECORDS, params={"tag": tag}), 400, "invalid-query")
