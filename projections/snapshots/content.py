"""The content of projections as of one size of the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from ledger.evidence.snapshots.content import TAG_INDEX, TAG_INDEX_DEFINITION, Content, Row
from projections import registry
from projections.definition import Projection
from projections.engine.past import as_known_at
from projections.snapshots.definitions import definition, summed
from projections.snapshots.tag_index import tag_index

ROWS_DECODED = 10_000
"""Rows made into Python values at a time."""


def contents(dsn: str, names: Sequence[str], size: int) -> Iterator[Content]:
    """The contents of projections, by name, as they were once the log had `size` records.

    `tag_index` is one of the names there are.

    Raises:
        ProjectionError: there is none of that name, or it cannot be computed.
    """
    projections = [name for name in names if name != TAG_INDEX]
    if projections:
        chosen = registry.named(projections)
        for projection, state in zip(chosen, as_known_at(dsn, chosen, size), strict=True):
            yield _content(projection, state, size)
    if TAG_INDEX in names:
        with tag_index(dsn, size) as index:
            yield index


def definitions(names: Sequence[str]) -> dict[str, bytes]:
    """The definitions of projections and of the tag index, by name, as snapshots state them.

    Raises:
        UnknownProjectionError: there is none of that name.
    """
    projections = [name for name in names if name != TAG_INDEX]
    found = {one.name: definition(one) for one in registry.named(projections) if projections}
    return found | ({TAG_INDEX: TAG_INDEX_DEFINITION} if TAG_INDEX in names else {})


def names_about(selection: str, *, whole: bool) -> list[str]:
    """The projections that have rows made of the records of a selection, and the tag index."""
    about = [
        projection.name
        for projection in registry.PROJECTIONS
        if whole
        or (projection.derivation and selection.startswith(projection.derivation.scope.prefix))
    ]
    return [*about, TAG_INDEX]


def _content(projection: Projection, state: pa.Table, size: int) -> Content:
    return Content(
        projection=projection.name,
        definition=definition(projection),
        size=size,
        keys=list(projection.keys),
        summed=summed(projection),
        rows=_rows(state),
    )


def _rows(state: pa.Table) -> Iterator[Row]:
    for batch in state.to_batches(ROWS_DECODED):
        for row in batch.to_pylist():
            yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
