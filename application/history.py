"""Histories: the records about a person, a fund, an official, a case, an office or a document.

Newest first, a page at a time. A cursor names the record the next page begins after, with the
beginning of its leaf hash, so that a cursor of another log is refused instead of misread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice
from typing import Any

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem, DCBSequencedEvent

from ledger.errors import LedgerError
from ledger.log import Log
from ledger.record import fields_of
from ledger.tree import leaf_hash

OFFICE_TIME = timezone(timedelta(hours=8))
"""A day asked for is a day on the office's clock (UTC+8)."""
PAGE_MAX = 1_000
CURSOR_HASH_CHARACTERS = 16
POSITION_DIGITS_MAX = 16
"""A position is an integer of canonical JSON, below 2^53."""
SCANNED_MAX = 100_000
"""So many records are looked at for a page at most: a search is bounded, whoever asks."""
SHOWN = ("type", "occurred", "recorded", "by", "office", "tags", "data")


class UnknownTagError(LedgerError):
    """No record carries the tag."""

    code = "unknown-tag"


class InvalidCursorError(LedgerError):
    """The cursor is not one of this log."""

    code = "invalid-cursor"


@dataclass(frozen=True)
class Page:
    """A page of a history, newest record first."""

    tag: str
    records: list[dict[str, Any]]
    """Each with `position`, `type`, `occurred`, `recorded`, `by`, `office`, `tags`, `data`."""
    next: str | None
    """The cursor of the next page; `None` after the last."""


def trace(
    log: Log,
    tag: str,
    *,
    limit: int,
    cursor: str | None = None,
    as_known: date | int | None = None,
    as_of: date | None = None,
    may_see: Callable[[Mapping[str, Any]], bool] | None = None,
) -> Page:
    """A page of the history of a tag.

    Args:
        log: the log.
        tag: such as `person:…` or `fund:…`.
        limit: records on the page, 1 to `PAGE_MAX`.
        cursor: `next` of the page before.
        as_known: only what had been recorded by the end of that day, or up to that position.
        as_of: only what had happened by the end of that day.
        may_see: of the fields of a record's bytes, whether who asks may see it; a history of which
            they may see nothing is like one that is not there.

    Raises:
        UnknownTagError: no record carries the tag.
        InvalidCursorError: the cursor is not one of this log.
    """
    before = _after_cursor(log, cursor) if cursor else None
    if as_known is not None:
        known = first_unknown(log, as_known)
        before = min(before or known, known)
    events = _newest(log, tag, before, limit + 1, _kept(as_of, may_see))
    if not events and not _newest(log, tag, None, 1, _kept(None, may_see)):
        raise UnknownTagError(
            f"No record carries the tag {tag!r}.",
            "Tags look like person:ID, case:NUMBER, fund:CODE, office:CODE, official:ID, "
            "doc:NUMBER or run:CODE.",
        )
    page = events[:limit]
    more = len(events) > limit
    return Page(tag, [shown(event) for event in page], cursor_of(page[-1]) if more else None)


def shown(event: DCBSequencedEvent) -> dict[str, Any]:
    """A record as people and programs are shown it: without what is sealed."""
    fields = fields_of(event.event.data)
    return {"position": event.position, **{name: fields[name] for name in SHOWN}}


def whole(event: DCBSequencedEvent) -> dict[str, Any]:
    """A record with every field of its bytes, its leaf hash and size; still sealed."""
    data = event.event.data
    return {
        "position": event.position,
        **fields_of(data),
        "leaf_hash": leaf_hash(data).hex(),
        "bytes": len(data),
    }


def cursor_of(event: DCBSequencedEvent) -> str:
    """The cursor that continues after a record."""
    return f"{event.position}-{_mark(event)}"


def first_recorded_after(log: Log, moment: datetime) -> int:
    """The first position recorded after a moment; one past the end if there is none."""
    low, high = 1, log.head().size + 1
    while low < high:
        middle = (low + high) // 2
        fields = fields_of(log.at(middle).event.data)
        if datetime.fromisoformat(fields["recorded"]) > moment:
            high = middle
        else:
            low = middle + 1
    return low


def first_unknown(log: Log, as_known: date | int) -> int:
    """The first position that was not known then."""
    if isinstance(as_known, date):
        return first_recorded_after(log, end_of(as_known))
    return as_known + 1


Kept = Callable[[Mapping[str, Any]], bool]
"""Of the fields of a record's bytes: whether it is on the page."""


def _kept(as_of: date | None, may_see: Kept | None) -> Kept | None:
    """Both conditions as one; `None` if every record is kept."""
    if as_of is None:
        return may_see
    until = end_of(as_of)

    def had_happened(fields: Mapping[str, Any]) -> bool:
        happened = datetime.fromisoformat(fields["occurred"]) <= until
        return happened and (may_see is None or may_see(fields))

    return had_happened


def _newest(
    log: Log, tag: str, before: int | None, count: int, kept: Kept | None
) -> list[DCBSequencedEvent]:
    if kept is None:
        return log.newest(_about(tag), before=before, limit=count)
    events = islice(_all_newest(log, tag, before), SCANNED_MAX)
    return list(islice((event for event in events if kept(fields_of(event.event.data))), count))


def _all_newest(log: Log, tag: str, before: int | None) -> Iterator[DCBSequencedEvent]:
    while page := log.newest(_about(tag), before=before, limit=PAGE_MAX):
        yield from page
        before = page[-1].position


def _about(tag: str) -> DCBQuery:
    return DCBQuery([DCBQueryItem(tags=[tag])])


def end_of(day: date) -> datetime:
    """The last moment of a day on the office's clock."""
    return datetime.combine(day, time.max, OFFICE_TIME)


def _mark(event: DCBSequencedEvent) -> str:
    return leaf_hash(event.event.data).hex()[:CURSOR_HASH_CHARACTERS]


def _after_cursor(log: Log, cursor: str) -> int:
    position, _, mark = cursor.partition("-")
    digits = position.isascii() and position.isdigit() and len(position) <= POSITION_DIGITS_MAX
    if digits and 1 <= int(position) <= log.head().size:
        event = log.at(int(position))
        if _mark(event) == mark:
            return event.position
    raise InvalidCursorError(
        f"The cursor {cursor!r} is not one of this log.", "Begin again without a cursor."
    )
