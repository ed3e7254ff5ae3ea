"""The limits: a bare table of bytes, without tags, hashes, tree or order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from uuid import UUID

import psycopg

from tools.bench.facts import Fact
from tools.bench.results import Kind
from tools.bench.stores.store import Append, Store

_TABLE = """
CREATE TABLE bare (
    stream uuid NOT NULL,
    version bigint NOT NULL,
    data bytea NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    PRIMARY KEY (stream, version)
)
"""
_COPY = "COPY bare (stream, version, data) FROM STDIN (FORMAT binary)"
_INSERT = "INSERT INTO bare (stream, version, data) VALUES (%b, %b, %b)"

Row = tuple[UUID, int, bytes]


class _BareStore(Store):
    kind = Kind.LIMIT
    modules = ("psycopg",)
    table = "bare"

    def create(self, dsn: str) -> None:
        """Create the table."""
        with psycopg.connect(dsn) as connection:
            connection.execute(_TABLE)


class BareCopy(_BareStore):
    """Binary COPY through psycopg."""

    name = "bare COPY"
    note = "binary COPY through psycopg into a table of bytes with two unique indexes"

    @contextmanager
    def open(self, dsn: str, writers: int) -> Iterator[Sequence[Append]]:
        """One connection for each writer."""
        with _connections(dsn, writers) as connections:
            yield [partial(_copy, connection) for connection in connections]

    def batch(self, facts: Sequence[Fact]) -> list[Row]:
        """Rows."""
        return [_row(fact) for fact in facts]


class BareInsert(_BareStore):
    """INSERT in autocommit through psycopg, prepared, with binary parameters."""

    name = "bare INSERT"
    note = "prepared INSERT in autocommit through psycopg, a connection for each writer"

    @contextmanager
    def open(self, dsn: str, writers: int) -> Iterator[Sequence[Append]]:
        """One connection for each writer."""
        with _connections(dsn, writers) as connections:
            yield [partial(_insert, connection.cursor()) for connection in connections]

    def batch(self, facts: Sequence[Fact]) -> Row:
        """One row."""
        (fact,) = facts
        return _row(fact)


def _row(fact: Fact) -> Row:
    return fact.stream, fact.version, fact.payload()


@contextmanager
def _connections(dsn: str, number: int) -> Iterator[list[psycopg.Connection[Any]]]:
    with ExitStack() as stack:
        yield [stack.enter_context(psycopg.connect(dsn, autocommit=True)) for _ in range(number)]


def _copy(connection: psycopg.Connection[Any], rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY) as sink:
        sink.set_types(["uuid", "int8", "bytea"])
        for row in rows:
            sink.write_row(row)


def _insert(cursor: psycopg.Cursor[Any], row: Row) -> None:
    cursor.execute(_INSERT, row, prepare=True)
