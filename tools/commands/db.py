"""`qingce db`: the embedded PostgreSQL of the data folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.settings import Settings
    from ledger.embedded import Server
    from tools.sizing import Plan, Sizes

app = typer.Typer(
    help="The embedded PostgreSQL: where it is, start it, stop it, look into it.",
    rich_markup_mode=None,
)


@app.command()
def url(data: DataOption = None, json: JsonOption = False) -> None:
    """Print how to connect to the database; the embedded server is started if need be."""
    from application.opening import open_server

    with open_server(_settings(data)) as dsn:
        answer(json, {"url": dsn}, dsn)


@app.command()
def start(data: DataOption = None, json: JsonOption = False) -> None:
    """Start the embedded server and let it run until `qingce db stop`."""
    server = _embedded(data)
    server.start()
    status = server.status()
    answer(
        json,
        {"running": status.running, "process": status.process, "cluster": status.cluster},
        f"Running as process {status.process}; the cluster is {status.cluster}.",
    )


@app.command()
def stop(
    data: DataOption = None,
    json: JsonOption = False,
    now: Annotated[
        bool, typer.Option("--now", help="Do not wait for the users: cut them off.")
    ] = False,
) -> None:
    """Stop the embedded server; exits 1 while others still use it, and it stops after them."""
    stopped = _embedded(data).stop(at_once=now)
    told = "Stopped." if stopped else "Still in use; it stops after its last user (--now cuts in)."
    answer(json, {"stopped": stopped}, told)
    if not stopped:
        raise typer.Exit(1)


@app.command()
def size(
    data: DataOption = None,
    json: JsonOption = False,
    records: Annotated[
        int | None,
        typer.Option("--records", min=1, help="Compute for so many records a year."),
    ] = None,
    logs: Annotated[
        int, typer.Option("--logs", min=1, help="Spread over so many logs, one a district.")
    ] = 1,
) -> None:
    """Measure what a record takes here, and compute from it what more of them would take."""
    from application.opening import open_database
    from tools import sizing

    with open_database(_settings(data)) as dsn:
        sizes = sizing.measure(dsn)
    planned = sizing.plan(sizes, records, logs) if records else None
    shown: dict[str, Any] = {
        "records": sizes.records,
        "parts": {part.name: part.bytes for part in sizes.parts},
        "database_bytes": sizes.database_bytes,
        "empty_bytes": sizes.empty_bytes,
        "bytes_per_record": round(sizes.bytes_per_record, 1),
    }
    if planned:
        shown["plan"] = {
            "records": planned.records,
            "logs": planned.logs,
            "bytes_year": planned.bytes_year,
            "records_per_log": planned.records_per_log,
            "bytes_per_log": planned.bytes_per_log,
            "records_per_second": round(planned.records_per_second, 2),
        }
    answer(json, shown, "\n".join(_size_lines(sizes, planned)))


def _size_lines(sizes: Sizes, planned: Plan | None) -> Iterator[str]:
    count = max(sizes.records, 1)
    yield f"{sizes.records:,} records"
    for part in sizes.parts:
        yield f"{part.name:<22}{part.bytes:>16,} bytes{part.bytes / count:>10,.0f} a record"
    rate = sizes.bytes_per_record
    yield f"{'the whole database':<22}{sizes.database_bytes:>16,} bytes{rate:>10,.0f} a record"
    yield f"(an empty one has {sizes.empty_bytes:,} bytes, which are not counted a record)"
    if planned:
        yield (
            f"{planned.records:,} records a year in {planned.logs:,} logs, computed: "
            f"{planned.bytes_year / 1e9:,.1f} GB a year; each log {planned.records_per_log:,} "
            f"records and {planned.bytes_per_log / 1e9:,.2f} GB a year; "
            f"{planned.records_per_second:,.1f} records/s of all in office hours"
        )


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def psql(
    context: typer.Context,
    data: DataOption = None,
    json: JsonOption = False,  # noqa: ARG001 - every command takes it; psql has `--csv`
) -> None:
    """Open psql on the database; further arguments are psql's."""
    from ledger.embedded.binaries import find_binaries

    settings = _settings(data)
    program = find_binaries(settings.postgres_bin).program("psql")
    dsn = settings.dsn or _enter_for_good(_embedded(data))
    _become(program, dsn, context.args)


def _enter_for_good(server: Server) -> str:
    """Use the server as long as this process lives, whatever program it becomes."""
    os.set_inheritable(server.enter(), True)
    return server.dsn()


def _become(program: Path, dsn: str, arguments: list[str]) -> NoReturn:
    os.execv(program, [str(program), "--dbname", dsn, *arguments])  # noqa: S606 - no shell


def _settings(data: Path | None) -> Settings:
    from application.settings import load_settings

    return load_settings(data)


def _embedded(data: Path | None) -> Server:
    from application.opening import embedded_server
    from application.settings import SettingsError

    settings = _settings(data)
    if settings.dsn:
        raise SettingsError(
            "QINGCE_DSN names a server of your own, so there is no embedded one to manage.",
            "Unset QINGCE_DSN to use the embedded server.",
        )
    return embedded_server(settings)
