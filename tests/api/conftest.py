from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.application import create_application
from api.reading import Reading
from application.desk import Desk
from application.settings import Settings
from ledger.log import Log
from ledger.sealing import Keyring, OfficeSecrets
from tests.application.acts import donate, establish, marry

LOOPBACK = "http://127.0.0.1"
RECORDS = 8
"""A fund, six donations to it, a marriage: the last record holds personal data under seal."""


@pytest.fixture(scope="module")
def reading(database_of_module: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """A log with a few records, open; for tests that only read."""
    with opened(database_of_module, tmp_path_factory.mktemp("data")) as reading:
        yield reading


@pytest.fixture(scope="module")
def client(reading: Reading) -> Iterator[TestClient]:
    with TestClient(create_application(reading), base_url=LOOPBACK) as client:
        yield client


@pytest.fixture
def own_reading(database: str, tmp_path: Path) -> Iterator[Reading]:
    """The same, for one test to do with as it likes."""
    with opened(database, tmp_path) as reading:
        yield reading


@contextmanager
def opened(dsn: str, data: Path) -> Iterator[Reading]:
    office = OfficeSecrets.from_file(data / "keys")
    with Log.open(dsn) as log, closing(Keyring(dsn, office)) as keyring:
        desk = Desk(log, keyring, office)
        for command in [establish(), *(donate(number, number * 100) for number in range(2, 8))]:
            desk.execute(command)
        desk.execute(marry(8))
        yield Reading(Settings(data=data, dsn=dsn), dsn, log)
