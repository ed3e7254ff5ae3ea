"""What was known at a position, and the records behind a row: both computed from the log alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg
import pyarrow as pa

from projections.definition import Projection
from projections.engine import source
from projections.engine.folding import Fold
from projections.engine.rebuild import fold_log

_POSITION_AT = """
    SELECT coalesce(max(position), 0) FROM ledger.records WHERE recorded <= %s
"""


def position_at(connection: psycopg.Connection[Any], moment: datetime) -> int:
    """Position of the last record the log had taken at a moment, 0 if none."""
    row = connection.execute(_POSITION_AT, [moment]).fetchone()
    return int(row[0]) if row else 0


def as_known_at(dsn: str, projections: Sequence[Projection], position: int) -> list[pa.Table]:
    """The states of projections as they were once the log had reached a position, in their order.

    Raises:
        ProjectionError: as `rebuild` does.
    """
    with Fold(projections) as fold:
        fold_log(dsn, fold, position)
        return [fold.state(projection) for projection in projections]


def records_behind(
    dsn: str,
    projection: Projection,
    keys: Sequence[Mapping[str, Any]],
    *,
    limit: int,
    after: int = 0,
    up_to: int,
) -> list[int]:
    """Positions of the records behind some rows, in order: at most `limit`, from after a position.

    Args:
        dsn: the database.
        projection: whose rows.
        keys: values of key columns, all or some of them; rows with any of the keys are meant.
        limit: how many positions at most.
        after: only greater positions; the last of a page gives the next.
        up_to: only positions up to this one. A row's `position_first` and `position_last` say how
            far to look.
    """
    found: list[int] = []
    with Fold([projection]) as fold:
        for batch in source.batches(dsn, projection.types, after, up_to):
            fold.load(batch)
            found += fold.positions_behind(projection, keys)
            if len(found) >= limit:
                break
    return found[:limit]
