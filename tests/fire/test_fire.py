"""The short form of `make fire`: two rounds of each kind."""

from __future__ import annotations

import pytest

from tests.fire.campaign import KINDS, Campaign

ROUNDS = 2
SEED = 20260101


@pytest.mark.slow
def test_nothing_is_lost_doubled_or_skipped() -> None:
    totals = Campaign(SEED, rounds_per_stretch=ROUNDS).run(ROUNDS * len(KINDS))
    assert totals.examples == []
    assert not totals.problems
    assert totals.rounds == ROUNDS * len(KINDS)
    assert totals.counts["acknowledged"] > 100
