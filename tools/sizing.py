"""Sizes: what a record takes in this database, and what more of them would take.

Measured are the tables with their indexes as they lie on the disk. What is computed for more
records takes the same bytes a record: the mix of registers and the length of records matter, so
measure on a year of your own.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

_SIZES = """
SELECT part, sum(bytes)::bigint FROM (
    SELECT CASE
        WHEN nspname = 'ledger' AND relname IN ('records', 'postings', 'commands') THEN relname
        WHEN nspname = 'sealing' THEN 'persons'' keys'
        WHEN nspname = 'ledger' THEN 'tree and checkpoints'
        ELSE nspname
    END AS part, pg_total_relation_size(pg_class.oid) AS bytes
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema')
) AS tables GROUP BY part ORDER BY 2 DESC
"""
_RECORDS = "SELECT size FROM ledger.head"
_ALL = "SELECT pg_database_size(current_database())"
_EMPTY = "SELECT pg_database_size('template0')"


@dataclass(frozen=True)
class Part:
    """A part of the database, and what it takes."""

    name: str
    bytes: int


@dataclass(frozen=True)
class Sizes:
    """What was measured."""

    records: int
    parts: list[Part]
    database_bytes: int
    empty_bytes: int
    """What a database takes before the first record."""

    @property
    def bytes_per_record(self) -> float:
        """Of the whole database, but for what it takes when it is empty."""
        return (self.database_bytes - self.empty_bytes) / self.records if self.records else 0.0


@dataclass(frozen=True)
class Plan:
    """What a number of records a year would take, spread evenly over logs."""

    records: int
    logs: int
    bytes_year: int

    @property
    def records_per_log(self) -> int:
        """Records a year in each log."""
        return round(self.records / self.logs)

    @property
    def bytes_per_log(self) -> int:
        """Bytes a year in each log."""
        return round(self.bytes_year / self.logs)

    @property
    def records_per_second(self) -> float:
        """Of all logs, if all came in 250 days of 8 hours."""
        return self.records / (250 * 8 * 3600)


def measure(dsn: str) -> Sizes:
    """Measure a database with a log."""
    with psycopg.connect(dsn) as connection:
        parts = [Part(*row) for row in connection.execute(_SIZES)]
        records, whole, empty = (
            (connection.execute(one.encode()).fetchone() or (0,))[0]
            for one in (_RECORDS, _ALL, _EMPTY)
        )
    return Sizes(records, parts, whole, empty)


def plan(sizes: Sizes, records: int, logs: int) -> Plan:
    """What so many records a year would take."""
    return Plan(records, logs, round(records * sizes.bytes_per_record))
