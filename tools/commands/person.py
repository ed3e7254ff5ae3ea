"""`qingce person`: one person found, and traced, under whatever ids they were registered."""

from __future__ import annotations

import json as json_format
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from ledger.log import Log
    from ledger.sealing import Keyring

app = typer.Typer(help="Persons: find one, trace one under all ids, list possible duplicates.")
LIMIT_MAX = 1_000
FIELDS = ("id_number", "name", "born", "address", "bank_account", "phone")


@app.command()
def find(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="JSON with what is known of the person; - reads standard input."
        ),
    ],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Find who shares an ID number, name and birth, address, account or phone. Shows ids only.

    Exits 1 if nobody does. Personal data is read from a file, so that no shell keeps it.
    """
    personal = read_personal(source)
    from application import persons
    from application.privacy import looks
    from application.privacy.opening import open_vault
    from application.settings import load_settings
    from domain.access.roles import Action, Purpose

    settings = load_settings(data)
    with open_vault(settings) as vault:
        found = persons.find(vault.log, vault.keyring, personal)
        caller = vault.caller(settings.official, Purpose.CASEWORK)
        seen = [one for each in found for one in each["ids"]]
        query = f"person by {', '.join(sorted(personal))}"
        looks.tell(vault, caller, looks.Look(Action.SEARCH, query, seen))
    lines = [
        f"{one['person']}  by {', '.join(one['grounds'])}; ids: {', '.join(one['ids'])}"
        for one in found
    ]
    answer(json, {"persons": found}, "\n".join(lines) or "Nobody is known by any of this.")
    if not found:
        raise typer.Exit(1)


@app.command()
def history(
    person: Annotated[str, typer.Argument(metavar="ID", help="Any id of the person.")],
    limit: Annotated[int, typer.Option(min=1, max=LIMIT_MAX, help="Records at most.")] = 20,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show the newest records about a person under all linked ids."""
    from application import persons
    from application.opening import open_log
    from application.settings import load_settings

    with open_log(load_settings(data)) as log:
        ids, found = persons.history(log, person, limit)
    lines = [f"ids: {', '.join(ids)}"]
    lines += [f"{one['position']:>9}  {one['occurred'][:16]}  {one['type']}" for one in found]
    answer(json, {"ids": ids, "records": found}, "\n".join(lines))
    if not found:
        raise typer.Exit(1)


@app.command()
def duplicates(data: DataOption = None, json: JsonOption = False) -> None:
    """List ids that may be one person and that nobody has decided about. Exits 1 if there are any.

    Decide with `qingce command run persons.link-persons` or `persons.tell-apart`.
    """
    from application import persons

    with _open(data) as (log, keyring):
        found = persons.duplicates(log, keyring)
    rows = [{"persons": list(one.persons), "grounds": list(one.grounds)} for one in found]
    lines = [f"{' '.join(one.persons)}  by {', '.join(one.grounds)}" for one in found]
    answer(json, {"duplicates": rows}, "\n".join(lines) or "No two ids look alike undecided.")
    if found:
        raise typer.Exit(1)


@contextmanager
def _open(data: Path | None) -> Iterator[tuple[Log, Keyring]]:
    from application.opening import KEYS_FOLDER, open_database
    from application.settings import load_settings
    from ledger.log import Log
    from ledger.sealing import Keyring, OfficeSecrets

    settings = load_settings(data)
    office = OfficeSecrets.from_file(settings.data / KEYS_FOLDER)
    with (
        open_database(settings) as dsn,
        Log.open(dsn) as log,
        closing(Keyring(dsn, office)) as keyring,
    ):
        yield log, keyring


def read_personal(source: Path) -> dict[str, str]:
    """What is known of a person, from a file.

    Raises:
        BadParameter: it is not an object of known fields and texts; nothing of it is repeated.
    """
    try:
        text = sys.stdin.read() if str(source) == "-" else source.read_text("utf-8")
        found: Any = json_format.loads(text)
    except (OSError, ValueError):
        raise typer.BadParameter(f"{source} cannot be read as JSON.") from None
    if (
        not isinstance(found, dict)
        or not found
        or not all(isinstance(value, str) for value in found.values())
        or not set(found) <= set(FIELDS)
    ):
        raise typer.BadParameter(f"It takes an object of texts with some of {', '.join(FIELDS)}.")
    return found
