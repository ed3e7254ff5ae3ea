"""A pass over many records: batches from any source, folded by two threads at once.

Batches may be folded in any order and grouping, so a second fold takes every other batch and is
merged into the first at the end; DuckDB lets go of the interpreter while it works.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

import pyarrow as pa

from projections.engine import source
from projections.engine.folding import Fold

KEEP_SECONDS = 60.0
"""After an interruption at most this much work, and a batch, is done again."""

Progress = Callable[[int], None]
"""Takes the number of records or positions just passed."""
Batch = TypeVar("Batch")


def unnoticed(_: int) -> None:
    """Progress nobody watches."""


def fold_log(
    dsn: str,
    fold: Fold,
    up_to: int,
    progress: Progress = unnoticed,
    after: int = 0,
    keep: Callable[[int], None] | None = None,
) -> None:
    """Fold the records of the log from after a position up to another.

    Args:
        dsn: the database.
        fold: what they are folded into.
        up_to: the last position.
        progress: told the positions passed.
        after: only greater positions.
        keep: called every `KEEP_SECONDS`, with the position up to which all is folded.

    Raises:
        ProjectionError: a record cannot be folded.
    """
    passed = Passed(after, progress)
    batches = source.batches(dsn, sorted(fold.wanted), after, up_to)
    stretches = _Stretches(batches, KEEP_SECONDS if keep else None)
    while not stretches.ended:
        fold_batches(fold, stretches.stretch(), passed.batch, Fold.add)
        if keep and not stretches.ended:
            keep(passed.position)
    passed.to(up_to)


def fold_batches(
    fold: Fold,
    batches: Iterator[Batch],
    done: Callable[[Batch], None],
    add: Callable[[Fold, Batch], None],
) -> None:
    """Fold batches, by two threads if there is more than one.

    Args:
        fold: what they are folded into.
        batches: each is taken once, in order.
        done: told each batch once it is folded, by either thread.
        add: how a fold takes a batch: `Fold.add` or `Fold.add_typed`.
    """
    shared = _Shared(batches, done, add)
    if not shared.fold_next(fold) or (second := shared.take()) is None:
        return
    with fold.twin() as twin, ThreadPoolExecutor(1) as pool:
        helper = pool.submit(shared.fold_rest, twin, second)
        try:
            shared.fold_rest(fold)
        finally:
            shared.give_up = True
            helper.result()
        fold.absorb(twin)


class _Stretches:
    """Batches in stretches of about some seconds; all in one if no length is given."""

    def __init__(self, batches: Iterator[pa.Table], seconds: float | None) -> None:
        self._batches, self._seconds = batches, seconds
        self.ended = False

    def stretch(self) -> Iterator[pa.Table]:
        """The batches of the next stretch."""
        began = time.monotonic()
        for batch in self._batches:
            yield batch
            if self._seconds is not None and time.monotonic() > began + self._seconds:
                return
        self.ended = True


class _Shared(Generic[Batch]):
    """Batches that threads take turns at."""

    def __init__(
        self,
        batches: Iterator[Batch],
        done: Callable[[Batch], None],
        add: Callable[[Fold, Batch], None],
    ) -> None:
        self._batches, self._done, self._add = batches, done, add
        self._turn = threading.Lock()
        self.give_up = False

    def take(self) -> Batch | None:
        """The next batch; `None` after the last, or once somebody has given up."""
        with self._turn:
            return None if self.give_up else next(self._batches, None)

    def fold_next(self, fold: Fold) -> bool:
        """Fold the next batch; false if there is none."""
        return (batch := self.take()) is not None and self._fold(fold, batch)

    def fold_rest(self, fold: Fold, first: Batch | None = None) -> None:
        """Fold batches until there are no more."""
        try:
            if first is not None:
                self._fold(fold, first)
            while self.fold_next(fold):
                pass
        except BaseException:
            self.give_up = True
            raise

    def _fold(self, fold: Fold, batch: Batch) -> bool:
        self._add(fold, batch)
        with self._turn:
            self._done(batch)
        return True


class Passed:
    """How many positions were passed, told as they are, though batches end out of order."""

    def __init__(self, after: int, progress: Progress) -> None:
        """Begin after a position."""
        self.position, self._progress = after, progress

    def batch(self, raw: pa.Table) -> None:
        """A batch is done: all up to its last position was at least taken."""
        self.to(raw.column("position")[-1].as_py())

    def to(self, position: int) -> None:
        """Tell the positions up to this one, if they were not told."""
        if position > self.position:
            self._progress(position - self.position)
            self.position = position
