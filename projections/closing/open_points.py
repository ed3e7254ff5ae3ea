"""Open points 未了事项: what was not finished on a year's last day, as known at a size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

import psycopg

from projections.closing.returns import RETURNS
from projections.definition import Projection
from projections.definitions.imprests import IMPREST_SLIPS
from projections.definitions.overpayments import OVERPAYMENTS
from projections.definitions.runs import RUNS
from projections.engine import past, source
from projections.engine.passing import Progress, unnoticed
from projections.errors import ProjectionError

OFFICE_TIME = timezone(timedelta(hours=8))
LISTED_MAX = 100
"""Points of a kind that are listed; all are counted."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Point:
    """One open point."""

    name: str
    """What it is about: a run, a slip, an overpayment, a position."""
    amount_fen: int
    position: int
    """The newest record about it."""


@dataclass(frozen=True)
class OpenPoints:
    """The open points of one kind."""

    kind: str
    title: str
    title_zh: str
    count: int
    amount_fen: int
    listed: tuple[Point, ...]


@dataclass(frozen=True)
class _Kind:
    kind: str
    title: str
    title_zh: str
    projection: Projection
    amount: Callable[[Row], int]
    """What is open in a row, in fen; 0 if nothing is."""
    name: Callable[[Row], str]


KINDS = (
    _Kind(
        "payments-unsent",
        "payments ordered and not sent to the bank",
        "已制单未报送银行",
        RUNS,
        lambda row: row["unsent_fen"] or 0,
        lambda row: row["run"],
    ),
    _Kind(
        "payments-in-transit",
        "payments in transit at the bank",
        "在途款项",
        RUNS,
        lambda row: row["outstanding_fen"] or 0,
        lambda row: row["run"],
    ),
    _Kind(
        "returned-not-reissued",
        "payments the bank returned and that were not paid again",
        "退票未重发",
        RETURNS,
        lambda row: 0 if row["reissues"] else row["returned_fen"],
        lambda row: f"position {row['reversal']}",
    ),
    _Kind(
        "imprest-unvouchered",
        "slips of reserve funds without a voucher",
        "备用金未报账",
        IMPREST_SLIPS,
        lambda row: max(0, row["amount_fen"] - row["vouchered_fen"]),
        lambda row: f"{row['imprest']}/{row['slip']}",
    ),
    _Kind(
        "overpayments-outstanding",
        "overpayments not recovered",
        "多发未追回",
        OVERPAYMENTS,
        lambda row: row["outstanding_fen"] or 0,
        lambda row: row["overpayment"],
    ),
)
LATE = "recorded-after-the-year"
_READ = tuple(dict.fromkeys(kind.projection for kind in KINDS))
_LATE = """
    SELECT count(*) OVER (), position, type FROM ledger.records
    WHERE position > %(after)s AND position <= %(up_to)s
        AND occurred >= %(first)s AND occurred < %(beyond)s
    ORDER BY position LIMIT %(limit)s
"""


def open_points(
    dsn: str, year: int, size: int, *, progress: Progress = unnoticed
) -> list[OpenPoints]:
    """The open points on a year's last day, of the first `size` records.

    Raises:
        ProjectionError: a record cannot be folded, so that a point might be missing.
    """
    found = past.known(dsn, _READ, size, as_of=date(year, 12, 31), progress=progress)
    unfit = sorted({at for reasons in found.quarantined.values() for at in reasons})
    if unfit:
        raise ProjectionError(
            f"The record at position {unfit[0]} cannot be folded, so open points may be missing.",
            "Nothing was closed. `qingce rebuild` names it.",
        )
    states = dict(zip((one.name for one in _READ), found.states, strict=True))
    points = [_counted(kind, states[kind.projection.name].to_pylist()) for kind in KINDS]
    return [*points, _late(dsn, year, size)]


def _counted(kind: _Kind, rows: Iterable[Row]) -> OpenPoints:
    found = list(_points(kind, rows))
    return OpenPoints(
        kind.kind,
        kind.title,
        kind.title_zh,
        len(found),
        sum(point.amount_fen for point in found),
        tuple(found[:LISTED_MAX]),
    )


def _points(kind: _Kind, rows: Iterable[Row]) -> Iterator[Point]:
    for row in rows:
        amount_fen = kind.amount(row)
        if amount_fen:
            yield Point(kind.name(row), amount_fen, row["position_last"])


def _late(dsn: str, year: int, size: int) -> OpenPoints:
    """Records of what happened in the year that were recorded after its last day."""
    first, beyond = year_bounds(year)
    with psycopg.connect(dsn) as connection:
        after = source.position_at(connection, beyond - timedelta(microseconds=1))
        span = {"after": after, "up_to": size, "first": first, "beyond": beyond}
        rows = connection.execute(_LATE, {**span, "limit": LISTED_MAX}).fetchall()
    return OpenPoints(
        LATE,
        "records of the year that were recorded after it",
        "年后补记",
        rows[0][0] if rows else 0,
        0,
        tuple(Point(type_, 0, position) for _, position, type_ in rows),
    )


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of a year and of the next, on the office's clock."""
    return (
        datetime(year, 1, 1, tzinfo=OFFICE_TIME),
        datetime(year + 1, 1, 1, tzinfo=OFFICE_TIME),
    )
