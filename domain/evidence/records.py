"""Records of evidence: what the office stated about its own log, and to whom it gave what.

Hashes are SHA-256 in lower-case hex. `size` is how many records the log had: the statement is about
those, and stands itself behind them.
"""

from __future__ import annotations

from domain.common.records import Record


class SnapshotTaken(Record):
    """The content of a projection was stated, as of one size of the log 快照."""

    type = "evidence.snapshot-taken.v1"
    projection: str
    definition_hash: str
    size: int
    root: str
    """Root of the log's tree at that size."""
    rows: int
    row_root: str
    """Root of the tree over the rows in order."""
    totals: dict[str, int]
    """Sums of the summed columns over all rows."""
    period: str
    """Month `YYYY-MM` or year `YYYY` whose end it states; empty if taken at another moment."""
    previous: int
    """Position of the snapshot of the same projection before this one; 0 if it is the first."""


class BundleTaken(Record):
    """A bundle of records and proofs was handed out 调取."""

    type = "evidence.bundle-taken.v1"
    selection: str
    """A tag, `year YYYY`, or `all`."""
    size: int
    """The bundle has every such record among the first `size`."""
    records: int
    tag_index: int
    """Position of the statement that fixes how many records there are."""
    snapshots: list[int]
    """Positions of the statements whose rows are in the bundle."""
    recipient: str
    """The body that takes it, and its file number; never a person's name."""
    reason: str
    contents: dict[str, str]
    """SHA-256 of each file in the bundle that was complete when this was recorded."""


class LogBegunAnew(Record):
    """A log goes on under another name after records at its end were lost 另起新册."""

    type = "evidence.log-begun-anew.v1"
    origin: str
    """Name of the log that is closed."""
    size_held: int
    """How many of its records are left: they stand before this one, as they were."""
    root_held: str
    """Root of the tree over them."""
    position_lost_first: int
    position_lost_last: int
    checkpoint: str
    """The last checkpoint of the closed log that is known, as a signed note."""
