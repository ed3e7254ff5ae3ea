"""Versions of the schema `ledger`: the files `schema/NNNN_name.sql`, applied in order, once.

`ledger.migrations` keeps the number, name and SHA-256 of each file that was applied, so that a
database made by other files than this program's is noticed.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from typing import Any

import psycopg

from ledger.log.errors import LogUnavailableError, SchemaVersionError

_LOCK = 0x71696E67
"""Key of the advisory lock that lets one process migrate at a time."""

# By the catalog: to_regclass would need the right to look into the schema.
_EXISTS = """
SELECT EXISTS (
    SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = 'ledger' AND relname = 'migrations'
)
"""
_TABLE = """
CREATE TABLE IF NOT EXISTS ledger.migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    applied timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""


@dataclass(frozen=True)
class Migration:
    """One file of the schema."""

    number: int
    name: str
    text: str

    @property
    def sha256(self) -> bytes:
        """The digest that is kept in the database."""
        return sha256(self.text.encode()).digest()


def migrations() -> list[Migration]:
    """The migrations of this program, in order."""
    files = (resources.files(__package__) / "schema").iterdir()
    return [
        Migration(int(file.name[:4]), file.name[5:-4], file.read_text("utf-8"))
        for file in sorted(files, key=lambda file: file.name)
        if file.name.endswith(".sql")
    ]


def migrate(dsn: str) -> int:
    """Create the schema `ledger`, or bring it up to this program's version.

    All or nothing, and one process at a time. If there is something to do the user must be allowed
    to create roles and schemas; to see that there is not, any of the log's roles will do.

    Returns:
        How many migrations were applied.

    Raises:
        SchemaVersionError: if the database was made by a newer or another program.
        LogUnavailableError: if the server cannot be reached or refuses; nothing was changed.
    """
    try:
        with psycopg.connect(dsn) as connection:
            if _is_there(connection) and not _pending(connection):
                return 0
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            connection.execute("CREATE SCHEMA IF NOT EXISTS ledger")
            connection.execute(_TABLE)
            pending = _pending(connection)
            for migration in pending:
                _apply(connection, migration)
            return len(pending)
    except psycopg.Error as error:
        raise LogUnavailableError(
            f"The schema could not be created or updated: {error}".strip(),
            "Nothing was changed. Give a DSN whose user may create roles and schemas.",
        ) from error


def check_version(connection: psycopg.Connection[Any]) -> None:
    """Check that the database holds exactly this program's schema.

    Raises:
        SchemaVersionError: says which way they differ and what to do.
    """
    if not _is_there(connection):
        raise SchemaVersionError("The database holds no log.", "Run the migrations first.")
    applied = _check(connection)
    if len(applied) < len(migrations()):
        raise SchemaVersionError(
            f"The database has version {len(applied)} of the log's schema; this program needs "
            f"{len(migrations())}.",
            "Stop the other programs and run the migrations.",
        )


def _is_there(connection: psycopg.Connection[Any]) -> bool:
    return connection.execute(_EXISTS).fetchone() == (True,)


def _pending(connection: psycopg.Connection[Any]) -> list[Migration]:
    return migrations()[len(_check(connection)) :]


def _check(connection: psycopg.Connection[Any]) -> list[tuple[int, bytes]]:
    applied = connection.execute(
        "SELECT number, sha256 FROM ledger.migrations ORDER BY number"
    ).fetchall()
    known = [(one.number, one.sha256) for one in migrations()]
    if len(applied) > len(known):
        raise SchemaVersionError(
            f"The database has version {len(applied)} of the log's schema; this program knows "
            f"{len(known)}.",
            "Use a newer version of this program.",
        )
    for (number, digest), expected in zip(applied, known, strict=False):
        if (number, bytes(digest)) != expected:
            raise SchemaVersionError(
                f"Migration {number} in the database is not this program's.",
                "Use the program that made the database.",
            )
    return applied


def _apply(connection: psycopg.Connection[Any], migration: Migration) -> None:
    connection.execute(migration.text.encode())
    connection.execute("RESET ROLE")
    connection.execute(
        "INSERT INTO ledger.migrations (number, name, sha256) VALUES (%s, %s, %s)",
        [migration.number, migration.name, migration.sha256],
    )
