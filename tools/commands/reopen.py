"""`qingce reopen`: propose that a closed year be reopened; agree to it, as another official."""

from __future__ import annotations

from typing import Annotated

import typer

from tools.commands.bundle import ByOption, OfficeOption
from tools.commands.close import YearOption
from tools.options import DataOption, JsonOption, answer


def reopen(
    year: YearOption,
    reason: Annotated[
        str | None, typer.Option(help="Propose it, and say why; no personal data.")
    ] = None,
    approve: Annotated[
        bool, typer.Option("--approve", help="Agree to what another official proposed.")
    ] = False,
    by: ByOption = None,
    office: OfficeOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Reopen a closed year: one official proposes it with a reason, another approves.

    Both are records. The closing stays as it was made and can still be shown.
    """
    from application.settings import load_settings
    from domain.closing.decisions import ProposeReopening, ReopenYear
    from tools.evidencing.opening import act, workplace

    if (reason is None) != approve:
        raise typer.BadParameter("Give either --reason TEXT or --approve.")
    acting = act(by, office)
    decision = ReopenYear(acting, year) if approve else ProposeReopening(acting, year, reason or "")
    with workplace(load_settings(data)) as place:
        answered = place.desk.execute(decision)
    told = (
        f"{year} is reopened and can be closed again."
        if approve
        else f"Proposed. Another official agrees by: qingce reopen --year {year} --approve"
    )
    answer(
        json,
        {"year": year, "position": answered.position_first, "reopened": approve},
        f"Position {answered.position_first:,}. {told}",
    )
