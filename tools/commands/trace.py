"""`qingce trace`: the history of a person, fund, official, case, office or document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools import moments
from tools.moments import AsKnownOption, AsOfOption
from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.history import Page

LIMIT_MAX = 1_000


def trace(
    tag: Annotated[str, typer.Argument(help="What to trace, e.g. fund:illness or person:ID.")],
    limit: Annotated[int, typer.Option(min=1, max=LIMIT_MAX, help="Records on a page.")] = 20,
    after: Annotated[
        str | None, typer.Option(metavar="CURSOR", help="Go on after the page before.")
    ] = None,
    as_known: AsKnownOption = None,
    as_of: AsOfOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show the records about a tag, newest first, a page at a time."""
    from application import history
    from application.opening import open_log
    from application.settings import load_settings

    moment = moments.known(as_known)
    with open_log(load_settings(data)) as log:
        page = history.trace(
            log, tag, limit=limit, cursor=after, as_known=moment, as_of=moments.day(as_of)
        )
    answer(json, {"tag": page.tag, "records": page.records, "next": page.next}, _text(page))


def _text(page: Page) -> str:
    lines = [_line(record) for record in page.records]
    if not lines:
        lines = [f"Nothing about {page.tag} in that time."]
    if page.next:
        lines.append(f"More: qingce trace {page.tag} --after {page.next}")
    return "\n".join(lines)


def _line(record: dict[str, Any]) -> str:
    facts = " ".join(f"{name}={_short(value)}" for name, value in record["data"].items())
    day = record["occurred"][:16].replace("T", " ")
    return f"{record['position']:>9}  {day}  {record['type']}  {record['by']}  {facts}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
