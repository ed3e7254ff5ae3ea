"""Batches of records read out of the log, as Arrow tables of `position` and `bytes`, in order.

Only records of the types asked for are read. Big spans come through ADBC, which hands PostgreSQL's
binary COPY to Arrow; the live tail comes through the caller's own psycopg connection.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from queue import Full, Queue
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql

from projections.errors import ProjectionError

BATCH_BYTES = 64 * 1024 * 1024
"""How much ADBC gathers for a batch: some 60,000 to 150,000 records."""
BATCHES_AHEAD = 2
"""How many batches are read while one is folded; bounds memory."""

_SPAN = sql.SQL("""
    SELECT position, type, bytes FROM ledger.records
    WHERE position > {after} AND position <= {up_to} AND type = ANY({types}::text[])
    ORDER BY position
""")
_EVERYTHING = sql.SQL("""
    SELECT position, type, bytes FROM ledger.records WHERE position <= {up_to} ORDER BY position
""")
_TAIL = """
    SELECT position, type, bytes FROM ledger.records
    WHERE position > %(after)s AND position <= %(up_to)s AND type = ANY(%(types)s)
    ORDER BY position
"""
_TYPES = """
    WITH RECURSIVE posted AS (
        (
            SELECT tag FROM ledger.postings
            WHERE tag > 'type ' AND tag < 'type!' ORDER BY tag LIMIT 1
        )
        UNION ALL
        SELECT (
            SELECT tag FROM ledger.postings
            WHERE tag > posted.tag AND tag < 'type!' ORDER BY tag LIMIT 1
        )
        FROM posted WHERE posted.tag IS NOT NULL
    )
    SELECT substr(posted.tag, 6), first.position
    FROM posted
    CROSS JOIN LATERAL (
        SELECT coalesce(earlier[1], position_last) FROM ledger.postings AS posting
        WHERE posting.tag = posted.tag ORDER BY position_last LIMIT 1
    ) AS first (position)
"""
# `recorded` never falls as positions rise, so a search by halves finds the last before a moment.
_RECORDED = "SELECT recorded FROM ledger.records WHERE position = %s"
_HEAD = "SELECT coalesce(max(position), 0) FROM ledger.records"


def head(connection: psycopg.Connection[Any]) -> int:
    """Position of the newest record, 0 if the log is empty.

    Raises:
        ProjectionError: the database holds no log.
    """
    try:
        row = connection.execute(_HEAD).fetchone()
    except psycopg.errors.UndefinedTable:
        raise ProjectionError(
            "The database holds no log.", "Record something first, or check the database's address."
        ) from None
    return int(row[0]) if row else 0


def types(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """The types of which there are records, with the position of the first of each."""
    return dict(connection.execute(_TYPES).fetchall())


def position_at(connection: psycopg.Connection[Any], moment: datetime) -> int:
    """Position of the last record the log had taken at a moment, 0 if none."""
    low, high = 0, head(connection)
    while low < high:
        middle = (low + high + 1) // 2
        row = connection.execute(_RECORDED, [middle]).fetchone()
        if row and row[0] <= moment:
            low = middle
        else:
            high = middle - 1
    return low


def recorded_at(connection: psycopg.Connection[Any], position: int) -> datetime | None:
    """When the record at a position was recorded; `None` if there is none."""
    row = connection.execute(_RECORDED, [position]).fetchone()
    return row[0] if row else None


def tail(
    connection: psycopg.Connection[Any], types: Sequence[str], after: int, up_to: int
) -> pa.Table:
    """The records of some types from `after` (exclusive) to `up_to` (inclusive), at once."""
    span = {"after": after, "up_to": up_to, "types": list(types)}
    with connection.cursor(binary=True) as cursor:
        found = cursor.execute(_TAIL, span).fetchall()
    positions, names, texts = zip(*found, strict=True) if found else ((), (), ())
    return pa.table(
        {
            "position": pa.array(positions, pa.int64()),
            "type": pa.array(names, pa.string()),
            "bytes": pa.array(texts, pa.binary()),
        }
    )


def batches(dsn: str, types: Sequence[str], after: int, up_to: int) -> Iterator[pa.Table]:
    """The same span in batches, each record once, read ahead of the caller."""
    span = _SPAN.format(after=sql.Literal(after), up_to=sql.Literal(up_to), types=list(types))
    return _ahead(dsn, span)


def everything(dsn: str, up_to: int) -> Iterator[pa.Table]:
    """The records of all types up to a position (inclusive), in batches, read ahead."""
    return _ahead(dsn, _EVERYTHING.format(up_to=sql.Literal(up_to)))


def _ahead(dsn: str, span: sql.Composed) -> Iterator[pa.Table]:
    ahead: Queue[pa.Table | BaseException | None] = Queue(BATCHES_AHEAD)
    given_up = threading.Event()
    reader = threading.Thread(
        target=_read, args=(dsn, span.as_string(), ahead, given_up), daemon=True
    )
    reader.start()
    try:
        while (batch := ahead.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield batch
    finally:
        given_up.set()
        reader.join()


def _read(
    dsn: str, query: str, ahead: Queue[pa.Table | BaseException | None], given_up: threading.Event
) -> None:
    try:
        for batch in _stream(dsn, query):
            if not _put(ahead, batch, given_up):
                return
        _put(ahead, None, given_up)
    except Exception as error:
        _put(ahead, error, given_up)


def _stream(dsn: str, query: str) -> Iterator[pa.Table]:
    import adbc_driver_postgresql.dbapi as adbc

    with closing(adbc.connect(dsn)) as connection, closing(connection.cursor()) as cursor:
        cursor.adbc_statement.set_options(
            **{"adbc.postgresql.batch_size_hint_bytes": str(BATCH_BYTES)}
        )
        cursor.execute(query)
        for chunk in cursor.fetch_record_batch():
            yield pa.Table.from_batches([chunk])


def _put(ahead: Queue[Any], item: object, given_up: threading.Event) -> bool:
    """Wait until there is room; false if the caller has given up meanwhile."""
    while not given_up.is_set():
        try:
            ahead.put(item, timeout=0.1)
        except Full:
            continue
        return True
    return False
