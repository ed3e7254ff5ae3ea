"""`qingce paper`: attach a paper to a record, and take its content out again."""

from __future__ import annotations

import mimetypes
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tools.acting import ActOptions, act_of, parse_occurred
from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.papers.store import FolderStore
    from application.settings import Settings

app = typer.Typer(
    help="Papers: attached to records by digest, their content kept outside the log.",
    rich_markup_mode=None,
)
PAPERS_FOLDER = "papers"
"""Under the data folder."""


@app.command()
def attach(
    position: Annotated[int, typer.Argument(min=1, help="Of the record it belongs to.")],
    file: Annotated[Path, typer.Argument(help="The paper, e.g. a PDF.")],
    title: Annotated[str, typer.Option(help="What it is; no names of persons.")],
    by: ActOptions.By,
    office: ActOptions.Office,
    occurred: ActOptions.Occurred = None,
    media_type: Annotated[
        str, typer.Option(help="E.g. application/pdf; by the file's name if not given.")
    ] = "",
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Attach a paper: its content is kept first, then its digest is recorded."""
    from application.commands import Sender
    from application.opening import open_counter
    from application.settings import load_settings

    settings = load_settings(data)
    kind = media_type or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    with file.open("rb") as content:
        kept = _store(settings).put(content)
    fields = {"position": position, "title": title, "media_type": kind, **kept._asdict()}
    act = act_of(by, office, parse_occurred(occurred) or datetime.now().astimezone(), "")
    with open_counter(settings) as counter:
        sent = Sender(counter.desk, counter.people).send("upkeep.attach-paper", fields, act)
    value = {"sha256": kept.sha256, "size_bytes": kept.size_bytes, "media_type": kind}
    value |= {"position": sent.answer.position_first}
    answer(json, value, f"Attached at position {sent.answer.position_first:,} as {kept.sha256}.")


@app.command()
def get(
    sha256: Annotated[str, typer.Argument(help="As the record says.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="- writes it out.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Take out a paper's content, checked against its digest."""
    from application.settings import load_settings

    pieces = _store(load_settings(data)).read(sha256)
    if str(to) == "-":
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return
    unfinished = to.with_name(f".{to.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)
    answer(json, {"sha256": sha256, "file": str(to)}, f"{to} is what the record names.")


def _store(settings: Settings) -> FolderStore:
    from application.papers.store import FolderStore

    return FolderStore(settings.data / PAPERS_FOLDER)
