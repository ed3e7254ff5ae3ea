"""That no record is missing: the tag index says how many there are and which.

Of a whole log the tag index is computed again, every row of it.
"""

from __future__ import annotations

import orjson

from ledger.evidence.bundles import layout
from ledger.evidence.bundles.claims import Claims
from ledger.evidence.bundles.errors import BundleRefusedError
from ledger.evidence.bundles.lines import Numbered
from ledger.evidence.bundles.records import Counted, Records
from ledger.evidence.bundles.stating import Rows, Stated
from ledger.evidence.snapshots.content import index_key
from ledger.evidence.snapshots.statement import Statement
from ledger.tree import Frontier, leaf_hash


def check_completeness(claims: Claims, stated: Stated, records: Records, rows: Rows) -> None:
    """Check that the records are all there are.

    Raises:
        BundleRefusedError: some are missing, or the tag index is not what the records make.
    """
    if claims.manifest.whole:
        _check_whole(claims, stated.tag_index, records)
        return
    shown = rows.by_statement[stated.tag_index.position]
    key = index_key(claims.manifest.selection)
    if records.selected:
        _check_present(shown, key, records.counted[claims.manifest.selection])
    else:
        _check_absent(shown, key, stated.tag_index)


def _check_present(shown: list[Numbered], key: str, counted: Counted) -> None:
    if len(shown) != 1 or shown[0].fields.get("tag_hash") != key:
        raise BundleRefusedError("incomplete", layout.RECORDS, "The tag index shows another tag.")
    row = shown[0].fields
    if row.get("records") != counted.records:
        raise BundleRefusedError(
            "incomplete",
            layout.RECORDS,
            f"There are {row.get('records')} such records in the log; the bundle has "
            f"{counted.records}.",
        )
    if row != _row(key, counted):
        raise BundleRefusedError(
            "incomplete",
            layout.RECORDS,
            "The records are as many as there should be, but not the same ones.",
        )


def _check_absent(shown: list[Numbered], key: str, index: Statement) -> None:
    """Two neighbours, or the first or last row alone, leave no room for the tag."""
    below = [row for row in shown if str(row.fields.get("tag_hash")) < key]
    above = [row for row in shown if str(row.fields.get("tag_hash")) > key]
    last_below = below[-1].number if below else 0
    first_above = above[0].number if above else index.rows + 1
    lone = len(below) <= 1 and len(above) <= 1 and len(below) + len(above) == len(shown)
    if not lone or first_above != last_below + 1:
        raise BundleRefusedError(
            "incomplete", layout.RECORDS, "The tag index does not show that there is no record."
        )


def _check_whole(claims: Claims, index: Statement, records: Records) -> None:
    size = claims.manifest.size
    if records.selected != size or records.positions[size - 1] != size:
        raise BundleRefusedError(
            "incomplete",
            layout.RECORDS,
            f"It has {records.selected:,} of the {size:,} records.",
        )
    rows = sorted((index_key(tag), counted) for tag, counted in records.counted.items())
    frontier, _ = Frontier().extend(leaf_hash(_encoded(_row(*row))) for row in rows)
    if frontier.size != index.rows or frontier.root() != index.row_root:
        raise BundleRefusedError(
            "tag-index",
            f"position {index.position}",
            "The tag index was stated wrongly: the records make another one.",
        )


def _encoded(row: dict[str, str | int]) -> bytes:
    """As `encode_row`, for a row made here of nothing but hashes and counts."""
    return orjson.dumps(row, option=orjson.OPT_SORT_KEYS)


def _row(key: str, counted: Counted) -> dict[str, str | int]:
    return {
        "tag_hash": key,
        "records": counted.records,
        "position_last": counted.position_last,
        "digest": counted.digest.hexdigest(),
    }
