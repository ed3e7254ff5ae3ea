"""A year recorded by `qingce demo`, and copies of it that a test may harm."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import conninfo

from ledger.embedded import Server
from tests.ledger.embedding import wait_until
from tests.tools.commanding import qingce

SEED = "7"


def demo(data: Path, figures: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return qingce("demo", "--figures", figures, "--seed", SEED, "--data", data, "--json", *more)


@contextmanager
def a_copy_of(year: Path) -> Iterator[str]:
    """The DSN of a copy of the year's database, to be tampered with."""
    with Server(year).running() as dsn:
        maintenance = conninfo.make_conninfo(dsn, dbname="postgres")
        with psycopg.connect(maintenance, autocommit=True) as connection:
            wait_until(lambda: _is_free(connection))
            connection.execute("CREATE DATABASE copy TEMPLATE qingce")
            try:
                yield conninfo.make_conninfo(dsn, dbname="copy")
            finally:
                connection.execute("DROP DATABASE copy (FORCE)")


def _is_free(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    users = "SELECT 1 FROM pg_stat_activity WHERE datname = 'qingce'"
    return connection.execute(users).fetchone() is None
