"""Callers: threads, or processes, that hand records to a store one after another.

What they hand over is made before the clock starts, so that only the store's own work is measured.
"""

from __future__ import annotations

import gc
import multiprocessing
import statistics
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tools.bench.facts import Facts
from tools.bench.results import Entrant, Round
from tools.bench.stores.store import Append, Store

WARM_CALLS = 20
"""By then connections have prepared their statements and caches are filled …"""
WARM_CALLS_BULK = 4
"""… which takes fewer calls of many records."""
WARM_SECONDS_MAX = 2.0
"""No warm-up lasts longer than this, nor longer than what it warms up for."""
SUPPLY = 2
"""How much more is made ready than the warm-up says will be used; the round ends when it is."""
WAIT_SECONDS_MAX = 120.0


@dataclass(frozen=True)
class Shape:
    """How records come in."""

    writers: int
    batch: int
    """Records of a call; each call is durable when it returns."""

    @property
    def warm_calls(self) -> int:
        """Calls of each writer before the clock starts."""
        return WARM_CALLS if self.batch == 1 else WARM_CALLS_BULK


@dataclass
class Calls:
    """What one caller did; times in seconds of the machine's monotonic clock."""

    started: float = 0.0
    ended: float = 0.0
    took: list[float] = field(default_factory=list)


class Threads:
    """Writers that are threads of one process."""

    def __init__(self, store: Store, dsn: str, shape: Shape, name: str | None = None) -> None:
        """Create the store in an empty database."""
        store.create(dsn)
        self.entrant = Entrant(name or store.name, store.kind, store.note)
        self._store, self._dsn, self._shape = store, dsn, shape
        self._facts = Facts("threads")

    def round(self, seconds: float) -> Round:
        """Record for that long, on connections made before."""
        shape = self._shape
        with self._store.open(self._dsn, shape.writers) as appends:
            warmed = _run(
                appends, self._supply(shape.warm_calls * shape.writers), warm_seconds(seconds)
            )
            wanted = _wanted(warmed, seconds) + shape.writers
            with _no_collection():
                calls = _run(appends, self._supply(wanted), seconds)
        return as_round(calls, shape.batch, _count(warmed))

    def recorded(self) -> int:
        """Rows found."""
        return self._store.recorded(self._dsn)

    def _supply(self, calls: int) -> deque[Any]:
        return _made(self._store, self._facts, calls, self._shape.batch)


class Processes:
    """Writers that are processes of one thread."""

    def __init__(self, store: Store, dsn: str, shape: Shape, name: str) -> None:
        """Create the store in an empty database."""
        store.create(dsn)
        self.entrant = Entrant(name, store.kind, store.note)
        self._store, self._dsn, self._shape = store, dsn, shape
        self._rounds = 0

    def round(self, seconds: float) -> Round:
        """Record for that long, on connections made before."""
        self._rounds += 1
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__, *self._store.modules])
        writers = self._shape.writers
        with ProcessPoolExecutor(
            writers, context, initializer=_meet_at, initargs=(context.Barrier(writers),)
        ) as pool:
            running: list[Future[tuple[list[Calls], list[Calls]]]] = [
                pool.submit(
                    _write, self._store, self._dsn, self._shape.batch, seconds,
                    f"process {self._rounds}/{number}",
                )
                for number in range(writers)
            ]  # fmt: skip
            done = [each.result() for each in running]
        warmed = [calls for warm, _ in done for calls in warm]
        timed = [calls for _, each in done for calls in each]
        return as_round(timed, self._shape.batch, _count(warmed))

    def recorded(self) -> int:
        """Rows found."""
        return self._store.recorded(self._dsn)


_barrier: Any = None


def _meet_at(barrier: Any) -> None:
    global _barrier
    _barrier = barrier


def _write(
    store: Store, dsn: str, batch: int, seconds: float, seed: str
) -> tuple[list[Calls], list[Calls]]:
    """One process: warm up together, then record together."""
    facts = Facts(seed)
    with store.open(dsn, 1) as appends:
        _barrier.wait(WAIT_SECONDS_MAX)
        warmed = _run(appends, _made(store, facts, WARM_CALLS, batch), warm_seconds(seconds))
        supply = _made(store, facts, _wanted(warmed, seconds) + 1, batch)
        with _no_collection():
            _barrier.wait(WAIT_SECONDS_MAX)
            return warmed, _run(appends, supply, seconds)


def warm_seconds(seconds: float) -> float:
    """How long a warm-up may last, given what it warms up for."""
    return min(seconds, WARM_SECONDS_MAX)


def _made(store: Store, facts: Facts, calls: int, batch: int) -> deque[Any]:
    return deque(store.batch(facts.take(batch)) for _ in range(calls))


def _run(appends: Sequence[Append], supply: deque[Any], seconds: float) -> list[Calls]:
    """Let every caller take from the supply until it is used up or the time is over."""
    if len(appends) == 1:
        return [_call(appends[0], supply, seconds, lambda: None)]
    together = threading.Barrier(len(appends))
    with ThreadPoolExecutor(len(appends)) as pool:
        running = [
            pool.submit(_call, append, supply, seconds, lambda: together.wait(WAIT_SECONDS_MAX))
            for append in appends
        ]
        return [each.result() for each in running]


def _call(append: Append, supply: deque[Any], seconds: float, begin: Callable[[], object]) -> Calls:
    calls = Calls()
    clock, took = time.monotonic, calls.took
    begin()
    calls.started = before = clock()
    deadline = before + seconds
    while before < deadline:
        try:
            batch = supply.popleft()
        except IndexError:
            break
        append(batch)
        after = clock()
        took.append(after - before)
        before = after
    calls.ended = before
    return calls


def _wanted(warmed: Sequence[Calls], seconds: float) -> int:
    return int(SUPPLY * seconds * _count(warmed) / _seconds(warmed))


def _count(calls: Sequence[Calls]) -> int:
    return sum(len(each.took) for each in calls)


def _seconds(calls: Sequence[Calls]) -> float:
    return max(each.ended for each in calls) - min(each.started for each in calls)


def as_round(calls: Sequence[Calls], batch: int, warmed: int) -> Round:
    """What callers did, as one round.

    Args:
        calls: of each caller.
        batch: records of a call.
        warmed: how many calls were made before.
    """
    took = sorted(took for each in calls for took in each.took)
    centiles = statistics.quantiles(took * 2, n=100, method="inclusive")
    return Round(
        count=batch * len(took),
        seconds=_seconds(calls),
        untimed=batch * warmed,
        p50_ms=1000 * centiles[49],
        p99_ms=1000 * centiles[98],
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep what is made ready away from the garbage collector: the product holds no such heap."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
