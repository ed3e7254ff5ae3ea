"""`qingce snapshot`: state what a projection holds, prove a row of it, compare two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.commands.bundle import ByOption, OfficeOption
from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from ledger.evidence.snapshots.statement import Statement

app = typer.Typer(
    help="Snapshots: what a projection holds at one size of the log, stated in the log.",
    rich_markup_mode=None,
)
PositionArgument = Annotated[
    int, typer.Argument(metavar="POSITION", min=1, help="Of the statement, as `list` shows it.")
]
ROWS_SHOWN = 20


@app.command()
def create(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Projections, or tag_index; all if none."),
    ] = None,
    size: Annotated[
        int | None, typer.Option(min=1, help="As of so many records; all there are by default.")
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Those of months and years that have ended; for cron.")
    ] = False,
    by: ByOption = None,
    office: OfficeOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Take snapshots. With --due only those that are missing; run again, it takes none."""
    from application.settings import load_settings
    from tools.evidencing import due as dues
    from tools.evidencing.opening import act, workplace

    if due and (names or size):
        raise typer.BadParameter("--due chooses by itself what to take.")
    acting = act(by, office)
    with workplace(load_settings(data)) as place:
        if due:
            taken = dues.take_due(place, acting)
        else:
            taken = place.take(names or dues.all_names(), size or place.log.head().size, acting)
    answer(json, {"snapshots": [shown(one) for one in taken]}, _lines(taken) or "None is due.")


@app.command("list")
def list_snapshots(data: DataOption = None, json: JsonOption = False) -> None:
    """List all snapshots, oldest first."""
    from application.settings import load_settings
    from tools.evidencing.opening import workplace

    with workplace(load_settings(data)) as place:
        taken = list(place.snapshots.taken())
    answer(json, {"snapshots": [shown(one) for one in taken]}, _lines(taken) or "There is none.")


@app.command()
def show(
    position: PositionArgument,
    limit: Annotated[int, typer.Option(min=1, help="Rows at most.")] = ROWS_SHOWN,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show a statement and its first rows."""
    from application.settings import load_settings
    from tools.evidencing.opening import workplace

    with workplace(load_settings(data)) as place:
        statement = place.snapshots.at(position)
        folder = place.snapshots.rows(statement)
        rows = [folder.row(index) for index in range(min(limit, folder.count))]
        lines = [folder.line(index).decode() for index in range(len(rows))]
    answer(json, {**shown(statement), "shown": rows}, "\n".join([*_told(statement), *lines]))


@app.command()
def prove(
    position: PositionArgument,
    row: Annotated[
        list[str], typer.Argument(metavar="COLUMN=VALUE...", help="Names one row, e.g. fund=F1.")
    ],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Prove one row: the row, its way to the stated root, and the statement's to a checkpoint.

    Needs a checkpoint that covers the statement: `qingce checkpoint`.
    """
    from application.settings import load_settings
    from tools.commands.prove import receipt_json
    from tools.evidencing import rows
    from tools.evidencing.opening import workplace

    with workplace(load_settings(data)) as place:
        proved = rows.prove_row(place, position, row)
    receipt = receipt_json(proved.receipt)
    shown_row = {"row": proved.line.decode(), "row_number": proved.number, "rows": proved.rows}
    value = {**shown_row, "row_proof": rows.encoded(proved.proof), "statement": receipt}
    lines = [
        proved.line.decode(),
        f"row {proved.number} of {proved.rows}",
        *rows.encoded(proved.proof),
        proved.receipt.record.decode(),
        proved.receipt.slip.encode().decode().rstrip("\n"),
    ]
    answer(json, value, "\n".join(lines))


@app.command()
def diff(
    earlier: Annotated[int, typer.Argument(min=1, help="Position of the earlier statement.")],
    later: Annotated[int, typer.Argument(min=1, help="Position of the later one.")],
    limit: Annotated[int, typer.Option(min=1, help="Rows at most.")] = ROWS_SHOWN,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Compare two snapshots row by row; each difference with the records that made it.

    Exits 1 if a row differs and no record between the two explains it.
    """
    from application.settings import load_settings
    from tools.evidencing import differences
    from tools.evidencing.opening import workplace

    with workplace(load_settings(data)) as place:
        found = differences.compare(place, earlier, later, limit)
    answer(json, found.as_dict(), found.text())
    if not found.explained:
        raise typer.Exit(1)


@app.command()
def restore(position: PositionArgument, data: DataOption = None, json: JsonOption = False) -> None:
    """Compute the rows of a snapshot again from the log, where they were lost."""
    from application.settings import load_settings
    from projections.snapshots.content import contents
    from tools.evidencing.opening import workplace

    with workplace(load_settings(data)) as place:
        statement = place.snapshots.at(position)
        for content in contents(place.dsn, [statement.projection], statement.size):
            place.snapshots.restore(statement, content)
    answer(json, shown(statement), f"The {statement.rows:,} rows are those that were stated.")


def shown(statement: Statement) -> dict[str, Any]:
    """A statement as machines read it."""
    return {
        "position": statement.position,
        "projection": statement.projection,
        "period": statement.period,
        "size": statement.size,
        "root": statement.root.hex(),
        "rows": statement.rows,
        "row_root": statement.row_root.hex(),
        "totals": dict(statement.totals),
        "definition_hash": statement.definition_hash,
        "previous": statement.previous,
    }


def _told(statement: Statement) -> list[str]:
    fields = {**shown(statement), "period": statement.period or "-"}
    totals = fields.pop("totals")
    told = [f"{name}: {value}" for name, value in fields.items()]
    return [*told, *(f"total {name}: {value}" for name, value in totals.items())]


def _lines(taken: list[Statement]) -> str:
    return "\n".join(
        f"{one.position:>9}  {one.projection:<18} {one.period or '-':<8} "
        f"{one.rows:>9,} rows of {one.size:,} records  {one.row_root.hex()[:16]}"
        for one in taken
    )
