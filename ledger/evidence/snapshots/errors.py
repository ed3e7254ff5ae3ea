"""Errors of snapshots."""

from __future__ import annotations

from ledger.evidence.errors import EvidenceError


class SnapshotError(EvidenceError):
    """A snapshot's rows are missing, or are not what its statement says."""

    code = "snapshot"


class NoSuchRowError(SnapshotError):
    """The snapshot has no row with that key, or several."""

    code = "no-such-row"
