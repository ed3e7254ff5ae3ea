"""`qingce key`: the keys that sign the log's checkpoints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.options import DataOption, JsonOption, Sm3Option, answer

if TYPE_CHECKING:
    from ledger.evidence.keys.folder import KeyFolder
    from ledger.evidence.keys.listing import ListedKey

TYPES_DEFAULT = ["ed25519", "ml-dsa-44-cosignature"]
TYPES_SM3 = ["sm2-sm3"]

app = typer.Typer(
    help="The keys that sign the log's checkpoints: make, attach, list, show, retire, revoke.",
    rich_markup_mode=None,
)

SizeOption = Annotated[
    int | None,
    typer.Option("--size", min=0, help="Size of the log; what it has now when not given."),
]
KeyArgument = Annotated[str, typer.Argument(metavar="KEY-ID", help="As `qingce key list` shows.")]


@app.command()
def new(
    data: DataOption = None,
    json: JsonOption = False,
    types: Annotated[
        list[str],
        typer.Option(
            "--type",
            help="ed25519, ml-dsa-44-cosignature or sm2-sm3. By default one of each of the first "
            "two; with --sm3 one of the last.",
            show_default=False,
        ),
    ] = TYPES_DEFAULT,
    sm3: Sm3Option = False,
    size: SizeOption = None,
    unattended: Annotated[
        bool,
        typer.Option("--unattended", help="Keep the passphrase in a file beside the keys."),
    ] = False,
) -> None:
    """Make new keys, in use from now on beside those there are."""
    from ledger.evidence.keys.passphrase import write_passphrase
    from tools.passphrases import passphrase

    folder = key_folder(data, sm3)
    if unattended:
        write_passphrase(folder.path)
    secret = passphrase(folder.path, new=True)
    introduced = _size(data, size)
    made = [
        folder.add(name, secret, introduced)
        for name in (TYPES_SM3 if sm3 and types == TYPES_DEFAULT else types)
    ]
    answer(
        json,
        {"origin": folder.listed().origin, "vkeys": [item.vkey for item in made]},
        "\n".join(item.vkey for item in made),
    )


@app.command()
def attach(
    public: Annotated[
        str,
        typer.Argument(
            metavar="PUBLIC", help="PEM file, Ed25519 or ML-DSA-44; or an Ed25519 key in hex."
        ),
    ],
    command: Annotated[
        list[str],
        typer.Argument(
            metavar="-- PROGRAM [ARGUMENT]...",
            help="Signs what it reads (or the file {message}); answers with the signature.",
        ),
    ],
    data: DataOption = None,
    json: JsonOption = False,
    size: SizeOption = None,
) -> None:
    """Use a key kept elsewhere (PKCS#11 token, KMS), from now on beside those there are.

    The program signs once now, and the signature is verified.
    """
    from ledger.evidence.keys.public import read_public_key

    type_name, public_key = read_public_key(public)
    folder = key_folder(data)
    verifier = folder.attach(type_name, public_key, command, _size(data, size))
    answer(json, {"origin": verifier.name, "vkeys": [verifier.vkey]}, verifier.vkey)


@app.command("list")
def list_keys(data: DataOption = None, json: JsonOption = False, sm3: Sm3Option = False) -> None:
    """List all keys the log ever had, oldest first."""
    listed = key_folder(data, sm3).listed()
    rows = [_row(key) for key in listed.keys]
    lines = [" ".join(f"{name} {value}" for name, value in row.items()) for row in rows]
    answer(json, {"origin": listed.origin, "keys": rows}, "\n".join(lines) or "There is no key.")


@app.command()
def show(
    data: DataOption = None,
    json: JsonOption = False,
    public: Annotated[
        bool, typer.Option("--public", help="The public keys; secret ones are never shown.")
    ] = True,
    size: SizeOption = None,
    sm3: Sm3Option = False,
) -> None:
    """Print the vkeys to trust for checkpoints of the log, one a line."""
    del public
    verifiers = key_folder(data, sm3).listed().verifiers(2**62 if size is None else size)
    vkeys = [verifier.vkey for verifier in verifiers]
    answer(json, {"vkeys": vkeys}, "\n".join(vkeys) or "There is no key in use: qingce key new")
    if not vkeys:
        raise typer.Exit(1)


@app.command()
def retire(
    key_id: KeyArgument,
    data: DataOption = None,
    json: JsonOption = False,
    size: SizeOption = None,
    sm3: Sm3Option = False,
) -> None:
    """Let a key sign no more beyond a size; what it signed stays good."""
    folder, last = key_folder(data, sm3), _size(data, size)
    folder.retire(key_id, last)
    answer(json, {"key_id": key_id, "retired": last}, f"{key_id} signs no size beyond {last}.")


@app.command()
def revoke(
    key_id: KeyArgument,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is public.")],
    data: DataOption = None,
    json: JsonOption = False,
    size: SizeOption = None,
    sm3: Sm3Option = False,
) -> None:
    """Trust a key no more from a size on, and destroy its secret."""
    import time

    from ledger.evidence.keys.listing import Revocation

    first = _size(data, size)
    revocation = Revocation(size=first, time=int(time.time()), reason=reason)
    key_folder(data, sm3).revoke(key_id, revocation)
    answer(
        json,
        {"key_id": key_id, "revoked": revocation.model_dump()},
        f"{key_id} is worth nothing from size {first} on. Give readers the new list of keys.",
    )


@app.command()
def announce(data: DataOption = None, json: JsonOption = False) -> None:
    """Record in the log which keys sign it, and which were retired or revoked; only what is new."""
    from application.announcing import announce_keys
    from application.evidence import SM3_FOLDER, signing_keys, sm3_keys
    from application.opening import open_database, open_desk
    from application.settings import load_settings
    from ledger.log import Log

    settings = load_settings(data)
    with (
        open_database(settings) as dsn,
        Log.open(dsn) as log,
        open_desk(settings, log, dsn) as desk,
    ):
        made = announce_keys(log, desk, settings, signing_keys(settings).listed())
        if (settings.data / SM3_FOLDER).exists():
            made += announce_keys(log, desk, settings, sm3_keys(settings).listed())
    positions = [item.position_first for item in made]
    text = f"Recorded at {', '.join(map(str, positions))}." if made else "Nothing is new."
    answer(json, {"positions": positions}, text)


def key_folder(data: Path | None, sm3: bool = False) -> KeyFolder:
    """The signing keys of the data folder."""
    from application.evidence import signing_keys, sm3_keys
    from application.settings import load_settings

    return (sm3_keys if sm3 else signing_keys)(load_settings(data))


def _size(data: Path | None, given: int | None) -> int:
    if given is not None:
        return given
    from application.opening import open_log
    from application.settings import load_settings

    with open_log(load_settings(data)) as log:
        return log.head().size


def _row(key: ListedKey) -> dict[str, Any]:
    verifier = key.verifier
    row: dict[str, Any] = {
        "key_id": verifier.key_id.hex(),
        "type": verifier.type.name,
        "introduced": key.introduced,
    }
    if key.retired is not None:
        row["retired"] = key.retired
    if key.revoked is not None:
        row["revoked"] = key.revoked.model_dump()
    return row
