"""The statement of a snapshot, as the record `evidence.snapshot-taken.v1` makes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.evidence.encoding import SIZE_MAX
from ledger.evidence.snapshots.errors import SnapshotError

TYPE = "evidence.snapshot-taken.v1"
_HASH = re.compile(r"[0-9a-f]{64}")
_FIELDS: dict[str, type] = {
    "projection": str,
    "definition_hash": str,
    "size": int,
    "root": str,
    "rows": int,
    "row_root": str,
    "totals": dict,
    "period": str,
    "previous": int,
}


@dataclass(frozen=True)
class Statement:
    """Of the first `size` records, this projection has these rows. `position`: where it stands."""

    position: int
    projection: str
    definition_hash: str
    size: int
    root: bytes
    """Root of the log at that size."""
    rows: int
    row_root: bytes
    totals: Mapping[str, int]
    period: str
    previous: int


def parse_statement(position: int, record: Mapping[str, Any]) -> Statement:
    """Read the statement out of a record's fields.

    Raises:
        SnapshotError: the record is not one, or a field is not as it should be.
    """
    data = record.get("data")
    if record.get("type") != TYPE or not isinstance(data, dict):
        raise SnapshotError(f"The record at position {position} is not a snapshot's statement.")
    fits = all(type(data.get(name)) is kind for name, kind in _FIELDS.items())
    if set(data) != set(_FIELDS) or not fits:
        raise SnapshotError(f"The statement at position {position} has other fields.")
    for name in ("definition_hash", "root", "row_root"):
        if not _HASH.fullmatch(data[name]):
            raise SnapshotError(f"The statement at position {position} has no hash in {name}.")
    if not 0 < data["size"] < position <= SIZE_MAX or not 0 <= data["previous"] < position:
        raise SnapshotError(f"The statement at position {position} does not stand behind its log.")
    if data["rows"] < 0 or any(type(total) is not int for total in data["totals"].values()):
        raise SnapshotError(f"The statement at position {position} counts what is not a number.")
    hashes = {name: bytes.fromhex(data[name]) for name in ("root", "row_root")}
    return Statement(**{**data, **hashes, "position": position})
