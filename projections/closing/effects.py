"""Effects: what each record that came after a closing does to each figure of the year.

The tables that figures are computed from are taken as they were at the closing; then the records
after it are let in one by one, in the order of the log, and every figure is computed before and
after. The effects of a figure therefore add up to its whole change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

import duckdb
import psycopg

from projections.closing.open_points import year_bounds
from projections.definition import Merge, Projection, at_column
from projections.engine import past, source
from projections.engine.database import connect
from projections.engine.folding import Fold
from projections.engine.passing import Progress, unnoticed
from projections.errors import ProjectionError
from projections.figures.asking import Named
from projections.figures.computed import FIGURES, compute
from projections.figures.reconciliation import READ

_LATE = """
    SELECT position, type, occurred, recorded, official FROM ledger.records
    WHERE position > %(after)s AND position <= %(up_to)s
        AND (position = ANY(%(touching)s) OR occurred >= %(first)s AND occurred < %(beyond)s)
    ORDER BY position
"""


@dataclass(frozen=True)
class Effect:
    """What one record does to one figure, in the figure's unit (money in yuan)."""

    figure: str
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """By how much."""
        return self.after - self.before


@dataclass(frozen=True)
class LateRecord:
    """A record after the closing, of something in the year or with an effect on its figures."""

    position: int
    type: str
    occurred: str
    recorded: str
    official: str
    effects: tuple[Effect, ...]


def figures_at(
    dsn: str, year: int, size: int, *, progress: Progress = unnoticed
) -> dict[str, Decimal]:
    """Every figure of a year that a register kept here gives, as known at a size.

    Raises:
        ProjectionError: a record cannot be folded.
    """
    with _Tables(dsn, size, progress) as tables:
        return tables.figures(year, FIGURES)


def late_records(
    dsn: str, year: int, after: int, up_to: int, *, progress: Progress = unnoticed
) -> Iterator[LateRecord]:
    """The records after a closing that concern its year, each with its effect on every figure.

    Args:
        dsn: the database.
        year: that was closed.
        after: the size of the log at the closing.
        up_to: the last position looked at.
        progress: told the positions passed.

    Raises:
        ProjectionError: a record cannot be folded.
    """
    first, beyond = year_bounds(year)
    with _Tables(dsn, after, progress) as tables:
        tables.load(dsn, after, up_to)
        for position, type_, occurred, recorded, official in _late(
            dsn, year, after, up_to, tables.touching()
        ):
            keys = tables.concerned(position)
            before = tables.figures(year, keys)
            tables.let_in(position)
            now = tables.figures(year, keys)
            effects = tuple(
                Effect(key, before[key], now[key]) for key in keys if before[key] != now[key]
            )
            if effects or first <= occurred < beyond:
                yield LateRecord(
                    position, type_, occurred.isoformat(), recorded.isoformat(), official, effects
                )


def _late(
    dsn: str, year: int, after: int, up_to: int, touching: Sequence[int]
) -> list[tuple[Any, ...]]:
    first, beyond = year_bounds(year)
    span = {"after": after, "up_to": up_to, "first": first, "beyond": beyond}
    with psycopg.connect(dsn) as connection:
        return connection.execute(_LATE, {**span, "touching": list(touching)}).fetchall()


class _Tables:
    """The tables at a closing, into which later records can be let one at a time.

    Each projection has a table of partial states and a view that merges them, under the name by
    which figures ask for it; the rows of later records wait in a table beside.
    """

    def __init__(self, dsn: str, size: int, progress: Progress) -> None:
        found = past.known(dsn, READ, size, progress=progress)
        _must_be_whole(found.quarantined)
        self._database = connect()
        self._asked = Named(self._database)
        self._database.execute("CREATE SCHEMA projections")
        for projection, state in zip(READ, found.states, strict=True):
            self._database.register("state", state)
            self._database.execute(f"CREATE TABLE held_{projection.name} AS FROM state")
            self._database.execute(f"CREATE TABLE waiting_{projection.name} AS FROM state LIMIT 0")
            self._database.execute(_view(projection))
            self._database.unregister("state")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._database.close()

    def load(self, dsn: str, after: int, up_to: int) -> None:
        """Read the records after the closing, and let them wait."""
        with Fold(READ) as fold:
            for batch in source.batches(dsn, sorted(fold.wanted), after, up_to):
                fold.load(batch)
                for projection in READ:
                    if (rows := fold.rows(projection)) is not None:
                        self._wait(projection, rows)

    def _wait(self, projection: Projection, rows: duckdb.DuckDBPyRelation) -> None:
        self._database.register("rows", rows.to_arrow_table())
        columns = {
            **{name: name for name in (*projection.keys, *(v.name for v in projection.values))},
            **{at_column(value): "position" for value in projection.latest_values},
            "records": "1",
            "position_first": "position",
            "position_last": "position",
        }
        self._database.execute(
            f"INSERT INTO waiting_{projection.name} ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {', '.join(columns.values())} FROM rows"
        )
        self._database.unregister("rows")

    def touching(self) -> list[int]:
        """The positions of the records that wait."""
        union = " UNION ".join(f"SELECT position_last FROM waiting_{one.name}" for one in READ)  # noqa: S608
        return sorted(position for (position,) in self._database.execute(union).fetchall())

    def concerned(self, position: int) -> list[str]:
        """The figures a waiting record may change."""
        names = {
            name
            for table, column in _NAMING
            for (name,) in self._database.execute(
                f"SELECT {column} FROM waiting_{table} WHERE position_last = ?",  # noqa: S608
                [position],
            ).fetchall()
        }
        return [key for key, figure in FIGURES.items() if names & set(_names(figure))]

    def let_in(self, position: int) -> None:
        """Count a record that waited."""
        for projection in READ:
            self._database.execute(
                f"INSERT INTO held_{projection.name} "
                f"FROM waiting_{projection.name} WHERE position_last = ?",
                [position],
            )

    def figures(self, year: int, keys: Mapping[str, Any] | Sequence[str]) -> dict[str, Decimal]:
        """Some figures, from what is held now."""
        computed = {key: compute(self._asked, key, year) for key in keys}
        return {key: found.value for key, found in computed.items() if found is not None}


_NAMING = (("activities", "activity"), ("activity_subjects", "activity"), ("standards", "standard"))
_MERGED = {
    Merge.SUM: "sum({0})::BIGINT",
    Merge.LATEST: "arg_max({0}, {0}_at)",
    Merge.MIN: "min({0})",
    Merge.MAX: "max({0})",
}


def _view(projection: Projection) -> str:
    """The view that merges a projection's partial states, as far as figures ask for it."""
    merged = [
        f"{_MERGED[value.merge].format(value.name)} AS {value.name}"
        for value in projection.values
        if value.merge in _MERGED
    ]
    keys = ", ".join(projection.keys)
    return (
        f"CREATE VIEW projections.{projection.name} AS "  # noqa: S608
        f"SELECT {keys}, {', '.join(merged)}, sum(records)::BIGINT AS records "
        f"FROM held_{projection.name} GROUP BY {keys}"
    )


def _names(figure: Any) -> tuple[str, ...]:
    """The activities or the standard a figure is made of."""
    return getattr(figure, "activities", None) or (figure.standard,)


def _must_be_whole(quarantined: Mapping[str, Mapping[int, str]]) -> None:
    unfit = sorted({at for reasons in quarantined.values() for at in reasons})
    if unfit:
        raise ProjectionError(
            f"The record at position {unfit[0]} cannot be folded, so no figure is whole.",
            "Nothing was changed. `qingce rebuild` names it and says why.",
        )
