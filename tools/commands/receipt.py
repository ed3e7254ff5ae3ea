"""`qingce receipt`: a record's receipt on paper, and the check of one with no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tools.options import DataOption, JsonOption, answer

app = typer.Typer(
    help="Receipts on paper: print one for a record, or check what its codes say.",
    rich_markup_mode=None,
)


@app.command("print")
def print_receipt(
    position: Annotated[int, typer.Argument(min=1, help="The record's place in the log.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", dir_okay=False, help="Ends in .html or .pdf.")
    ],
    data: DataOption = None,
    json: JsonOption = False,
    size: Annotated[
        int | None, typer.Option("--size", min=1, help="Under the checkpoint of this size.")
    ] = None,
) -> None:
    """Print a page that says what the record is and carries its proof in QR codes.

    PDF needs the extra [pdf].
    """
    from application.evidence import open_evidence
    from application.receipts.page import page
    from application.receipts.printing import printed
    from application.settings import load_settings
    from ledger.evidence import files

    with open_evidence(load_settings(data)) as evidence:
        shown = page(evidence.receipt(position, size))
    files.replace(file, printed(shown, file))
    answer(
        json,
        {
            "position": position,
            "file": str(file),
            "slip_codes": len(shown.slip_codes),
            "record_codes": len(shown.record_codes),
        },
        f"{file}: the receipt of position {position}.",
    )


@app.command()
def check(
    slip: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="What the slip's codes say.")
    ],
    record: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="The record's bytes.")
    ],
    data: DataOption = None,
    json: JsonOption = False,
    policy: Annotated[
        Path | None,
        typer.Option(
            "--policy",
            metavar="FILE",
            help="Keys and witnesses you trust (C2SP tlog-policy). [env: QINGCE_POLICY]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check a proof slip against a record's bytes and your policy; needs no database or network."""
    import time

    from application.evidence import read_policy
    from application.settings import load_settings
    from ledger.evidence.slips import parse_slip

    settings = load_settings(data)
    trusted = read_policy(settings.model_copy(update={"policy": policy}) if policy else settings)
    if trusted is None:
        raise typer.BadParameter("Give the keys that you trust.", param_hint="--policy")
    read = parse_slip(slip.read_bytes())
    opened = read.verify(record.read_bytes(), trusted, int(time.time()))
    checkpoint = opened.checkpoint
    names = [signed.verifier.name for signed in opened.signed]
    answer(
        json,
        {
            "ok": True,
            "position": read.index + 1,
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "signed_by": names,
        },
        f"The record stands at position {read.index + 1} of {checkpoint.origin}, under the "
        f"checkpoint of {checkpoint.size} records signed by {', '.join(names)}.",
    )
