"""Options that every command takes, and how a command answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="The data folder. [env: QINGCE_DATA; default: .qingce]",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")]
Sm3Option = Annotated[
    bool, typer.Option("--sm3", help="Of the tree with SM3 beside the log's own (extra [gm]).")
]


def answer(as_json: bool, value: Mapping[str, Any], text: str) -> None:
    """Answer on standard output: `value` as one JSON object, or `text` for people."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str) if as_json else text)
