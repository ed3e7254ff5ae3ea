"""One row of a snapshot, proved alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import typer

from application.evidence import Receipt
from ledger.evidence.encoding import base64_text
from tools.evidencing.opening import Workplace


@dataclass(frozen=True)
class ProvedRow:
    """A row, its number from 1 of `rows`, its proof, and the receipt of the statement."""

    line: bytes
    number: int
    rows: int
    proof: list[bytes]
    receipt: Receipt


def prove_row(place: Workplace, position: int, wanted: Sequence[str]) -> ProvedRow:
    """Prove the one row that has the given values, each as COLUMN=VALUE.

    Raises:
        NoSuchRowError: no row has them, or more than one.
        NoCheckpointError: none covers the statement.
    """
    statement = place.snapshots.at(position)
    folder = place.snapshots.rows(statement)
    index = folder.only(dict(_column(text) for text in wanted))
    proof = folder.tree().prove_inclusion(index)
    receipt = place.evidence.receipt(position)
    return ProvedRow(folder.line(index), index + 1, folder.count, proof, receipt)


def encoded(proof: Sequence[bytes]) -> list[str]:
    """The hashes of a proof in base64."""
    return [base64_text(item) for item in proof]


def _column(text: str) -> tuple[str, Any]:
    name, separator, value = text.partition("=")
    if not separator:
        raise typer.BadParameter(f"{text!r} is not COLUMN=VALUE.")
    return name, int(value) if value.isascii() and value.isdigit() and name == "year" else value
