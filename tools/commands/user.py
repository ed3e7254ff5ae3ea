"""`qingce user`: who can log in, and what they may do. Every change is a record in the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.acting import ActOptions, act_now
from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.accounts.values import Opened
    from domain.access.policy import Grant

app = typer.Typer(
    help="Accounts and rights: begin, open, renew, close, list; grant, revoke, rights.",
    rich_markup_mode=None,
)

OfficialArgument = Annotated[str, typer.Argument(metavar="OFFICIAL", help="The official's id.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it stands in the log.")]
DocumentOption = Annotated[str, typer.Option("--document", help="Number of the paper it rests on.")]


@app.command()
def begin(
    official: OfficialArgument,
    document: DocumentOption,
    data: DataOption = None,
    json: JsonOption = False,
    office: ActOptions.OfficeOrSetting = "",
) -> None:
    """Name the first security administrator, once; all other rights are given by one."""
    from application.administration import open_administration
    from application.settings import load_settings

    settings = load_settings(data)
    with open_administration(settings) as administration:
        opened = administration.begin(act_now(settings, "", office), official, document)
    _tell_opened(json, opened)


@app.command("open")
def open_account(
    official: OfficialArgument,
    data: DataOption = None,
    json: JsonOption = False,
    by: ActOptions.ByOrSetting = "",
    office: ActOptions.OfficeOrSetting = "",
    provider: Annotated[
        str, typer.Option("--provider", help="Address of the OpenID provider they log in at.")
    ] = "",
    subject: Annotated[
        str, typer.Option("--subject", help="Who they are there (the claim `sub`).")
    ] = "",
) -> None:
    """Open an account. Its initial password and second factor are shown once."""
    from application.administration import open_administration
    from application.settings import load_settings

    if bool(provider) != bool(subject):
        raise typer.BadParameter("--provider and --subject go together")
    settings = load_settings(data)
    act = act_now(settings, by, office)
    with open_administration(settings) as administration:
        if provider:
            administration.open_at_provider(act, official, provider, subject)
            told = f"{official} logs in at {provider}."
            answer(json, {"official": official, "provider": provider}, told)
            return
        opened = administration.open(act, official)
    _tell_opened(json, opened)


@app.command()
def renew(
    official: OfficialArgument,
    reason: ReasonOption,
    data: DataOption = None,
    json: JsonOption = False,
    by: ActOptions.ByOrSetting = "",
    office: ActOptions.OfficeOrSetting = "",
) -> None:
    """Give an account a new initial password and second factor; its sessions end."""
    from application.administration import open_administration
    from application.settings import load_settings

    settings = load_settings(data)
    with open_administration(settings) as administration:
        opened = administration.renew(act_now(settings, by, office), official, reason)
    _tell_opened(json, opened)


@app.command()
def close(
    official: OfficialArgument,
    reason: ReasonOption,
    data: DataOption = None,
    json: JsonOption = False,
    by: ActOptions.ByOrSetting = "",
    office: ActOptions.OfficeOrSetting = "",
) -> None:
    """Close an account for good; its sessions end."""
    from application.administration import open_administration
    from application.settings import load_settings

    settings = load_settings(data)
    with open_administration(settings) as administration:
        administration.close(act_now(settings, by, office), official, reason)
    answer(json, {"official": official}, f"{official} can log in no more.")


@app.command("list")
def list_accounts(
    data: DataOption = None,
    json: JsonOption = False,
    after: Annotated[str, typer.Option("--after", help="The last name of the page before.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 100,
) -> None:
    """List accounts with their rights of today, for auditors too."""
    from application.administration import open_administration
    from application.settings import load_settings

    with open_administration(load_settings(data)) as administration:
        rows = []
        for account in administration.accounts.listed(after, limit):
            held = administration.rights.holding(account.official).in_force(date.today())
            rows.append(
                {
                    "official": account.official,
                    "provider": account.provider,
                    "opened": account.opened,
                    "closed": account.closed,
                    "locked_until": account.locked_until,
                    "roles": sorted({grant.role.value for grant in held}),
                }
            )
    lines = [_account_line(row) for row in rows]
    answer(json, {"accounts": rows}, "\n".join(lines) or "There is no account.")


@app.command()
def grant(
    official: OfficialArgument,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The right's own number.")],
    role: Annotated[str, typer.Option("--role", help="As in docs/registers/access.md.")],
    reaches: Annotated[str, typer.Option("--reaches", help="Office whose matters it reaches.")],
    register: Annotated[
        list[str], typer.Option("--register", help="Register; may be repeated; * is every one.")
    ],
    document: DocumentOption,
    data: DataOption = None,
    json: JsonOption = False,
    by: ActOptions.ByOrSetting = "",
    office: ActOptions.OfficeOrSetting = "",
    from_day: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day; today by default."),
    ] = None,
    to_day: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")
    ] = None,
    case_file: Annotated[
        str, typer.Option("--case-file", help="An inspection's case-file number.")
    ] = "",
) -> None:
    """Let an official act in a role."""
    from application.administration import open_administration
    from application.settings import load_settings
    from domain.access.decisions.rights import GrantRight
    from domain.access.roles import Role

    known = {one.value: one for one in Role}
    if role not in known:
        raise typer.BadParameter(f"{role!r} is none of {', '.join(known)}", param_hint="--role")
    settings = load_settings(data)
    act = act_now(settings, by, office)
    decision = GrantRight(
        act,
        number,
        official,
        known[role],
        reaches,
        tuple(register),
        from_day.date() if from_day else act.day,
        document,
        to_day=to_day.date() if to_day else None,
        case_file=case_file,
    )
    with open_administration(settings) as administration:
        recorded = administration.execute(decision)
    position = recorded.position_first
    answer(json, {"number": number, "position": position}, f"Given, recorded at {position}.")


@app.command()
def revoke(
    official: OfficialArgument,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="As `qingce user rights` shows.")],
    reason: ReasonOption,
    data: DataOption = None,
    json: JsonOption = False,
    by: ActOptions.ByOrSetting = "",
    office: ActOptions.OfficeOrSetting = "",
) -> None:
    """Take a right back."""
    from application.administration import open_administration
    from application.settings import load_settings
    from domain.access.decisions.rights import RevokeRight

    settings = load_settings(data)
    decision = RevokeRight(act_now(settings, by, office), number, official, reason)
    with open_administration(settings) as administration:
        recorded = administration.execute(decision)
    position = recorded.position_first
    answer(json, {"number": number, "position": position}, f"Taken back, recorded at {position}.")


@app.command()
def rights(
    official: OfficialArgument,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show the rights of an official that were not taken back."""
    from application.administration import open_administration
    from application.settings import load_settings

    with open_administration(load_settings(data)) as administration:
        held = administration.rights.holding(official).rights
    rows = [_right_row(number, right) for number, right in held.items()]
    lines = [" ".join(f"{name} {value}" for name, value in row.items() if value) for row in rows]
    answer(json, {"rights": rows}, "\n".join(lines) or f"{official} has no right.")


