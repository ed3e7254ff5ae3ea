"""`qingce rebuild`: projections computed anew from the log, compared, and swapped in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from projections.engine.rebuild import Rebuilt


def rebuild(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Projections; all if none.")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Put the rebuilt tables in place where they differ.")
    ] = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Rebuild projections from the log and compare them with the live ones.

    Exits 1 if a live table is not what the records make; it is then left as it is.
    """
    from application.opening import open_database
    from application.settings import load_settings
    from projections import registry

    projections = registry.named(names or [])
    with open_database(load_settings(data)) as dsn:
        outcomes = _rebuild(dsn, projections, accept=accept)
    ok = all(outcome.swapped for outcome in outcomes)
    answer(
        json,
        {"ok": ok, "projections": [as_json(outcome) for outcome in outcomes]},
        "\n".join([*map(_text, outcomes), *([] if ok else [_ADVICE])]),
    )
    if not ok:
        raise typer.Exit(1)


_ADVICE = (
    "Nothing was overwritten where a table drifted. Find out who changed it; "
    "`qingce rebuild --accept` puts the rebuilt table in its place."
)


def _rebuild(dsn: str, projections: Any, *, accept: bool) -> list[Rebuilt]:
    import psycopg

    from projections.engine import source
    from projections.engine.rebuild import rebuild as rebuild_tables

    with psycopg.connect(dsn) as connection:
        newest = source.head(connection)
    with counting("Rebuilding", newest) as progress:
        return rebuild_tables(dsn, projections, accept=accept, progress=progress)


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
            {"key": row.key, "live": row.live, "rebuilt": row.rebuilt}
            for row in (drift.listed if drift else ())
        ],
        "swapped": outcome.swapped,
    }


def _text(outcome: Rebuilt) -> str:
    head = f"{outcome.name}: {outcome.rows:,} rows from {outcome.records:,} records, "
    if outcome.drift is None:
        return head + "built (there was nothing to compare with)"
    if not outcome.drift.rows:
        return head + "as the live table"
    kept = "replaced" if outcome.swapped else "LEFT AS IT IS"
    lines = [f"{head}{outcome.drift.rows:,} rows DIFFER from the live table, which was {kept}:"]
    for row in outcome.drift.listed:
        lines += [f"  {row.key}", f"    live    {row.live}", f"    rebuilt {row.rebuilt}"]
    return "\n".join(lines)
