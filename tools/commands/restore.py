"""`qingce restore`: a backup into an empty place, verified and compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from application.backups import Restored, Successor
    from application.settings import Settings
    from ledger.backup.manifest import Backup
    from ledger.closing.comparing import Comparison
    from ledger.evidence.trust import TrustedCheckpoint


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `qingce backup` made.")],
    data: DataOption = None,
    json: JsonOption = False,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", metavar="FILE", help="A checkpoint kept elsewhere."),
    ] = None,
    vkey: Annotated[
        list[str] | None,
        typer.Option("--vkey", help="A key of the log that you trust; else QINGCE_POLICY's."),
    ] = None,
    secrets: Annotated[
        Path | None,
        typer.Option("--secrets", metavar="DIR", help="What `backup --secrets` copied."),
    ] = None,
    begin_anew: Annotated[
        bool,
        typer.Option(
            "--begin-anew",
            help="Where records were lost: go on under another name and record the loss.",
        ),
    ] = False,
    by: Annotated[str, typer.Option("--by", help="The official who decides to begin anew.")] = "",
    office: Annotated[str, typer.Option("--office", help="The office it is decided for.")] = "",
) -> None:
    """Restore a backup into a data folder that is not there yet (or the empty QINGCE_DSN).

    Ends with a verification of everything and a comparison with the checkpoints. Exits 1 if
    anything is missing or changed: the restored log is then frozen, so that it is never signed
    over.
    """
    from application import backups
    from application.settings import load_settings
    from ledger.backup import manifest

    settings = load_settings(data)
    successor = _successor(begin_anew, by, office, bool(checkpoint))
    with counting("Checking digests", manifest.size_of(folder), "bytes") as progress:
        backup = manifest.read(folder.absolute(), progress)
    held = _held(settings, backup, checkpoint or [], vkey or [])
    found = backups.restore(settings, backup, held, successor, counting)
    if secrets is not None:
        backups.bring_back_secrets(settings, secrets, found)
    answer(json, _as_json(settings, found), _text(settings, found))
    if not found.ok:
        raise typer.Exit(1)


def _successor(begin_anew: bool, by: str, office: str, compares: bool) -> Successor | None:
    from application.backups import Successor

    if not begin_anew:
        return None
    if not (by and office and compares):
        raise typer.BadParameter(
            "it needs --checkpoint FILE (what was signed), --by OFFICIAL and --office CODE.",
            param_hint="--begin-anew",
        )
    return Successor(by, office)


def _held(
    settings: Settings, backup: Backup, paths: list[Path], vkeys: list[str]
) -> list[TrustedCheckpoint]:
    from application import backups
    from application.evidence import read_policy
    from ledger.evidence.signing import parse_vkey

    policy = read_policy(settings)
    trusted = [parse_vkey(vkey) for vkey in vkeys]
    if policy is not None:
        trusted += [log.verifier for log in policy.logs]
    if not trusted and paths:
        trusted = backups.keys_listed(backup)
        typer.echo(
            "The checkpoints are checked with the keys that the backup lists: its own word. "
            "Name the log's keys with --vkey or QINGCE_POLICY.",
            err=True,
        )
    return backups.open_held(paths, trusted)


def _as_json(settings: Settings, found: Restored) -> dict[str, Any]:
    from tools.commands import verify

    return {
        "ok": found.ok,
        "data": None if settings.dsn else settings.data,
        "records": found.backup.manifest.size,
        "verify": verify.as_json(found.verification),
        "checkpoints": [
            {
                "origin": one.checkpoint.origin,
                "size": one.checkpoint.size,
                "outcome": one.outcome,
                "missing": one.missing,
                "message": one.said(),
            }
            for one in found.comparisons
        ],
        "frozen": found.frozen,
        "begun_anew": found.begun_anew,
    }


def _text(settings: Settings, found: Restored) -> str:
    from tools.commands import verify

    where = "the database of QINGCE_DSN" if settings.dsn else str(settings.data)
    lines = [f"Restored into {where}.", verify.text(found.verification)]
    lines += [_compared(one) for one in found.comparisons]
    if not found.comparisons:
        lines.append("Compared with no checkpoint: if records were lost, nothing here shows it.")
        lines.append("Name one kept elsewhere with --checkpoint FILE.")
    if found.frozen:
        lines.append("The restored log is FROZEN: it takes no record and signs nothing. Look for a")
        lines.append("newer backup or standby. If there is none, restore this one once more with")
        lines.append("--begin-anew into another folder.")
    if found.begun_anew is not None:
        lines.append(f"Record {found.begun_anew:,} names the loss and begins the log anew.")
        lines.append("It has no keys yet: choose QINGCE_ORIGIN and run `qingce key new`.")
    return "\n".join(lines)


def _compared(one: Comparison) -> str:
    from ledger.closing.comparing import Outcome

    return f"{'GOOD ' if one.outcome is Outcome.HOLDS else 'FAULT'}  {one.said()}"
