"""Contests: every contestant does the same work in turns, and is believed only if it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from tools.bench.errors import BenchError
from tools.bench.results import Entrant, Outcome, Round


class Contestant(Protocol):
    """Somebody who does a work."""

    @property
    def entrant(self) -> Entrant:
        """Who it is."""
        ...

    def round(self, seconds: float) -> Round:
        """Do the work for about that long."""
        ...

    def recorded(self) -> int | None:
        """Rows found where it keeps what it recorded; None if the work records nothing."""
        ...


def contest(
    contestants: Sequence[Contestant],
    *,
    rounds: int,
    seconds: float,
    before: Callable[[], None],
    progress: Callable[[int], None],
) -> list[Outcome]:
    """Let contestants take turns; who begins changes from round to round.

    Args:
        contestants: who takes part.
        rounds: how many turns each has.
        seconds: how long the clock runs in each turn.
        before: called before each turn, so that no turn pays for the one before.
        progress: told after each turn.

    Raises:
        BenchError: somebody did not record what it claims.
    """
    outcomes = [Outcome(contestant.entrant) for contestant in contestants]
    pairs = list(zip(contestants, outcomes, strict=True))
    for number in range(rounds):
        first = number * len(pairs) // rounds
        for contestant, outcome in pairs[first:] + pairs[:first]:
            before()
            outcome.rounds.append(contestant.round(seconds))
            progress(1)
    for contestant, outcome in pairs:
        outcome.recorded = contestant.recorded()
        _believe(outcome)
    return outcomes


def _believe(outcome: Outcome) -> None:
    if outcome.recorded is not None and outcome.recorded != outcome.claimed:
        raise BenchError(
            f"{outcome.entrant.name} claims {outcome.claimed:,} records; "
            f"{outcome.recorded:,} are there.",
            "None of this run's figures can be believed.",
        )
