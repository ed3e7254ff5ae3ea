"""A PostgreSQL for the tests of this folder, and a fresh database with an empty log for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from ledger.log import migrate
from tests.ledger.embedding import folder, server

_numbers = count(1)


@pytest.fixture(scope="session")
def server_dsn() -> Iterator[str]:
    """An embedded server for the session."""
    with folder() as data, server(data).running() as dsn:
        yield dsn


@pytest.fixture
def dsn(server_dsn: str) -> Iterator[str]:
    """A fresh database that holds an empty log."""
    name = f"projections_{next(_numbers)}"
    with psycopg.connect(server_dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    fresh = make_conninfo(server_dsn, dbname=name)
    migrate(fresh)
    yield fresh
    with psycopg.connect(server_dsn, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
