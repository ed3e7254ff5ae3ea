"""The demo's social assistance: any figures come out to the fen, by commands nobody refuses."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.assistance.decisions import AdoptStandard
from domain.assistance.records import BenefitPaid, HomeClosed, PaymentReversed
from domain.assistance.schemes import SUBSIDIES
from domain.common.records import Tagged
from projections.figures.published import PublishedFigure, Quality, load
from tests.tools.demo.replay import Replay
from tools.demo.plan import Figures, FiguresNotPossibleError
from tools.demo.registers.assistance import decisions
from tools.demo.world import World

HUANCUI = Path("tools/demo/huancui-2019.csv")
KEYS = (
    "dibao.person_times",
    "dibao.paid",
    "tekun.person_times",
    "tekun.paid",
    "subsidies.paid",
    "homes.closed",
)


def figures_of(period: str = "", quality: Quality = Quality.EXACT, **values: int) -> Figures:
    """Figures by key, with `__` for the dot."""
    return Figures(
        PublishedFigure(
            key.replace("__", "."), "figure", "", "", "", value, "", quality, "", period, ""
        )
        for key, value in values.items()
    )


def totals(records: list[Tagged]) -> dict[str, int]:
    """What the records add up to: money in fen, reversals taken off."""
    sums: Counter[str] = Counter()
    for record in (tagged.record for tagged in records):
        if isinstance(record, (BenefitPaid, PaymentReversed)):
            sign = 1 if isinstance(record, BenefitPaid) else -1
            name = "subsidies" if record.scheme in SUBSIDIES else record.scheme
            sums[f"{name}.paid"] += sign * record.amount_fen
            sums[f"{name}.person_times"] += sign * record.persons
        sums["homes.closed"] += isinstance(record, HomeClosed)
    return sums


def recorded(figures: Figures, seed: int = 1, *years: int) -> dict[str, int]:
    replay = Replay()
    for year in years or (2019,):
        replay.make(decisions(World(seed, year, "assistance"), figures))
    return totals(replay.records)


def assert_met(figures: Figures, made: dict[str, int], times: int = 1) -> None:
    for key in KEYS:
        published = figures.get(key)
        unit = 100 if key.endswith(".paid") else 1
        if published is not None:
            assert made.get(key, 0) == times * published * unit, key


def test_the_districts_year_comes_out_to_the_fen() -> None:
    figures = Figures(load(HUANCUI))
    assert_met(figures, recorded(figures))


def test_consecutive_years_each_have_the_totals() -> None:
    figures = figures_of(
        dibao__person_times=130,
        dibao__paid=50_000,
        tekun__person_times=60,
        tekun__paid=66_000,
        subsidies__paid=40_000,
        homes__closed=2,
    )
    assert_met(figures, recorded(figures, 1, 2019, 2020, 2021), times=3)


amounts = st.one_of(st.integers(1, 5_000), st.integers(1, 300_000))


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    person_times=st.integers(1, 150),
    mean_yuan=st.integers(1, 3_000),
    odd_yuan=st.integers(0, 149),
    tekun=st.booleans(),
)
def test_any_mean_comes_out(
    seed: int, person_times: int, mean_yuan: int, odd_yuan: int, tekun: bool
) -> None:
    name = "tekun" if tekun else "dibao"
    paid = person_times * mean_yuan + odd_yuan % person_times
    figures = figures_of(**{f"{name}__person_times": person_times, f"{name}__paid": paid})
    assert_met(figures, recorded(figures, seed))


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    values=st.dictionaries(
        st.sampled_from(["dibao__paid", "tekun__paid", "subsidies__paid"]), amounts
    ),
    homes=st.integers(0, 4),
    standards=st.dictionaries(
        st.sampled_from(
            [
                "standard__dibao__urban",
                "standard__dibao__rural",
                "standard__tekun__urban",
                "standard__tekun__rural",
                "standard__care__none",
            ]
        ),
        st.integers(1, 20_000),
    ),
)
def test_figures_may_be_absent_and_standards_any(
    seed: int, values: dict[str, int], homes: int, standards: dict[str, int]
) -> None:
    figures = figures_of(**values, **standards, homes__closed=homes)
    assert_met(figures, recorded(figures, seed))


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    name=st.sampled_from(["dibao", "tekun"]),
    person_times=st.integers(1, 800),
    paid=st.integers(1, 10),
)
def test_a_few_yuan_for_many_come_out_or_are_called_impossible(
    seed: int, name: str, person_times: int, paid: int
) -> None:
    figures = figures_of(**{f"{name}__person_times": person_times, f"{name}__paid": paid})
    if paid * 100 < person_times:
        with pytest.raises(FiguresNotPossibleError, match=rf"{name}\.person_times"):
            recorded(figures, seed)
    else:
        assert_met(figures, recorded(figures, seed))


def test_tekun_standards_that_hold_all_year_leave_nothing_open() -> None:
    period = "from 2019-01-01"
    values = {"tekun__person_times": 7, "tekun__paid": 1_000, "standard__tekun__urban": 900}
    with pytest.raises(FiguresNotPossibleError, match=r"tekun\.paid .* leave nothing open"):
        recorded(figures_of(period, **values))


@pytest.mark.parametrize("month", [1, 2, 7, 12])
def test_published_standards_hold_from_the_month_they_say(month: int) -> None:
    figures = figures_of(
        f"from 2019-{month:02d}-01",
        dibao__person_times=90,
        dibao__paid=40_000,
        standard__dibao__urban=650,
        standard__dibao__rural=470,
    )
    assert_met(figures, recorded(figures))
    adopted = {
        (made.standard, made.effective_from.month): made.amount_fen
        for made in decisions(World(1, 2019, "assistance"), figures)
        if isinstance(made, AdoptStandard)
    }
    assert adopted["dibao-urban", month] == 650_00


@pytest.mark.parametrize("name", ["dibao", "tekun"])
@pytest.mark.parametrize(("person_times", "paid"), [(0, 5), (5, 0)])
def test_nobody_with_money_and_people_without_are_impossible(
    name: str, person_times: int, paid: int
) -> None:
    figures = figures_of(**{f"{name}__person_times": person_times, f"{name}__paid": paid})
    with pytest.raises(FiguresNotPossibleError, match=rf"{name}\.person_times is {person_times}"):
        recorded(figures)


def test_a_standard_of_zero_is_impossible() -> None:
    with pytest.raises(FiguresNotPossibleError, match=r"standard\.dibao\.urban is 0"):
        recorded(figures_of(standard__dibao__urban=0))


def test_a_report_without_assistance_has_no_payments() -> None:
    made = recorded(figures_of(marriage__registered=4467))
    assert not any(made.values())


def test_a_figure_printed_as_more_than_is_exceeded() -> None:
    made = recorded(figures_of(quality=Quality.OVER, subsidies__paid=90_000, homes__closed=1))
    assert 90_000_00 < made["subsidies.paid"] < 100_000_00
    assert made["homes.closed"] == 2


def test_the_same_seed_makes_the_same_commands() -> None:
    figures = figures_of(dibao__person_times=40, dibao__paid=16_000, homes__closed=1)
    once, again = (list(decisions(World(5, 2019, "assistance"), figures)) for _ in range(2))
    assert once == again
    assert once != list(decisions(World(6, 2019, "assistance"), figures))


def test_commands_come_in_the_order_in_which_they_happened() -> None:
    figures = figures_of(dibao__person_times=60, dibao__paid=24_000, tekun__paid=9_000)
    moments = [d.act.occurred for d in decisions(World(5, 2019, "assistance"), figures)]
    assert moments == sorted(moments)
