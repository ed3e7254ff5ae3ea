"""`qingce work`: what is due, whose it is, what is late."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from tools.options import DataOption, JsonOption, answer

app = typer.Typer(help="Work: what is due, in whose hand, and what is late.")


@app.callback()
def _group() -> None:
    """Work: what is due, in whose hand, and what is late."""


@app.command("list")
def list_work(
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="As of that day; today if none."),
    ] = None,
    office: Annotated[str | None, typer.Option(help="Only what this office opened.")] = None,
    official: Annotated[
        str | None, typer.Option(help="Only what this official has in hand; - is nobody.")
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Only what is late.")] = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """List what was opened and not closed, what is due first at the top.

    `qingce command run work.assign-work` gives a piece to somebody; `work.take-over-work` takes it
    over.
    """
    from application.opening import open_log
    from application.settings import load_settings
    from application.work import due

    day = (on or datetime.now().astimezone()).date()
    holder = {None: None, "-": ""}.get(official, official)
    with open_log(load_settings(data)) as log:
        tasks = [
            task
            for task in due(log, day)
            if (office is None or task.office == office)
            and (holder is None or task.official == holder)
            and (not late or task.is_late(day))
        ]
    rows = [
        {
            "deadline": task.deadline.code,
            "title": task.deadline.title,
            "title_zh": task.deadline.title_zh,
            "about": task.about,
            "office": task.office,
            "opened": task.opened.isoformat(),
            "position": task.position,
            "due": task.due.isoformat(),
            "late": task.is_late(day),
            "official": task.official,
        }
        for task in tasks
    ]
    lines = [
        f"{task.due}{' LATE' if task.is_late(day) else '     '}  {task.about}  "
        f"{task.deadline.title_zh} {task.deadline.title}  {task.official or 'in nobody’s hand'}"
        for task in tasks
    ]
    text = "\n".join(lines) or "Nothing is due."
    answer(json, {"day": day.isoformat(), "tasks": rows}, text)
