"""`qingce search`: persons and records found exactly, within the reach of who asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from domain.access.roles import Purpose
from tools.commands.person import read_personal
from tools.commands.person_data import ByOption, CaseFileOption
from tools.options import DataOption, JsonOption, answer

ValueOption = Annotated[str, typer.Option(metavar="NUMBER", help="What records are found by.")]


def search(
    by: ByOption,
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="JSON with an id_number, a name, a name and born, a phone or a bank_account; "
            "- reads standard input.",
        ),
    ] = None,
    certificate: ValueOption = "",
    case: ValueOption = "",
    plate: ValueOption = "",
    purpose: Annotated[Purpose, typer.Option("--purpose", help="Why.")] = Purpose.CASEWORK,
    case_file: CaseFileOption = "",
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Find a person by what is personal, or records by certificate, case or plate.

    The search is recorded first. Shows ids, never names. Exits 1 if nothing is found.
    """
    from application.privacy import searching
    from application.privacy.opening import open_vault
    from application.settings import load_settings

    tags = {"certificate": certificate, "case": case, "plate": plate}
    asked = {kind: value for kind, value in tags.items() if value}
    if len(asked) + (source is not None) != 1:
        raise typer.BadParameter("give either FILE or one of --certificate, --case, --plate")
    personal = read_personal(source) if source is not None else {}
    found: list[dict[str, Any]]
    with open_vault(load_settings(data)) as vault:
        caller = vault.caller(by, purpose, case_file)
        if personal:
            people = searching.persons_by(vault, caller, personal)
            found = [{"person": one.person, "ids": list(one.ids)} for one in people]
        else:
            [(kind, value)] = asked.items()
            found = searching.records_by(vault, caller, kind, value)
    lines = [
        f"{one['position']:>9}  {one['occurred'][:10]}  {one['type']}  {', '.join(one['persons'])}"
        if "position" in one
        else f"{one['person']}  ids: {', '.join(one['ids'])}"
        for one in found
    ]
    answer(json, {"found": found}, "\n".join(lines) or "Nothing is found.")
    if not found:
        raise typer.Exit(1)
