"""The short way through the whole log: ranges of positions in processes of their own, then joined.

Every row of a table is of one range. What a range cannot tell alone is compared where it meets the
next one: that positions, times and ordinals go on, and the tree over all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from multiprocessing import get_context

import psycopg

from ledger.log.connecting import READER_ROLE, session
from ledger.verification.confirming import Confirmed, DiffersError, confirm_range, same
from ledger.verification.problems import Problems
from ledger.verification.stored import EVERYTHING, Range, Stored, StoredHead
from ledger.verification.tree import TreeChecker

RANGE_RECORDS_MIN = 25_000
"""Fewer take less time than another process takes to begin."""


def confirm(
    dsn: str, stored: Stored, head: StoredHead, progress: Callable[[int], None]
) -> bytes | None:
    """Check everything.

    Args:
        dsn: connection string of a user who may read the log.
        stored: the log, as of the moment that is checked.
        head: its head.
        progress: called with the number of records just checked.

    Returns:
        The root of the records; None if anything differs, or processes could not be had.
    """
    try:
        parts = _confirm_ranges(dsn, stored, _ranges(stored, head.size), progress)
        return _join(parts, stored, head)
    except (DiffersError, BrokenProcessPool):
        return None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def _ranges(stored: Stored, size: int) -> list[Range]:
    """One for each processor, if the log is long enough; none begins within a commit."""
    count = max(1, min(processors(), size // RANGE_RECORDS_MIN))
    first, spans = EVERYTHING.first, []
    for number in range(1, count):
        end = size * number // count
        end = stored.commit_end(end) if end >= first else size
        if end >= size:
            break
        spans.append(Range(first, end))
        first = end + 1
    return [*spans, Range(first, EVERYTHING.last)]


def _confirm_ranges(
    dsn: str, stored: Stored, spans: Sequence[Range], progress: Callable[[int], None]
) -> list[Confirmed]:
    """The last range is checked here, the others in processes of their own."""
    *others, last = spans
    if not others:
        return [confirm_range(stored, last, progress)]
    snapshot = stored.snapshot()
    # Not forked: whoever asks for a verification may have threads and connections.
    with ProcessPoolExecutor(len(others), get_context("spawn")) as pool:
        beside = [pool.submit(_confirm_beside, dsn, snapshot, span) for span in others]
        parts = [confirm_range(stored, last, progress)]
        for each in as_completed(beside):
            parts.append(each.result())
            progress(parts[-1].size)
    return sorted(parts, key=lambda part: part.span)


def _confirm_beside(dsn: str, snapshot: str, span: Range) -> Confirmed:
    with psycopg.connect(session(dsn, READER_ROLE)) as connection:
        return confirm_range(Stored(connection, snapshot), span, lambda _: None)


def _join(parts: Sequence[Confirmed], stored: Stored, head: StoredHead) -> bytes:
    """Compare what ranges, in their order, say to each other and to the head.

    Raises:
        DiffersError: if anything differs.
    """
    problems = Problems()
    tree = TreeChecker(stored.subtrees(), problems)
    ordinals: dict[str, int] = {}
    times: list[datetime] = []
    for part in parts:
        same(part.size, min(part.span.last, head.size) - max(part.span.first, 1) + 1)
        for tag, before in part.ordinals_before.items():
            same(ordinals.get(tag, 0), before)
        ordinals |= part.ordinals
        times += [datetime.fromisoformat(each) for each in part.recorded if each]
        part.tree.hand_over(tree)
    same(times, sorted(times))
    same(times[-1:], [head.recorded] if head.size else [])
    tree.finish(head)
    same(problems.count, 0)
    return tree.root
