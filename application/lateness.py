"""Records made long after what they tell of, by who made them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from application.history import OFFICE_TIME, first_unknown
from ledger.log import Log
from ledger.record import fields_of

POSITIONS_MOST = 5
"""So many positions are named of each kind: the newest."""
PROGRESS_RECORDS = 1_000


@dataclass
class Late:
    """Late records of one kind by one official in one office."""

    official: str
    office: str
    type: str
    entry_mode: str
    """`backfill` and `import` say that it was known to be late."""
    records: int = 0
    days_most: int = 0
    """The longest delay."""
    positions: list[int] = field(default_factory=list)
    """The newest."""


def late_records(
    log: Log,
    days: int,
    *,
    official: str | None = None,
    as_known: date | int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> list[Late]:
    """What was recorded more than so many days after it happened, most records first.

    Args:
        log: the log.
        days: on the office's calendar; a record of the next day is one day late.
        official: only what this official made.
        as_known: only what had been recorded by the end of that day, or up to that position.
        progress: called with the number of records just read.
    """
    found: dict[tuple[str, str, str, str], Late] = {}
    size = log.head().size
    last = size if as_known is None else min(size, first_unknown(log, as_known) - 1)
    for count, event in enumerate(log.read(limit=last) if last else (), start=1):
        fields = fields_of(event.event.data)
        delay = (_day(fields["recorded"]) - _day(fields["occurred"])).days
        if delay > days and official in (None, fields["by"]):
            key = (fields["by"], fields["office"], fields["type"], fields["entry_mode"])
            late = found.setdefault(key, Late(*key))
            late.records += 1
            late.days_most = max(late.days_most, delay)
            late.positions = [*late.positions, event.position][-POSITIONS_MOST:]
        if not count % PROGRESS_RECORDS:
            progress(PROGRESS_RECORDS)
    return sorted(found.values(), key=lambda one: (-one.records, one.official, one.type))


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(OFFICE_TIME).date()
