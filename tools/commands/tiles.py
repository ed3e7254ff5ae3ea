"""`qingce tiles`: the whole log as static files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting


def tiles(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", file_okay=False, help="Where the files go.")
    ],
    data: DataOption = None,
    json: JsonOption = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing: check the files that are there.")
    ] = False,
) -> None:
    """Write the log up to its newest published checkpoint as C2SP tiles; only what is new.

    Any web server or disk can hold them. With --check every record and hash in DIR is read.
    """
    if check:
        _check(folder, data, json)
        return
    from application.evidence import open_evidence
    from application.settings import load_settings
    from ledger.evidence.tiles.writer import write_tiles

    with open_evidence(load_settings(data)) as evidence:
        opened = evidence.newest()
        size, store = opened.checkpoint.size, evidence.store
        with counting("Writing", size) as progress:
            added = write_tiles(folder, opened.note, store.hashes, store.records, progress)
    answer(json, {"size": size, "added": added}, f"{folder} holds {size} records, {added} new.")


def _check(folder: Path, data: Path | None, as_json: bool) -> None:
    import time

    from application.evidence import signing_keys
    from application.settings import load_settings
    from ledger.evidence.tiles.checker import check_tiles
    from ledger.evidence.tiles.folder import TileFolder

    listed = signing_keys(load_settings(data)).listed()
    found = TileFolder(folder).checkpoint()
    keys = listed.verifiers(found.size if found else 0)
    with counting("Checking", found.size if found else None) as progress:
        opened = check_tiles(folder, listed.origin, keys, int(time.time()), progress)
    size = opened.checkpoint.size
    answer(as_json, {"ok": True, "size": size}, f"All {size} records of {folder} hold.")
