"""`qingce close`: close a year; show a closing and what came after it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.commands.bundle import ByOption, OfficeOption
from tools.commands.reconcile import FIGURES_PACKAGED
from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from application.closing.closings import Closing
    from application.settings import Settings
    from ledger.evidence.trust import TrustedCheckpoint
    from tools.closing.making import Made, Say
    from tools.evidencing.opening import Workplace

app = typer.Typer(help="Close a year; show what was closed and what came after it.")
YearOption = Annotated[int, typer.Option("--year", min=1900, max=9999, help="Which year.")]


@app.callback(invoke_without_command=True)
def close(
    context: typer.Context,
    year: Annotated[int | None, typer.Option(min=1900, max=9999, help="The year to close.")] = None,
    figures: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Published figures, CSV. [default: the packaged ones, if any]"
        ),
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--accept-differences", help="Close although figures are not as published."),
    ] = False,
    by: ByOption = None,
    office: OfficeOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Close a year: rebuild and compare, reconcile, take snapshots, count open points, sign.

    Exits 1, and records nothing, if a table drifted or a figure is not what was published. Records
    that come later never change what was closed: `qingce close show` lists them as differences.
    """
    if context.invoked_subcommand:
        return
    if year is None:
        raise typer.BadParameter("Say which year: --year 2019.")
    from application.settings import load_settings
    from tools.closing import making
    from tools.evidencing.opening import act, workplace

    settings = load_settings(data)
    wish = making.Wish(year, figures or FIGURES_PACKAGED.get(year), accept)
    with workplace(settings) as place:
        with counting("Rebuilding", place.log.head().size) as progress:
            made = making.make(place, act(by, office), wish, _quiet if json else _say, progress)
        checkpoint = _sign(settings, place, _quiet if json else _say)
        if checkpoint is not None:
            made = making.signed(made, checkpoint)
    answer(json, _as_json(made), "\n".join(_lines(made)))


@app.command()
def show(
    year: YearOption,
    number: Annotated[
        int | None,
        typer.Option("--closing", min=1, help="The first, second … closing. [default: the last]"),
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show a closing, and every record that came after it with its effect on each figure.

    Exits 1 if a figure has changed by more or less than those records explain.
    """
    from application.closing.closings import closing
    from application.opening import open_database
    from application.settings import load_settings
    from ledger.log import Log
    from tools.closing.differences import differences

    with open_database(load_settings(data)) as dsn, Log.open(dsn) as log:
        found = closing(log, year, number)
        compared = differences(dsn, found, log.head().size)
    answer(
        json,
        {"closing": closing_json(found), "differences": compared.as_dict()},
        "\n".join([*closing_lines(found), "", *compared.lines()]),
    )
    if not compared.explained:
        raise typer.Exit(1)


def closing_json(found: Closing) -> dict[str, Any]:
    """A closing as machines read it."""
    reopened = found.reopened
    return {
        "position": found.position,
        "recorded": found.recorded,
        "by": found.official,
        **found.record.model_dump(),
        "reopened": {"position": reopened.position, **reopened.record.model_dump()}
        if reopened
        else None,
    }


def closing_lines(found: Closing) -> list[str]:
    """A closing as people read it."""
    record = found.record
    opened = sum(record.open_items.values())
    lines = [
        f"{record.year}, closing {record.closing}: position {found.position:,}, recorded "
        f"{found.recorded[:19]} by {found.official}, of {record.size:,} records",
        f"root {record.root}",
        f"{len(record.snapshots)} snapshots: positions {record.snapshots[0]:,} to "
        f"{record.snapshots[-1]:,} (qingce snapshot show POSITION)",
        f"{record.compared} figures compared with the report, {len(record.differing)} differ"
        + (f": {', '.join(record.differing)}" if record.differing else ""),
        f"{opened:,} open points",
        *(
            f"  {kind}: {count:,}, {record.open_fen[kind] / 100:,.2f} yuan"
            for kind, count in record.open_items.items()
        ),
    ]
    if found.reopened:
        told = found.reopened.record.model_dump()
        lines.append(f"Reopened at position {found.reopened.position:,}: {told['reason']}")
    return lines


def _sign(settings: Settings, place: Workplace, say: Say) -> TrustedCheckpoint | None:
    """Sign the log with the closing in it, if it has a key."""
    from application.evidence import SIGNING_FOLDER
    from tools.passphrases import passphrase

    if not place.evidence.keys().keys:
        say("The log has no key, so the closing is not signed. Run: qingce key new")
        return None
    secret = passphrase(settings.data / SIGNING_FOLDER)
    with counting("Hashing again") as progress:
        witnessed = place.evidence.checkpoint(secret, progress)
    for name, failure in witnessed.failures.items():
        say(f"Witness {name}: {failure}")
    return place.evidence.may_be_published(witnessed.note)


def _as_json(made: Made) -> dict[str, Any]:
    from tools.checkpoints import checkpoint_json

    return {
        "closing": closing_json(made.closing),
        "open_points": [asdict(one) for one in made.points],
        "year_before": made.before,
        "checkpoint": checkpoint_json(made.checkpoint, {}) if made.checkpoint else None,
    }


def _lines(made: Made) -> list[str]:
    lines = [
        f"{len(made.rebuilt)} projections rebuilt; each is what the live table held.",
        *closing_lines(made.closing),
        made.before,
    ]
    if made.checkpoint:
        checkpoint = made.checkpoint.checkpoint
        lines.append(f"Signed: {checkpoint.origin}, {checkpoint.size:,} records.")
    return lines


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _quiet(_: str) -> None:
    """Machines are told the outcome only."""
