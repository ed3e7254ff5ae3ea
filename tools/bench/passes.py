"""Contestants that do the same thing over and over on what is already there."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from tools.bench.results import Entrant, Round


class Passes:
    """Whole passes over many records, until the time is over; at least one."""

    def __init__(self, entrant: Entrant, one_pass: Callable[[], int]) -> None:
        """Take a function that does one pass and returns how many records it passed."""
        self.entrant = entrant
        self._one_pass = one_pass

    def round(self, seconds: float) -> Round:
        """Pass again and again."""
        count, started = 0, time.monotonic()
        while not count or time.monotonic() < started + seconds:
            count += self._one_pass()
        return Round(count, time.monotonic() - started)

    def recorded(self) -> None:
        """Nothing is recorded."""
        return


class Questions:
    """Single questions one after another, each timed."""

    def __init__(self, entrant: Entrant, ask: Callable[[], object]) -> None:
        """Take a function that asks one question and returns when it is answered."""
        self.entrant = entrant
        self._ask = ask

    def round(self, seconds: float) -> Round:
        """Ask again and again, after some that are not timed."""
        self._ask_for(seconds / 10)
        took = self._ask_for(seconds)
        centiles = statistics.quantiles(took * 2, n=100, method="inclusive")
        return Round(len(took), sum(took), p50_ms=1000 * centiles[49], p99_ms=1000 * centiles[98])

    def recorded(self) -> None:
        """Nothing is recorded."""
        return

    def _ask_for(self, seconds: float) -> list[float]:
        took: list[float] = []
        deadline = time.monotonic() + seconds
        while not took or time.monotonic() < deadline:
            before = time.monotonic()
            self._ask()
            took.append(time.monotonic() - before)
        return took
