"""`qingce person`: what is known of one person in clear, who looked, and locking it away."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.access.roles import Purpose
from tools.commands.person import LIMIT_MAX, app
from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.callers import Caller
    from application.privacy.opening import Vault

FILE_MODE = 0o600

PersonArgument = Annotated[str, typer.Argument(metavar="ID", help="Any id of the person.")]
ByOption = Annotated[str, typer.Option("--by", metavar="OFFICIAL", help="Who asks.")]
PurposeOption = Annotated[Purpose, typer.Option("--purpose", help="Why; it is recorded.")]
CaseFileOption = Annotated[
    str, typer.Option("--case-file", metavar="NUMBER", help="The inspection it belongs to.")
]
LimitOption = Annotated[int, typer.Option(min=1, max=LIMIT_MAX, help="Looks at most.")]
ApproveOption = Annotated[
    bool, typer.Option("--approve", help="Agree, as a second official, to what another asked for.")
]


@app.command()
def view(
    person: PersonArgument,
    by: ByOption,
    purpose: PurposeOption,
    field: Annotated[list[str], typer.Option("--field", help="A field to show; repeat for more.")],
    case_file: CaseFileOption = "",
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show fields of a person in clear. The look is recorded before they are shown."""
    from application.privacy import seeing
    from application.privacy.opening import open_vault
    from application.settings import load_settings

    with open_vault(load_settings(data)) as vault:
        seen = seeing.view(vault, _caller(vault, by, purpose, case_file), person, field)
    lines = [f"{name}: {seen.values.get(name, '-')}" for name in field]
    told = {"person": seen.person, "ids": list(seen.ids), "values": dict(seen.values)}
    answer(json, told, "\n".join(lines))


@app.command()
def looks(
    person: PersonArgument,
    limit: LimitOption = 20,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show who looked at a person's data, when and why: the person's own access history."""
    from application.opening import open_log
    from application.privacy import looks as looked
    from application.settings import load_settings

    with open_log(load_settings(data)) as log:
        found = looked.of_person(log, person, limit)
    answer(json, {"person": person, "looks": found}, _told(found) or "Nobody looked.")


@app.command()
def snoops(
    official: Annotated[
        str, typer.Option("--official", metavar="OFFICIAL", help="Only looks of this one.")
    ] = "",
    limit: LimitOption = LIMIT_MAX,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """List looks that ask for an explanation: no open case, or very many in a day.

    Exits 1 if there are any. They are leads, never verdicts.
    """
    from application.opening import open_log
    from application.privacy import looks as looked
    from application.settings import load_settings

    with open_log(load_settings(data)) as log:
        found = looked.remarkable(log, official, limit)
    answer(json, {"looks": found}, _told(found) or "No look asks for an explanation.")
    if found:
        raise typer.Exit(1)


@app.command()
def export(
    person: PersonArgument,
    by: ByOption,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file to make.")],
    purpose: PurposeOption = Purpose.DATA_SUBJECT,
    case_file: CaseFileOption = "",
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Write all that is recorded about a person to a file for that person; recorded first."""
    from application.privacy import exporting
    from application.privacy.opening import open_vault
    from application.settings import load_settings
    from ledger.evidence import files

    if to.exists():
        raise typer.BadParameter(f"{to} is there already")
    with open_vault(load_settings(data)) as vault:
        made = exporting.export(vault, _caller(vault, by, purpose, case_file), person)
    files.create(to, json_format.dumps(made, ensure_ascii=False, indent=1).encode(), FILE_MODE)
    told = {"person": person, "records": len(made["records"]), "file": str(to)}
    answer(json, told, f"{told['records']} records are in {to}; only its owner may read it.")


@app.command()
def restrict(
    person: PersonArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option("--reason", help="Why; it stands in the log.")],
    document: Annotated[str, typer.Option("--document", help="Number of the paper.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Lock a person's data away: it is stored, and nothing else is done with it."""
    from application.privacy.locking import open_locks
    from application.settings import load_settings

    with open_locks(load_settings(data)) as locks:
        caller = _caller(locks.vault, by, Purpose.ADMINISTRATION)
        ids = locks.restrict(caller, person, reason, document)
    answer(json, {"ids": ids, "state": "restricted"}, f"{', '.join(ids)}: restricted.")


@app.command()
def unlock(
    person: PersonArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option("--reason", help="Why; it stands in the log.")] = "",
    document: Annotated[str, typer.Option("--document", help="Number of the paper.")] = "",
    approve: ApproveOption = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Bring a person's data back: one official asks, another agrees (--approve)."""
    from application.privacy.locking import open_locks
    from application.settings import load_settings

    with open_locks(load_settings(data)) as locks:
        caller = _caller(locks.vault, by, Purpose.ADMINISTRATION)
        if approve:
            ids = locks.approve_unlock(caller, person)
        else:
            ids = locks.ask_unlock(caller, person, reason, document)
    state = "open" if approve else "unlock asked for"
    answer(json, {"ids": ids, "state": state}, f"{', '.join(ids)}: {state}.")


@app.command()
def erase(
    person: PersonArgument,
    by: ByOption,
    basis: Annotated[
        str,
        typer.Option(
            "--basis",
            help="purpose-achieved, retention-ended, consent-withdrawn, unlawful or other-law.",
        ),
    ] = "retention-ended",
    destruction_list: Annotated[
        str, typer.Option("--list", metavar="NUMBER", help="The approved list (销毁清册).")
    ] = "",
    approve: ApproveOption = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Destroy a person's key for good: one official asks, another agrees after seven days."""
    from typing import cast, get_args

    from application.privacy.locking import open_locks
    from application.settings import load_settings
    from domain.privacy.records import Basis

    if basis not in get_args(Basis):
        raise typer.BadParameter(f"--basis is one of {', '.join(get_args(Basis))}")
    with open_locks(load_settings(data)) as locks:
        caller = _caller(locks.vault, by, Purpose.ADMINISTRATION)
        if approve:
            ids = locks.approve_erasure(caller, person)
        else:
            ids = locks.ask_erasure(caller, person, cast(Basis, basis), destruction_list)
    state = "erased" if approve else "erasure asked for"
    answer(json, {"ids": ids, "state": state}, f"{', '.join(ids)}: {state}.")


@app.command()
def settle(data: DataOption = None, json: JsonOption = False) -> None:
    """Bring the persons' keys to what the log says; after a crash or a restore."""
    from application.privacy.locking import open_locks
    from application.settings import load_settings

    with open_locks(load_settings(data)) as locks:
        persons = locks.settle()
    answer(json, {"persons": persons}, f"{len(persons)} persons' keys were not as the log says.")


def _caller(vault: Vault, by: str, purpose: Purpose, case_file: str = "") -> Caller:
    return vault.caller(by, purpose, case_file)


def _told(found: list[dict[str, object]]) -> str:
    lines = []
    for look in found:
        data = look["data"]
        assert isinstance(data, dict)  # noqa: S101 - a record's data is an object
        reasons = look.get("reasons")
        lines.append(
            f"{str(look['recorded'])[:19]}  {data['holder']}  {data['action']}  "
            f"{data['purpose']}  {data['query']}  {', '.join(data['fields']) or '-'}"
            + (f"  [{', '.join(map(str, reasons))}]" if isinstance(reasons, list) else "")
        )
    return "\n".join(lines)
