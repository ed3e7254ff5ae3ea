"""How much is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BATCH_RECORDS = 1_000
"""Records of a commit in bulk."""


@dataclass(frozen=True)
class Sizes:
    """Every work takes these."""

    rounds: int = 3
    seconds: float = 3.0
    """How long the clock runs in each turn."""
    writers: Sequence[int] = (1, 8, 16, 64)
    records: int = 100_000
    """Of the log that is traced, verified and rebuilt from."""


QUICK = Sizes(rounds=3, seconds=0.3, writers=(1, 16), records=10_000)
"""All works in less than a minute."""
