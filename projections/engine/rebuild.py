"""Rebuild: projections computed anew from the log, compared with the live ones, swapped in.

A live table that does not agree with its rebuilt one is left as it is unless the drift is
accepted; every other one is swapped in. All swaps of a rebuild are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg

from projections.definition import Projection
from projections.engine import drift, known, live, quarantine, resuming, source, store
from projections.engine.compiled import compiled
from projections.engine.drift import Drift
from projections.engine.folding import Fold
from projections.engine.passing import Progress, fold_log, unnoticed
from projections.engine.standings import Standing, standings

_TRY_LOCK = "SELECT pg_try_advisory_lock(hashtext('qingce.rebuild'))"
_LOCK = "SELECT pg_advisory_lock(hashtext('qingce.rebuild'))"
WAITING = "Another rebuild of this ledger is running; waiting for it to end."


@dataclass(frozen=True)
class Rebuilt:
    """The outcome for one projection."""

    name: str
    rows: int
    records: int
    """Records of the types it reads that were folded."""
    position: int
    """Where both the rebuilt and the live table stood when they were compared."""
    seconds: float
    """Time its own deltas took; reading and decoding are shared by all."""
    drift: Drift | None
    """`None` if there was no live table of this definition to compare with."""
    swapped: bool
    quarantined: dict[int, str] = field(default_factory=dict)
    """Records that could not be folded, and why: the table is incomplete without them."""

    @property
    def ok(self) -> bool:
        """Whether the table in place is what all records make."""
        return self.swapped and not self.quarantined


Beginning = Callable[[Fold, Progress], int]
"""Folds the first records from elsewhere than the log, and answers up to which position."""


@dataclass(frozen=True)
class Options:
    """How to rebuild."""

    accept: bool = False
    """Swap in also where the live table drifted."""
    resume: bool = False
    """Go on from where one that was interrupted had come to."""
    beginning: Beginning | None = None
    """Where the first records come from, if not from the log; with it nothing is resumed."""
    progress: Progress = unnoticed
    """Told the positions passed."""
    say: Callable[[str], None] = lambda _: None
    """Told what somebody who waits should know."""


def rebuild(
    dsn: str, projections: Sequence[Projection], options: Options | None = None
) -> list[Rebuilt]:
    """Rebuild projections up to the newest record; one pass over the log serves all.

    Raises:
        ProjectionError: the database holds no log, it holds records of a type nobody here knows,
            or a definition cannot be computed; nothing was changed.
    """
    chosen = options or Options()
    with (
        psycopg.connect(dsn, autocommit=True) as connection,
        Fold(projections, quarantine=True) as fold,
    ):
        up_to = source.head(connection)
        known.check(source.types(connection), fold.wanted, up_to)
        store.prepare(connection)
        _lock(connection, chosen.say)
        _fold(dsn, connection, fold, up_to, chosen)
        for projection in projections:
            resuming.write(dsn, connection, projection, fold)
            fold.release(projection)
        _advance_comparable(connection, projections, up_to)
        try:
            with connection.transaction():
                outcomes = _compare_and_swap(connection, fold, up_to, accept=chosen.accept)
            return [_explained(dsn, *each) for each in zip(projections, outcomes, strict=True)]
        finally:
            for projection in projections:
                store.discard(connection, projection)


def _explained(dsn: str, projection: Projection, outcome: Rebuilt) -> Rebuilt:
    """The same outcome with the records behind each row that drifted."""
    if outcome.drift is None or not outcome.drift.rows:
        return outcome
    return replace(outcome, drift=drift.with_records(dsn, projection, outcome.drift))


def _lock(connection: psycopg.Connection[Any], say: Callable[[str], None]) -> None:
    """Let one rebuild run at a time; a session that ends lets go."""
    row = connection.execute(_TRY_LOCK).fetchone()
    if not row or not row[0]:
        say(WAITING)
        connection.execute(_LOCK)


def _fold(
    dsn: str, connection: psycopg.Connection[Any], fold: Fold, up_to: int, options: Options
) -> None:
    if options.beginning is not None:
        after = options.beginning(fold, options.progress)
        fold_log(dsn, fold, up_to, options.progress, after)
        return
    after = resuming.take_up(dsn, connection, fold, up_to) if options.resume else 0
    if after:
        options.say(f"Going on after position {after}, to which an earlier rebuild had come.")
        options.progress(after)
    elif options.resume:
        options.say("There is nothing to go on from; beginning at the first record.")
    keep: Callable[[int], None] = lambda position: resuming.keep(  # noqa: E731
        dsn, connection, fold, position
    )
    fold_log(dsn, fold, up_to, options.progress, after, keep)
    resuming.forget(connection, fold.projections)


def _advance_comparable(
    connection: psycopg.Connection[Any], projections: Sequence[Projection], up_to: int
) -> None:
    """Bring the live tables that can be compared to where the rebuilt ones are, at least."""
    standing = standings(connection)
    comparable = [p for p in projections if _same_definition(standing, p)]
    if comparable:
        with Fold(comparable, quarantine=True) as fold:
            live.advance(connection, fold, up_to)


def _compare_and_swap(
    connection: psycopg.Connection[Any], fold: Fold, up_to: int, *, accept: bool
) -> list[Rebuilt]:
    standing = store.lock(connection, [projection.name for projection in fold.projections])
    newest = source.head(connection)
    with fold.twin() as tail:
        return [
            _compare_and_swap_one(
                connection,
                fold,
                tail,
                projection,
                (up_to, min(standing[projection.name].position, newest))
                if _same_definition(standing, projection)
                else (up_to, up_to),
                comparable=_same_definition(standing, projection),
                accept=accept,
            )
            for projection in fold.projections
        ]


def _compare_and_swap_one(
    connection: psycopg.Connection[Any],
    fold: Fold,
    tail: Fold,
    projection: Projection,
    span: tuple[int, int],
    *,
    comparable: bool,
    accept: bool,
) -> Rebuilt:
    """Bring the rebuilt table over the span that the live one is ahead, compare, and swap."""
    late = live.apply(connection, tail, [projection], span, store.REBUILT)
    quarantined = fold.quarantined[projection.name] | late.get(projection.name, {})
    found = drift.compare(connection, projection) if comparable else None
    swapped = accept or found is None or found.rows == 0
    rows = store.count(connection, store.REBUILT, projection)
    if swapped:
        store.replace(connection, projection)
        store.move(connection, projection, span[1])
        quarantine.replace(connection, projection, quarantined)
    return Rebuilt(
        name=projection.name,
        rows=rows,
        records=fold.records(projection) + tail.records(projection),
        position=span[1],
        seconds=fold.seconds[projection.name],
        drift=found,
        swapped=swapped,
        quarantined=quarantined,
    )


def _same_definition(standing: dict[str, Standing], projection: Projection) -> bool:
    known_as = standing.get(projection.name)
    return known_as is not None and (
        known_as.definition_hash == compiled(projection).definition_hash
    )
