from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.application import create_application
from api.service import Service, open_service
from application.settings import Settings
from tests.application.acts import donate, establish, marry

LOOPBACK = "http://127.0.0.1"
RECORDS = 8
"""A fund, six donations to it, a marriage: the last record holds personal data under seal."""


@pytest.fixture(scope="module")
def service(database_of_module: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A log with a few records, open; for tests that only read."""
    with opened(database_of_module, tmp_path_factory.mktemp("data")) as service:
        yield service


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_application(service), base_url=LOOPBACK) as client:
        yield client


@pytest.fixture
def own_service(database: str, tmp_path: Path) -> Iterator[Service]:
    """The same, for one test to do with as it likes."""
    with opened(database, tmp_path) as service:
        yield service


@contextmanager
def opened(dsn: str, data: Path) -> Iterator[Service]:
    with open_service(Settings(data=data, dsn=dsn), dsn) as service:
        desk = service.counter.desk
        for command in [establish(), *(donate(number, number * 100) for number in range(2, 8))]:
            desk.execute(command)
        desk.execute(marry(8))
        yield service
