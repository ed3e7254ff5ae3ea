"""`qingce checkpoint list`, `show`, `stamp` and `resign`: checkpoints that were signed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.checkpoints import (
    StampOption,
    checkpoint_json,
    note_text,
    stamping_json,
    stamps_json,
    stamps_text,
    tell_failures,
)
from tools.options import DataOption, JsonOption, Sm3Option, answer

if TYPE_CHECKING:
    from application.evidence import Evidence
    from ledger.evidence.notes import Note

SizeArgument = Annotated[
    int | None,
    typer.Argument(metavar="[SIZE]", min=0, help="The checkpoint of this size; else the newest."),
]


def list_checkpoints(
    data: DataOption = None,
    json: JsonOption = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many, newest first.")] = 20,
    sm3: Sm3Option = False,
) -> None:
    """List checkpoints that were signed, newest first, published or not."""
    from application.evidence import open_evidence
    from application.settings import load_settings

    with open_evidence(load_settings(data), sm3=sm3) as evidence:
        rows = [_row(evidence, note) for note in evidence.listed(limit)]
    lines = [
        f"size {row['size']:>9,}  {', '.join(row['signed_by'])}; time stamps: {row['stamps']}"
        for row in rows
    ]
    answer(json, {"checkpoints": rows}, "\n".join(lines) or "Nothing was signed yet.")


def show(
    size: SizeArgument = None,
    data: DataOption = None,
    json: JsonOption = False,
    sm3: Sm3Option = False,
) -> None:
    """Show a checkpoint, who signed it, and what its time stamps state.

    Exits 1 if a signature or a stamp does not hold.
    """
    from application.evidence import open_evidence
    from application.settings import load_settings
    from application.stamping import authorities, judge

    settings = load_settings(data)
    with open_evidence(settings, sm3=sm3) as evidence:
        opened = evidence.newest() if size is None else evidence.at(size)
        checkpoint = opened.checkpoint
        stamps = evidence.store.stamps(checkpoint.origin, checkpoint.size)
        judged = judge(stamps, checkpoint, authorities(settings)) if stamps else []
    shown = {**checkpoint_json(opened, {}), "stamps": stamps_json(judged)}
    answer(json, shown, "\n".join([note_text(opened.note), *stamps_text(judged)]))
    if any(one.stated is None for one in judged):
        raise typer.Exit(1)


def stamp(
    size: SizeArgument = None,
    data: DataOption = None,
    json: JsonOption = False,
    authorities: StampOption = None,
    sm3: Sm3Option = False,
) -> None:
    """Have a checkpoint that was signed before stamped by the authorities that have not yet.

    Exits 1 if one of them gives no stamp.
    """
    from application.evidence import open_evidence
    from application.settings import load_settings
    from application.stamping import addresses, open_stamper

    settings = load_settings(data)
    urls = addresses(settings, authorities or [])
    if not urls:
        raise typer.BadParameter("Name an authority.", param_hint="--stamp")
    with open_evidence(settings, sm3=sm3) as evidence:
        note = (evidence.newest() if size is None else evidence.at(size)).note
        with open_stamper(settings, evidence.store) as stamper:
            done = stamper.stamp(note, urls)
    answer(json, stamping_json(done), "\n".join(stamps_text(done.stamps)))
    tell_failures(done)


def resign(
    sizes: Annotated[
        list[int] | None, typer.Argument(metavar="[SIZE]...", min=0, help="All if none is given.")
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
    sm3: Sm3Option = False,
) -> None:
    """Sign old checkpoints with the keys in use now; they keep the signatures they have."""
    from application.evidence import SIGNING_FOLDER, SM3_FOLDER, open_evidence
    from application.settings import load_settings
    from ledger.evidence.checkpoints import parse_checkpoint
    from tools.passphrases import passphrase

    settings = load_settings(data)
    with open_evidence(settings, sm3=sm3) as evidence:
        signed = evidence.sign_again(
            passphrase(settings.data / (SM3_FOLDER if sm3 else SIGNING_FOLDER)), sizes or []
        )
    rows = [
        {"size": parse_checkpoint(note).size, "signatures": len(note.signatures)} for note in signed
    ]
    lines = [f"size {row['size']}: {row['signatures']} signatures" for row in rows]
    answer(json, {"checkpoints": rows}, "\n".join(lines) or "Nothing was signed yet.")


def _signed_by(evidence: Evidence, note: Note) -> list[str]:
    """The types of the log's own signatures, and the names of the others; nothing is checked."""
    own = [key.verifier for key in evidence.keys().keys]
    types = {(verifier.name, verifier.key_id): verifier.type.name for verifier in own}
    return [types.get((one.name, one.key_id), one.name) for one in note.signatures]


def _row(evidence: Evidence, note: Note) -> dict[str, Any]:
    from ledger.evidence.checkpoints import parse_checkpoint
    from ledger.evidence.encoding import base64_text

    checkpoint = parse_checkpoint(note)
    return {
        "size": checkpoint.size,
        "root": base64_text(checkpoint.root),
        "signatures": len(note.signatures),
        "signed_by": _signed_by(evidence, note),
        "stamps": len(evidence.store.stamps(checkpoint.origin, checkpoint.size)),
    }
