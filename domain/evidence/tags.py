"""Tags of the evidence register, next to the shared ones."""

from __future__ import annotations


def snapshot(projection: str) -> str:
    """The snapshots of a projection 快照, e.g. `snapshot:fund_balances`."""
    return f"snapshot:{projection}"


def log(origin: str) -> str:
    """A log by its name 总册, e.g. `log:huancui.example/log`."""
    return f"log:{origin}"


def snapshot_period(projection: str, period: str) -> str:
    """The snapshots of one end of month or year, e.g. `snapshot:fund_balances/2019-12`."""
    return f"{snapshot(projection)}/{period}"
