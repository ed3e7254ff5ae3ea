"""The recorders of the `eventsourcing` library."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import Any, ClassVar

from eventsourcing.dcb.api import DCBEvent
from eventsourcing.dcb.postgres_tt import PostgresTTDCBFactory
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresDatastore, PostgresFactory
from eventsourcing.utils import Environment
from psycopg import conninfo

from tools.bench.errors import BenchError
from tools.bench.facts import Fact
from tools.bench.results import Kind
from tools.bench.stores.store import Append, Store

SEND_BUFFER_BYTES = 4 * 1024 * 1024
"""A batch of 1,000 travels as text of three times its size."""


class ApplicationRecorder(Store):
    """The stock recorder of applications."""

    name = "eventsourcing"
    kind = Kind.PEER
    note = "PostgresApplicationRecorder.insert_events: one stream a case, no tags"
    modules = ("eventsourcing.postgres",)
    table = "stored_events"
    settings: ClassVar[dict[str, str]] = {}

    def create(self, dsn: str) -> None:
        """Let the library create its table."""
        with self.open(dsn, 1):
            pass

    @contextmanager
    def open(self, dsn: str, writers: int) -> Iterator[Sequence[Append]]:
        """A pool with a connection for each writer."""
        with closing(PostgresFactory(environment(dsn, writers, self.settings))) as factory:
            recorder = factory.application_recorder()
            _widen(factory.datastore, writers)
            yield [recorder.insert_events] * writers

    def batch(self, facts: Sequence[Fact]) -> list[StoredEvent]:
        """Stored events."""
        return [StoredEvent(fact.stream, fact.version, fact.type, fact.payload()) for fact in facts]


class ApplicationRecorderFunctions(ApplicationRecorder):
    """The same with its database functions, which leave out the table lock."""

    name = "eventsourcing, db functions"
    note = "the same with POSTGRES_ENABLE_DB_FUNCTIONS=y; its readers can miss events"
    settings: ClassVar[dict[str, str]] = {"POSTGRES_ENABLE_DB_FUNCTIONS": "y"}


class DCBRecorder(Store):
    """The library's recorder with tags."""

    name = "eventsourcing DCB"
    kind = Kind.PEER
    note = "PostgresDCBRecorderTT.append without a condition: seven tags"
    modules = ("eventsourcing.dcb.postgres_tt",)
    table = "dcb_events_tt_main"

    def create(self, dsn: str) -> None:
        """Let the library create its tables."""
        with self.open(dsn, 1):
            pass

    @contextmanager
    def open(self, dsn: str, writers: int) -> Iterator[Sequence[Append]]:
        """A pool with a connection for each writer."""
        with closing(PostgresTTDCBFactory(environment(dsn, writers, {}))) as factory:
            yield [factory.dcb_recorder().append] * writers

    def batch(self, facts: Sequence[Fact]) -> list[DCBEvent]:
        """Events with tags."""
        return [DCBEvent(fact.type, fact.payload(), list(fact.tags)) for fact in facts]


def _widen(datastore: PostgresDatastore, connections: int) -> None:
    """Let connections send a whole batch at once.

    psycopg's pipeline mode, which the recorder uses, stops sending when the socket's buffer is full
    and waits for an answer for ever; over a Unix socket that happens from 200 kB on.

    Raises:
        BenchError: if the system does not allow such buffers.
    """
    with ExitStack() as borrowed:
        for _ in range(connections):
            connection = borrowed.enter_context(datastore.get_connection())
            with socket.socket(fileno=os.dup(connection.fileno())) as wire:
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
                allowed = wire.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
            if allowed < SEND_BUFFER_BYTES:
                raise BenchError(
                    f"The system allows send buffers of {allowed:,} bytes; eventsourcing needs "
                    f"{SEND_BUFFER_BYTES:,} for a batch.",
                    "Raise net.core.wmem_max.",
                )


def environment(dsn: str, writers: int, settings: dict[str, str]) -> Environment:
    """The library's settings for a database and a pool of that size."""
    parts: dict[str, Any] = conninfo.conninfo_to_dict(dsn)
    return Environment(
        env={
            "POSTGRES_DBNAME": str(parts["dbname"]),
            "POSTGRES_HOST": str(parts["host"]),
            "POSTGRES_PORT": str(parts.get("port", 5432)),
            "POSTGRES_USER": str(parts["user"]),
            "POSTGRES_PASSWORD": str(parts.get("password", "unused")),
            "POSTGRES_POOL_SIZE": str(writers),
            "POSTGRES_MAX_OVERFLOW": "0",
            **settings,
        }
    )
