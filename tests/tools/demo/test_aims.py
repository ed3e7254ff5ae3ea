from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.figures.published import Quality
from tests.tools.demo.replaying import figures
from tools.demo.aims import count_aim, money_aim, people_and_money, round_parts
from tools.demo.plan import FiguresNotPossibleError


@given(total_fen=st.integers(0, 10**9), count=st.integers(0, 60), seed=st.integers())
def test_round_parts_add_up(total_fen: int, count: int, seed: int) -> None:
    if 0 < count <= total_fen:
        split = round_parts(total_fen, count, Random(seed))
        assert sum(split) == total_fen
        assert len(split) == count
        assert min(split) > 0


def test_parts_of_a_round_total_are_round() -> None:
    assert all(part % 100_00 == 0 for part in round_parts(111_360_000, 611, Random(1)))


@given(seed=st.integers())
def test_qualities_are_met(seed: int) -> None:
    def aim(value: int, quality: Quality, printed: str) -> int:
        return money_aim(figures({"sum": value}, quality, printed), "sum", Random(seed))

    assert aim(1_113_600, Quality.EXACT, "111.36万元") == 111_360_000
    assert aim(500, Quality.AT_LEAST, "500元以上") == 500_00
    assert 768_400_000 <= aim(7_684_000, Quality.ROUNDED, "768.4万元") < 768_450_000
    assert 120_000_000 < aim(1_200_000, Quality.OVER, "120余万元") < 130_000_000
    assert 226_00 < aim(226, Quality.OVER, "226余元") < 236_00
    assert count_aim(figures({"count": 226}, Quality.OVER), "count") == 227


def test_an_absent_figure_is_filled_in_from_the_other() -> None:
    def pair(**values: int) -> tuple[int, int]:
        return people_and_money(
            figures(values), "people", "money", typical_fen=1_000_00, random=Random(0)
        )

    assert pair() == (0, 0)
    assert pair(people=3) == (3, 3_000_00)
    assert pair(money=5_500) == (5, 5_500_00)
    assert pair(money=10) == (1, 10_00)
    with pytest.raises(FiguresNotPossibleError, match=r"people is 101 and money is 1\.00 yuan"):
        pair(people=101, money=1)
