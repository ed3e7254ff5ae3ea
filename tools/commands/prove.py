"""`qingce prove`: that a record is in the log, or that the log has only grown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.options import DataOption, JsonOption, Sm3Option, answer

if TYPE_CHECKING:
    from application.evidence import Growth, Receipt


def prove(
    position: Annotated[
        int | None, typer.Argument(min=1, help="The record's place in the log.")
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
    size: Annotated[
        int | None, typer.Option("--size", min=1, help="Under the checkpoint of this size.")
    ] = None,
    size_from: Annotated[
        int | None, typer.Option("--from", min=0, help="Prove growth from this size …")
    ] = None,
    size_to: Annotated[int | None, typer.Option("--to", min=0, help="… to this one.")] = None,
    sm3: Sm3Option = False,
) -> None:
    """Print a proof slip for one record (POSITION), or a consistency proof (--from M --to N)."""
    from application.evidence import open_evidence
    from application.settings import load_settings

    growing = size_from is not None and size_to is not None and position is None
    if not growing and (position is None or size_from is not None or size_to is not None):
        raise typer.BadParameter("Give a POSITION, or --from and --to.")
    with open_evidence(load_settings(data), sm3=sm3) as evidence:
        if size_from is not None and size_to is not None:
            growth = evidence.growth(size_from, size_to)
            answer(json, growth_json(growth), _growth_text(growth))
        elif position is not None:
            receipt = evidence.receipt(position, size)
            answer(json, receipt_json(receipt), receipt.slip.encode().decode().rstrip("\n"))


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """A receipt as machines read it; bytes in base64."""
    from ledger.evidence.encoding import base64_text
    from ledger.evidence.hashing import tree_hash

    hashing = tree_hash(receipt.checkpoint.checkpoint.origin)
    return {
        "position": receipt.position,
        "leaf_index": receipt.slip.index,
        "tree_size": receipt.checkpoint.checkpoint.size,
        "record": base64_text(receipt.record),
        "leaf_hash": base64_text(hashing.leaf(receipt.record)),
        "proof": [base64_text(item) for item in receipt.slip.proof],
        "checkpoint": receipt.checkpoint.note.encode().decode(),
    }


def growth_json(growth: Growth) -> dict[str, Any]:
    """A consistency proof as machines read it; bytes in base64."""
    from ledger.evidence.encoding import base64_text

    return {
        "from": growth.size_from,
        "to": growth.size_to,
        "proof": [base64_text(item) for item in growth.proof],
        "root_from": base64_text(growth.root_from),
        "root_to": base64_text(growth.root_to),
    }


def _growth_text(growth: Growth) -> str:
    from ledger.evidence.encoding import base64_text

    lines = [
        f"size {growth.size_from}: root {base64_text(growth.root_from)}",
        f"size {growth.size_to}: root {base64_text(growth.root_to)}",
        *map(base64_text, growth.proof),
    ]
    return "\n".join(lines)
