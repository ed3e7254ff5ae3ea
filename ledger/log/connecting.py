"""How the log reaches PostgreSQL: with the rights of its role and nothing left to chance."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import conninfo

WRITER_ROLE = "qingce_writer"
READER_ROLE = "qingce_reader"

CONNECT_SECONDS_MAX = 10
LOCK_SECONDS_MAX = 90
"""How long the head is waited for: longer than a process of ours that stands still can keep it."""
_STATEMENT_SECONDS_MAX = {WRITER_ROLE: 120}
"""How long one statement may take, by role: a commit of the largest command takes seconds. Who
reads may read everything in one."""
_SETTINGS = {
    "lock_timeout": f"{LOCK_SECONDS_MAX}s",
    # A process that stops in the middle of a commit must not keep the head for ever.
    "idle_in_transaction_session_timeout": "60s",
    "jit": "off",
    # Look-ups go through indexes, however stale a table's statistics are after a bulk append.
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    # The plans of our functions do not depend on what is asked; planning costs more than a look-up.
    "plan_cache_mode": "force_generic_plan",
    "TimeZone": "UTC",
    # Ours alone, so that a pooler that lets none of these through is noticed: see `adopt`.
    "qingce.session": "own",
}
_IS_OWN = "SELECT current_setting('qingce.session', true) IS NOT DISTINCT FROM 'own'"


def session(dsn: str, role: str) -> str:
    """The connection string of a session with the rights of that role.

    Args:
        dsn: connection string of a user who may take the role.
        role: one of the roles the migrations made.
    """
    given: dict[str, Any] = dict(conninfo.conninfo_to_dict(dsn))
    seconds = _STATEMENT_SECONDS_MAX.get(role, 0)
    chosen = {**_SETTINGS, "statement_timeout": f"{seconds}s"}
    settings = " ".join(f"-c {name}={value}" for name, value in chosen.items())
    given["options"] = f"{given.get('options', '')} {settings} -c role={role}".strip()
    given.setdefault("connect_timeout", CONNECT_SECONDS_MAX)
    given.setdefault("application_name", "qingce")
    return conninfo.make_conninfo("", **given)


def is_denied(error: psycopg.OperationalError, role: str) -> bool:
    """Whether a session could not be had because its user may not take that role."""
    return f'permission denied to set role "{role}"' in str(error)


def adopt(connection: psycopg.Connection[Any]) -> None:
    """Make a connection in autocommit fit for what stands between us and the server.

    Behind a pooler that shares server connections between transactions (PgBouncer's transaction
    mode) the session's settings do not arrive, and what is prepared in one transaction is not there
    in the next: then nothing is prepared.
    """
    if not is_own(connection):
        connection.prepare_threshold = None


def is_own(connection: psycopg.Connection[Any]) -> bool:
    """Whether a connection made with `session` has a session of the server to itself."""
    return connection.execute(_IS_OWN).fetchone() == (True,)


def ensure_durable(connection: psycopg.Connection[Any]) -> None:
    """An acknowledged record is on disk, whatever the server's default is."""
    setting = connection.execute("SHOW synchronous_commit").fetchone()
    if setting == ("off",):
        connection.execute("SET synchronous_commit = on")
