"""`rebuild`: all projections from the log, beside a bare COPY OUT and what a user would pick."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg

from ledger.log import migrate
from projections.engine.rebuild import rebuild as rebuild_tables
from projections.registry import PROJECTIONS
from tools.bench import long_log
from tools.bench.errors import BenchError
from tools.bench.notifications import Notifications
from tools.bench.passes import Passes
from tools.bench.results import THE_LIMIT, Entrant, Goal, Kind, Work
from tools.bench.run import Run

OURS = "qingce"
PEER_RECORDS_MAX = 50_000
"""Its cost is the same for each, and it takes long to fill."""
GROWTH_RECORDS_MIN = 1_000_000
"""From this size on a tenth of it is measured too."""
GROWTH = 0.85
"""The records a second of the larger log, to those of the smaller: within 15 %."""
_COPY_OUT = "COPY (SELECT position, bytes FROM ledger.records) TO STDOUT (FORMAT binary)"
_IN_A_PROCESS = """
import resource, sys
from tools.bench.rebuild import rebuilt
rebuilt(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def rebuild(run: Run) -> Iterator[Work]:
    """Measure rebuilds; a long log is measured beside one of a tenth of its records."""
    with ExitStack() as stack:
        whole = stack.enter_context(_filled(run, run.sizes.records))
        yield _beside_the_limit(run, whole, run.sizes.records)
        if run.sizes.records >= GROWTH_RECORDS_MIN:
            tenth = stack.enter_context(_filled(run, run.sizes.records // 10))
            yield _growth(run, whole, tenth)


def rebuilt(dsn: str) -> int:
    """Rebuild every projection; answers with the records passed.

    Raises:
        BenchError: one of them drifted.
    """
    outcomes = rebuild_tables(dsn, PROJECTIONS)
    if not all(outcome.ok for outcome in outcomes):
        raise BenchError("A projection drifted.", "Run `qingce rebuild` on the same records.")
    return outcomes[0].position


@contextmanager
def _filled(run: Run, records: int) -> Iterator[str]:
    """A log of some records in a database of its own, with live tables."""
    with run.bench.database() as dsn:
        migrate(dsn)
        with run.counting("Filling the log", records, "records") as progress:
            long_log.write(dsn, records, progress)
        rebuilt(dsn)
        run.bench.tidy(dsn)
        yield dsn


def _beside_the_limit(run: Run, dsn: str, records: int) -> Work:
    with run.bench.database() as peer_dsn:
        peer = Notifications(dsn, peer_dsn, min(records, PEER_RECORDS_MAX))
        contestants = [
            Passes(Entrant(OURS, Kind.OURS, _note(dsn)), lambda: rebuilt(dsn)),
            Passes(
                Entrant("COPY OUT", Kind.LIMIT, "position and bytes, binary, thrown away"),
                lambda: _copy_out(dsn),
            ),
            Passes(
                Entrant(
                    "eventsourcing",
                    Kind.PEER,
                    "its notification log, 1,000 at a time, and its mapper, on "
                    f"{peer.records:,} of the same records; one sum a type",
                ),
                peer.fold,
            ),
        ]
        return run.contest(
            Work(
                "rebuild",
                f"rebuild of all projections from {records:,} records",
                "records/s",
                figure=lambda each: each.rate,
                goals=(Goal(OURS, THE_LIMIT, 0.5),),
            ),
            contestants,
        )


def _growth(run: Run, whole: str, tenth: str) -> Work:
    larger, smaller = f"{OURS}, {run.sizes.records:,}", f"{OURS}, {run.sizes.records // 10:,}"
    return run.contest(
        Work(
            "rebuild-growth",
            "rebuild of a log ten times as long",
            "records/s",
            figure=lambda each: each.rate,
            goals=(Goal(larger, smaller, GROWTH),),
            pairs=((larger, smaller),),
        ),
        [
            Passes(Entrant(larger, Kind.OURS, "the whole log"), lambda: rebuilt(whole)),
            Passes(Entrant(smaller, Kind.OURS, "one of a tenth"), lambda: rebuilt(tenth)),
        ],
    )


def _note(dsn: str) -> str:
    """What is measured, with the memory it takes in a process of its own."""
    done = subprocess.run(  # noqa: S603 - this program again
        [sys.executable, "-c", _IN_A_PROCESS, dsn], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BenchError("A rebuild in a process of its own failed.", done.stderr[-200:])
    return (
        f"all {len(PROJECTIONS)} projections, compared with the live ones, swapped in; peak "
        f"memory {int(done.stdout):,} MiB"
    )


def _copy_out(dsn: str) -> int:
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        with cursor.copy(_COPY_OUT) as source:
            for _ in source:
                pass
        return cursor.rowcount
