"""`qingce witness`: a process apart, with its own data folder and keys and no database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.options import DataOption, JsonOption, answer

if TYPE_CHECKING:
    from ledger.evidence.signing import Signer
    from ledger.evidence.witness.judge import Alarm

WITNESS_FOLDER = "witness"
"""Under the data folder; an office that is a witness only has nothing else there."""
KEYS_FOLDER = "keys"
TYPES_DEFAULT = ["ed25519-cosignature", "ml-dsa-44-cosignature"]

app = typer.Typer(
    help="A witness: it cosigns checkpoints that extend what it has seen, and reports the others.",
    rich_markup_mode=None,
)


@app.command()
def new(
    name: Annotated[
        str, typer.Option("--name", help="Name it signs under, such as `audit.example/w1`.")
    ],
    data: DataOption = None,
    json: JsonOption = False,
    types: Annotated[
        list[str],
        typer.Option(
            "--type", help="ed25519-cosignature or ml-dsa-44-cosignature; one of each by default."
        ),
    ] = TYPES_DEFAULT,
    unattended: Annotated[
        bool, typer.Option("--unattended", help="Keep the passphrase in a file beside the keys.")
    ] = False,
) -> None:
    """Make a witness: its folder and its keys; prints the vkeys to give to readers."""
    from ledger.evidence.keys import file
    from ledger.evidence.keys.passphrase import write_passphrase
    from tools.passphrases import passphrase

    keys = _folder(data) / KEYS_FOLDER
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    if unattended:
        write_passphrase(keys)
    secret = passphrase(keys, new=True)
    made = [file.create(keys / f"{kind}.key", name, kind, secret) for kind in types]
    vkeys = [verifier.vkey for verifier in made]
    answer(json, {"vkeys": vkeys}, "\n".join(vkeys))


@app.command()
def watch(
    vkey: Annotated[str, typer.Argument(help="The log's vkey (`qingce key show --public`).")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Watch a log, or trust a further key of one; the witness is started again after it."""
    from ledger.evidence.signing import parse_vkey
    from ledger.evidence.witness.memory import Memory

    origin = parse_vkey(vkey).name
    with Memory(_folder(data)) as memory:
        memory.watch(vkey)
    answer(json, {"watched": origin}, f"The witness watches {origin}.")


@app.command()
def show(data: DataOption = None, json: JsonOption = False) -> None:
    """Show the witness's vkeys and what it has seen of each log."""
    from ledger.evidence.keys import file
    from ledger.evidence.witness.memory import logs_seen

    folder = _folder(data)
    vkeys = [file.read(path).vkey for path in _key_files(folder)]
    logs = [
        {"origin": origin, "size": seen.size, "root": seen.root.hex(), "time": seen.time}
        for origin, seen in logs_seen(folder).items()
    ]
    lines = vkeys + [f"{log['origin']}: size {log['size']}, root {log['root']}" for log in logs]
    answer(json, {"vkeys": vkeys, "logs": logs}, "\n".join(lines))


@app.command()
def serve(
    data: DataOption = None,
    json: JsonOption = False,
    listen: Annotated[
        str, typer.Option("--listen", metavar="HOST:PORT", help="Port 0 takes a free one.")
    ] = "127.0.0.1:7380",
) -> None:
    """Answer logs over HTTP until stopped; forks and rollbacks are told on standard error."""
    import signal
    import threading
    import time

    from ledger.evidence.witness.judge import Witness
    from ledger.evidence.witness.memory import Memory
    from ledger.evidence.witness.server import WitnessServer

    folder = _folder(data)
    signers = _signers(folder)
    with Memory(folder) as memory:
        witness = Witness(memory, signers, lambda: int(time.time()), _tell)
        with WitnessServer(_address(listen), witness) as server:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
            host, port = server.server_address[:2]
            url = f"http://{host!s}:{port}"
            answer(json, _started(url, signers), f"The witness listens on {url}")
            server.serve_forever()


def _folder(data: Path | None) -> Path:
    from application.settings import load_settings

    return load_settings(data).data / WITNESS_FOLDER


def _started(url: str, signers: list[Signer]) -> dict[str, Any]:
    return {"url": url, "vkeys": [signer.verifier.vkey for signer in signers]}


def _signers(folder: Path) -> list[Signer]:
    from ledger.evidence.errors import InvalidKeyError
    from ledger.evidence.keys import file
    from tools.passphrases import passphrase

    paths = _key_files(folder)
    if not paths:
        raise InvalidKeyError(f"There is no key in {folder / KEYS_FOLDER}.", "qingce witness new")
    secret = passphrase(folder / KEYS_FOLDER)
    return [file.load(path, secret) for path in paths]


def _key_files(folder: Path) -> list[Path]:
    return sorted((folder / KEYS_FOLDER).glob("*.key"))


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise typer.BadParameter(f"{listen!r} is not HOST:PORT.", param_hint="--listen")
    return host, int(port)


def _tell(alarm: Alarm) -> None:
    typer.echo(f"ALARM 警报\n{alarm.report}Evidence: {alarm.evidence}", err=True)
