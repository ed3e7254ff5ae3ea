"""`qingce rebuild`: projections computed anew from the log, compared, and swapped in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.beginnings import (
    Engine,
    EngineOption,
    FromOption,
    MasterOption,
    Origin,
    PlaceOption,
    beginning,
    check,
)
from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from projections.engine.drift import DriftRow
    from projections.engine.rebuild import Rebuilt


def rebuild(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Projections; all if none.")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Put the rebuilt tables in place where they differ.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a rebuild that was interrupted.")
    ] = False,
    origin: FromOption = Origin.LOG,
    place: PlaceOption = None,
    engine: EngineOption = Engine.DUCKDB,
    master: MasterOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Rebuild projections from the log or its archive and compare them with the live ones.

    Exits 1 if a live table is not what the records make; it is then left as it is. Exits 1 too if
    a record cannot be folded; it is then named.
    """
    from application.opening import open_database
    from application.settings import load_settings
    from projections import registry
    from projections.engine.rebuild import Options
    from projections.engine.rebuild import rebuild as rebuild_tables

    check(origin, engine, master)
    if resume and origin is not Origin.LOG:
        raise typer.BadParameter("--resume is for a rebuild from the log.")
    settings, projections = load_settings(data), registry.named(names or [])
    with (
        open_database(settings) as dsn,
        beginning(settings, dsn, origin, place, master) as first,
        counting("Rebuilding", _newest(dsn)) as progress,
    ):
        options = Options(
            accept=accept, resume=resume, beginning=first, progress=progress, say=_say
        )
        outcomes = rebuild_tables(dsn, projections, options)
    ok = all(outcome.ok for outcome in outcomes)
    drifted = any(not outcome.swapped for outcome in outcomes)
    answer(
        json,
        {"ok": ok, "projections": [as_json(outcome) for outcome in outcomes]},
        "\n".join([*map(_text, outcomes), *([_ADVICE] if drifted else [])]),
    )
    if not ok:
        raise typer.Exit(1)


_ADVICE = (
    "Nothing was overwritten where a table drifted. Find out who changed it; "
    "`qingce rebuild --accept` puts the rebuilt table in its place."
)


def _newest(dsn: str) -> int:
    import psycopg

    from projections.engine import source

    with psycopg.connect(dsn) as connection:
        return source.head(connection)


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)


def as_json(outcome: Rebuilt) -> dict[str, Any]:
    """The outcome for one projection as machines read it; `drift` counts rows that differ."""
    drift = outcome.drift
    return {
        "name": outcome.name,
        "rows": outcome.rows,
        "records": outcome.records,
        "position": outcome.position,
        "seconds": round(outcome.seconds, 3),
        "compared": drift is not None,
        "drift": drift.rows if drift else 0,
        "differences": [
            {
                "key": row.key,
                "columns": row.columns,
                "live": row.live,
                "rebuilt": row.rebuilt,
                "records": list(row.records),
            }
            for row in (drift.listed if drift else ())
        ],
        "swapped": outcome.swapped,
        "quarantined": {str(at): why for at, why in sorted(outcome.quarantined.items())},
    }


def _text(outcome: Rebuilt) -> str:
    lines = [
        f"{outcome.name}: {outcome.rows:,} rows from {outcome.records:,} records, "
        + _compared(outcome)
    ]
    for row in outcome.drift.listed if outcome.drift else ():
        lines += [f"  {row.key}: {_difference(row)}", f"    {_behind(row)}"]
    lines += [
        f"  NOT FOLDED: the record at position {at}: {why}"
        for at, why in sorted(outcome.quarantined.items())
    ]
    return "\n".join(lines)


def _compared(outcome: Rebuilt) -> str:
    if outcome.drift is None:
        return "built (there was nothing to compare with)"
    if not outcome.drift.rows:
        return "as the live table"
    kept = "replaced" if outcome.swapped else "LEFT AS IT IS"
    return f"{outcome.drift.rows:,} rows DIFFER from the live table, which was {kept}:"


def _difference(row: DriftRow) -> str:
    if row.rebuilt is None:
        return "the live table has a row that no record explains"
    if row.live is None:
        return "the live table lacks the row"
    live, rebuilt = row.live, row.rebuilt
    return "; ".join(
        f"{name} is {live[name]}, the records make {rebuilt[name]}" for name in row.columns
    )


def _behind(row: DriftRow) -> str:
    if row.rebuilt is None:
        return f"live {row.live}"
    more = row.rebuilt["records"] - len(row.records)
    listed = ", ".join(map(str, row.records))
    return f"records behind it: {listed}" + (f" and {more:,} more" if more else "")
