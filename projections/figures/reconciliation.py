"""Reconciliation: the figures of a report against those computed from the records of its year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg

from projections.definition import Projection
from projections.definitions.activities import ACTIVITIES, ACTIVITY_SUBJECTS
from projections.definitions.standards import STANDARDS
from projections.engine import past
from projections.engine.following import Say, catch_up
from projections.engine.passing import Progress, unnoticed
from projections.engine.standings import quarantines, standings
from projections.errors import NoRecordsError, ProjectionError
from projections.figures import comparison
from projections.figures.asking import LiveTables, PastTables, Tables
from projections.figures.computed import (
    FIGURES,
    ComputedFigure,
    StandardFigure,
    compute,
    standard_in_force,
)
from projections.figures.published import PublishedFigure

READ: tuple[Projection, ...] = (ACTIVITIES, ACTIVITY_SUBJECTS, STANDARDS)
"""The projections that figures are computed from."""

_YEARS = "SELECT DISTINCT year FROM projections.activities ORDER BY year"


@dataclass(frozen=True)
class Line:
    """One published figure and what the records make of it."""

    figure: PublishedFigure
    computed: ComputedFigure | None
    """`None` if it belongs to a register that is not kept here."""

    @property
    def covered(self) -> bool:
        """Whether the records can give the figure at all."""
        return self.computed is not None

    @property
    def difference(self) -> Decimal | None:
        """Computed less published, in the figure's unit; money to the fen."""
        return None if self.computed is None else self.computed.value - self.figure.value

    @property
    def ok(self) -> bool | None:
        """Whether the computed figure is what was printed; `None` if it is not covered."""
        return None if self.computed is None else comparison.holds(self.figure, self.computed.value)

    def as_dict(self) -> dict[str, Any]:
        """The line for machines; numbers are whole unless they have a fraction."""
        return {
            "key": self.figure.key,
            "published": self.figure.value,
            "computed": _number(self.computed.value) if self.computed else None,
            "difference": None if self.difference is None else _number(self.difference),
            "unit": self.figure.unit,
            "quality": self.figure.quality.value,
            "ok": self.ok,
            "covered": self.covered,
            "records": self.computed.records if self.computed else None,
        }


@dataclass(frozen=True)
class Reconciliation:
    """All figures of a report, in its order."""

    year: int
    position: int
    """The newest record the figures were computed from."""
    lines: tuple[Line, ...]
    as_of: date | None = None
    """The day by whose end things had happened; `None` if all are counted."""
    incomplete: tuple[str, ...] = ()
    """What could not be folded into the tables, in sentences."""

    @property
    def ok(self) -> bool:
        """Whether every covered figure is what was printed, of all records there are."""
        return not self.incomplete and all(line.ok for line in self.lines if line.covered)


def reconcile_then(
    dsn: str,
    year: int,
    figures: Sequence[PublishedFigure],
    *,
    position: int,
    as_of: date | None,
    progress: Progress = unnoticed,
) -> Reconciliation:
    """The same from what was known at a position, of what had happened by a day.

    Raises:
        NoRecordsError: nothing of that year was known.
        ProjectionError: as `past.known` does.
    """
    found = past.known(dsn, READ, position, as_of=as_of, progress=progress)
    tables = PastTables(READ, found.states)
    _require_year(tables, year)
    lines = tuple(Line(f, compute(tables, f.key, year)) for f in figures)
    incomplete = tuple(
        f"The record at position {at} could not be folded into {name}: {why}."
        for name, reasons in found.quarantined.items()
        for at, why in sorted(reasons.items())
    )
    return Reconciliation(year, position, lines, as_of, incomplete)


def reconcile(
    dsn: str, year: int, figures: Sequence[PublishedFigure], *, say: Say
) -> Reconciliation:
    """Compute every figure of a report from the newest records and compare.

    Args:
        dsn: the database.
        year: the calendar year whose activities are measured.
        figures: the report.
        say: told what is built on the way.

    Raises:
        NoRecordsError: nothing happened in that year.
        ProjectionError: as `catch_up` does.
    """
    catch_up(dsn, READ, say=say)
    with psycopg.connect(dsn) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        tables = LiveTables(connection)
        _require_year(tables, year)
        standing = standings(connection)
        lines = tuple(Line(f, compute(tables, f.key, year)) for f in figures)
        position = min(standing[projection.name].position for projection in READ)
        incomplete = quarantines(connection, [projection.name for projection in READ])
        return Reconciliation(year, position, lines, incomplete=tuple(map(str, incomplete)))


def records_behind(
    dsn: str, key: str, year: int, *, limit: int, after: int = 0, up_to: int, say: Say
) -> list[int]:
    """Positions of the records behind a figure, in order: at most `limit`, from after a position.

    Raises:
        ProjectionError: no register kept here gives the figure.
    """
    figure = FIGURES.get(key)
    if figure is None:
        raise ProjectionError(
            f"No register kept here gives the figure {key}, so no record is behind it."
        )
    if isinstance(figure, StandardFigure):
        catch_up(dsn, [STANDARDS], say=say)
        with psycopg.connect(dsn) as connection:
            key_in_force = standard_in_force(LiveTables(connection), figure, year)
        in_force = [key_in_force] if key_in_force else []
        return past.records_behind(dsn, STANDARDS, in_force, limit=limit, after=after, up_to=up_to)
    keys = [{"activity": name, "year": year} for name in figure.activities]
    return past.records_behind(dsn, ACTIVITIES, keys, limit=limit, after=after, up_to=up_to)


def _require_year(tables: Tables, year: int) -> None:
    years = [known for (known,) in tables.ask(_YEARS, {})]
    if year not in years:
        known = ", ".join(map(str, years)) or "no year at all"
        raise NoRecordsError(
            f"No record of this ledger that a figure could come from happened in {year}.",
            f"It holds such records of {known}.",
        )


def _number(value: Decimal) -> int | float:
    """Whole if it is; two decimals fit a float exactly as printed below 10^13."""
    return int(value) if value == value.to_integral_value() else float(value)
