"""Findings about the log in the database: whether it still refuses to be changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import psycopg
from psycopg import errors

from tools.doctor.finding import Finding, judge

Connection = psycopg.Connection[tuple[object, ...]]

TABLES = ("records", "postings", "subtrees", "commands")
"""Tables of the schema `ledger` that only ever grow."""
ROLES = ("qingce_writer", "qingce_reader")
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
TRIES = {
    "records": "UPDATE ledger.records SET position = position WHERE false",
    "postings": "UPDATE ledger.postings SET tag = tag WHERE false",
    "subtrees": "UPDATE ledger.subtrees SET level = level WHERE false",
    "commands": "UPDATE ledger.commands SET id = id WHERE false",
}
"""Changes of no row at all, in a transaction that is rolled back: a guard refuses even these."""
RIGHTS = """
SELECT rolname,
    rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role(oid, 'qingce_owner', 'MEMBER')
    OR EXISTS (
        SELECT FROM unnest(%s::text[]) AS tables (name)
        WHERE has_table_privilege(pg_roles.oid, 'ledger.' || name, 'UPDATE, DELETE, TRUNCATE')
    )
FROM pg_roles WHERE rolname = ANY (%s) ORDER BY rolname
"""
HEAD = "SELECT recorded, clock_timestamp() FROM ledger.head"
REPAIR = "Find out who changed it, then run `qingce verify`: the records may have been changed."


def look(dsn: str) -> Iterator[Finding]:
    """Look at the log, if the database holds one."""
    with psycopg.connect(dsn, connect_timeout=10, autocommit=True) as connection:
        if connection.execute(EXISTS).fetchone() != (True,):
            yield Finding("log", True, "none yet; the first command makes it")
            return
        yield _guards(connection)
        yield _refusals(connection)
        yield _rights(connection)
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
        f"an UPDATE of {', '.join(changeable)} was let through"
        if changeable
        else "an UPDATE is refused",
        REPAIR,
    )


def _refuses(connection: Connection, table: str) -> bool:
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(TRIES[table].encode())
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


def _clock(connection: Connection) -> Finding:
    row = connection.execute(HEAD).fetchone()
    if row is None:
        return Finding("head", False, "the log has no head", REPAIR)
    recorded, now = row
    return judge(
        "head",
        recorded <= now + CLOCK_AHEAD_MAX,  # type: ignore[operator] # timestamptz of our schema
        f"the last record was taken {recorded}, it is {now}",
        "The clock is behind the log: set it by NTP before anything is recorded.",
    )
