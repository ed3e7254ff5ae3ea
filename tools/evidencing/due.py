"""Snapshots that are due: every month and year that has ended since the log began."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import psycopg

from domain.common.decisions import Act
from ledger.evidence.snapshots.content import TAG_INDEX, hash_of
from ledger.evidence.snapshots.statement import Statement
from projections.engine.source import position_at
from projections.registry import PROJECTIONS
from projections.snapshots.content import definitions
from tools.evidencing.opening import Workplace

OFFICE_TIME = timezone(timedelta(hours=8))
"""Months end on the office's clock (UTC+8)."""

_FIRST = "SELECT recorded FROM ledger.records WHERE position = 1"


def all_names() -> list[str]:
    """Every projection, and the tag index."""
    return [*(projection.name for projection in PROJECTIONS), TAG_INDEX]


def take_due(place: Workplace, act: Act, now: datetime | None = None) -> list[Statement]:
    """Take the snapshots of ended periods that were not taken yet, as things were known then.

    Args:
        place: what is open.
        act: who takes them.
        now: the moment that is now; the clock's if not given.
    """
    with psycopg.connect(place.dsn) as connection:
        first = connection.execute(_FIRST).fetchone()
        if first is None:
            return []
        periods = ended_periods(first[0], now or datetime.now(UTC))
        sizes = {name: position_at(connection, end) for name, end in periods}
    taken = {(one.projection, one.period, one.definition_hash) for one in place.snapshots.taken()}
    hashes = {name: hash_of(text) for name, text in definitions(all_names()).items()}
    made: list[Statement] = []
    for period, size in sizes.items():
        missing = [name for name in hashes if (name, period, hashes[name]) not in taken]
        if missing and size:
            made += place.take(missing, size, act, period)
    return made


def ended_periods(first: datetime, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Months `YYYY-MM`, and years `YYYY` after their December, with their last moment."""
    began = first.astimezone(OFFICE_TIME)
    year, month = began.year, began.month
    while (end := _first_of(year, month + 1)) <= now:
        yield f"{year:04}-{month:02}", end - timedelta(microseconds=1)
        if month == 12:
            yield f"{year:04}", end - timedelta(microseconds=1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _first_of(year: int, month: int) -> datetime:
    beyond = month > 12
    return datetime(year + beyond, 1 if beyond else month, 1, tzinfo=OFFICE_TIME)
