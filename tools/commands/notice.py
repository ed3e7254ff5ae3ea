"""`qingce notice`: what the public is shown, masked, and withdrawn by date."""

from __future__ import annotations

import json as json_format
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.access.roles import Purpose
from tools.commands.person_data import ByOption, CaseFileOption
from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.privacy.notices import Notice

app = typer.Typer(help="Public notices: post one, show one.")
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="The notice's number.")]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE")]


@app.command()
def post(
    number: NumberArgument,
    by: ByOption,
    source: Annotated[
        Path,
        typer.Option(
            "--lines",
            metavar="FILE",
            help="JSON list of person, village, headcount, category, amount_fen, period.",
        ),
    ],
    first: Day,
    last: Day,
    template: Annotated[str, typer.Option("--template", help="village or web.")] = "web",
    purpose: Annotated[Purpose, typer.Option("--purpose", help="Why.")] = Purpose.CASEWORK,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Post a notice: masked by its template, with a proof of what it showed in the log."""
    from application.opening import KEYS_FOLDER
    from application.privacy import notices
    from application.privacy.opening import open_vault
    from application.settings import load_settings
    from ledger.sealing import OfficeSecrets

    if template not in ("village", "web"):
        raise typer.BadParameter("--template is village or web")
    settings = load_settings(data)
    with open_vault(settings) as vault:
        made = notices.post(
            vault,
            OfficeSecrets.from_file(settings.data / KEYS_FOLDER),
            vault.caller(by, purpose),
            number,
            "village" if template == "village" else "web",
            (first.date(), last.date()),
            _lines(source),
        )
    _tell(json, made)


@app.command()
def show(
    number: NumberArgument,
    by: ByOption,
    purpose: Annotated[Purpose, typer.Option("--purpose", help="Why.")] = Purpose.CASEWORK,
    case_file: CaseFileOption = "",
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show a notice on its days; after the last one only the proof of what it showed."""
    from application.history import OFFICE_TIME
    from application.opening import KEYS_FOLDER
    from application.privacy import notices
    from application.privacy.opening import open_vault
    from application.settings import load_settings
    from ledger.sealing import OfficeSecrets

    settings = load_settings(data)
    with open_vault(settings) as vault:
        found = notices.shown(
            vault,
            OfficeSecrets.from_file(settings.data / KEYS_FOLDER),
            vault.caller(by, purpose, case_file),
            number,
            datetime.now(OFFICE_TIME).date(),
        )
    _tell(json, found)


def _lines(source: Path) -> list[dict[str, Any]]:
    try:
        found: Any = json_format.loads(source.read_text("utf-8"))
    except (OSError, ValueError):
        raise typer.BadParameter(f"{source} cannot be read as JSON.") from None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise typer.BadParameter("It takes a list of objects.")
    return found


def _tell(as_json: bool, notice: Notice) -> None:
    told = {
        "notice": notice.number,
        "template": notice.template,
        "day_first": notice.day_first,
        "day_last": notice.day_last,
        "is_shown": notice.is_shown,
        "proof": notice.proof,
        "code": notice.code,
        "lines": [dict(line) for line in notice.lines],
    }
    text = [f"Notice {notice.number} ({notice.template}), {notice.day_first} to {notice.day_last}"]
    text += ["  ".join(str(value) for value in line.values()) for line in notice.lines]
    text += [] if notice.is_shown else ["Not shown on this day."]
    text += [f"code {notice.code}"] if notice.code else []
    answer(as_json, told, "\n".join([*text, f"proof {notice.proof}"]))
