"""Where figures are computed from: the live tables, or tables as they were.

Both answer the same SQL, in psycopg's style, over tables named `projections.…`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import psycopg
import pyarrow as pa

from projections.definition import Projection

if TYPE_CHECKING:
    import duckdb

Row = tuple[Any, ...]
_PARAMETER = re.compile(r"%\((\w+)\)s")


class Tables(Protocol):
    """Tables that can be asked."""

    def ask(self, query: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows a query answers."""


class LiveTables:
    """The live tables, in PostgreSQL."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Ask through a connection."""
        self._connection = connection

    def ask(self, query: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows a query answers."""
        return self._connection.execute(query.encode(), parameters).fetchall()


class Named:
    """Tables in a DuckDB database, under the names that questions use."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        """Ask a database that has a schema `projections`."""
        self._database = database

    def ask(self, query: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows a query answers."""
        named = _PARAMETER.sub(r"$\1", query)
        return self._database.execute(named, dict(parameters)).fetchall()


class PastTables(Named):
    """States of projections, asked through DuckDB."""

    def __init__(self, projections: Sequence[Projection], states: Sequence[pa.Table]) -> None:
        """Take the states in the order of the projections."""
        from projections.engine.database import connect

        super().__init__(connect())
        self._database.execute("CREATE SCHEMA projections")
        for projection, state in zip(projections, states, strict=True):
            self._database.register("state", state)
            self._database.execute(f"CREATE TABLE projections.{projection.name} AS FROM state")
            self._database.unregister("state")
