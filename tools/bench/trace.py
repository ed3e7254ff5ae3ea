"""`trace`: a page of the newest records about a tag, hot or cold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import psycopg
from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from ledger.log import Log
from tools.bench.errors import BenchError
from tools.bench.facts import FUNDS, RECORDS_PER_CASE
from tools.bench.passes import Questions
from tools.bench.results import Entrant, Goal, Kind, Round, Work
from tools.bench.run import Run

PAGE_RECORDS = 20
COLD_TAGS = 2_000
"""Cases drawn from all over the log."""
INDEX_RECORDS_MAX = 1_000_000
"""The bare index has eight rows a record: with ten million records as many gigabytes."""

_INDEX = """
CREATE TABLE bare_tags AS
SELECT tag, unnest(earlier || position_last) AS position FROM ledger.postings;
ALTER TABLE bare_tags ADD PRIMARY KEY (tag, position);
"""
_PAGE = """
SELECT record.position, record.bytes
FROM (SELECT position FROM bare_tags WHERE tag = %b ORDER BY position DESC LIMIT 20) AS found
JOIN ledger.records AS record USING (position)
ORDER BY record.position DESC
"""
HOT, COLD, DEEP = "hot tag", "cold tag", "hot tag, page in the middle"
BARE_HOT, BARE_COLD = "hot tag, bare index", "cold tag, bare index"
_PAIRS = ((HOT, COLD), (DEEP, COLD))
_PAIRS_INDEXED = ((HOT, BARE_HOT), (COLD, BARE_COLD))
_FEWER = f"Ask for {INDEX_RECORDS_MAX:,} records or fewer to have it."


def trace(run: Run, dsn: str) -> Iterator[Work]:
    """Measure how long a page takes that somebody waits for.

    The peers have no page of the newest events about a tag.
    """
    is_indexed = run.sizes.records <= INDEX_RECORDS_MAX
    with Log.open(dsn) as log, psycopg.connect(dsn, autocommit=True) as connection:
        if is_indexed:
            connection.execute(_INDEX)
        else:
            run.leave_out("trace", BenchError("The bare index would be too large.", _FEWER))
        run.bench.tidy(dsn)
        asking = _Asking(log, connection)
        yield run.contest(
            Work(
                "trace",
                f"trace, newest {PAGE_RECORDS} records about a tag, {run.sizes.records:,} records",
                "ms (99 of 100 pages are faster)",
                figure=_p99_ms,
                goals=(Goal(HOT, COLD, 2.0, at_least=False),),
                pairs=_PAIRS + _PAIRS_INDEXED if is_indexed else _PAIRS,
            ),
            asking.contestants() + asking.bare() if is_indexed else asking.contestants(),
        )


def _p99_ms(each: Round) -> float:
    return each.p99_ms or 0.0


def _cold_tags(log: Log) -> list[str]:
    size = log.head().size
    positions = Random(1).sample(range(1, size + 1), min(COLD_TAGS, size))  # noqa: S311 - no secret
    carried = (tag for position in positions for tag in log.at(position).event.tags)
    return sorted({tag for tag in carried if tag.startswith("case:")})


class _Asking:
    """Asks for pages; every answer is checked for its length."""

    def __init__(self, log: Log, connection: psycopg.Connection[Any]) -> None:
        self._log, self._cursor = log, connection.cursor(binary=True)
        self._cold = _cold_tags(log)
        self._hot = [f"fund:{fund}" for fund in FUNDS]
        self._size = log.head().size
        self._random = Random(2)  # noqa: S311 - no secret

    def contestants(self) -> list[Questions]:
        """The ways to ask the log."""
        log = "Log.newest in the program, a new tag each time"
        deep = "the same, before a position anywhere in the second half of the log"
        return [
            Questions(Entrant(HOT, Kind.OURS, f"{log}: a fund"), self._newest_hot),
            Questions(Entrant(COLD, Kind.OURS, f"{log}: a case"), self._newest_cold),
            Questions(Entrant(DEEP, Kind.OURS, deep), self._deep),
        ]

    def bare(self) -> list[Questions]:
        """The ways to ask a bare index."""
        bare = "one index row a tag and record, one prepared statement through psycopg"
        return [
            Questions(Entrant(BARE_HOT, Kind.LIMIT, bare), self._bare_hot),
            Questions(Entrant(BARE_COLD, Kind.LIMIT, bare), self._bare_cold),
        ]

    def _newest_hot(self) -> None:
        self._newest(self._random.choice(self._hot), PAGE_RECORDS)

    def _newest_cold(self) -> None:
        self._newest(self._random.choice(self._cold), RECORDS_PER_CASE)

    def _deep(self) -> None:
        before = self._random.randint(self._size // 2, self._size)
        self._newest(self._random.choice(self._hot), PAGE_RECORDS, before)

    def _newest(self, tag: str, expected: int, before: int | None = None) -> None:
        query = DCBQuery([DCBQueryItem(tags=[tag])])
        _check(tag, self._log.newest(query, before=before, limit=PAGE_RECORDS), expected)

    def _bare_hot(self) -> None:
        self._bare(self._random.choice(self._hot), PAGE_RECORDS)

    def _bare_cold(self) -> None:
        self._bare(self._random.choice(self._cold), RECORDS_PER_CASE)

    def _bare(self, tag: str, expected: int) -> None:
        _check(tag, self._cursor.execute(_PAGE, [tag], prepare=True).fetchall(), expected)


def _check(tag: str, page: Sequence[object], expected: int) -> None:
    """A case at the end of the log may have fewer records."""
    if len(page) > expected or not page or (expected == PAGE_RECORDS and len(page) < expected):
        raise BenchError(
            f"A page about {tag} has {len(page)} records, expected {expected}.",
            "The figures of this run cannot be believed.",
        )
