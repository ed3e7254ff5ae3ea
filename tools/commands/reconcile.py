"""`qingce reconcile`: every published figure against the one computed from the records."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tools import moments
from tools.moments import AsKnownOption, AsOfOption
from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from projections.figures.reconciliation import Line, Reconciliation

FIGURES_PACKAGED = {2019: Path(__file__).parent.parent / "demo" / "huancui-2019.csv"}
"""The figures files that come with the program, by year."""
RECORDS_LISTED_MAX = 1000
"""Positions listed in one answer; `--after` goes on."""
TABLE_WIDTH = 110


def reconcile(
    year: Annotated[int, typer.Option(min=1900, max=9999, help="The year of the report.")],
    figures: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Published figures, CSV. [default: the packaged ones]"),
    ] = None,
    records: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="List the positions of the records behind one figure."),
    ] = None,
    as_known: AsKnownOption = None,
    as_of: AsOfOption = None,
    after: Annotated[int, typer.Option(min=0, help="With --records: only greater positions.")] = 0,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Compare the figures of a year's report with those its records make.

    Exits 1 if a figure is not what was printed. Figures of registers that are not kept yet are
    listed as such and do not count. With --as-known and --as-of: as the records up to a moment
    said, of what had happened by a day.
    """
    from application.opening import open_database
    from application.settings import load_settings

    moment, day = moments.known(as_known), moments.day(as_of)
    if records is not None and day is not None:
        raise typer.BadParameter("--records lists what is behind the whole year's figure.")
    with open_database(load_settings(data)) as dsn:
        if records is not None:
            _list_records(dsn, records, year, after, moment, json)
            return
        file = figures_file(year, figures)
        found = reconciled(dsn, year, file, moment, day)
    answer(json, as_json(found, file), f"{text(found)}\nFigures: {file}")
    for sentence in found.incomplete:
        _say(sentence)
    if not found.ok:
        raise typer.Exit(1)


def as_json(found: Reconciliation, file: Path) -> dict[str, object]:
    """The reconciliation as machines read it."""
    return {
        "year": found.year,
        "position": found.position,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "ok": found.ok,
        "incomplete": list(found.incomplete),
        "figures": str(file),
        "lines": [line.as_dict() for line in found.lines],
    }


def text(found: Reconciliation) -> str:
    """The reconciliation as people read it."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=_title(found))
    for column in ("", "figure", "published", "computed", "difference", "quality", "records"):
        right = column in ("published", "computed", "difference", "records")
        table.add_column(column, justify="right" if right else "left")
    for line in found.lines:
        table.add_row(*_cells(line))
    console = Console(width=TABLE_WIDTH)
    with console.capture() as captured:
        console.print(table)
    return captured.get() + _summary(found)


def _title(found: Reconciliation) -> str:
    title = f"{found.year}, as recorded up to position {found.position:,}"
    return f"{title}, of what had happened by {found.as_of}" if found.as_of else title


def _cells(line: Line) -> tuple[str, ...]:
    figure = line.figure
    head = (figure.label_zh, figure.as_printed)
    if line.computed is None or line.difference is None:
        return ("–", *head, "", "", "register not kept yet", "")
    return (
        "✓" if line.ok else "✗",
        *head,
        f"{line.computed.value:,}",
        f"{line.difference:,}" if line.difference else "",
        figure.quality.value,
        f"{line.computed.records:,}",
    )


def _summary(found: Reconciliation) -> str:
    covered = [line for line in found.lines if line.covered]
    right = sum(1 for line in covered if line.ok)
    return (
        f"{right} of {len(covered)} figures are what was printed; "
        f"{len(found.lines) - len(covered)} belong to registers that are not kept yet."
    )


def figures_file(year: int, figures: Path | None) -> Path:
    """The figures file that was named, or the packaged one of the year.

    Raises:
        FiguresFileError: none was named, and none is packaged.
    """
    from projections.figures.published import FiguresFileError

    file = figures or FIGURES_PACKAGED.get(year)
    if file is None:
        raise FiguresFileError(
            f"No figures of {year} come with the program. Name a file with --figures."
        )
    return file


def reconciled(
    dsn: str, year: int, file: Path, moment: date | int | None, day: date | None
) -> Reconciliation:
    """The figures of a file against the newest records, or what was known at a moment."""
    from projections.figures import published, reconciliation

    figures = published.load(file)
    if moment is None and day is None:
        return reconciliation.reconcile(dsn, year, figures, say=_say)
    position = _position(dsn, moment)
    with counting("Reading the records", position) as progress:
        return reconciliation.reconcile_then(
            dsn, year, figures, position=position, as_of=day, progress=progress
        )


def _position(dsn: str, moment: date | int | None) -> int:
    import psycopg

    with psycopg.connect(dsn) as connection:
        return moments.position_of(connection, moment)


def _list_records(
    dsn: str, key: str, year: int, after: int, moment: date | int | None, as_json: bool
) -> None:
    from projections.figures.reconciliation import records_behind

    newest = _position(dsn, moment)
    found = records_behind(
        dsn, key, year, limit=RECORDS_LISTED_MAX, after=after, up_to=newest, say=_say
    )
    more = found[-1] if len(found) == RECORDS_LISTED_MAX else None
    lines = [str(position) for position in found]
    if more:
        lines.append(f"… there may be more: --after {more}")
    answer(
        as_json,
        {"key": key, "year": year, "position": newest, "records": found, "after": more},
        "\n".join(lines) or "No record.",
    )


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
