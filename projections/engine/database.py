"""DuckDB databases of this process."""

from __future__ import annotations

import duckdb


def connect(memory_limit: str | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory that writes nothing to standard output.

    Left alone, DuckDB draws a progress bar there once a query takes two seconds, into the middle of
    an answer in JSON.
    """
    database = duckdb.connect(config={"memory_limit": memory_limit} if memory_limit else {})
    database.execute("SET enable_progress_bar = false")
    return database
