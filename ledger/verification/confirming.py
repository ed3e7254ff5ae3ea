"""The short way of a verification: whole pages are compared at a time, and the answer is yes or no.

Everything is checked that the checkers of this package check, from the same bytes. As soon as
anything differs this gives up: the checkers then go through the log record by record and say what
differs and where. A log is confirmed in ranges of positions, side by side (`ranging`). It takes the
postings as they lie in their table, which is the order of commits unless somebody moved them; if
so it gives up, too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from ledger import canonical
from ledger.errors import InvalidRecordError
from ledger.log import wire
from ledger.log.query import type_key
from ledger.log.reading import POSITION_MAX
from ledger.record import is_numbered
from ledger.tree import leaf_hash
from ledger.verification.stored import CommandRow, PostingRow, Range, RecordRow, Stored
from ledger.verification.tree import TreePart

_AHEAD_MAX = 2_000_000
"""Postings held for records to come; no commit posts as many."""


class DiffersError(Exception):
    """Something is not as it was recorded."""


@dataclass
class Confirmed:
    """A range of positions that agrees in itself; what it joins its neighbours with."""

    span: Range
    size: int
    """How many records there are."""
    tree: TreePart
    recorded: tuple[str, str]
    """When the first and the last record was recorded; empty if there are none."""
    ordinals_before: dict[str, int]
    """By tag that is numbered: the ordinal that must have come last before the range."""
    ordinals: dict[str, int]
    """By tag that is numbered: the last ordinal."""


def confirm_range(stored: Stored, span: Range, progress: Callable[[int], None]) -> Confirmed:
    """Check everything that a range of positions shows by itself.

    Args:
        stored: the log.
        span: which positions; those that belong to one commit must lie in one range.
        progress: called with the number of records just checked.

    Raises:
        DiffersError: if anything differs.
    """
    try:
        return _Confirmation(stored, span).run(progress)
    except (InvalidRecordError, LookupError, TypeError, ValueError) as error:
        raise DiffersError from error


class _Confirmation:
    def __init__(self, stored: Stored, span: Range) -> None:
        self._stored, self._span = stored, span
        self._before = max(span.first, 1) - 1
        """The position that comes before the next page."""
        self._size = 0
        self._tree = TreePart(self._before + 1)
        self._postings = _Postings(stored.posting_pages(span))
        self._commands = _Commands(stored.command_rows(span))
        self._recorded = ("", "")

    def run(self, progress: Callable[[int], None]) -> Confirmed:
        for page in self._stored.record_pages(self._span):
            self._check(page)
            progress(len(page))
        self._postings.finish()
        self._commands.finish()
        return Confirmed(
            self._span,
            self._size,
            self._tree,
            self._recorded,
            self._postings.ordinals_before,
            self._postings.ordinals,
        )

    def _check(self, page: Sequence[RecordRow]) -> None:
        columns = list(zip(*page, strict=True))
        positions, types, occurred, recorded, offices, officials, hashes, data = columns
        first = self._before + 1
        self._before += len(page)
        self._size += len(page)
        same(positions, tuple(range(first, self._before + 1)))
        leaves = list(map(leaf_hash, data))
        same(list(hashes), leaves)
        self._tree.extend(leaves)
        records = list(map(canonical.decode, data))
        same(list(types), [each["type"] for each in records])
        same(list(offices), [each.get("office") for each in records])
        same(list(officials), [each.get("by") for each in records])
        same(list(occurred), [_moment(each.get("occurred")) for each in records])
        times = [each["recorded"] for each in records]
        same(list(recorded), list(map(_moment, times)))
        self._check_order(times)
        self._commands.check(first, [each.get("command", "") for each in records])
        self._postings.expect(positions, records)
        self._postings.compare(self._before)

    def _check_order(self, times: list[str]) -> None:
        moments = [datetime.fromisoformat(each) for each, _ in groupby(times)]
        first, last = self._recorded
        if last:
            moments.insert(0, datetime.fromisoformat(last))
        same(moments, sorted(moments))
        self._recorded = (first or times[0], times[-1])


class _Postings:
    """Compares what records carry with what is posted."""

    def __init__(self, pages: Iterator[list[PostingRow]]) -> None:
        self._pages = pages
        self._ahead: list[PostingRow] = []
        """Read already; those for records to come stay."""
        self._waiting: defaultdict[str, list[int]] = defaultdict(list)
        """By key: the positions that are to be posted."""
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        """By tag: the ordinals that belong to them."""
        self.ordinals_before: dict[str, int] = {}
        self.ordinals: dict[str, int] = {}

    def expect(self, positions: Sequence[int], records: Sequence[dict[str, Any]]) -> None:
        """Add the keys of records."""
        waiting, numbers = self._waiting, self._numbers
        for position, record in zip(positions, records, strict=True):
            tags, ordinals = record["tags"], record["ordinals"]
            waiting[_type_key(record["type"])].append(position)
            for tag in tags:
                waiting[tag].append(position)
            for tag, ordinal in ordinals.items():
                numbers[tag].append(ordinal)
            if not ordinals.keys() <= set(tags):
                raise DiffersError

    def compare(self, position: int) -> None:
        """Compare what is posted up to a position, whose records have been added."""
        self._take(position)
        while self._waiting and (page := next(self._pages, None)):
            self._ahead += page
            self._ahead.sort(key=_last)
            if not self._take(position):
                break  # a whole page for records to come
            same(len(self._ahead) < _AHEAD_MAX, True)

    def finish(self) -> None:
        """Everything has been posted and nothing else."""
        self.compare(POSITION_MAX)
        same((len(self._waiting), len(self._numbers), len(self._ahead)), (0, 0, 0))
        same(next(self._pages, None), None)

    def _take(self, position: int) -> int:
        count = bisect_right(self._ahead, position, key=_last)
        for tag, last, earlier, ordinal in self._ahead[:count]:
            listed = [*earlier, last] if earlier else [last]
            if self._waiting[tag] == listed:
                del self._waiting[tag]
            else:
                _cut(self._waiting[tag], listed)
            if ordinal is not None:
                self._number(tag, ordinal, len(listed))
            same(ordinal is not None, is_numbered(tag))
        del self._ahead[:count]
        return count

    def _number(self, tag: str, ordinal: int, count: int) -> None:
        before = self.ordinals.get(tag)
        if before is None:
            before = self.ordinals_before[tag] = ordinal - count
        same(ordinal, before + count)
        self.ordinals[tag] = ordinal
        _cut(self._numbers[tag], list(range(before + 1, ordinal + 1)))
        if not self._numbers[tag]:
            del self._numbers[tag]


class _Commands:
    """Compares the commands that records name, one after another, with those that are kept."""

    def __init__(self, rows: Iterator[CommandRow]) -> None:
        self._rows = rows
        self._open: CommandRow = ("", 1, 0)
        """The command of the last record: its id, first and last position so far."""

    def check(self, first: int, names: Sequence[str]) -> None:
        """Add the commands of records from a position on; an empty name is none."""
        for name, group in groupby(names):
            last = first + len(list(group)) - 1
            if name == self._open[0]:
                self._open = (name, self._open[1], last)
            else:
                self._close()
                self._open = (name, first, last)
            first = last + 1

    def finish(self) -> None:
        """Nothing else is kept."""
        self._close()
        same(next(self._rows, None), None)

    def _close(self) -> None:
        if self._open[0]:
            same(next(self._rows, None), self._open)


def _cut(waiting: list[int], due: list[int]) -> None:
    """Take what is due away from the beginning of a list."""
    same(waiting[: len(due)], due)
    del waiting[: len(due)]


def same(found: object, expected: object) -> None:
    """Give up if they differ.

    Raises:
        DiffersError: if they do.
    """
    if found != expected:
        raise DiffersError


@lru_cache(maxsize=10_000)
def _moment(text: str | None) -> bytes | None:
    """A time as the database sends it."""
    return wire.moment(datetime.fromisoformat(text))[4:] if text else None


_type_key = lru_cache(maxsize=1_000)(type_key)
_last = itemgetter(1)
