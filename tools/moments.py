"""The two time axes on the command line: what was known, and what held.

`--as-known` takes a day (all that was recorded by its end, on the office's clock) or a position
(all records up to it). `--as-of` takes a day (what had happened, or was in force, by its end).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import psycopg

AsKnownOption = Annotated[
    str | None,
    typer.Option(
        "--as-known",
        metavar="DATE|POSITION",
        help="As the records up to that day's end, or that position, say.",
    ),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="Only what had happened, or was in force, by that day's end.",
    ),
]


def known(text: str | None, option: str = "--as-known") -> date | int | None:
    """The day or the position that an option names.

    Raises:
        typer.BadParameter: it is neither.
    """
    if text is None:
        return None
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is neither a day (YYYY-MM-DD) nor a position (1, 2, 3 …).",
            param_hint=option,
        ) from None


def day(moment: datetime | None) -> date | None:
    """The day that `--as-of` names."""
    return moment.date() if moment else None


def position_of(connection: psycopg.Connection[Any], moment: date | int | None) -> int:
    """The last position that was known; that of the newest record if no moment is given.

    Raises:
        PositionBeyondLogError: the log has not come to the position yet.
    """
    from application.history import end_of
    from projections.engine import source
    from projections.errors import PositionBeyondLogError

    newest = source.head(connection)
    if moment is None:
        return newest
    if isinstance(moment, date):
        return source.position_at(connection, end_of(moment))
    if moment > newest:
        raise PositionBeyondLogError(
            f"The log has {newest} records; there is none at position {moment}.",
            "Ask for an earlier position, or for a day.",
        )
    return moment


def day_recorded(connection: psycopg.Connection[Any], position: int) -> date:
    """The day, on the office's clock, on which a record was recorded; the first day if none was."""
    from application.history import OFFICE_TIME
    from projections.engine import source

    moment = source.recorded_at(connection, position)
    return moment.astimezone(OFFICE_TIME).date() if moment else date.min
