"""Making a backup: beside its place, then renamed into it."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from ledger.backup import manifest, programs
from ledger.backup.errors import NoLogError, TargetNotEmptyError
from ledger.backup.manifest import DUMP, KEY_LIST, Backup, Manifest, Membership, Progress
from ledger.embedded.binaries import Binaries
from ledger.embedded.errors import explained
from ledger.evidence import files
from ledger.log.errors import LogUnavailableError

FOLDER_MODE = 0o700

_LOG = "SELECT to_regclass('ledger.head') IS NOT NULL"
_HEAD = """
SELECT head.size, encode(head.root, 'hex'), (SELECT count(*) FROM ledger.migrations),
    pg_export_snapshot()
FROM ledger.head
"""
# Roles that own or may use something in this database; the first superuser is never listed as one.
_ROLES = """
SELECT rolname FROM pg_roles WHERE oid = 10 OR oid IN (
    SELECT refobjid FROM pg_shdepend
    WHERE refclassid = 'pg_authid'::regclass
        AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
) ORDER BY rolname
"""
_MEMBERSHIPS = """
SELECT role.rolname, member.rolname FROM pg_auth_members
JOIN pg_roles AS role ON role.oid = roleid JOIN pg_roles AS member ON member.oid = member
WHERE role.rolname = ANY (%(roles)s) AND member.rolname = ANY (%(roles)s)
ORDER BY role.rolname, member.rolname
"""


def make(
    dsn: str, binaries: Binaries, key_list: Path | None, target: Path, progress: Progress
) -> Backup:
    """Back up a database with its log, as of now; appends go on meanwhile.

    Args:
        dsn: connection string of a user who may read everything (the owner).
        binaries: PostgreSQL's programs, not older than the server.
        key_list: the public list of the log's keys, if there is one.
        target: the folder to make; it may exist if it is empty.
        progress: told the bytes written.

    Raises:
        TargetNotEmptyError: the folder holds something.
        NoLogError: the database holds no log.
        BackupError, ServerError: what went wrong; nothing is left of the attempt.
        LogUnavailableError: the server cannot be reached.
    """
    with explained(target), unfinished(target) as folder:
        sums = {}
        if key_list is not None:
            files.create(folder / KEY_LIST, key_list.read_bytes(), manifest.FILE_MODE)
            sums[KEY_LIST] = manifest.digest(folder / KEY_LIST)
        try:
            with psycopg.connect(dsn) as connection:
                snapshot, described = _describe(connection, binaries)
                sums[DUMP] = programs.dump(binaries, dsn, snapshot, folder / DUMP, progress)
        except psycopg.Error as error:
            raise LogUnavailableError(
                f"The database cannot be read: {error}".strip(),
                "Back up as the owner of the database.",
            ) from error
        manifest.write(folder, described, sums)
        size = manifest.size_of(folder)
    return Backup(target, described, size)


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its place when the block ends well."""
    ensure_empty(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    folder.mkdir(FOLDER_MODE)
    try:
        yield folder
        files.sync(folder)
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder)
        raise
    files.sync(target.parent)


def ensure_empty(target: Path) -> None:
    """Check that a folder is not there, or holds nothing.

    Raises:
        TargetNotEmptyError: it holds something, or is a file.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise TargetNotEmptyError(
            f"{target} is not a folder.", "Nothing was changed. Name a folder that is not there."
        )
    if target.exists() and any(target.iterdir()):
        raise TargetNotEmptyError(
            f"{target} is not empty.", "Nothing was changed. Name a folder that is not there yet."
        )


def _describe(connection: psycopg.Connection[Any], binaries: Binaries) -> tuple[str, Manifest]:
    """The snapshot to dump, held while the connection's transaction lasts, and what is in it."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.execute("SET idle_in_transaction_session_timeout = 0")
    has_log = connection.execute(_LOG).fetchone() == (True,)
    row = connection.execute(_HEAD).fetchone() if has_log else None
    if row is None:
        raise NoLogError("The database holds no log.", "There is nothing to back up yet.")
    size, root, schema_version, snapshot = row
    roles = [name for (name,) in connection.execute(_ROLES)]
    memberships = connection.execute(_MEMBERSHIPS, {"roles": roles}).fetchall()
    return snapshot, Manifest(
        made=datetime.now(UTC),
        postgres=binaries.version,
        schema_version=schema_version,
        size=size,
        root=root,
        roles=tuple(roles),
        memberships=tuple(Membership(role=role, member=member) for role, member in memberships),
    )
