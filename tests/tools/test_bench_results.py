"""How rounds become ratios, and that nobody is believed who did not record."""

from __future__ import annotations

import pytest

from tools.bench.contest import contest
from tools.bench.errors import BenchError
from tools.bench.facts import Facts
from tools.bench.results import (
    BEST_PEER,
    THE_LIMIT,
    Entrant,
    Goal,
    Kind,
    Outcome,
    Round,
    Work,
)


class Recorder:
    """Records one record a round; says what it is told to have recorded."""

    def __init__(self, name: str, order: list[str], recorded: int | None = None) -> None:
        self.entrant = Entrant(name, Kind.OURS, "")
        self._order, self._recorded = order, recorded

    def round(self, seconds: float) -> Round:
        self._order.append(self.entrant.name)
        return Round(count=1, seconds=seconds, untimed=1)

    def recorded(self) -> int | None:
        return self._recorded


def outcome(name: str, kind: Kind, *rates: int) -> Outcome:
    return Outcome(Entrant(name, kind, ""), [Round(rate, 1.0) for rate in rates])


WORK = Work(
    "work",
    "some work",
    "records/s",
    figure=lambda each: each.rate,
    outcomes=[
        outcome("ours", Kind.OURS, 20, 30, 40),
        outcome("slow limit", Kind.LIMIT, 10, 60, 20),
        outcome("fast limit", Kind.LIMIT, 40, 40, 40),
        outcome("peer", Kind.PEER, 10, 10, 10),
    ],
    goals=(
        Goal("ours", THE_LIMIT, 0.5),
        Goal("ours", BEST_PEER, 3.1),
        Goal("ours", "peer", 3.0, at_least=False),
        Goal("ours", "somebody who is absent", 1.0),
    ),
)


def test_the_best_of_the_limits_is_chosen_round_by_round() -> None:
    assert WORK.ratio("ours", THE_LIMIT).rounds == [20 / 40, 30 / 60, 40 / 40]


def test_ratios_are_of_ours_to_all_others_and_to_the_best() -> None:
    assert [(ratio.of, ratio.to) for ratio in WORK.ratios()] == [
        ("ours", to) for to in (THE_LIMIT, BEST_PEER, "slow limit", "fast limit", "peer")
    ]


def test_goals_of_those_who_took_part() -> None:
    assert [goal.holds(ratio) for goal, ratio in WORK.told_goals()] == [True, False, True]


def test_turns_rotate() -> None:
    order: list[str] = []
    contest(
        [Recorder(name, order) for name in "abc"],
        rounds=3,
        seconds=1.0,
        before=lambda: order.append("-"),
        progress=lambda _: None,
    )
    assert "".join(order).replace("-", "") == "abcbcacab"
    assert order[::2] == ["-"] * 9


def test_nobody_is_believed_who_recorded_less_or_more() -> None:
    for there in (3, 5):
        with pytest.raises(BenchError, match=f"claims 4 records; {there} are there"):
            contest(
                [Recorder("a liar", [], there)],
                rounds=2,
                seconds=1.0,
                before=lambda: None,
                progress=lambda _: None,
            )


def test_facts_follow_from_their_seed_and_carry_seven_tags() -> None:
    facts = Facts("seed").take(300)
    assert facts == Facts("seed").take(300) != Facts("other").take(300)
    assert {len(fact.tags) for fact in facts} == {7}
    assert len({(fact.stream, fact.version) for fact in facts}) == 300
    sizes = [len(fact.payload()) for fact in facts]
    assert 500 < sum(sizes) / len(sizes) < 600
