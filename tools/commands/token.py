"""`qingce token`: tokens by which services act, for some of their rights and until a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.acting import ActOptions, act_now
from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.accounts.values import Token

DAYS_DEFAULT = 90

app = typer.Typer(help="Service tokens: issue, list, revoke.", rich_markup_mode=None)


@app.command()
def issue(
    service: Annotated[
        str, typer.Argument(metavar="SERVICE", help="Whose rights it carries, as granted.")
    ],
    action: Annotated[
        list[str], typer.Option("--action", help="What it may be used for; may be repeated.")
    ],
    data: DataOption = None,
    json: JsonOption = False,
    by: ActOptions.ByOrSetting = "",
    office: ActOptions.OfficeOrSetting = "",
    days: Annotated[int, typer.Option("--days", min=1, max=366)] = DAYS_DEFAULT,
) -> None:
    """Issue a token; it is shown once."""
    from application.administration import open_administration
    from application.settings import load_settings
    from domain.access.roles import Action

    known = {one.value: one for one in Action}
    if unknown := sorted(set(action) - set(known)):
        raise typer.BadParameter(
            f"{', '.join(unknown)}: none of {', '.join(known)}", param_hint="--action"
        )
    settings = load_settings(data)
    act = act_now(settings, by, office)
    with open_administration(settings) as administration:
        token = administration.issue(act, service, [known[one] for one in action], days)
    told = f"Shown once, for {service} alone, until {token.ends:%Y-%m-%d}:\n{token.secret}"
    answer(json, {**_row(token), "secret": token.secret}, told)


@app.command("list")
def list_tokens(data: DataOption = None, json: JsonOption = False) -> None:
    """List the tokens that were issued; none is shown itself."""
    from application.administration import open_administration
    from application.settings import load_settings

    with open_administration(load_settings(data)) as administration:
        rows = [_row(token) for token in administration.tokens.listed()]
    lines = [
        f"{row['id']} {row['service']} {', '.join(row['actions'])} until {row['ends']:%Y-%m-%d}"
        f"{' revoked' if row['revoked'] else ''}"
        for row in rows
    ]
    answer(json, {"tokens": rows}, "\n".join(lines) or "There is no token.")


@app.command()
def revoke(
    token: Annotated[str, typer.Argument(metavar="TOKEN-ID", help="As `qingce token list` shows.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it stands in the log.")],
    data: DataOption = None,
    json: JsonOption = False,
    by: ActOptions.ByOrSetting = "",
    office: ActOptions.OfficeOrSetting = "",
) -> None:
    """Make a token worth nothing, from now on."""
    from application.administration import open_administration
    from application.settings import load_settings

    settings = load_settings(data)
    with open_administration(settings) as administration:
        service = administration.revoke(act_now(settings, by, office), token, reason)
    answer(json, {"token": token, "service": service}, f"{token} of {service} is worth nothing.")


def _row(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "service": token.service,
        "actions": [action.value for action in token.actions],
        "issued": token.issued,
        "ends": token.ends,
        "revoked": token.revoked,
        "used": token.used,
    }
