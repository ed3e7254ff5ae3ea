"""How the commands that show tables ask for them and tell them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from tools import moments
from tools.options import answer
from tools.progress import counting

if TYPE_CHECKING:
    from projections.tables.question import Page

ROWS_DEFAULT = 50
ROWS_MAX = 10_000
INCOMPLETE_ADVICE = "`qingce rebuild` tries such records again; `qingce show POSITION` shows one."


def show(
    name: str,
    where: Sequence[str],
    *,
    limit: int,
    after: str | None,
    as_known: str | None,
    as_of: datetime | None,
    columns: Sequence[str] | None,
    data: Path | None,
    json: bool,
) -> None:
    """Show a page of a table; exits 1 if the table is incomplete.

    Args:
        name: the projection's.
        where: conditions, `COLUMN=VALUE`.
        limit: rows on the page.
        after: the cursor of the page.
        as_known: a day or a position.
        as_of: a day.
        columns: those that people are shown, all if not given; machines get all.
        data: the data folder.
        json: whether to answer machines.
    """
    page = _page(name, where, limit, after, as_known, as_of, data)
    as_of_day = moments.day(as_of)
    found = {
        "table": name,
        "position": page.position,
        "as_of": as_of_day.isoformat() if as_of_day else None,
        "total": page.total,
        "rows": page.rows,
        "next": page.next,
        "incomplete": list(page.incomplete),
    }
    answer(json, found, _text(page, columns or list(page.projection.columns)))
    for sentence in page.incomplete:
        typer.echo(sentence, err=True)
    if page.incomplete:
        typer.echo(INCOMPLETE_ADVICE, err=True)
        raise typer.Exit(1)


def _page(
    name: str,
    where: Sequence[str],
    limit: int,
    after: str | None,
    as_known: str | None,
    as_of: datetime | None,
    data: Path | None,
) -> Page:
    import psycopg

    from application.opening import open_database
    from application.settings import load_settings
    from projections import registry
    from projections.tables import now
    from projections.tables.question import question

    moment, day = moments.known(as_known), moments.day(as_of)
    (projection,) = registry.named([name])
    asked = question(projection, where, limit=limit, cursor=after)
    with open_database(load_settings(data)) as dsn:
        if moment is None and day is None:
            return now.page(dsn, asked, say=_say)
        from projections.tables import then

        with psycopg.connect(dsn) as connection:
            position = moments.position_of(connection, moment)
        with counting("Reading the records", position) as progress:
            return then.page(dsn, asked, position, day, progress)


def _text(page: Page, columns: Sequence[str]) -> str:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{page.projection.title_zh} {page.projection.title}")
    for name in columns:
        number = page.projection.columns[name] == "int64"
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in page.rows:
        table.add_row(*(_cell(name, row[name]) for name in columns))
    console = Console(width=max(110, 16 * len(columns)))
    with console.capture() as captured:
        console.print(table)
    lines = [
        captured.get().rstrip(),
        f"{len(page.rows):,} of {page.total:,} rows, from the records up to position "
        f"{page.position:,}.",
    ]
    if page.next:
        lines.append(f"More: --after {page.next}")
    return "\n".join(lines)


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name.endswith("_fen"):
        return f"{value / 100:,.2f}" if abs(value) < 2**53 else str(value)
    if isinstance(value, int) and not isinstance(value, bool) and name not in ("year",):
        return f"{value:,}"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
