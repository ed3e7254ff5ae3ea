"""The log that is traced, verified and rebuilt from: made once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice

from ledger.log import Log, migrate
from tools.bench.run import Run
from tools.bench.sizes import BATCH_RECORDS
from tools.bench.templates import drafts

SINGLE_PART = 100
"""The newest hundredth comes one record a commit, as clerks record them …"""
SINGLE_MAX = 2_000
"""… but no more than this: it takes long, and a page reads 20 of them."""
WRITERS = 16


@contextmanager
def filled(run: Run) -> Iterator[str]:
    """A log with as many records as the run asks for; yields its DSN."""
    with run.bench.database() as dsn:
        migrate(dsn)
        with run.counting("Filling the log", run.sizes.records, "records") as progress:
            _fill(dsn, run.sizes.records, progress)
        run.bench.tidy(dsn)
        yield dsn


def _fill(dsn: str, records: int, progress: Callable[[int], None]) -> None:
    supply = drafts("filled")
    singles = min(records // SINGLE_PART, SINGLE_MAX)
    with Log.open(dsn) as log, ThreadPoolExecutor(WRITERS) as pool:
        for first in range(0, records - singles, BATCH_RECORDS):
            number = min(BATCH_RECORDS, records - singles - first)
            log.append(list(islice(supply, number)))
            progress(number)
        for _ in pool.map(lambda draft: log.append([draft]), islice(supply, singles)):
            progress(1)
