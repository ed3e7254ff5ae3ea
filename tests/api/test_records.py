"""One record over HTTP: what it shows, and that who has it need not be sent it again."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.application import create_application
from api.service import Service
from application.history import whole
from ledger.tree import leaf_hash
from tests.api.conftest import LOOPBACK, MARRIAGE, RECORDS
from tests.api.telling import problem
from tests.application.acts import HUSBAND_NAME

RECORD = "/api/v1/records/{}"


@pytest.mark.parametrize("position", range(1, RECORDS + 1))
def test_a_record_is_shown_with_every_field(
    client: TestClient, service: Service, position: int
) -> None:
    response = client.get(RECORD.format(position))
    assert response.status_code == 200
    assert response.json() == whole(service.log.at(position))


def test_what_is_sealed_stays_sealed(client: TestClient) -> None:
    response = client.get(RECORD.format(MARRIAGE))
    assert response.json()["sealed"]
    assert HUSBAND_NAME not in response.text


def test_the_tag_is_the_leaf_hash_and_saves_sending_it_again(
    client: TestClient, service: Service
) -> None:
    etag = client.get(RECORD.format(3)).headers["etag"]
    assert etag == f'"{leaf_hash(service.log.at(3).event.data).hex()}"'
    for named in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(RECORD.format(3), headers={"If-None-Match": named})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["cache-control"] == "private, no-cache"


def test_another_record_is_sent_whatever_the_client_has(client: TestClient) -> None:
    etag = client.get(RECORD.format(3)).headers["etag"]
    other = client.get(RECORD.format(4), headers={"If-None-Match": etag})
    assert other.status_code == 200
    assert other.json()["position"] == 4


def test_a_record_one_may_not_see_is_like_one_that_is_not_there(
    client: TestClient, service: Service
) -> None:
    beyond = RECORD.format(RECORDS + 1)
    problem(client.get(beyond, headers={"If-None-Match": "*"}), 404, "no-such-position")
    told = problem(client.get(beyond), 404, "no-such-position")
    public = TestClient(create_application(service), base_url=LOOPBACK)
    for position in (1, MARRIAGE, RECORDS):
        hidden = problem(public.get(RECORD.format(position)), 404, "no-such-position")
        detail = told["detail"].replace(str(RECORDS + 1), str(position))
        assert hidden == {**told, "detail": detail}


@pytest.mark.parametrize("position", ["0", "-1", "x", "1.0", "1_0", "٣", str(2**63), "9" * 5000])
def test_what_is_no_position_is_refused(client: TestClient, position: str) -> None:
    told = problem(client.get(RECORD.format(position)), 422, "parameters")
    assert [error["parameter"] for error in told["errors"]] == ["position"]
