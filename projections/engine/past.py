"""What was known at a position, and the records behind a row: both computed from the log alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg
import pyarrow as pa

from projections.definition import Projection
from projections.engine import behind, source
from projections.engine.behind import Key
from projections.engine.folding import Fold
from projections.engine.known import check
from projections.engine.passing import Progress, fold_log, unnoticed


@dataclass(frozen=True)
class Past:
    """The states of projections as they were known at a position, of what held by a day."""

    position: int
    as_of: date | None
    """The day, or `None` for all that was known."""
    states: list[pa.Table]
    """In the order the projections were asked for."""
    quarantined: dict[str, dict[int, str]]
    """By projection: the records that could not be folded, and why."""


def known(
    dsn: str,
    projections: Sequence[Projection],
    position: int,
    *,
    as_of: date | None = None,
    progress: Progress = unnoticed,
) -> Past:
    """Projections as they were once the log had reached a position, computed from the log.

    Raises:
        UnknownRecordTypeError: there are records of a type or version nobody here knows.
    """
    with Fold(projections, as_of=as_of, quarantine=True) as fold:
        _check_types(dsn, fold, position)
        fold_log(dsn, fold, position, progress)
        states = [fold.state(projection) for projection in projections]
        return Past(position, as_of, states, fold.quarantined)


def as_known_at(dsn: str, projections: Sequence[Projection], position: int) -> list[pa.Table]:
    """The same states alone, for who must have them whole.

    Raises:
        UnfitRecordError: a record cannot be folded.
        UnknownRecordTypeError: there are records of a type or version nobody here knows.
    """
    with Fold(projections) as fold:
        _check_types(dsn, fold, position)
        fold_log(dsn, fold, position)
        return [fold.state(projection) for projection in projections]


def records_behind(
    dsn: str,
    projection: Projection,
    keys: Sequence[Key],
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
    with Fold([projection], quarantine=True) as fold:
        for batch in source.batches(dsn, sorted(fold.wanted), after, up_to):
            fold.load(batch)
            found += fold.positions_behind(projection, keys)
            if len(found) >= limit:
                break
    return found[:limit]


def records_behind_each(
    dsn: str, projection: Projection, keys: Sequence[Key], *, limit: int, span: tuple[int, int]
) -> list[list[int]]:
    """For each key, the positions of the records behind its rows, in order: the first `limit`.

    Only records after the first and up to the second position of the span are looked at.
    """
    found: list[list[int]] = [[] for _ in keys]
    with Fold([projection], quarantine=True) as fold:
        for batch in source.batches(dsn, sorted(fold.wanted), *span):
            fold.load(batch)
            for each, more in zip(
                found, behind.positions(fold.rows(projection), keys), strict=True
            ):
                each.extend(more[: limit - len(each)])
            if all(len(each) >= limit for each in found):
                break
    return found


def _check_types(dsn: str, fold: Fold, position: int) -> None:
    with psycopg.connect(dsn) as connection:
        check(source.types(connection), fold.wanted, position)
