"""Bringing a backup back into an empty database."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from ledger.backup import programs
from ledger.backup.errors import ForeignBackupError, OtherPostgresError, TargetNotEmptyError
from ledger.backup.manifest import Backup, Manifest, Progress
from ledger.embedded.binaries import Binaries
from ledger.log.errors import LogUnavailableError
from ledger.log.migrations import migrate, migrations

_OBJECTS = """
SELECT count(*) FROM pg_class
WHERE relnamespace NOT IN (
    SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema'
)
"""
_ROLE_EXISTS = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)"


def check_programs(manifest: Manifest, binaries: Binaries) -> None:
    """Check before anything is made that the programs and this edition can read the backup.

    Raises:
        OtherPostgresError: the programs are older than those that wrote the dump.
        ForeignBackupError: it is of a later edition of the program.
    """
    if binaries.major < manifest.postgres_major:
        raise OtherPostgresError(
            f"The backup was written by PostgreSQL {manifest.postgres}; the programs in "
            f"{binaries.folder} are {binaries.version}.",
            f"Nothing was restored. Name programs of PostgreSQL {manifest.postgres_major} or later "
            "in QINGCE_POSTGRES_BIN.",
        )
    if manifest.schema_version > len(migrations()):
        raise ForeignBackupError(
            f"The backup has version {manifest.schema_version} of the log's schema; this program "
            f"knows {len(migrations())}.",
            "Nothing was restored. Use a newer version of this program.",
        )


def restore(backup: Backup, dsn: str, binaries: Binaries, progress: Progress) -> None:
    """Restore into an empty database, all or nothing, and bring the schema up to this edition.

    Args:
        backup: as `manifest.read` checked it.
        dsn: connection string of a user who may create roles.
        binaries: PostgreSQL's programs.
        progress: told the bytes of the dump that were read.

    Raises:
        TargetNotEmptyError: the database holds something.
        ProgramFailedError, DiskFullError: the dump was not taken.
        LogUnavailableError: the server cannot be reached or refuses.
    """
    try:
        with psycopg.connect(dsn) as connection:
            _check_empty(connection)
            _make_roles(connection, backup.manifest)
    except psycopg.Error as error:
        raise LogUnavailableError(
            f"The database cannot be restored into: {error}".strip(),
            "Give a DSN whose user may create roles.",
        ) from error
    programs.restore(binaries, backup.dump, dsn, progress)
    migrate(dsn)


def _check_empty(connection: psycopg.Connection[Any]) -> None:
    if connection.execute(_OBJECTS.encode()).fetchone() != (0,):
        raise TargetNotEmptyError(
            f"The database {connection.info.dbname} is not empty.",
            "Nothing was changed. Restore into a new database.",
        )


def _make_roles(connection: psycopg.Connection[Any], manifest: Manifest) -> None:
    """Make the roles that are missing; they get no password and cannot log in."""
    for name in manifest.roles:
        if connection.execute(_ROLE_EXISTS, [name]).fetchone() == (False,):
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))
    for role, member in ((one.role, one.member) for one in manifest.memberships):
        granted = sql.SQL("GRANT {} TO {}")
        connection.execute(granted.format(sql.Identifier(role), sql.Identifier(member)))
