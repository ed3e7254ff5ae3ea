from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.application import create_application
from api.service import Service, open_service
from application.settings import Settings
from domain.access.decisions.rights import BeginRights, GrantRight
from domain.access.roles import Action, Role
from domain.common.decisions import Decision
from tests.application.acts import donate, establish, marry, sent

LOOPBACK = "http://127.0.0.1"
RECORDS = 11
"""A fund, six donations to it, a marriage with personal data under seal, three rights."""
MARRIAGE = 8


@pytest.fixture(scope="module")
def service(database_of_module: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A log with a few records, open; for tests that only read."""
    with opened(database_of_module, tmp_path_factory.mktemp("data")) as service:
        yield service


INSPECTION = {"Qingce-Purpose": "inspection", "Qingce-Case-File": "F-1"}


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    """An inspector with a case file, who may read everything."""
    token = service.tokens.issue("inspector", list(Action), 1).secret
    headers = {"Authorization": f"Bearer {token}", **INSPECTION}
    app = create_application(service)
    with TestClient(app, base_url=LOOPBACK, headers=headers) as client:
        yield client


@pytest.fixture
def own_service(database: str, tmp_path: Path) -> Iterator[Service]:
    """The same, for one test to do with as it likes."""
    with opened(database, tmp_path) as service:
        yield service


def rights() -> list[Decision]:
    """The first security administrator's, an inspector's and a registrar's."""
    today = date.today()
    security = sent(102, by="security", office="371002")
    inspector = GrantRight(
        security, "I-1", "inspector", Role.INSPECTOR, "371002", ("*",), today, "2号",
        to_day=today + timedelta(days=2), case_file="F-1",
    )  # fmt: skip
    registrar = GrantRight(
        replace(security, command=str(UUID(int=103))),
        "R-1", "registrar", Role.REGISTRAR, "371002-charity", ("charity",), date(2019, 1, 1), "3号",
    )  # fmt: skip
    begun = BeginRights(sent(101, by="founder", office="371002"), "security", "1号")
    return [begun, inspector, registrar]


@contextmanager
def opened(dsn: str, data: Path) -> Iterator[Service]:
    with open_service(Settings(data=data, dsn=dsn), dsn) as service:
        desk = service.counter.desk
        for command in [establish(), *(donate(number, number * 100) for number in range(2, 8))]:
            desk.execute(command)
        desk.execute(marry(8))
        for right in rights():
            desk.execute(right)
        yield service
