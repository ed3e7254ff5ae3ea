"""`qingce doctor`: what is wrong with this installation, and the mend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.settings import Settings
    from tools.doctor.finding import Finding


def doctor(data: DataOption = None, json: JsonOption = False) -> None:
    """Say what is wrong with this installation and how to mend it; exits 1 if anything is."""
    from application.settings import load_settings

    findings = list(_examine(load_settings(data)))
    well = all(finding.well for finding in findings)
    answer(
        json,
        {"well": well, "findings": [asdict(finding) for finding in findings]},
        "\n".join(_lines(findings)),
    )
    if not well:
        raise typer.Exit(1)


def _examine(settings: Settings) -> Iterator[Finding]:
    from tools.doctor import machine

    yield machine.python()
    if not settings.dsn:
        yield machine.programs(settings.postgres_bin)
    yield machine.data_folder(settings.data)
    yield machine.disk(settings.data)
    yield from machine.secrets(settings.data)
    yield from _examine_database(settings)


def _examine_database(settings: Settings) -> Iterator[Finding]:
    """Look at the database if there is one; that it cannot be reached is a finding too."""
    import psycopg

    from application.opening import embedded_server, open_server
    from ledger.embedded.errors import ServerError
    from tools.doctor import database, log
    from tools.doctor.finding import Finding

    try:
        if not settings.dsn and not embedded_server(settings).status().version:
            yield Finding("database", True, "none yet; the first command makes it")
            return
        with open_server(settings) as dsn:
            yield from database.look(dsn)
            yield from log.look(dsn)
    except ServerError as error:
        found = str(error).removesuffix(error.advice).rstrip()
        yield Finding("database", False, found, error.advice)
    except psycopg.Error as error:
        said = error.diag.message_primary or str(error)
        yield Finding("database", False, said.strip(), "Check that the server of QINGCE_DSN runs.")


def _lines(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"{'well ' if finding.well else 'FAULT'}  {finding.name}: {finding.found}"
        if finding.mend:
            yield f"       {finding.mend}"
    faults = sum(not finding.well for finding in findings)
    yield "All is well." if not faults else f"{faults} to mend."
