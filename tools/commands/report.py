"""`qingce report`: the annual report, each figure with what the records make of it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tools.commands.reconcile import figures_file, reconciled
from tools.options import DataOption, JsonOption, answer
from tools.reporting.wording import Language

if TYPE_CHECKING:
    from application.closing.closings import Closing
    from tools.reporting.content import Report


class Format(StrEnum):
    """The form of a report."""

    MARKDOWN = "md"
    HTML = "html"


def report(
    year: Annotated[int, typer.Option(min=1900, max=9999, help="The year of the report.")],
    figures: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Published figures, CSV. [default: the packaged ones]"),
    ] = None,
    language: Annotated[Language, typer.Option(help="Of words and labels.")] = Language.ZH,
    form: Annotated[Format, typer.Option("--format", help="Markdown or HTML.")] = Format.MARKDOWN,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A new file. [default: standard output]")
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Make the annual report: each figure published, computed, and with the records behind it.

    Exits 1 if a figure is not what was published; the report is made all the same, and says so.
    """
    from application.opening import open_database
    from application.settings import load_settings
    from ledger.checkpoints.store import CheckpointStore
    from tools.reporting import content

    _require_new(to)
    with open_database(load_settings(data)) as dsn:
        found = reconciled(dsn, year, figures_file(year, figures), None, None)
        with CheckpointStore(dsn) as store:
            root = store.tree(found.position).root().hex()
        closing = _closing(dsn, year)
    text = _text(content.report(found, root, closing, language), form)
    if to is not None:
        _write(to, text)
    told = {
        "year": year,
        "position": found.position,
        "root": root,
        "closing": closing.position if closing else None,
        "ok": found.ok,
        "format": form.value,
        "language": language.value,
        "to": str(to) if to else None,
        "report": None if to else text,
    }
    answer(json, told, f"Written: {to}" if to else text.rstrip("\n"))
    if not found.ok:
        raise typer.Exit(1)


def _closing(dsn: str, year: int) -> Closing | None:
    """The year's newest closing, if it was ever closed."""
    from application.closing.closings import closings
    from ledger.log import Log

    with Log.open(dsn) as log:
        found = closings(log, year)
    return found[-1] if found else None


def _text(made: Report, form: Format) -> str:
    from tools.reporting.markdown import markdown
    from tools.reporting.page import html

    return html(made) if form is Format.HTML else markdown(made)


def _require_new(to: Path | None) -> None:
    if to is None:
        return
    if to.exists():
        raise typer.BadParameter(f"{to} exists already; name a new file. Nothing was changed.")
    if not to.parent.is_dir():
        raise typer.BadParameter(f"There is no folder {to.parent}. Nothing was changed.")


def _write(to: Path, text: str) -> None:
    try:
        with to.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise typer.BadParameter(f"{to} cannot be written: {error.strerror}.") from None
