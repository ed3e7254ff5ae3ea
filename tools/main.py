"""The `qingce` command line: registers the commands and runs one.

A command is one file in `tools.commands`. What it needs is imported inside its functions, so that
`--help` and small commands answer at once.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from tools import errors
from tools.commands import (
    archive,
    backup,
    balance,
    bench,
    bundle,
    check,
    checkpoint,
    close,
    command,
    db,
    demo,
    doctor,
    explain,
    export,
    federation,
    household,
    import_,
    key,
    notice,
    paper,
    person,
    prove,
    rebuild,
    receipt,
    reconcile,
    reopen,
    report,
    restore,
    roster,
    search,
    secrets,
    serve,
    show,
    snapshot,
    status,
    table,
    tiles,
    token,
    trace,
    user,
    verify,
    witness,
    work,
)

INTERRUPTED_EXIT = 130
"""What Typer makes of an interrupt from the keyboard."""

app = typer.Typer(
    name="qingce",
    help="Qingce 清册: a records ledger that a stranger can check.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(check.app, name="check")
app.add_typer(checkpoint.app, name="checkpoint")
app.add_typer(close.app, name="close")
app.add_typer(command.app, name="command")
app.add_typer(db.app, name="db")
app.add_typer(federation.app, name="federation")
app.add_typer(household.app, name="household")
app.add_typer(key.app, name="key")
app.add_typer(paper.app, name="paper")
app.add_typer(notice.app, name="notice")
app.add_typer(person.app, name="person")
app.add_typer(receipt.app, name="receipt")
app.add_typer(secrets.app, name="secrets")
app.add_typer(snapshot.app, name="snapshot")
app.add_typer(token.app, name="token")
app.add_typer(user.app, name="user")
app.add_typer(witness.app, name="witness")
app.add_typer(work.app, name="work")
app.command("archive")(archive.archive)
app.command("backup")(backup.backup)
app.command("balance")(balance.balance)
app.command("bundle")(bundle.bundle)
app.command("bench")(bench.bench)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("explain")(explain.explain)
app.command("export")(export.export)
app.command("import")(import_.import_)
app.command("prove")(prove.prove)
app.command("rebuild")(rebuild.rebuild)
app.command("reconcile")(reconcile.reconcile)
app.command("reopen")(reopen.reopen)
app.command("report")(report.report)
app.command("restore")(restore.restore)
app.command("roster")(roster.roster)
app.command("search")(search.search)
app.command("serve")(serve.serve)
app.command("show")(show.show)
app.command("status")(status.status)
app.command("table")(table.table)
app.command("tiles")(tiles.tiles)
app.command("trace")(trace.trace)
app.command("verify")(verify.verify)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"qingce {version('qingce')}")
        raise typer.Exit


@app.callback()
def _common(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code (see `tools.errors`)."""
    as_json = "--json" in arguments
    _quieten()
    try:
        code = app(list(arguments) or ["--help"], prog_name="qingce", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("QINGCE_DEBUG"):
            raise
        problem = errors.explain(error)
        errors.tell(problem, as_json=as_json)
        return problem.exit_code
    if code == INTERRUPTED_EXIT:
        errors.tell(errors.INTERRUPTED, as_json=as_json)
        return errors.FAILED
    return code if isinstance(code, int) else 0


def _quieten() -> None:
    """Keep the pool's own warnings off standard error: what fails is told by `errors`."""
    logging.getLogger("psycopg").addHandler(logging.NullHandler())


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
