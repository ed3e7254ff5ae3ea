"""Reading the log: pages of records, in the order of the log or newest first.

Every read is one statement on one snapshot; no transaction stays open between pages, and readers
wait for nobody. Reads are repeated once if the server was restarted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.dcb.api import DCBQuery, DCBReadResponse, DCBSequencedEvent
from psycopg.types.json import Jsonb
from psycopg.types.numeric import Int8
from psycopg_pool import ConnectionPool, PoolTimeout

from ledger.log.connecting import READER_ROLE, adopt, session
from ledger.log.errors import InvalidQueryError, LogUnavailableError, NoSuchPositionError
from ledger.log.migrations import check_version
from ledger.log.query import Query
from ledger.log.statements import ANSWERS
from ledger.log.values import BoundaryRead, BoundaryState, Head, Taken, sequenced

PAGE_RECORDS = 1_000
POSITION_MAX = 2**63 - 1
CONNECTIONS_MAX = 8
CONNECTION_SECONDS_MAX = 30.0

_HEAD = "SELECT size, root, recorded FROM ledger.head"
_PAGE = """
SELECT record.position, record.bytes
FROM ledger.matching(%b, %b, %b, %b, %b) AS found (position)
JOIN ledger.records AS record ON record.position = found.position
ORDER BY record.position
"""
_AT = "SELECT position, bytes FROM ledger.records WHERE position = %b"
# The head first and the records with it: one snapshot holds for both.
_BOUNDARY = """
SELECT head.size, found.position, found.bytes
FROM ledger.head AS head
LEFT JOIN LATERAL (
    SELECT record.position, record.bytes
    FROM (
        SELECT DISTINCT matching.position
        FROM jsonb_to_recordset(%b) AS asked (query jsonb, newest boolean, count_max bigint)
        CROSS JOIN LATERAL ledger.matching(
            asked.query, 0, head.size + 1, asked.newest, asked.count_max
        ) AS matching (position)
    ) AS selected
    JOIN ledger.records AS record ON record.position = selected.position
) AS found ON true
ORDER BY found.position
"""


class Reader:
    """A pool of connections with the rights to read."""

    def __init__(self, dsn: str) -> None:
        self._pool = ConnectionPool(
            session(dsn, READER_ROLE),
            min_size=0,
            max_size=CONNECTIONS_MAX,
            kwargs={"autocommit": True},
            configure=adopt,
            timeout=CONNECTION_SECONDS_MAX,
            open=True,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def check_version(self) -> None:
        """Check that the database holds this version of the log.

        Raises:
            SchemaVersionError: if it does not.
            LogUnavailableError: if it cannot be read.
        """
        try:
            with self._pool.connection() as connection:
                check_version(connection)
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise LogUnavailableError(f"The log cannot be read: {error}".strip()) from error

    def head(self) -> Head:
        """The head of the log."""
        return Head(*self._fetch(_HEAD, [])[0])

    def page(
        self, query: Query, *, after: int, before: int, limit: int, newest: bool = False
    ) -> list[DCBSequencedEvent]:
        """Up to `limit` matching records between two positions, in the order of the log.

        Args:
            query: which records.
            after: position before the first that may be found.
            before: position after the last that may be found.
            limit: how many at most.
            newest: whether to take the last ones rather than the first.

        Raises:
            InvalidQueryError: if the limit is negative.
        """
        if limit < 0:
            raise InvalidQueryError(f"{limit:,} records cannot be read.")
        items = query.as_json()
        parameters = [
            None if items is None else Jsonb(items),
            Int8(min(after, POSITION_MAX)),
            Int8(min(before, POSITION_MAX)),
            newest,
            Int8(limit),
        ]
        return [sequenced(*row) for row in self._fetch(_PAGE, parameters)]

    def at(self, position: int) -> DCBSequencedEvent:
        """The record at a position.

        Raises:
            NoSuchPositionError: names the size of the log.
        """
        rows = self._fetch(_AT, [Int8(position)]) if 0 < position <= POSITION_MAX else []
        if not rows:
            raise NoSuchPositionError(
                f"There is no record {position:,}; the log has {self.head().size:,}."
            )
        return sequenced(*rows[0])

    def answers(self, command_ids: Sequence[UUID]) -> dict[UUID, tuple[bytes, Taken]]:
        """Fingerprint and answer of each of these commands that was recorded."""
        return {
            command_id: (fingerprint, Taken(first, last, recorded, replayed=True))
            for command_id, fingerprint, first, last, recorded in self._fetch(
                ANSWERS, [list(command_ids)]
            )
        }

    def boundary(self, reads: Sequence[BoundaryRead]) -> BoundaryState:
        """Several reads and the head, as of one moment."""
        asked = [
            {
                "query": Query.of(DCBQuery([read.item])).as_json(),
                "newest": read.latest,
                "count_max": 1 if read.latest else POSITION_MAX,
            }
            for read in reads
        ]
        rows = self._fetch(_BOUNDARY, [Jsonb(asked)])
        events = [sequenced(position, data) for _, position, data in rows if position is not None]
        return BoundaryState(rows[0][0], events)

    def _fetch(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        try:
            try:
                return self._fetch_once(statement, parameters)
            except psycopg.OperationalError:
                self._pool.check()
                return self._fetch_once(statement, parameters)
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise LogUnavailableError(
                f"The log cannot be read: {error}".strip(), "Check that the server runs."
            ) from error

    def _fetch_once(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._pool.connection() as connection, connection.cursor(binary=True) as cursor:
            cursor.execute(statement.encode(), parameters, prepare=True)
            return cursor.fetchall()


class ReadResponse(DCBReadResponse):
    """The records of one read, fetched page by page.

    `head` is what the library asks for: without a limit the size of the log when the read began
    (nothing after it is returned); with one, the last record that was fetched.
    """

    def __init__(self, reader: Reader, query: DCBQuery | None, after: int, limit: int | None):
        self._reader = reader
        self._query = Query.of(query)
        self._size = reader.head().size
        self._left = POSITION_MAX if limit is None else limit
        self._head = self._size or None if limit is None else None
        self._is_limited = limit is not None
        self._after = after
        self._page: deque[DCBSequencedEvent] = deque()
        self._fetch()

    @property
    def head(self) -> int | None:
        """See the class."""
        return self._head

    def __next__(self) -> DCBSequencedEvent:
        """The next record."""
        if not self._page:
            self._fetch()
        if not self._page:
            raise StopIteration
        return self._page.popleft()

    def _fetch(self) -> None:
        wanted = min(self._left, PAGE_RECORDS)
        if not wanted:
            return
        page = self._reader.page(
            self._query, after=self._after, before=self._size + 1, limit=wanted
        )
        self._page.extend(page)
        self._left = self._left - len(page) if len(page) == wanted else 0
        if page:
            self._after = page[-1].position
            if self._is_limited:
                self._head = self._after
