"""What is read back: rows of the log's tables, as of one moment, with bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

ROWS_FETCHED = 2_000

_HEAD = "SELECT size, frontier, root, recorded FROM ledger.head"
_SUBTREES = "SELECT level, index, hash FROM ledger.subtrees"
_RECORDS = """
SELECT position, type, occurred, recorded, office, official, leaf_hash, bytes
FROM ledger.records ORDER BY position
"""
_POSTINGS = """
SELECT tag, position_last, earlier, ordinal_last FROM ledger.postings ORDER BY position_last
"""
_COMMANDS = """
SELECT id, position_first, position_last FROM ledger.commands ORDER BY position_first
"""


class StoredHead(NamedTuple):
    """The row of `ledger.head`."""

    size: int
    frontier: bytes
    root: bytes
    recorded: datetime


class StoredRecord(NamedTuple):
    """A row of `ledger.records`."""

    position: int
    type: str
    occurred: datetime | None
    recorded: datetime
    office: str | None
    official: str | None
    leaf_hash: bytes
    bytes: bytes


class StoredPosting(NamedTuple):
    """A row of `ledger.postings`."""

    tag: str
    position_last: int
    earlier: list[int] | None
    ordinal_last: int | None


class StoredCommand(NamedTuple):
    """A row of `ledger.commands`."""

    id: UUID
    position_first: int
    position_last: int


class Stored:
    """The log's tables in one read-only transaction, which sees them as of its beginning."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Begin on a connection outside of a transaction."""
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        self._connection = connection

    def head(self) -> StoredHead | None:
        """The head, if it is there."""
        row = self._connection.execute(_HEAD, binary=True).fetchone()
        return StoredHead(*row) if row else None

    def subtrees(self) -> dict[tuple[int, int], bytes]:
        """All subtrees: one for each 255 records or so."""
        rows = self._connection.execute(_SUBTREES, binary=True)
        return {(level, index): root for level, index, root in rows}

    def records(self) -> Iterator[StoredRecord]:
        """All records in the order of their positions."""
        for row in self._rows("records", _RECORDS):
            yield StoredRecord(*row)

    def postings(self) -> Iterator[StoredPosting]:
        """All postings in the order of their last positions, read from the table itself."""
        for row in self._rows("postings", _POSTINGS):
            yield StoredPosting(*row)

    def commands(self) -> Iterator[StoredCommand]:
        """All commands in the order of their first positions."""
        for row in self._rows("commands", _COMMANDS):
            yield StoredCommand(*row)

    def _rows(self, name: str, statement: str) -> Iterator[tuple[Any, ...]]:
        with psycopg.ServerCursor(self._connection, name) as cursor:
            cursor.itersize = ROWS_FETCHED
            cursor.execute(statement.encode(), binary=True)
            yield from cursor
