"""Explaining a figure: what it counts, and how it changed as records came in later.

The year is closed at the end of its last day, on the office's clock, unless somebody says when it
was. A record of something that happened in the year but was recorded after that is *late*; a month
whose figure is not what it was known as when the month ended, or at the close if `closed` says so,
is *restated*.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from projections.engine.passing import Progress, unnoticed
from projections.errors import UnknownFigureError
from projections.figures.computed import FIGURES, ActivityFigure, StandardFigure
from projections.figures.contributions import Contributions, projection_of
from projections.upcasting import read_as

LATE_LISTED_MAX = 100
PositionAt = Callable[[date], int]
"""The last position recorded by the end of a day."""


@dataclass(frozen=True)
class KnownValue:
    """What the figure was known as at a position."""

    position: int
    value: Decimal
    records: int
    day: date | None = None
    """The day whose end it was."""


@dataclass(frozen=True)
class Restated:
    """A month whose figure changed after the month had ended."""

    month: str
    then: Decimal
    """As known at the month's end."""
    now: Decimal
    records: int
    """How many records of that month came later."""


@dataclass(frozen=True)
class Explanation:
    """How a figure came about."""

    key: str
    year: int
    position: int
    as_of: date | None
    counts: str
    """What it counts, in words."""
    types: tuple[str, ...]
    """The types of records it is computed from."""
    value: Decimal
    records: int
    at_close: KnownValue
    """As known at the close."""
    history: tuple[KnownValue, ...]
    """At each month's end at which it had changed, from the first to the last."""
    restated: tuple[Restated, ...]
    late: int
    """How many records of the year were recorded after its close."""
    late_listed: tuple[int, ...]
    """The positions of the first of them."""


def explain(
    dsn: str,
    key: str,
    year: int,
    *,
    position: int,
    position_at: PositionAt,
    last_day: date,
    closed: int | None = None,
    as_of: date | None = None,
    progress: Progress = unnoticed,
) -> Explanation:
    """Explain a figure of a year.

    Args:
        dsn: the database.
        key: the figure's, as in a figures file.
        year: the calendar year in which things happened.
        position: what is known up to there.
        position_at: tells the last position by a day's end.
        last_day: the day on which the newest record was recorded, on the office's clock.
        closed: the last position that was known when the year was closed; that at its end, if not
            given.
        as_of: leave out what had not happened by that day.
        progress: told the positions passed.

    Raises:
        UnknownFigureError: no register kept here gives the figure.
        ProjectionError: the records cannot be folded.
    """
    figure = FIGURES.get(key)
    if figure is None:
        raise UnknownFigureError(
            f"No register kept here gives the figure {key}.",
            f"There are {', '.join(sorted(FIGURES))}.",
        )

    def at(day: date) -> int:
        return min(position, position_at(day))

    with Contributions(
        dsn, figure, year, up_to=position, as_of=as_of, progress=progress
    ) as contributions:
        end = at(date(year, 12, 31)) if closed is None else min(closed, position)
        close = KnownValue(end, *contributions.value(end))
        value, records = contributions.value(position)
        late = contributions.between(close.position, position)
        return Explanation(
            key=key,
            year=year,
            position=position,
            as_of=as_of,
            counts=_in_words(figure),
            types=tuple(sorted(read_as(projection_of(figure).types))),
            value=value,
            records=records,
            at_close=close,
            history=_history(contributions, year, at, last_day),
            restated=()
            if isinstance(figure, StandardFigure)
            else _restated(contributions, at, position, closed or 0),
            late=len(late),
            late_listed=tuple(each for each, _ in late[:LATE_LISTED_MAX]),
        )


def _history(
    contributions: Contributions, year: int, at: PositionAt, last_day: date
) -> tuple[KnownValue, ...]:
    """The value at each month's end from the year's start on, where it is another than before."""
    found: list[KnownValue] = []
    for day in _month_ends(year, last_day):
        position = at(day)
        if found and position == found[-1].position:
            continue
        value, records = contributions.value(position)
        if not found or (value, records) != (found[-1].value, found[-1].records):
            found.append(KnownValue(position, value, records, day))
    return tuple(found)


def _restated(
    contributions: Contributions, at: PositionAt, position: int, closed: int
) -> tuple[Restated, ...]:
    found = []
    for month in filter(None, contributions.months()):
        ended = max(closed, at(_end_of_month(date.fromisoformat(f"{month}-01"))))
        then, records_then = contributions.value(ended, month)
        now, records_now = contributions.value(position, month)
        if records_now != records_then:
            found.append(Restated(month, then, now, records_now - records_then))
    return tuple(found)


def _month_ends(year: int, last_day: date) -> list[date]:
    ends = [_end_of_month(date(year, 1, 1))]
    while ends[-1] < last_day:
        ends.append(_end_of_month(ends[-1] + timedelta(days=1)))
    return ends


def _end_of_month(day: date) -> date:
    next_month = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return next_month - timedelta(days=1)


def _in_words(figure: ActivityFigure | StandardFigure) -> str:
    if isinstance(figure, StandardFigure):
        return f"the standard {figure.standard} in force on the year's last day, in yuan"
    return f"{figure.measure.in_words} of {', '.join(figure.activities)}"
