"""Findings about the database: what weakens the promise that an answer is durable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg

from ledger.embedded.binaries import MAJOR_MIN
from ledger.log import durability
from tools.doctor import access
from tools.doctor.finding import Finding, judge

CLOCK_SECONDS_MAX = 5

OVERRIDES = """
SELECT coalesce(datname, 'every database'), coalesce(rolname, 'every role'), override
FROM pg_db_role_setting
LEFT JOIN pg_database ON pg_database.oid = setdatabase
LEFT JOIN pg_roles ON pg_roles.oid = setrole
CROSS JOIN unnest(setconfig) AS override
WHERE override IN ('synchronous_commit=off', 'session_replication_role=replica')
"""
CHECKSUM_FAILURES = "SELECT coalesce(sum(checksum_failures), 0)::bigint FROM pg_stat_database"


def look(dsn: str) -> Iterator[Finding]:
    """Look at the server and at what it is set to."""
    with psycopg.connect(dsn, connect_timeout=10, autocommit=True) as connection:
        yield _version(connection)
        yield from access.look(dsn, connection)
        yield from _settings(connection)
        yield _overrides(connection)
        yield _damage(connection)
        yield _clock(connection)


def _version(connection: psycopg.Connection) -> Finding:
    number = connection.info.server_version
    return judge(
        "server",
        number >= MAJOR_MIN * 10_000,
        f"PostgreSQL {number // 10_000}.{number % 10_000}",
        f"Upgrade the server: the ledger needs PostgreSQL {MAJOR_MIN} or later.",
    )


def _settings(connection: psycopg.Connection) -> Iterator[Finding]:
    for name, setting, well in durability.settings(connection):
        yield judge(
            name,
            setting in well,
            f"{name} = {setting}",
            "Run `pg_checksums --enable` on the stopped cluster."
            if name == "data_checksums"
            else f"Set {name} = {well[0]} in the server's configuration and reload it.",
        )


def _overrides(connection: psycopg.Connection) -> Finding:
    rows = connection.execute(OVERRIDES).fetchall()
    where = "; ".join(f"{override} for {role} in {base}" for base, role, override in rows)
    return judge(
        "overrides",
        not rows,
        where or "no role or database turns durability or triggers off",
        "Take it back with ALTER ROLE … RESET or ALTER DATABASE … RESET.",
    )


def _damage(connection: psycopg.Connection) -> Finding:
    row = connection.execute(CHECKSUM_FAILURES).fetchone()
    failures = row[0] if row else 0
    return judge(
        "damage",
        failures == 0,
        f"{failures} data pages failed their checksum since the statistics began",
        "The disk or memory is failing: take a backup elsewhere, then run `qingce verify`.",
    )


def _clock(connection: psycopg.Connection) -> Finding:
    before = datetime.now(UTC)
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    apart = abs((row[0] - before).total_seconds()) if row else 0.0
    return judge(
        "clock",
        apart <= CLOCK_SECONDS_MAX,
        f"the server's clock and ours are {apart:.1f} s apart",
        "Set both by NTP: the time of recording is the server's.",
    )
