"""`qingce import`: a file's lines as commands, all of them or none."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.acting import parse_occurred
from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from application.commands import CommandType
    from application.imports.running import Imported

FAULTS_SHOWN = 20


def import_(
    what: Annotated[str, typer.Argument(metavar="REGISTER[.COMMAND]", help="What a line is.")],
    file: Annotated[Path | None, typer.Argument(help="A .csv or .xlsx file.")] = None,
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a template (.xlsx or .csv) instead."),
    ] = None,
    english: Annotated[
        bool, typer.Option("--english", help="Template columns in English.")
    ] = False,
    by: Annotated[
        str, typer.Option(metavar="OFFICIAL", help="Who acted, where the line does not say.")
    ] = "",
    office: Annotated[
        str, typer.Option(metavar="CODE", help="For which office, where the line does not say.")
    ] = "",
    occurred: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="When it happened, where the line does not say."),
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Record the good lines even if others are bad.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Decide only; record nothing.")] = False,
    faults: Annotated[
        Path | None,
        typer.Option(metavar="FILE.xlsx", help="Where bad lines go. [default: FILE.faults.xlsx]"),
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Import a file: every line is decided as if it came alone, and bad lines are given back."""
    command = _command(what)
    if template is not None:
        _write_template(command, template, english=english, json=json)
        return
    if file is None:
        raise typer.BadParameter("name a FILE, or --template FILE to have one with the columns")
    from application.imports import returning
    from application.imports.lines import Common
    from application.imports.running import Importer
    from application.opening import open_counter
    from application.settings import load_settings

    started = time.monotonic()
    common = Common(by, office, parse_occurred(occurred))
    with (
        open_counter(load_settings(data)) as counter,
        counting("Importing", unit="lines") as progress,
    ):
        done = Importer(counter.desk, counter.people).run(
            command, file, common, partial=partial, check=check, progress=progress
        )
    returned = None
    if done.faults:
        returned = faults or file.with_name(f"{file.stem}.faults.xlsx")
        returning.write(done, returned)
    value = _value(done, returned, time.monotonic() - started)
    answer(json, value, _text(done, returned, check=check))
    if done.faults:
        raise typer.Exit(1)


def _command(what: str) -> CommandType:
    from application.commands import named
    from application.imports.columns import importable

    possible = importable()
    if what in possible:
        return possible[what]
    of_register = [name for name in possible if name.startswith(f"{what}.")]
    if len(of_register) == 1:
        return possible[of_register[0]]
    if of_register:
        raise typer.BadParameter(f"name the command: {', '.join(of_register)}")
    raise typer.BadParameter(f"{named(what).name} has fields that fit in no line of a file")


def _write_template(command: CommandType, path: Path, *, english: bool, json: bool) -> None:
    from application.imports.templates import shown, write

    write(command, path, "en" if english else "zh")
    value = {
        "name": command.name,
        "file": str(path),
        "columns": [
            {"key": one.key, "title": one.title, "title_zh": one.title_zh, "needed": one.needed}
            for one in shown(command)
        ],
    }
    answer(json, value, f"{path} has the columns of {command.name} {command.title_zh}.")


def _value(done: Imported, returned: Path | None, seconds: float) -> dict[str, Any]:
    return {
        "name": done.command.name,
        "digest": done.table.digest,
        "lines": done.lines,
        "recorded": done.recorded,
        "recorded_before": done.before,
        "unneeded": done.unneeded,
        "faulty": done.left_out,
        "position_first": done.position_first,
        "position_last": done.position_last,
        "seconds": round(seconds, 3),
        "faults_file": str(returned) if returned else None,
        "faults": [
            {
                "line": one.line,
                "column": one.column,
                "kind": one.kind,
                "reason": one.reason,
                "mend": one.mend,
            }
            for one in sorted(done.faults, key=lambda fault: fault.line)
        ],
    }


def _text(done: Imported, returned: Path | None, *, check: bool) -> str:
    if not done.faults:
        return _good(done, check=check)
    listed = sorted(done.faults, key=lambda fault: fault.line)
    lines = [
        f"  line {one.line:,}{f', {one.column}' if one.column else ''}: {one.reason} {one.mend}"
        for one in listed[:FAULTS_SHOWN]
    ]
    if len(listed) > FAULTS_SHOWN:
        lines.append(f"  … and {len(listed) - FAULTS_SHOWN:,} more")
    head = f"{done.left_out:,} of {done.lines:,} lines are wrong:"
    return "\n".join([head, *lines, _what_next(done, returned)])


def _what_next(done: Imported, returned: Path | None) -> str:
    if not done.recorded + done.before:
        told = "Nothing was recorded. Mend these lines and import the file again; they stand, with"
        return f"{told} their faults, in {returned}."
    told = f"{done.recorded:,} good lines were recorded"
    return f"{told}. The others are in {returned}: mend them there and import that file."


def _good(done: Imported, *, check: bool) -> str:
    if check:
        return f"All {done.lines:,} lines are good. Nothing was recorded."
    if done.before == done.lines:
        return f"All {done.lines:,} lines were recorded before: nothing was added."
    told = f"{done.recorded:,} lines recorded, at positions {done.position_first:,} to "
    told += f"{done.position_last:,}."
    if done.before:
        told += f" {done.before:,} were recorded before."
    if done.unneeded:
        told += f" {done.unneeded:,} said nothing new."
    return told
