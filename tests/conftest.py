"""A real PostgreSQL for every test that asks for one: the embedded server, on a throw-away folder.

Each worker of the test run has its own server. `QINGCE_TEST_POSTGRES_BIN` names the programs of
another PostgreSQL to test with.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo, sql

from ledger.embedded import Server
from ledger.log import migrate
from tests.ledger.embedding import LINGER_SECONDS, folder

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """A server, as its superuser. Its databases are lost with it, so it need not flush."""
    binaries = os.environ.get("QINGCE_TEST_POSTGRES_BIN")
    with (
        folder() as data,
        Server(data, Path(binaries) if binaries else None, LINGER_SECONDS).running() as dsn,
    ):
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield dsn


@pytest.fixture(scope="session")
def _template(postgres_dsn: str) -> str:
    _create(postgres_dsn, "migrated", "template0")
    migrate(conninfo.make_conninfo(postgres_dsn, dbname="migrated"))
    return "migrated"


@pytest.fixture
def database(postgres_dsn: str, _template: str) -> Iterator[str]:
    """An empty log of its own, as the superuser."""
    with log_of_its_own(postgres_dsn, _template) as dsn:
        yield dsn


@pytest.fixture(scope="module")
def database_of_module(postgres_dsn: str, _template: str) -> Iterator[str]:
    """An empty log that the tests of a module share: for those that only read."""
    with log_of_its_own(postgres_dsn, _template) as dsn:
        yield dsn


@contextmanager
def log_of_its_own(postgres_dsn: str, template: str) -> Iterator[str]:
    name = f"log_{next(_numbers)}"
    _create(postgres_dsn, name, template)
    yield conninfo.make_conninfo(postgres_dsn, dbname=name)
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} (FORCE)").format(sql.Identifier(name)))


def _create(dsn: str, name: str, template: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
