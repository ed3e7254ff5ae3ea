"""Tags of the evidence register, next to the shared ones."""

from __future__ import annotations

from domain.common.tags import log as log


def snapshot(projection: str) -> str:
    """The snapshots of a projection 快照, e.g. `snapshot:fund_balances`."""
    return f"snapshot:{projection}"


def snapshot_period(projection: str, period: str) -> str:
    """The snapshots of one end of month or year, e.g. `snapshot:fund_balances/2019-12`."""
    return f"{snapshot(projection)}/{period}"
