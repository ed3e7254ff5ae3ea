"""What is read back: rows of the log's tables, as of one moment, with bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg import sql

ROWS_FETCHED = 2_000
RECORDS_COMPARED = 500
"""What becomes of more of them at once does not fit into a processor's cache."""

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

# The short way: as the server sends them, and postings as they lie in the table, not sorted.
_RECORD_ROWS = """
SELECT position, type, timestamptz_send(occurred), timestamptz_send(recorded), office, official,
    leaf_hash, bytes
FROM ledger.records WHERE position BETWEEN {first} AND {last} ORDER BY position
"""
_POSTING_ROWS = """
SELECT tag, position_last, earlier, ordinal_last FROM ledger.postings
WHERE position_last BETWEEN {first} AND {last}
"""
_COMMAND_ROWS = """
SELECT id::text, position_first, position_last FROM ledger.commands
WHERE position_first BETWEEN {first} AND {last} ORDER BY position_first
"""
_STRADDLING = """
SELECT max(position_last) FROM ledger.postings
WHERE position_last > %s AND earlier[1] <= %s
"""
_BY_TABLE = """
SET LOCAL enable_seqscan = on;
SET LOCAL enable_indexscan = off;
SET LOCAL enable_indexonlyscan = off;
SET LOCAL synchronize_seqscans = off
"""
_AS_BEFORE = """
SET LOCAL enable_seqscan = off;
SET LOCAL enable_indexscan = on;
SET LOCAL enable_indexonlyscan = on
"""

RecordRow = tuple[int, str, bytes | None, bytes, str | None, str | None, bytes, bytes]
PostingRow = tuple[str, int, list[int] | None, int | None]
CommandRow = tuple[str, int, int]


class Range(NamedTuple):
    """Positions from `first` to `last`; the ranges of one log leave no number out."""

    first: int
    last: int


EVERYTHING = Range(-(2**63), 2**63 - 1)


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

    def __init__(self, connection: psycopg.Connection[Any], snapshot: str = "") -> None:
        """Begin on a connection outside of a transaction.

        Args:
            connection: of a user who may read the log.
            snapshot: of another's transaction that still goes on: see what that one sees.
        """
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        if snapshot:
            connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(snapshot))
        self._connection = connection

    def snapshot(self) -> str:
        """What this transaction sees, for others to see the same."""
        (name,) = self._connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        return str(name)

    def commit_end(self, position: int) -> int:
        """The next position at which no posting of an honest log is cut in two."""
        with self._by_table():
            while True:
                (beyond,) = self._connection.execute(
                    _STRADDLING, [position, position]
                ).fetchone() or (None,)
                if beyond is None:
                    return position
                position = int(beyond)

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

    def record_pages(self, span: Range = EVERYTHING) -> Iterator[list[RecordRow]]:
        """The records of a range in the order of their positions, times in binary form."""
        return self._pages("record_pages", _in(span, _RECORD_ROWS), RECORDS_COMPARED)

    def posting_pages(self, span: Range = EVERYTHING) -> Iterator[list[PostingRow]]:
        """The postings of a range as they lie in the table: in the order of commits, unless moved.

        A posting is of the range of its last position.
        """
        with self._by_table():
            return self._pages("posting_pages", _in(span, _POSTING_ROWS))

    def command_rows(self, span: Range = EVERYTHING) -> Iterator[CommandRow]:
        """The commands of a range in the order of their first positions.

        A command is of the range of its first position.
        """
        return chain.from_iterable(self._pages("command_pages", _in(span, _COMMAND_ROWS)))

    @contextmanager
    def _by_table(self) -> Iterator[None]:
        self._connection.execute(_BY_TABLE.encode())
        yield
        self._connection.execute(_AS_BEFORE.encode())

    def _pages(self, name: str, statement: str, rows: int = ROWS_FETCHED) -> Iterator[list[Any]]:
        cursor = psycopg.ServerCursor(self._connection, name)
        cursor.execute(statement.encode(), binary=True)
        return iter(lambda: cursor.fetchmany(rows), [])

    def _rows(self, name: str, statement: str) -> Iterator[tuple[Any, ...]]:
        with psycopg.ServerCursor(self._connection, name) as cursor:
            cursor.itersize = ROWS_FETCHED
            cursor.execute(statement.encode(), binary=True)
            yield from cursor


def _in(span: Range, statement: str) -> str:
    return statement.format(first=f"'{span.first}'", last=f"'{span.last}'")
