"""The log as a superuser reads it from the tables, past the program that is being tested."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

_HEAD = "SELECT size, root FROM ledger.head"
_RECORDS = "SELECT position, bytes FROM ledger.records ORDER BY position"


class StoredRecord(NamedTuple):
    """A row of `ledger.records`: what has a position, and the bytes there."""

    position: int
    data: bytes


class StoredLog(NamedTuple):
    """Head and records as of one moment."""

    size: int
    root: bytes
    records: list[StoredRecord]


def read_stored(dsn: str) -> StoredLog:
    """Read the tables on one snapshot."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # An index that lies is for `verify` to find: read the table itself.
        connection.execute("SET LOCAL enable_indexscan = off")
        size, root = connection.execute(_HEAD).fetchone() or (0, b"")
        cursor = connection.cursor(binary=True)
        rows = cursor.execute(_RECORDS).fetchall()
    return StoredLog(size, root, [StoredRecord(position, data) for position, data in rows])
