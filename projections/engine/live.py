"""The live tail: batches of new records and the position they lead to, in one transaction."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import psycopg

from projections.definition import Projection
from projections.engine import source, store
from projections.engine.folding import Fold
from projections.engine.standings import standings
from projections.errors import PositionNotReachedError

TAIL_RECORDS = 10_000
"""Records applied in one transaction; bounds its length and its memory."""
POLL_SECONDS = 0.01
"""Between two looks at a position that is waited for."""


def advance(connection: psycopg.Connection[Any], fold: Fold, up_to: int) -> None:
    """Bring the live tables of a fold's projections, all of which exist, up to a position.

    Each batch is one transaction, with the positions it leads to; whoever else advances the same
    tables waits, and then finds them advanced.
    """
    names = [projection.name for projection in fold.projections]
    while True:
        with connection.transaction():
            standing = store.lock(connection, names)
            after = min((standing[name].position for name in names), default=up_to)
            if after >= up_to:
                return
            behind = [p for p in fold.projections if standing[p.name].position == after]
            target = min(up_to, after + TAIL_RECORDS)
            apply(connection, fold, behind, (after, target), store.LIVE)
            for projection in behind:
                store.move(connection, projection, target)


def apply(
    connection: psycopg.Connection[Any],
    fold: Fold,
    projections: Sequence[Projection],
    span: tuple[int, int],
    schema: str,
) -> None:
    """Merge a span of the log (after, up to) into the tables of some projections of a schema."""
    types = sorted({type_ for projection in projections for type_ in projection.types})
    records = source.tail(connection, types, *span)
    if not records.num_rows:
        return
    fold.clear()
    fold.add(records, projections)
    for projection in projections:
        store.upsert(connection, schema, projection, fold.state(projection))


def wait_for(
    connection: psycopg.Connection[Any],
    projections: Sequence[Projection],
    position: int,
    timeout_seconds: float,
) -> None:
    """Wait until someone has brought projections to a position, so that one reads one's writes.

    Raises:
        PositionNotReachedError: not within the time allowed.
    """
    deadline = time.monotonic() + timeout_seconds
    while late := _below(connection, projections, position):
        if time.monotonic() > deadline:
            raise PositionNotReachedError(
                f"After {timeout_seconds:g} seconds {', '.join(late)} had not reached "
                f"position {position}.",
                "Check that the follower runs, or ask again later.",
            )
        time.sleep(POLL_SECONDS)


def _below(
    connection: psycopg.Connection[Any], projections: Sequence[Projection], position: int
) -> list[str]:
    standing = standings(connection)
    return [
        projection.name
        for projection in projections
        if projection.name not in standing or standing[projection.name].position < position
    ]
