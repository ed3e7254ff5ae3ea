"""How checkpoints and their time stamps are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from application.stamping import Judged, Stamping
    from ledger.evidence.notes import Note
    from ledger.evidence.trust import TrustedCheckpoint

StampOption = Annotated[
    list[str] | None,
    typer.Option(
        "--stamp",
        metavar="URL",
        help="Have it stamped by this RFC 3161 authority; may be repeated. [env: QINGCE_TSA]",
        show_default=False,
    ),
]


def stamping_json(done: Stamping) -> dict[str, Any]:
    """What came of asking for stamps, as machines read it."""
    return {
        "stamps": stamps_json(done.stamps),
        "missing_stamps": done.failures,
        "recorded": done.recorded,
    }


def stamps_json(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """Stamps as machines read them; the note and the token in base64."""
    from ledger.evidence.encoding import base64_text

    return [
        {
            "authority": one.stamp.authority,
            "stated": one.stated.isoformat() if one.stated else None,
            "problem": one.problem,
            "note": one.stamp.note.decode(),
            "token": base64_text(one.stamp.token),
        }
        for one in judged
    ]


def stamps_text(judged: Sequence[Judged]) -> list[str]:
    """A line for each stamp."""
    return [
        f"Stamped {one.stated.isoformat()} by {one.stamp.authority}"
        if one.stated
        else f"STAMP NOT GOOD, by {one.stamp.authority}: {one.problem}"
        for one in judged
    ]


def tell_failures(done: Stamping, *, stay: bool = False) -> None:
    """Say on standard error which stamps are missing; ends the command unless it is to stay."""
    for url, failure in done.failures.items():
        typer.echo(f"No stamp of {url}: {failure}", err=True)
    if done.failures:
        typer.echo("The checkpoint is kept; add the stamp: qingce checkpoint stamp", err=True)
        if not stay:
            raise typer.Exit(1)


def note_text(note: Note) -> str:
    """A note as people read it."""
    return note.encode().decode().rstrip("\n")


def checkpoint_json(opened: TrustedCheckpoint, failures: dict[str, str]) -> dict[str, Any]:
    """A checkpoint as machines read it, and which witnesses gave no cosignature and why."""
    from ledger.evidence.encoding import base64_text

    return {
        "origin": opened.checkpoint.origin,
        "size": opened.checkpoint.size,
        "root": base64_text(opened.checkpoint.root),
        "signatures": [
            {
                "name": signed.verifier.name,
                "key_id": signed.verifier.key_id.hex(),
                "type": signed.verifier.type.name,
                "time": signed.time,
            }
            for signed in opened.signed
        ],
        "failures": failures,
        "checkpoint": opened.note.encode().decode(),
    }
