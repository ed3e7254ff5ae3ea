"""The rows of a table as it was, computed from the log, by pages."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from projections.engine import past
from projections.engine.passing import Progress
from projections.tables.question import Page, Question, cursor_of


def page(
    dsn: str, question: Question, position: int, as_of: date | None, progress: Progress
) -> Page:
    """A page of a table as it was known at a position, of what held by a day.

    Raises:
        ProjectionError: as `past.known` does.
    """
    projection = question.projection
    found = past.known(dsn, [projection], position, as_of=as_of, progress=progress)
    (state,) = found.states
    for name, value in question.where.items():
        state = state.filter(_holding(state.column(name), value))
    first = _first_after(state.select(list(projection.keys)), question.after)
    shown = state.slice(first, question.limit).to_pylist()
    more = first + question.limit < state.num_rows
    return Page(
        projection=projection,
        position=position,
        rows=shown,
        total=state.num_rows,
        next=cursor_of(projection, shown[-1]) if more else None,
        incomplete=tuple(
            f"The record at position {at} could not be folded: {why}."
            for at, why in sorted(found.quarantined[projection.name].items())
        ),
    )


def _holding(column: pa.ChunkedArray[Any], value: Any) -> Any:
    if not pa.types.is_list(column.type):
        return pc.equal(column, pa.scalar(value, column.type))
    return pa.array([value in (each or ()) for each in column.to_pylist()], pa.bool_())


def _first_after(keys: pa.Table, after: tuple[Any, ...] | None) -> int:
    """The first row of a key beyond the one given: rows are ordered by key."""
    if after is None:
        return 0
    rows = range(keys.num_rows)
    return bisect_right(rows, after, key=lambda row: _key(keys, row))


def _key(keys: pa.Table, row: int) -> tuple[Any, ...]:
    return tuple(keys.slice(row, 1).to_pylist()[0].values())
