"""`qingce archive`: sealed ranges of the log as Parquet, and what an archive holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from application.settings import Settings
    from projections.archive.reading import Archive
    from projections.archive.writing import Written

PlaceArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[DIR|URL]",
        help="A folder or s3://BUCKET/PREFIX. [default: archive, under the data folder]",
        show_default=False,
    ),
]
KeyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--key",
        metavar="VKEY",
        help="A key of a log that you trust; repeatable. Without one, this log's own.",
    ),
]


def archive(
    place: PlaceArgument = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing: read every byte that is there.")
    ] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="Write nothing: say what is there, file by file.")
    ] = False,
    key: KeyOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Write the log up to its newest published checkpoint as Parquet; only what is new.

    --check holds every file, record and typed column against the signed checkpoint; it and --list
    need no database, and with --key no data folder. Exits 1 if anything does not hold.
    """
    from application.settings import load_settings

    if check and list_:
        raise typer.BadParameter("--check and --list are two questions; ask one.")
    if key and not (check or list_):
        raise typer.BadParameter("--key is for --check and --list.")
    settings = load_settings(data)
    if not (check or list_):
        _write(settings, place, json)
        return
    from tools.archives import opened

    found = opened(settings, place, key or [])
    if check:
        _check(found, json)
    else:
        _list(found, json)


def _write(settings: Settings, place: str | None, as_json: bool) -> None:
    from application.evidence import SIGNING_FOLDER, open_evidence, signing_keys
    from projections.archive.writing import Source, write_archive
    from tools.archives import own_trust, store_at
    from tools.passphrases import passphrase

    store = store_at(settings, place)
    with open_evidence(settings) as evidence:
        newest = evidence.newest()
        secret = passphrase(settings.data / SIGNING_FOLDER)
        size = newest.checkpoint.size
        source = Source(
            checkpoint=newest.note,
            tree=evidence.store.tree(size),
            records=evidence.store.records,
            signers=signing_keys(settings).signers(secret, size),
        )
        with counting("Archiving", size) as progress:
            done = write_archive(store, source, own_trust(settings)[1], progress)
    answer(as_json, {"place": store.address, **vars(done)}, _written_text(store.address, done))


def _written_text(address: str, done: Written) -> str:
    return (
        f"{address} holds {done.size:,} records in {done.files} files "
        f"({done.bytes:,} bytes); {done.added:,} are new, {done.written} files were written."
    )


def _check(found: list[Archive], as_json: bool) -> None:
    from projections.archive.checking import check_archive

    checked = {}
    with counting("Checking", sum(each.size for each in found)) as progress:
        for each in found:
            checked[each.origin] = check_archive(each, progress)
    answer(
        as_json,
        {"ok": True, "logs": [{"origin": name, "size": size} for name, size in checked.items()]},
        "\n".join(
            f"All {size:,} records of {name} hold: hashes, positions, root and typed columns."
            for name, size in checked.items()
        ),
    )


def _list(found: list[Archive], as_json: bool) -> None:
    logs: list[dict[str, Any]] = [
        {
            "origin": each.origin,
            "size": each.size,
            "checkpoint": each.manifest.checkpoint,
            "files": [vars(file) for file in each.manifest.files],
        }
        for each in found
    ]
    answer(as_json, {"logs": logs}, "\n".join(line for each in found for line in _lines(each)))


def _lines(found: Archive) -> list[str]:
    head = f"{found.origin}: {found.size:,} records"
    return [
        head,
        *(
            f"  {file.position_first:>12,} to {file.position_last:>12,}  {file.bytes:>12,} bytes  "
            f"{file.path}"
            for file in found.manifest.files
        ),
    ]
