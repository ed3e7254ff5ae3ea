"""What a superuser does who rewrites history and leaves everything consistent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from ledger.tree import Frontier, leaf_hash


@contextmanager
def unguarded(dsn: str) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's transaction in which the triggers do not fire."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        yield connection


def rewrite_record(dsn: str, position: int, old: bytes, new: bytes) -> None:
    """Change a record's bytes, and every hash that follows: leaf, subtrees, head."""
    with unguarded(dsn) as connection:
        row = connection.execute(
            "SELECT bytes FROM ledger.records WHERE position = %s", [position]
        ).fetchone()
        assert row
        assert old in row[0]
        changed = row[0].replace(old, new)
        connection.execute(
            "UPDATE ledger.records SET bytes = %s, leaf_hash = %s WHERE position = %s",
            [changed, leaf_hash(changed), position],
        )
        rebuild_tree(connection)


def cut_records(dsn: str, size: int) -> None:
    """Take away all records beyond a size, as an old backup does."""
    with unguarded(dsn) as connection:
        connection.execute("DELETE FROM ledger.records WHERE position > %s", [size])
        connection.execute("DELETE FROM ledger.postings WHERE position_last > %s", [size])
        rebuild_tree(connection)


def forget_checkpoints(dsn: str) -> None:
    """Take away all that the office itself signed."""
    with unguarded(dsn) as connection:
        connection.execute("DELETE FROM ledger.checkpoint_signatures")
        connection.execute("DELETE FROM ledger.checkpoints")


def rebuild_tree(connection: psycopg.Connection[Any]) -> None:
    rows = connection.execute("SELECT leaf_hash FROM ledger.records ORDER BY position").fetchall()
    frontier, subtrees = Frontier().extend(row[0] for row in rows)
    connection.execute("DELETE FROM ledger.subtrees")
    for one in subtrees:
        connection.execute(
            "INSERT INTO ledger.subtrees VALUES (%s, %s, %s)", [one.level, one.index, one.hash]
        )
    connection.execute(
        "UPDATE ledger.head SET size = %s, frontier = %s, root = %s",
        [frontier.size, frontier.to_bytes(), frontier.root()],
    )
