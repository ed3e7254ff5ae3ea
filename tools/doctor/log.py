"""Findings about the log in the database: whether it still refuses to be changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
from psycopg import errors

from ledger.closing.closing import closures
from ledger.log.errors import SchemaVersionError
from ledger.log.migrations import check_version
from tools.doctor.finding import Finding, judge

Connection = psycopg.Connection[Any]

TABLES = (
    "records",
    "postings",
    "subtrees",
    "commands",
    "checkpoints",
    "checkpoint_signatures",
    "checkpoint_stamps",
    "sm3_hashes",
    "closures",
)
"""Tables of the schema `ledger` that only ever grow."""
ROLES = ("qingce_auditor", "qingce_reader", "qingce_verifier", "qingce_writer")
HEAD_SECONDS_MAX = 30
"""A commit keeps the head for milliseconds, a large import for seconds."""
CLOCK_AHEAD_MAX = timedelta(seconds=5)
"""Appending keeps the time of the last record when the clock went back; more is a wrong clock."""

EXISTS = "SELECT to_regclass('ledger.records') IS NOT NULL"
# The bits of tgtype: 2 before, 8 delete, 16 update, 32 truncate; one bit more for each row.
GUARDS = """
SELECT tables.name, coalesce(bit_or(tgtype::integer) & 56, 0) = 56 AS whole
FROM unnest(%s::text[]) AS tables (name)
LEFT JOIN pg_trigger ON tgrelid = to_regclass('ledger.' || tables.name)
    AND NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgtype::integer & 3 = 2
    AND tgqual IS NULL
GROUP BY tables.name
ORDER BY tables.name
"""
TRY = "DELETE FROM ledger.{} WHERE false"
"""Removes no row at all, in a transaction that is rolled back: a guard refuses even this."""
RIGHTS = """
SELECT rolname,
    rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role(oid, 'qingce_owner', 'MEMBER')
    OR EXISTS (
        SELECT FROM unnest(%s::text[]) AS tables (name)
        WHERE has_table_privilege(pg_roles.oid, 'ledger.' || name, 'UPDATE, DELETE, TRUNCATE')
    )
FROM pg_roles WHERE rolname = ANY (%s) ORDER BY rolname
"""
# Functions that act with the owner's rights, or guard a table, and what they take names from.
ASTRAY = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace IN ('ledger'::regnamespace, 'sealing'::regnamespace)
    AND (prosecdef OR prorettype = 'trigger'::regtype)
    AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)
ORDER BY 1
"""
LOGINS = """
SELECT DISTINCT login.rolname FROM pg_roles AS login
WHERE login.rolcanlogin AND NOT login.rolsuper
    AND pg_has_role(login.oid, 'qingce_owner', 'MEMBER') ORDER BY 1
"""
KEEPER = """
SELECT format('process %%s, %%s of %%s', activity.pid, coalesce(nullif(application_name, ''), '?'),
    usename)
FROM pg_locks JOIN pg_stat_activity AS activity USING (pid)
WHERE relation = 'ledger.head'::regclass AND mode IN ('RowShareLock', 'RowExclusiveLock')
    AND granted AND activity.pid <> pg_backend_pid()
    AND clock_timestamp() - xact_start > make_interval(secs => %s)
ORDER BY xact_start
"""
HEAD = "SELECT recorded, clock_timestamp() FROM ledger.head"
REPAIR = "Find out who changed it, then run `qingce verify`: the records may have been changed."


def look(dsn: str) -> Iterator[Finding]:
    """Look at the log, if the database holds one."""
    with psycopg.connect(dsn, connect_timeout=10, autocommit=True) as connection:
        if connection.execute(EXISTS).fetchone() != (True,):
            yield Finding("log", True, "none yet; the first command makes it")
            return
        if not _is_ours(connection):
            yield Finding(
                "schema",
                False,
                "the schema is not of this edition",
                "Any other command brings it up to date, or says that it is of a later edition.",
            )
            return
        yield _guards(connection)
        yield _refusals(connection)
        yield _rights(connection)
        yield _logins(connection)
        yield _functions(connection)
        yield _keeper(connection)
        yield _closures(connection)
        yield _clock(connection)


