"""`qingce explain`: how a figure came about, and how it changed as records came in later."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools import moments
from tools.moments import AsKnownOption, AsOfOption
from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from projections.figures.explaining import Explanation, KnownValue


def explain(
    figure: Annotated[str, typer.Argument(help="The figure's key, e.g. dibao.paid.")],
    year: Annotated[int, typer.Option(min=1900, max=9999, help="The year it is of.")],
    closed: Annotated[
        str | None,
        typer.Option(
            metavar="DATE|POSITION",
            help="When the year was closed. [default: by its closing, else its last day's end]",
        ),
    ] = None,
    as_known: AsKnownOption = None,
    as_of: AsOfOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Explain a figure: what it counts, what it was known as when, and what came in late."""
    from application.opening import open_database
    from application.settings import load_settings

    moment, day = moments.known(as_known), moments.day(as_of)
    close = moments.known(closed, "--closed")
    with open_database(load_settings(data)) as dsn:
        if close is None:
            close = _closed(dsn, year)
        found = _explain(dsn, figure, year, moment, day, close)
    answer(json, as_json(found), _text(found))


def as_json(found: Explanation) -> dict[str, Any]:
    """The explanation as machines read it."""
    return {
        "figure": found.key,
        "year": found.year,
        "position": found.position,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "counts": found.counts,
        "types": list(found.types),
        "value": _number(found.value),
        "records": found.records,
        "at_close": _known(found.at_close),
        "changed_since_close": _number(found.value - found.at_close.value),
        "late_records": found.late,
        "late_positions": list(found.late_listed),
        "history": [_known(each) for each in found.history],
        "restated_months": [
            {
                "month": each.month,
                "then": _number(each.then),
                "now": _number(each.now),
                "records_later": each.records,
            }
            for each in found.restated
        ],
    }


def _closed(dsn: str, year: int) -> int | None:
    """The size at which the year was closed last; `None` if it never was."""
    from application.closing.closings import closings
    from ledger.log import Log

    with Log.open(dsn) as log:
        found = closings(log, year)
    return found[-1].record.size if found else None


def _explain(
    dsn: str,
    figure: str,
    year: int,
    moment: date | int | None,
    day: date | None,
    close: date | int | None,
) -> Explanation:
    import psycopg

    from projections.figures import explaining

    with psycopg.connect(dsn, autocommit=True) as connection:
        position = moments.position_of(connection, moment)
        with counting("Reading the records", position) as progress:
            return explaining.explain(
                dsn,
                figure,
                year,
                position=position,
                position_at=lambda each: moments.position_of(connection, each),
                last_day=moments.day_recorded(connection, position),
                closed=None if close is None else moments.position_of(connection, close),
                as_of=day,
                progress=progress,
            )


def _text(found: Explanation) -> str:
    of = f", of what had happened by {found.as_of}" if found.as_of else ""
    lines = [
        f"{found.key} of {found.year} is {found.value:,}, from {found.records:,} records up to "
        f"position {found.position:,}{of}.",
        f"It counts {found.counts}.",
        "",
        f"{'known by':<12}{'position':>12}{'figure':>18}{'records':>12}",
        *(_line(each) for each in found.history),
        "",
        f"At the close, position {found.at_close.position:,}, it was {found.at_close.value:,}; "
        f"{found.late:,} records of {found.year} were recorded later and changed it by "
        f"{found.value - found.at_close.value:+,}.",
    ]
    if found.late_listed:
        more = found.late - len(found.late_listed)
        listed = ", ".join(map(str, found.late_listed))
        lines.append(f"Late: positions {listed}" + (f" and {more:,} more." if more else "."))
    lines += [
        f"Restated: {each.month} was {each.then:,}, is {each.now:,} "
        f"({each.records:,} records came later)."
        for each in found.restated
    ]
    lines.append(
        f"The records behind it: qingce reconcile --year {found.year} --records {found.key}"
    )
    return "\n".join(lines)


def _line(each: KnownValue) -> str:
    return f"{each.day!s:<12}{each.position:>12,}{each.value:>18,}{each.records:>12,}"


def _known(each: KnownValue) -> dict[str, Any]:
    return {
        "day": each.day.isoformat() if each.day else None,
        "position": each.position,
        "value": _number(each.value),
        "records": each.records,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
