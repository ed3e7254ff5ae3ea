"""`qingce secrets`: the office's own keys, renewed while the office works."""

from __future__ import annotations

from typing import Annotated

import typer

from tools.options import DataOption, JsonOption, answer

app = typer.Typer(help="The office's own keys: renew what wraps and what finds persons.")


@app.callback()
def _group() -> None:
    """The office's own keys: renew what wraps and what finds persons."""


@app.command()
def rotate(
    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="[-- PROGRAM …]", help="A program that wraps from now on."),
    ] = None,
    finding: Annotated[
        bool, typer.Option("--finding", help="The key persons are found by, not the wrapping key.")
    ] = False,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Renew the key that wraps the persons' keys. Stopped anywhere, run it again.

    No record is touched. The old key is kept until the last person's key is renewed.
    """
    from application.privacy.rotating import rotate_finding, rotate_wrapping
    from application.settings import load_settings
    from tools.progress import counting

    if finding and command:
        raise typer.BadParameter("a program wraps; it does not find")
    settings = load_settings(data)
    with counting("renewing") as advance:
        if finding:
            done = rotate_finding(settings, advance)
        else:
            done = rotate_wrapping(settings, tuple(command or ()), advance)
    what = "records read to hash persons anew" if finding else "persons' keys wrapped anew"
    told = {"generation": done.generation, "renewed": done.renewed}
    answer(
        json,
        told,
        f"Generation {done.generation}: {done.renewed:,} {what}.\n"
        "Export the secrets anew (qingce backup --secrets) and destroy the old copies.",
    )
