"""`rebuild`: all projections from the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import orjson
import psycopg
from eventsourcing.postgres import PostgresFactory

from projections.engine.rebuild import rebuild as rebuild_tables
from projections.registry import PROJECTIONS
from tools.bench.errors import BenchError
from tools.bench.facts import Facts
from tools.bench.passes import Passes
from tools.bench.results import THE_LIMIT, Entrant, Goal, Kind, Work
from tools.bench.run import Run
from tools.bench.sizes import BATCH_RECORDS
from tools.bench.stores.eventsourcing import ApplicationRecorderFunctions, environment

OURS = "qingce"
PEER_RECORDS_MAX = 50_000
"""Its cost is the same for each, and it takes long to fill."""
_COPY_OUT = "COPY (SELECT position, bytes FROM ledger.records) TO STDOUT (FORMAT binary)"


def rebuild(run: Run, dsn: str) -> Iterator[Work]:
    """Measure a rebuild beside a bare COPY OUT."""
    _rebuild(dsn)
    with run.bench.database() as peer_dsn:
        peer = _Peer(peer_dsn, min(run.sizes.records, PEER_RECORDS_MAX))
        compared = f"all {len(PROJECTIONS)} projections, compared with the live ones, swapped in"
        contestants = [
            Passes(Entrant(OURS, Kind.OURS, compared), lambda: _rebuild(dsn)),
            Passes(
                Entrant("COPY OUT", Kind.LIMIT, "position and bytes, binary, thrown away"),
                lambda: _copy_out(dsn),
            ),
            Passes(
                Entrant(
                    "eventsourcing",
                    Kind.PEER,
                    "select_notifications, 1,000 at a time, orjson, one sum a stream's type",
                ),
                peer.fold,
            ),
        ]
        yield run.contest(
            Work(
                "rebuild",
                f"rebuild of all projections from {run.sizes.records:,} records",
                "records/s",
                figure=lambda each: each.rate,
                goals=(Goal(OURS, THE_LIMIT, 0.5),),
            ),
            contestants,
        )


def _rebuild(dsn: str) -> int:
    outcomes = rebuild_tables(dsn, PROJECTIONS)
    if not all(outcome.swapped for outcome in outcomes):
        raise BenchError("A projection drifted.", "Run `qingce rebuild` on the same records.")
    return outcomes[0].position


def _copy_out(dsn: str) -> int:
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        with cursor.copy(_COPY_OUT) as source:
            for _ in source:
                pass
        return cursor.rowcount


class _Peer:
    """The `eventsourcing` library's notifications, folded by hand."""

    def __init__(self, dsn: str, records: int) -> None:
        self._dsn = dsn
        store, facts = ApplicationRecorderFunctions(), Facts("peer")
        store.create(dsn)
        with store.open(dsn, 1) as (append,):
            for _ in range(0, records, BATCH_RECORDS):
                append(store.batch(facts.take(BATCH_RECORDS)))

    def fold(self) -> int:
        """Sum the amounts of each type."""
        sums: Counter[str] = Counter()
        after = 0
        with closing(PostgresFactory(environment(self._dsn, 1, {}))) as factory:
            recorder = factory.application_recorder()
            while page := recorder.select_notifications(
                after, BATCH_RECORDS, inclusive_of_start=False
            ):
                for notification in page:
                    fields = orjson.loads(notification.state)
                    sums[notification.topic] += fields["data"]["amount_fen"]
                after = page[-1].id
        return after
