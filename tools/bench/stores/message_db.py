"""Message DB: SQL from npm, called through psycopg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import psycopg
from psycopg import conninfo

from tools.bench import npm
from tools.bench.facts import Fact
from tools.bench.results import Kind
from tools.bench.stores.store import Append, Store

_FILES = (
    "schema/message-store",
    "tables/messages",
    "types/message",
    "functions/message-store-version",
    "functions/hash-64",
    "functions/acquire-lock",
    "functions/category",
    "functions/is-category",
    "functions/id",
    "functions/cardinal-id",
    "functions/stream-version",
    "functions/write-message",
    "indexes/messages-id",
    "indexes/messages-stream",
    "indexes/messages-category",
)
"""What its `install.sh` runs; not pgcrypto, which PostgreSQL no longer needs for random ids."""
_WRITE = "SELECT message_store.write_message(%b, %b, %b, %b::text::jsonb)"

Message = tuple[str, str, str, str]


class MessageDB(Store):
    """Its function `write_message`."""

    name = "message-db"
    kind = Kind.PEER
    note = (
        "write_message through psycopg, batches pipelined in a transaction; one stream a case, "
        "a category an office, no tags"
    )
    modules = ("psycopg",)
    table = "message_store.messages"

    def create(self, dsn: str) -> None:
        """Run its SQL files.

        Raises:
            BenchError: the package cannot be fetched.
        """
        folder = npm.packages() / "@eventide" / "message-db" / "database"
        with psycopg.connect(_with_path(dsn), autocommit=True) as connection:
            for name in _FILES:
                connection.execute((folder / f"{name}.sql").read_bytes())

    @contextmanager
    def open(self, dsn: str, writers: int) -> Iterator[Sequence[Append]]:
        """One connection for each writer."""
        with ExitStack() as stack:
            yield [
                partial(
                    _write,
                    stack.enter_context(psycopg.connect(_with_path(dsn), autocommit=True)),
                )
                for _ in range(writers)
            ]

    def batch(self, facts: Sequence[Fact]) -> list[Message]:
        """Messages."""
        return [
            (str(fact.id), f"o{fact.office}-{fact.stream}", fact.type, fact.payload().decode())
            for fact in facts
        ]


def _with_path(dsn: str) -> str:
    return conninfo.make_conninfo(dsn, options="-c search_path=message_store,public")


def _write(connection: psycopg.Connection[Any], messages: Sequence[Message]) -> None:
    if len(messages) == 1:
        connection.execute(_WRITE, messages[0], prepare=True).fetchone()
        return
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(_WRITE, messages)
