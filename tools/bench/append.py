"""`append`: records in bulk, and one durable record at a time from several writers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

from tools.bench.callers import Processes, Shape, Threads
from tools.bench.contest import Contestant
from tools.bench.emmett import Emmett
from tools.bench.errors import BenchError
from tools.bench.results import BEST_PEER, THE_LIMIT, Goal, Work
from tools.bench.run import Run
from tools.bench.sizes import BATCH_RECORDS
from tools.bench.stores.bare import BareCopy, BareInsert
from tools.bench.stores.eventsourcing import (
    ApplicationRecorder,
    ApplicationRecorderFunctions,
    DCBRecorder,
)
from tools.bench.stores.log import CommandStore, LogStore
from tools.bench.stores.message_db import MessageDB
from tools.bench.stores.store import Store

Making = Callable[[str], Contestant]
"""Takes the DSN of an empty database."""
OURS = LogStore.name
GOALS_INTERACTIVE = {
    1: (Goal(OURS, THE_LIMIT, 0.75),),
    16: (Goal(OURS, THE_LIMIT, 1.5), Goal(OURS, BEST_PEER, 3.0)),
}


def append(run: Run) -> Iterator[Work]:
    """Measure bulk append, then each number of writers."""
    yield _bulk(run)
    for writers in run.sizes.writers:
        yield _interactive(run, writers)


def _bulk(run: Run) -> Work:
    shape = Shape(writers=1, batch=BATCH_RECORDS)
    stores = (LogStore(), CommandStore(), BareCopy(), *_peers())
    return _contest(
        run,
        Work(
            "append-bulk",
            f"bulk append, {BATCH_RECORDS:,} records a commit",
            "records/s",
            figure=lambda each: each.rate,
            goals=(Goal(OURS, THE_LIMIT, 0.4), Goal(OURS, BEST_PEER, 2.5)),
        ),
        [*(_threads(store, shape) for store in stores), lambda dsn: Emmett(dsn, shape)],
    )


def _interactive(run: Run, writers: int) -> Work:
    shape = Shape(writers=writers, batch=1)
    stores = (LogStore(), CommandStore(), BareInsert(), *_peers())
    entering = [_threads(store, shape) for store in stores]
    if writers > 1:
        entering += [_processes(LogStore(), shape), _processes(BareInsert(), shape)]
    plural = "writers" if writers > 1 else "writer"
    return _contest(
        run,
        Work(
            f"append-{writers}",
            f"interactive append, {writers} {plural}, one durable record each",
            "records/s",
            figure=lambda each: each.rate,
            goals=GOALS_INTERACTIVE.get(writers, ()),
        ),
        [*entering, lambda dsn: Emmett(dsn, shape)],
    )


def _peers() -> Sequence[Store]:
    return (ApplicationRecorder(), ApplicationRecorderFunctions(), DCBRecorder(), MessageDB())


def _threads(store: Store, shape: Shape) -> Making:
    return lambda dsn: Threads(store, dsn, shape)


def _processes(store: Store, shape: Shape) -> Making:
    return lambda dsn: Processes(store, dsn, shape, f"{store.name}, processes")


def _contest(run: Run, work: Work, entering: Sequence[Making]) -> Work:
    with ExitStack() as databases:
        contestants: list[Contestant] = []
        for make in entering:
            try:
                contestants.append(make(databases.enter_context(run.bench.database())))
            except BenchError as absence:
                run.leave_out(work.name, absence)
        return run.contest(work, contestants)
