"""Ledgers that hold the first records of another."""

from __future__ import annotations

import psycopg


def copy_records(of: str, to: str, after: int, up_to: int) -> None:
    """Give a ledger the records of another, from after a position up to one, as they stand."""
    span = f"position > {after} AND position <= {up_to}"
    with (
        psycopg.connect(of) as here,
        psycopg.connect(to) as there,
        here.cursor().copy(f"COPY (SELECT * FROM ledger.records WHERE {span}) TO STDOUT") as out,
        there.cursor().copy("COPY ledger.records FROM STDIN") as into,
    ):
        for part in out:
            into.write(part)
