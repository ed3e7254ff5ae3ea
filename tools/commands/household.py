"""`qingce household`: a household as of a day, and how it changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from tools.options import DataOption, JsonOption, answer

app = typer.Typer(help="Households: who lived together on a day.")


@app.callback()
def _group() -> None:
    """Households: who lived together on a day."""


@app.command()
def show(
    household: Annotated[str, typer.Argument(metavar="CODE", help="The household's code.")],
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="As of that day; today if none."),
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show a household's head and members as of a day, and the days on which it changed."""
    from application import persons
    from application.opening import open_log
    from application.settings import load_settings
    from domain.persons.households import household_on

    day = (as_of or datetime.now().astimezone()).date().isoformat()
    with open_log(load_settings(data)) as log:
        kept = persons.households(log, household)
    found = household_on(kept, day)
    members = dict(found.members) if found else {}
    changes = [{"from_day": one.from_day, "reason": one.reason} for one in kept]
    lines = [f"Household {household} on {day}:"]
    lines += [f"  {person}  {kinship}" for person, kinship in members.items()] or ["  nobody"]
    lines += [f"changed {one.from_day}: {one.reason}" for one in kept]
    answer(
        json,
        {"household": household, "day": day, "members": members, "changes": changes},
        "\n".join(lines),
    )
