from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from ledger.log import migrate
from tests.ledger.embedding import folder
from tests.ledger.evidence.bundles.verifiers import PageVerifier, chromium, opened_page
from tests.scenarios.figures import small
from tests.scenarios.offices import Office, an_office
from tests.scenarios.years import demo
from tests.tools.commanding import answered


@pytest.fixture(scope="module")
def office(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that the tests of a module share: they add to its log, none harms it."""
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute("CREATE DATABASE shared_office")
    dsn = conninfo.make_conninfo(postgres_dsn, dbname="shared_office")
    migrate(dsn)
    yield an_office(dsn, tmp_path_factory.mktemp("office"))
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute("DROP DATABASE shared_office (FORCE)")


@pytest.fixture
def victim(database: str, tmp_path: Path) -> Office:
    """An office of one test, which may do to it what it likes."""
    return an_office(database, tmp_path / "data")


@pytest.fixture(scope="module")
def page() -> Iterator[PageVerifier]:
    if chromium() is None:
        pytest.skip("needs Chromium: apt-get install chromium fonts-noto-cjk")
    with opened_page() as opened:
        yield PageVerifier(opened)


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with a year in it, that no test changes."""
    with folder() as path:
        answered(demo(path, small(tmp_path_factory.mktemp("figures"))))
        yield path
