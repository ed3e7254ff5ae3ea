"""The live tail: batches of new records and the position they lead to, in one transaction.

Nothing queues up: a follower reads the next bounded batch once the one before is committed, so a
burst of records makes it late, not large.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from projections.definition import Projection
from projections.engine import known, quarantine, source, store
from projections.engine.compiled import compiled
from projections.engine.folding import Fold
from projections.engine.standings import Standing, standings
from projections.errors import DefinitionReplacedError, PositionNotReachedError

TAIL_RECORDS = 10_000
"""Records applied in one transaction; bounds its length and its memory."""
POLL_SECONDS = 0.01
"""Between two looks at a position that is waited for."""


def advance(connection: psycopg.Connection[Any], fold: Fold, up_to: int) -> None:
    """Bring the live tables of a fold's projections, all of which exist, up to a position.

    Each batch is one transaction, with the positions it leads to; whoever else advances the same
    tables waits, and then finds them advanced. A record that cannot be folded is put in quarantine
    in the same transaction, if the fold sets such records aside.

    Raises:
        DefinitionReplacedError: a table was put in place by another definition meanwhile.
        UnknownRecordTypeError: there are records of a type or version nobody here knows.
        UnfitRecordError: a record cannot be folded, and the fold sets none aside.
    """
    names = [projection.name for projection in fold.projections]
    while True:
        with connection.transaction():
            standing = store.lock(connection, names)
            _check_definitions(standing, fold.projections)
            after = min((standing[name].position for name in names), default=up_to)
            if after >= up_to:
                return
            behind = [p for p in fold.projections if standing[p.name].position == after]
            target = min(up_to, after + TAIL_RECORDS)
            known.check(source.types(connection), fold.wanted, target)
            aside = apply(connection, fold, behind, (after, target), store.LIVE)
            for projection in behind:
                quarantine.add(connection, projection, aside.get(projection.name, {}))
                store.move(connection, projection, target)


def apply(
    connection: psycopg.Connection[Any],
    fold: Fold,
    projections: Sequence[Projection],
    span: tuple[int, int],
    schema: str,
) -> dict[str, dict[int, str]]:
    """Merge a span of the log (after, up to) into the tables of some projections of a schema.

    Answers with the records that were set aside, and why, by projection.
    """
    types = sorted({type_ for projection in projections for type_ in fold.types(projection)})
    records = source.tail(connection, types, *span)
    if not records.num_rows:
        return {}
    fold.clear()
    fold.add(records, projections)
    for projection in projections:
        store.upsert(connection, schema, projection, fold.state(projection))
    return {projection.name: fold.quarantined[projection.name] for projection in projections}


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


def _check_definitions(standing: Mapping[str, Standing], projections: Sequence[Projection]) -> None:
    for projection in projections:
        known = standing.get(projection.name)
        if known is None or known.definition_hash != compiled(projection).definition_hash:
            raise DefinitionReplacedError(
                f"The table of the projection {projection.name} is of another definition than this "
                "program's. Nothing was changed.",
                "Another edition of the program has rebuilt it; stop this one, or run "
                "`qingce rebuild` with it.",
            )
