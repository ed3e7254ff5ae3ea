"""One run: its server, its sizes, and what it had to leave out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from tools.bench.contest import Contestant, contest
from tools.bench.errors import BenchError
from tools.bench.results import Work
from tools.bench.server import Bench
from tools.bench.sizes import Sizes

Counting = Callable[[str, int | None, str], AbstractContextManager[Callable[[int], None]]]


@dataclass
class Run:
    """What every work is given."""

    bench: Bench
    sizes: Sizes
    counting: Counting
    """Shows progress (`tools.progress.counting`)."""
    left_out: dict[str, list[str]] = field(default_factory=dict)
    """By reason: the works without a contestant that could not take part."""

    def contest(self, work: Work, contestants: Sequence[Contestant]) -> Work:
        """Let contestants do a work; their outcomes are added to it."""
        turns = self.sizes.rounds * len(contestants)
        with self.counting(work.title, turns, "rounds") as progress:
            work.outcomes = contest(
                contestants,
                rounds=self.sizes.rounds,
                seconds=self.sizes.seconds,
                before=self.bench.settle,
                progress=progress,
            )
        return work

    def leave_out(self, work: str, absence: BenchError) -> None:
        """Note that somebody could not take part in a work, and why."""
        self.left_out.setdefault(str(absence), []).append(work)
