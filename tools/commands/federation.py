"""`qingce federation`: districts keep a log each; one log above takes their checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.commands import federation_checkpoints
from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.federation.members import Member, Taken
    from ledger.evidence.signing import Verifier

app = typer.Typer(
    help="A log above the districts' logs: admit them, take their checkpoints, verify all.",
    rich_markup_mode=None,
)
app.command("offer")(federation_checkpoints.offer)
app.command("take")(federation_checkpoints.take)
app.command("verify")(federation_checkpoints.verify)
app.command("prove")(federation_checkpoints.prove)
app.command("check")(federation_checkpoints.check)

MemberArgument = Annotated[
    str, typer.Argument(metavar="MEMBER", help="The log's name, or a jurisdiction it keeps.")
]
PlaceOption = Annotated[
    str | None,
    typer.Option("--place", metavar="PLACE", help="Where it lies: a data folder or a DSN."),
]


@app.command()
def admit(
    vkeys: Annotated[
        list[str], typer.Argument(metavar="VKEY …", help="The district's `qingce key show`.")
    ],
    name: Annotated[str, typer.Option("--name", help="What people call it, such as 环翠区.")],
    jurisdictions: Annotated[
        list[str],
        typer.Option("--jurisdiction", metavar="CODE", help="A division it keeps; repeatable."),
    ],
    data: DataOption = None,
    json: JsonOption = False,
    succeeds: Annotated[
        str, typer.Option("--succeeds", metavar="ORIGIN", help="The log in whose place it goes on.")
    ] = "",
    place: PlaceOption = None,
) -> None:
    """Admit a district's log, with the keys that its office gave you by another way."""
    from application.federation.opening import open_federation
    from application.settings import load_settings
    from domain.federation.decisions.members import AdmitMember

    origin = _origin(vkeys)
    with open_federation(load_settings(data)) as federation:
        decision = AdmitMember(
            federation.act(), origin, name, tuple(jurisdictions), tuple(vkeys), succeeds
        )
        position = federation.desk.execute(decision).position_first
        if place is not None:
            federation.places.put(origin, place)
    answer(
        json,
        {"origin": origin, "position": position},
        f"{origin} ({name}) is a member; record {position}.",
    )


@app.command()
def trust(
    vkey: Annotated[str, typer.Argument(metavar="VKEY", help="A further key of a member.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Trust a further key of a member, beside those there are."""
    from application.federation.opening import open_federation
    from application.settings import load_settings
    from domain.federation.decisions.members import TrustKey

    origin = _verifier(vkey).name
    with open_federation(load_settings(data)) as federation:
        decision = TrustKey(federation.act(), origin, vkey)
        position = federation.desk.execute(decision).position_first
    answer(json, {"origin": origin, "position": position}, f"Trusted; record {position}.")


@app.command()
def distrust(
    vkey: Annotated[str, typer.Argument(metavar="VKEY", help="The key.")],
    size: Annotated[
        int, typer.Option("--size", min=0, help="From this size of the district's log on.")
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Trust a member's key no more: its signatures from a size on are worth nothing."""
    from application.federation.opening import open_federation
    from application.settings import load_settings
    from domain.federation.decisions.members import DistrustKey

    origin = _verifier(vkey).name
    with open_federation(load_settings(data)) as federation:
        decision = DistrustKey(federation.act(), origin, vkey, size, reason)
        position = federation.desk.execute(decision).position_first
    answer(json, {"origin": origin, "position": position}, f"Distrusted; record {position}.")


@app.command()
def place(
    member: MemberArgument,
    where: Annotated[str, typer.Argument(metavar="PLACE", help="A data folder, or a DSN.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Say where a member's log lies, for `take`, `verify` and `prove`; it is no record."""
    from application.federation.opening import open_federation
    from application.settings import load_settings

    with open_federation(load_settings(data)) as federation:
        origin = federation.members().find(member).origin
        federation.places.put(origin, where)
    answer(json, {"origin": origin}, f"The place of {origin} is noted.")


@app.command()
def route(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A division or office code.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Say which log keeps the affairs of a division: the one whose jurisdiction is nearest."""
    from application.federation.opening import open_federation
    from application.settings import load_settings

    with open_federation(load_settings(data)) as federation:
        member = federation.members().route(code)
        is_placed = member.origin in federation.places.all()
    shown = {
        "code": code,
        "origin": member.origin,
        "name": member.admitted.name,
        "stands": member.stands,
        "placed": is_placed,
    }
    answer(json, shown, f"{code}: {member.origin} ({member.admitted.name})")


@app.command()
def status(data: DataOption = None, json: JsonOption = False) -> None:
    """Show the members and what was taken of each; exits 1 if one contradicted itself."""
    from application.federation.members import last_of
    from application.federation.opening import open_federation
    from application.settings import load_settings

    with open_federation(load_settings(data)) as federation:
        head = federation.log.head()
        members = list(federation.members().by_origin.values())
        rows = [_row(member, last_of(federation.log, member.origin)) for member in members]
    well = not any(member.contradiction and not member.successor for member in members)
    answer(
        json,
        {"well": well, "records": head.size, "root": head.root.hex(), "members": rows},
        "\n".join([f"{head.size:,} records, root {head.root.hex()}", *map(_line, rows)]),
    )
    if not well:
        raise typer.Exit(1)


def _row(member: Member, last: Taken | None) -> dict[str, Any]:
    return {
        "origin": member.origin,
        "name": member.admitted.name,
        "jurisdictions": member.admitted.jurisdictions,
        "keys": member.keys,
        "size": last.record.size if last else 0,
        "root": last.record.root if last else "",
        "taken": last.position if last else 0,
        "successor": member.successor,
        "contradiction": member.contradiction_position,
    }


def _line(row: dict[str, Any]) -> str:
    said = f"{row['name']}  {row['origin']}  {','.join(row['jurisdictions'])}: "
    said += f"{row['size']:,} records taken at {row['taken']:,}" if row["taken"] else "none taken"
    if row["contradiction"]:
        said += f"; CONTRADICTED ITSELF, record {row['contradiction']:,}"
    return said + (f"; succeeded by {row['successor']}" if row["successor"] else "")


def _origin(vkeys: list[str]) -> str:
    """The log whose keys these are.

    Raises:
        BadParameter: they are of several logs, or of one that the federation cannot read.
    """
    from ledger.evidence.hashing import SHA_256, tree_hash

    origins = {_verifier(vkey).name for vkey in vkeys}
    origin = origins.pop()
    if origins or tree_hash(origin) is not SHA_256:
        raise typer.BadParameter("The keys are not those of one log's own tree.")
    return origin


def _verifier(vkey: str) -> Verifier:
    from ledger.evidence.signing import parse_vkey

    return parse_vkey(vkey)
