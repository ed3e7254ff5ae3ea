"""Contributions: what each record adds to a figure, so that its whole history can be computed.

Positions follow the time of recording, so what was known at a moment is what stands up to a
position. A contribution is a row of a projection before merging: `position`, the month in which it
happened, and its amounts.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

from projections.definition import Projection
from projections.definitions.activities import ACTIVITIES, ACTIVITY_SUBJECTS
from projections.definitions.standards import STANDARDS
from projections.engine import source
from projections.engine.database import connect
from projections.engine.folding import Fold
from projections.engine.passing import Progress
from projections.figures.computed import (
    ActivityFigure,
    Measure,
    StandardFigure,
    measured,
    yuan,
)

_OF_DISTINCT = (Measure.SUBJECTS, Measure.SUBJECTS_PAID)
_SUMS = """
    SELECT coalesce(sum(times), 0), coalesce(sum(amount_fen), 0), coalesce(sum(in_order), 0),
        count(*)
    FROM contributions WHERE position <= $up_to AND month BETWEEN $first AND $last
"""
_DISTINCT = """
    SELECT count(DISTINCT subject), count(DISTINCT subject) FILTER (WHERE paid_fen > 0),
        coalesce(sum(records), 0)
    FROM (
        SELECT activity, subject, sum(amount_fen) AS paid_fen, count(*) AS records
        FROM contributions WHERE position <= $up_to AND month BETWEEN $first AND $last
        GROUP BY activity, subject
    )
"""
_STANDARD = """
    SELECT arg_max(amount_fen, position), count(*)
    FROM contributions WHERE position <= $up_to AND month <= $last
    GROUP BY month ORDER BY month DESC LIMIT 1
"""
_LATE = """
    SELECT position, month FROM contributions
    WHERE position > $after AND position <= $up_to ORDER BY position
"""
_OF_STANDARD = """
    SELECT position, effective_from AS month, amount_fen FROM rows
    WHERE standard = $standard AND effective_from <= $last_day
"""
_OF_ACTIVITIES = "SELECT * FROM rows WHERE year = $year AND list_contains($activities, activity)"
_OF_SUBJECTS = """
    SELECT *, '' AS month FROM rows WHERE year = $year AND list_contains($activities, activity)
"""
_BY_MONTH = "SELECT DISTINCT month FROM contributions ORDER BY month"
MONTH_FIRST, MONTH_LAST = "", "9"
"""Below and above every month."""


class Contributions:
    """The contributions to one figure; use it as a context manager."""

    def __init__(
        self,
        dsn: str,
        figure: ActivityFigure | StandardFigure,
        year: int,
        *,
        up_to: int,
        as_of: date | None = None,
        progress: Progress,
    ) -> None:
        """Read the log once.

        Raises:
            UnfitRecordError: a record cannot be folded, so no figure can be explained.
        """
        self._figure = figure
        self._database = connect()
        projection = projection_of(figure)
        selection, parameters = _selection(figure), _parameters(figure, year)
        created = False
        with Fold([projection], as_of=as_of) as fold:
            passed = 0
            for batch in source.batches(dsn, sorted(fold.wanted), 0, up_to):
                fold.load(batch)
                if (rows := fold.rows(projection)) is not None:
                    self._database.register("rows", rows.to_arrow_table())
                    how = (
                        "INSERT INTO contributions" if created else "CREATE TABLE contributions AS"
                    )
                    self._database.execute(f"{how} {selection}", parameters)
                    self._database.unregister("rows")
                    created = True
                newest = batch.column("position")[-1].as_py()
                progress(newest - passed)
                passed = newest
        if not created:
            self._database.execute(f"CREATE TABLE contributions AS {_nothing(projection)}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._database.close()

    def value(self, up_to: int, month: str | None = None) -> tuple[Decimal, int]:
        """The figure as known at a position, of all months or one, and its number of records."""
        span = {"up_to": up_to, "first": month or MONTH_FIRST, "last": month or MONTH_LAST}
        if isinstance(self._figure, StandardFigure):
            del span["first"]
            found = self._ask(_STANDARD, span)
            amount_fen, records = found[0] if found else (0, 0)
            return yuan(amount_fen), records
        if self._figure.measure in _OF_DISTINCT:
            [(subjects, paid, records)] = self._ask(_DISTINCT, span)
            each = subjects if self._figure.measure is Measure.SUBJECTS else paid
            return Decimal(each), int(records)
        [(times, amount_fen, in_order, records)] = self._ask(_SUMS, span)
        value = measured(self._figure.measure, int(times), int(amount_fen), int(in_order))
        return value, records

    def between(self, after: int, up_to: int) -> list[tuple[int, str]]:
        """The contributing records after a position up to another, each with its month."""
        return self._ask(_LATE, {"after": after, "up_to": up_to})

    def months(self) -> list[str]:
        """The months in which something happened, in order."""
        return [month for (month,) in self._ask(_BY_MONTH, {})]

    def _ask(self, query: str, parameters: dict[str, Any]) -> list[Any]:
        return self._database.execute(query, parameters).fetchall()


def projection_of(figure: ActivityFigure | StandardFigure) -> Projection:
    """The projection a figure is computed from."""
    if isinstance(figure, StandardFigure):
        return STANDARDS
    return ACTIVITY_SUBJECTS if figure.measure in _OF_DISTINCT else ACTIVITIES


def _selection(figure: ActivityFigure | StandardFigure) -> str:
    """SQL from `rows` to contributions."""
    if isinstance(figure, StandardFigure):
        return _OF_STANDARD
    # Distinct subjects are of the whole year; the other rows have a month already.
    return _OF_SUBJECTS if figure.measure in _OF_DISTINCT else _OF_ACTIVITIES


def _parameters(figure: ActivityFigure | StandardFigure, year: int) -> dict[str, Any]:
    if isinstance(figure, StandardFigure):
        return {"standard": figure.standard, "last_day": f"{year}-12-31"}
    return {"year": year, "activities": list(figure.activities)}


def _nothing(projection: Projection) -> str:
    names = ["position", *projection.keys, *(value.name for value in projection.values), "month"]
    columns = ", ".join(f"NULL AS {name}" for name in dict.fromkeys(names))
    return f"SELECT {columns} LIMIT 0"
