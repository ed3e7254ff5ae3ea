"""`qingce backup`: the database in a folder that can be checked and restored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from ledger.backup.manifest import Backup


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    data: DataOption = None,
    json: JsonOption = False,
    secrets: Annotated[
        Path | None,
        typer.Option(
            "--secrets",
            metavar="DIR",
            help="Copy the office's secret and the signing keys to a folder of their own.",
        ),
    ] = None,
) -> None:
    """Back up the database as of now; records may be taken meanwhile.

    Secrets are never in the backup: keep the folder of --secrets in another place. The folder
    stands under its name only when it is whole.
    """
    from application.backups import back_up, export_secrets
    from application.settings import load_settings

    settings = load_settings(data)
    if secrets is not None:
        _check_apart(folder, secrets)
    made = back_up(settings, folder, counting)
    copied = export_secrets(settings, secrets) if secrets is not None else []
    answer(
        json,
        {
            "folder": made.folder,
            "records": made.manifest.size,
            "root": made.manifest.root,
            "bytes": made.dump_bytes,
            "made": made.manifest.made,
            "secrets": copied,
        },
        _text(made, copied),
    )


def _check_apart(folder: Path, secrets: Path) -> None:
    first, second = folder.resolve(), secrets.resolve()
    if first == second or first in second.parents or second in first.parents:
        raise typer.BadParameter(
            f"{secrets} and {folder} lie in one another: who finds both can open everything.",
            param_hint="--secrets",
        )


def _text(made: Backup, copied: list[Path]) -> str:
    lines = [
        f"{made.manifest.size:,} records, root {made.manifest.root}",
        f"{made.dump_bytes:,} bytes in {made.folder}; `sha256sum --check SHA256SUMS` checks them.",
    ]
    if copied:
        lines.append(f"{len(copied)} secrets apart; keep them away from the backup.")
    else:
        lines.append("The office's secret and the signing keys are not in it: --secrets DIR copies")
        lines.append("them to a folder of their own. Without the office's secret no name is ever")
        lines.append("read again.")
    lines.append("Keep the newest checkpoint elsewhere too: it shows what a restore has lost.")
    return "\n".join(lines)
