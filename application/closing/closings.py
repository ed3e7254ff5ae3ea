"""Closings of a year, read from the log.

A year's history is what carries its tag: closings, proposals to reopen, reopenings, in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application import records
from domain.closing import tags
from domain.closing.records import ReopeningProposed, YearClosed, YearReopened
from domain.common.records import Record
from ledger.errors import LedgerError
from ledger.log import Log
from ledger.record import fields_of


class NotClosedError(LedgerError):
    """The year was not closed, or not so often."""

    code = "not-closed"


@dataclass(frozen=True)
class Entry:
    """One record of a year's closing."""

    position: int
    recorded: str
    official: str
    office: str
    record: Record


@dataclass(frozen=True)
class Closing:
    """One closing of a year."""

    position: int
    recorded: str
    official: str
    record: YearClosed
    reopened: Entry | None
    """If it was reopened: when and why."""


def history(log: Log, year: int) -> list[Entry]:
    """All that was recorded about the closing of a year, oldest first."""
    kinds = [YearClosed.type, ReopeningProposed.type, YearReopened.type]
    query = DCBQuery([DCBQueryItem(types=kinds, tags=[tags.year(year)])])
    found = []
    for event in log.read(query):
        fields: dict[str, Any] = fields_of(event.event.data)
        record = records.record(fields["type"], fields["data"])
        found.append(
            Entry(event.position, fields["recorded"], fields["by"], fields["office"], record)
        )
    return found


def closings(log: Log, year: int) -> list[Closing]:
    """The closings of a year, oldest first."""
    entries = history(log, year)
    reopened = {
        entry.record.closing: entry for entry in entries if isinstance(entry.record, YearReopened)
    }
    return [
        Closing(
            entry.position,
            entry.recorded,
            entry.official,
            entry.record,
            reopened.get(entry.record.closing),
        )
        for entry in entries
        if isinstance(entry.record, YearClosed)
    ]


def closing(log: Log, year: int, number: int | None = None) -> Closing:
    """One closing of a year: the newest, or the one of a number.

    Raises:
        NotClosedError: there is none.
    """
    found = closings(log, year)
    chosen = [each for each in found if number in (None, each.record.closing)]
    if not chosen:
        which = f"closing {number} of {year}" if number else f"closing of {year}"
        raise NotClosedError(
            f"There is no {which}.",
            f"The year was closed {len(found)} times."
            if found
            else f"`qingce close --year {year}` closes it.",
        )
    return chosen[-1]