def _guards(connection: Connection) -> Finding:
    rows = connection.execute(GUARDS, [list(TABLES)]).fetchall()
    unguarded = ", ".join(str(name) for name, whole in rows if not whole)
    return judge(
        "append-only",
        not unguarded,
        f"a trigger that refuses changes is missing or disabled: {unguarded}"
        if unguarded
        else "triggers refuse UPDATE, DELETE and TRUNCATE",
        REPAIR,
    )


def _refusals(connection: Connection) -> Finding:
    """Whether the guards do refuse: one may stand there and do nothing."""
    changeable = [name for name in TABLES if not _refuses(connection, name)]
    return judge(
        "refusal",
        not changeable,
        f"{', '.join(changeable)} let records be removed"
        if changeable
        else "that records are removed is refused",
        REPAIR,
    )


def _refuses(connection: Connection, table: str) -> bool:
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(TRY.format(table).encode())
    except errors.InsufficientPrivilege:
        return True
    return False


def _rights(connection: Connection) -> Finding:
    rows = connection.execute(RIGHTS, [list(TABLES), list(ROLES)]).fetchall()
    missing = set(ROLES) - {name for name, _ in rows}
    strong = [name for name, too_much in rows if too_much]
    wrong = [f"{name} may change records" for name in strong]
    wrong += [f"{name} is missing" for name in sorted(missing)]
    return judge(
        "roles",
        not wrong,
        "; ".join(wrong) or "the program's roles may add and read records, nothing else",
        "REVOKE what was granted beyond the schema's own rights, or make the missing role.",
    )


def _is_ours(connection: Connection) -> bool:
    try:
        check_version(connection)
    except SchemaVersionError:
        return False
    return True


def _logins(connection: Connection) -> Finding:
    names = [str(name) for (name,) in connection.execute(LOGINS)]
    return judge(
        "logins",
        not names,
        f"{', '.join(names)} may act as the owner of the log"
        if names
        else "no user but a superuser may act as the owner",
        "REVOKE qingce_owner from them; grant the role they need (docs/operations.md).",
    )


def _functions(connection: Connection) -> Finding:
    astray = [str(name) for (name,) in connection.execute(ASTRAY)]
    return judge(
        "functions",
        not astray,
        f"{', '.join(astray)} may be led astray by a caller's own names"
        if astray
        else "functions with the owner's rights take names from PostgreSQL alone",
        "Find out who changed them, then ALTER FUNCTION … SET search_path = pg_catalog, pg_temp.",
    )


def _keeper(connection: Connection) -> Finding:
    keepers = [str(one) for (one,) in connection.execute(KEEPER, [HEAD_SECONDS_MAX])]
    return judge(
        "head lock",
        not keepers,
        f"{'; '.join(keepers)} keeps the head of the log, and everybody waits"
        if keepers
        else "nobody keeps the head of the log",
        "End that session, or SELECT pg_terminate_backend of it: its transaction is rolled back.",
    )


def _closures(connection: Connection) -> Finding:
    frozen = [one for one in closures(connection) if one.frozen]
    return judge(
        "frozen",
        not frozen,
        "; ".join(f"{one.origin} is frozen: {one.reason}" for one in frozen)
        or "the log takes records",
        "It is never signed over. Look for a newer backup or a standby, or begin anew: "
        "qingce restore --help",
    )


def _clock(connection: Connection) -> Finding:
    row = connection.execute(HEAD).fetchone()
    if row is None:
        return Finding("head", False, "the log has no head", REPAIR)
    recorded, now = row
    return judge(
        "head",
        recorded <= now + CLOCK_AHEAD_MAX,
        f"the last record was taken {recorded}, it is {now}",
        "The clock is behind the log: set it by NTP before anything is recorded.",
    )
