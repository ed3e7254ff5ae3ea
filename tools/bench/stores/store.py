"""What every store does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar

import psycopg
from psycopg import sql

from tools.bench.facts import Fact
from tools.bench.results import Kind

Append = Callable[[Any], object]
"""Takes what `Store.batch` made; returns when it is durable. For one caller at a time."""


class Store(ABC):
    """Where records can be put. A store holds no connection, so that processes can share it."""

    name: str
    kind: Kind
    note: str
    modules: ClassVar[Sequence[str]] = ()
    """What its processes import."""
    table: ClassVar[str]
    """Where its records are."""

    @abstractmethod
    def create(self, dsn: str) -> None:
        """Create its tables in an empty database."""

    @abstractmethod
    def open(self, dsn: str, writers: int) -> AbstractContextManager[Sequence[Append]]:
        """Connect; one function for each writer."""

    @abstractmethod
    def batch(self, facts: Sequence[Fact]) -> Any:
        """What is handed over to record these facts in one commit."""

    def recorded(self, dsn: str) -> int:
        """How many records are there."""
        with psycopg.connect(dsn) as connection:
            counting = sql.SQL("SELECT count(*) FROM {}").format(
                sql.Identifier(*self.table.split("."))
            )
            row = connection.execute(counting).fetchone()
        return int(row[0]) if row else 0
