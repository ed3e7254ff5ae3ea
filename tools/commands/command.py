"""`qingce command`: every command of every register, by name and JSON."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.acting import ActOptions, act_of, parse_occurred
from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from application.commands import Checked, Sent

app = typer.Typer(
    help="Commands of the registers: list them, describe one, send one.", rich_markup_mode=None
)
NameArgument = Annotated[str, typer.Argument(metavar="REGISTER.COMMAND", help="See `list`.")]


@app.command("list")
def list_commands(
    register: Annotated[str | None, typer.Argument(help="Only those of one register.")] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """List the commands there are."""
    from application.commands import COMMANDS

    del data  # nothing of the data folder is read
    found = [one for one in COMMANDS.values() if register in (None, one.register.name)]
    if not found:
        raise typer.BadParameter(f"there is no register {register!r} with commands")
    rows = [{"name": c.name, "summary": c.summary, "title_zh": c.title_zh} for c in found]
    width = max(len(row["name"]) for row in rows)
    answer(
        json, {"commands": rows}, "\n".join(f"{r['name']:<{width}}  {r['summary']}" for r in rows)
    )


@app.command()
def describe(name: NameArgument, data: DataOption = None, json: JsonOption = False) -> None:
    """Describe a command's fields; with --json as JSON Schema."""
    from application.commands import named, schema

    del data
    command = named(name)
    made = schema(command)
    lines = [made["description"], "", *_fields(made)]
    answer(json, made, "\n".join(lines))


def _fields(made: dict[str, Any]) -> list[str]:
    required = set(made.get("required", ()))
    lines = []
    for field, about in made.get("properties", {}).items():
        need = "needed" if field in required else "optional"
        lines.append(f"  {field} ({about['title']}): {_type(about)}, {need}")
        if about["description"] != about["title"]:
            lines.append(f"      {about['description']}")
    return lines or ["  It takes no fields."]


def _type(about: dict[str, Any]) -> str:
    if "anyOf" in about:
        return " or ".join(_type(one) for one in about["anyOf"] if one.get("type") != "null")
    if "$ref" in about:
        return str(about["$ref"].rpartition("/")[2])
    if "enum" in about:
        return "one of " + ", ".join(map(str, about["enum"]))
    if about.get("type") == "array":
        return f"list of {_type(about.get('items') or about['prefixItems'][0])}"
    return str(about.get("format") or about.get("type", "object"))


@app.command()
def run(
    name: NameArgument,
    by: ActOptions.By,
    office: ActOptions.Office,
    file: Annotated[
        Path | None,
        typer.Option(metavar="FILE.json", help="The fields as one JSON object; - reads it."),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="One field; the value is JSON, or else a text."),
    ] = None,
    occurred: ActOptions.Occurred = None,
    command_id: Annotated[
        str, typer.Option("--id", metavar="UUID", help="Sent twice under it, recorded once.")
    ] = "",
    check: Annotated[bool, typer.Option("--check", help="Decide only; record nothing.")] = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Send a command: its records are recorded, or it is refused with the rule and the records."""
    from application.commands import Sender
    from application.opening import open_counter
    from application.settings import load_settings

    fields = _read(file) | dict(_one(text) for text in field or ())
    act = act_of(by, office, parse_occurred(occurred) or datetime.now().astimezone(), command_id)
    with open_counter(load_settings(data)) as counter:
        sender = Sender(counter.desk, counter.people)
        if check:
            answer(json, *_tell_checked(sender.check(name, fields, act)))
        else:
            answer(json, *_tell_sent(sender.send(name, fields, act)))


def _read(file: Path | None) -> dict[str, Any]:
    import orjson

    if file is None:
        return {}
    text = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        read = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise typer.BadParameter(f"{file} is not JSON: {error}") from None
    if not isinstance(read, dict):
        raise typer.BadParameter(f"{file} holds no JSON object")
    return read


def _one(text: str) -> tuple[str, Any]:
    import orjson

    name, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter("--field takes NAME=VALUE")
    try:
        return name, orjson.loads(value)
    except orjson.JSONDecodeError:
        return name, value


def _tell_sent(sent: Sent) -> tuple[dict[str, Any], str]:
    given = sent.answer
    value = {
        "name": sent.command.name,
        "command": str(given.command),
        "position_first": given.position_first,
        "position_last": given.position_last,
        "replayed": given.replayed,
    }
    if not given.position_first:
        return value, "Nothing needed recording."
    where = f"{given.position_first:,}"
    if given.position_last > given.position_first:
        where += f" to {given.position_last:,}"
    said = "Was recorded before" if given.replayed else "Recorded"
    return value, f"{said} at position {where} (command {given.command})."


def _tell_checked(checked: Checked) -> tuple[dict[str, Any], str]:
    made = [
        {"type": one.record.type, "tags": one.tags, "data": one.record.model_dump(mode="json")}
        for one in checked.records
    ]
    listed = "\n".join(f"  {one['type']}" for one in made)
    value = {"name": checked.command.name, "records": made}
    return value, f"It would be recorded as:\n{listed}\nNothing was recorded."
