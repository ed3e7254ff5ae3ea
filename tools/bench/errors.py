"""What can go wrong while measuring."""

from __future__ import annotations

from ledger.errors import LedgerError


class BenchError(LedgerError):
    """A measurement cannot be made or believed."""

    code = "bench"
