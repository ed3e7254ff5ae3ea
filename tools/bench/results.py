"""What was measured: rounds of contestants, and the ratios between them.

A *work* is one thing to do, such as recording one record by each of 16 writers; several
*contestants* do it in turns: ours, the limits of the machine, the peers. Each turn is a *round*.
Ratios are taken inside a round, where the machine was the same for all, and told as the median of
the rounds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median
from typing import Any


class Kind(StrEnum):
    """On which side a contestant stands."""

    OURS = "ours"
    LIMIT = "limit"
    PEER = "peer"


THE_LIMIT = "the limit"
"""The best of the limits in the same round."""
BEST_PEER = "the best peer"
"""The best of the peers in the same round."""
_TOGETHER = {THE_LIMIT: Kind.LIMIT, BEST_PEER: Kind.PEER}


@dataclass(frozen=True)
class Round:
    """One turn of one contestant."""

    count: int
    """Records (or reads) done while the clock ran."""
    seconds: float
    untimed: int = 0
    """Records done before the clock ran, to warm up."""
    p50_ms: float | None = None
    p99_ms: float | None = None
    """Of single calls, where each is one answer to somebody who waits."""

    @property
    def rate(self) -> float:
        """Records (or reads) a second."""
        return self.count / self.seconds


@dataclass(frozen=True)
class Entrant:
    """Who took part."""

    name: str
    kind: Kind
    note: str
    """What is measured, in a sentence."""


@dataclass
class Outcome:
    """The rounds of one contestant."""

    entrant: Entrant
    rounds: list[Round] = field(default_factory=list)
    recorded: int | None = None
    """Rows found afterwards where the contestant keeps its records; as many as it did."""

    @property
    def claimed(self) -> int:
        """Records done in all rounds and before them."""
        return sum(each.count + each.untimed for each in self.rounds)


@dataclass(frozen=True)
class Ratio:
    """One contestant's figure divided by another's, round by round."""

    of: str
    to: str
    rounds: list[float]

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.rounds)


@dataclass(frozen=True)
class Goal:
    """What a ratio should be."""

    of: str
    to: str
    bound: float
    at_least: bool = True

    def holds(self, ratio: Ratio) -> bool:
        """Whether it is, in the median."""
        return ratio.median >= self.bound if self.at_least else ratio.median <= self.bound


@dataclass
class Work:
    """One thing that was measured."""

    name: str
    title: str
    unit: str
    figure: Callable[[Round], float]
    """What is compared of a round."""
    outcomes: list[Outcome] = field(default_factory=list)
    goals: Sequence[Goal] = ()
    pairs: Sequence[tuple[str, str]] | None = None
    """The ratios to tell; ours to all others, if not given."""

    def ratios(self) -> list[Ratio]:
        """The ratios, in the order they are told."""
        pairs = self._every_pair() if self.pairs is None else self.pairs
        return [self.ratio(of, to) for of, to in pairs]

    def ratio(self, of: str, to: str) -> Ratio:
        """One ratio; `to` may be `THE_LIMIT` or `BEST_PEER`."""
        ours, others = self._figures(of), self._figures(to)
        return Ratio(of, to, [a / b for a, b in zip(ours, others, strict=True)])

    def told_goals(self) -> list[tuple[Goal, Ratio]]:
        """The goals whose contestants took part."""
        names = {outcome.entrant.name for outcome in self.outcomes} | self._together()
        return [
            (goal, self.ratio(goal.of, goal.to))
            for goal in self.goals
            if {goal.of, goal.to} <= names
        ]

    def _figures(self, name: str) -> list[float]:
        chosen = [
            [self.figure(each) for each in outcome.rounds]
            for outcome in self.outcomes
            if outcome.entrant.name == name or outcome.entrant.kind == _TOGETHER.get(name)
        ]
        return [max(figures) for figures in zip(*chosen, strict=True)]

    def _together(self) -> set[str]:
        kinds = [outcome.entrant.kind for outcome in self.outcomes]
        return {name for name, kind in _TOGETHER.items() if kinds.count(kind)}

    def _every_pair(self) -> list[tuple[str, str]]:
        ours = [o.entrant.name for o in self.outcomes if o.entrant.kind is Kind.OURS]
        others = [o.entrant.name for o in self.outcomes if o.entrant.kind is not Kind.OURS]
        together = sorted(self._together(), reverse=True)
        return [(of, to) for of in ours for to in (*together, *others)]


def as_json(work: Work) -> dict[str, Any]:
    """A work as machines read it: ratios first."""
    return {
        "name": work.name,
        "title": work.title,
        "unit": work.unit,
        "goals": [
            {
                "of": goal.of,
                "to": goal.to,
                "at_least" if goal.at_least else "at_most": goal.bound,
                "median": ratio.median,
                "holds": goal.holds(ratio),
            }
            for goal, ratio in work.told_goals()
        ],
        "ratios": [
            {
                "of": ratio.of,
                "to": ratio.to,
                "median": ratio.median,
                "min": min(ratio.rounds),
                "max": max(ratio.rounds),
                "rounds": ratio.rounds,
            }
            for ratio in work.ratios()
        ],
        "contestants": [_contestant(work, outcome) for outcome in work.outcomes],
    }


def _contestant(work: Work, outcome: Outcome) -> dict[str, Any]:
    figures = [work.figure(each) for each in outcome.rounds]
    return {
        "name": outcome.entrant.name,
        "kind": outcome.entrant.kind.value,
        "note": outcome.entrant.note,
        "median": median(figures),
        "min": min(figures),
        "max": max(figures),
        "claimed": outcome.claimed,
        "recorded": outcome.recorded,
        "rounds": [
            {
                "count": each.count,
                "seconds": each.seconds,
                "figure": figure,
                "p50_ms": each.p50_ms,
                "p99_ms": each.p99_ms,
            }
            for each, figure in zip(outcome.rounds, figures, strict=True)
        ],
    }
