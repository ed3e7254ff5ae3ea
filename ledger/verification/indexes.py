"""Checks that the indexes lead to every row: a forged index lies to queries.

The keys found by walking each index are compared with those found by walking its table. Where
PostgreSQL's `amcheck` is at hand it looks into the structure of the indexes too.
"""

from __future__ import annotations

from typing import Any

import psycopg

from ledger.log.connecting import READER_ROLE, session
from ledger.verification.problems import Problems

# Count and combined hash of the keys of each primary key.
_KEYS = {
    "ledger.records": """
        SELECT count(*), bit_xor(hashint8extended(position, 0)) FROM ledger.records
    """,
    "ledger.postings": """
        SELECT count(*), bit_xor(hashtextextended(tag, position_last)) FROM ledger.postings
    """,
    "ledger.commands": """
        SELECT count(*), bit_xor(uuid_hash_extended(id, 0)) FROM ledger.commands
    """,
    "ledger.subtrees": """
        SELECT count(*), bit_xor(hashint8extended(index, level)) FROM ledger.subtrees
    """,
}
_BY_TABLE = """
SET LOCAL enable_seqscan = on;
SET LOCAL enable_indexscan = off;
SET LOCAL enable_indexonlyscan = off;
SET LOCAL enable_bitmapscan = off
"""
_BY_INDEX = """
SET LOCAL enable_seqscan = off;
SET LOCAL enable_indexscan = on;
SET LOCAL enable_indexonlyscan = on;
SET LOCAL enable_bitmapscan = off
"""
_AMCHECK = """
SELECT
    EXISTS (SELECT FROM pg_extension WHERE extname = 'amcheck'),
    EXISTS (SELECT FROM pg_available_extensions WHERE name = 'amcheck')
        AND (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
"""
_INDEXES = """
SELECT indexrelid, indexrelid::regclass::text FROM pg_index
WHERE indrelid = ANY (%s::regclass[])
"""
_CHECK = "SELECT bt_index_check(%s::oid::regclass, true)"


def check_indexes(dsn: str) -> Problems:
    """Check all indexes, as of one moment each."""
    problems = Problems()
    with psycopg.connect(session(dsn, READER_ROLE)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        _compare_keys(connection, problems)
    _check_structure(dsn, problems)
    return problems


def _compare_keys(connection: psycopg.Connection[Any], problems: Problems) -> None:
    """Walk each index and its table; both must show the same keys.

    Args:
        connection: in a transaction, whose settings are changed.
        problems: where differences are noted.
    """
    found = []
    for way in (_BY_TABLE, _BY_INDEX):
        connection.execute(way.encode())
        found.append(
            {name: connection.execute(keys.encode()).fetchone() for name, keys in _KEYS.items()}
        )
    by_table, by_index = found
    for name in _KEYS:
        if by_table[name] != by_index[name]:
            problems.add(
                0,
                "index",
                f"the primary key of {name} does not lead to the rows of its table (count and "
                f"hash of the keys: {by_index[name]}, in the table {by_table[name]})",
            )


def _check_structure(dsn: str, problems: Problems) -> None:
    """Let `amcheck` look into the indexes, if it is installed or a superuser asks.

    Leaves nothing behind: if the extension has to be created, that is rolled back.
    """
    with psycopg.connect(dsn) as connection:
        installed, available = connection.execute(_AMCHECK).fetchone() or (False, False)
        if not installed and not available:
            return
        try:
            if not installed:
                connection.execute("CREATE EXTENSION amcheck")
            for oid, name in connection.execute(_INDEXES, [list(_KEYS)]).fetchall():
                _check(connection, oid, name, problems)
        except psycopg.errors.InsufficientPrivilege:
            return
        finally:
            connection.rollback()


def _check(connection: psycopg.Connection[Any], oid: int, name: str, problems: Problems) -> None:
    try:
        with connection.transaction():
            connection.execute(_CHECK, [oid])
    except (psycopg.errors.IndexCorrupted, psycopg.errors.DataCorrupted) as error:
        problems.add(0, "index", f"index {name} does not fit its table: {error}".strip())