def _tell_opened(json: bool, opened: Opened) -> None:
    value = {
        "official": opened.official,
        "password": opened.password,
        "second_factor": opened.second_factor,
    }
    told = (
        f"Account {opened.official} is open. Shown once, for its official alone:\n"
        f"  initial password  {opened.password}\n"
        f"  second factor     {opened.second_factor}\n"
        f"{_symbol(opened.second_factor)}"
        "Scan the code with an authenticator; the first login asks for a new password."
    )
    answer(json, value, told)


def _symbol(text: str) -> str:
    """A QR symbol for the terminal."""
    from io import StringIO

    import segno

    drawn = StringIO()
    segno.make(text, error="l").terminal(drawn, compact=True)
    return drawn.getvalue()


def _account_line(row: dict[str, Any]) -> str:
    state = "closed" if row["closed"] else "locked" if row["locked_until"] else "open"
    roles = ", ".join(row["roles"]) or "no right today"
    return f"{row['official']:<24} {state:<7} {roles}"


def _right_row(number: str, right: Grant) -> dict[str, Any]:
    return {
        "number": number,
        "role": right.role.value,
        "reaches": right.office,
        "registers": sorted(right.registers),
        "from": right.from_day.isoformat(),
        "to": right.to_day.isoformat() if right.to_day else "",
        "case_file": right.case_file,
        "position": right.position,
    }
