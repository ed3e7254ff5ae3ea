"""`qingce db`: the embedded PostgreSQL of the data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.settings import Settings
    from ledger.embedded import Server

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
