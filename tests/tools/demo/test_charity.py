import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.charity.records import (
    CouplePhotographed,
    DonationReceived,
    FundClosed,
    FundMoney,
    FundTransferredToRecipient,
    GrantPaid,
)
from domain.common.records import Record
from projections.figures.published import Quality
from tests.tools.demo.replaying import Replay, figures
from tools.demo.plan import FiguresNotPossibleError
from tools.demo.registers.charity import decisions
from tools.demo.world import World

COUNTS = st.none() | st.integers(0, 12)
YUAN = st.none() | st.integers(0, 3_000)


def year_of(seed: int, year: int, values: dict[str, int | None]) -> list[Record]:
    return Replay().run(decisions(World(seed, year, "charity"), figures(values)))


def paid(records: list[Record], kind: str) -> tuple[int, int]:
    grants = [r for r in records if isinstance(r, GrantPaid) and r.fund_kind == kind]
    return len({grant.recipient for grant in grants}), sum(grant.amount_fen for grant in grants)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(),
    year=st.integers(2018, 2022),
    donated=YUAN,
    fund=st.tuples(COUNTS, YUAN),
    programmes=st.tuples(COUNTS, YUAN),
    couples=COUNTS,
)
def test_the_year_adds_up_to_its_figures(
    seed: int,
    year: int,
    donated: int | None,
    fund: tuple[int | None, int | None],
    programmes: tuple[int | None, int | None],
    couples: int | None,
) -> None:
    values = {
        "charity.donated": donated,
        "charity.fund_people": fund[0],
        "charity.fund_used": fund[1],
        "charity.programmes_people": programmes[0],
        "charity.programmes_paid": programmes[1],
        "charity.dream_photo_couples": couples,
    }
    possible = all(
        people is None or money is None or (people == 0) == (money == 0)
        for people, money in (fund, programmes)
    )
    if not possible:
        with pytest.raises(FiguresNotPossibleError, match="nothing is paid to nobody"):
            year_of(seed, year, values)
        return
    records = year_of(seed, year, values)
    gifts = [r for r in records if isinstance(r, DonationReceived)]
    assert sum(gift.amount_fen for gift in gifts) == 100 * (donated or 0)
    assert {gift.holder for gift in gifts} <= {"district_federation"}
    for (people, money), kind in ((fund, "general"), (programmes, "programme")):
        found_people, found_fen = paid(records, kind)
        assert people in (None, found_people)
        assert money is None or found_fen == 100 * money
    assert sum(isinstance(r, CouplePhotographed) for r in records) == (couples or 0)
    assert all(r.balance_after_fen >= 0 for r in records if isinstance(r, FundMoney))


@given(seed=st.integers(), printed=st.sampled_from([("768.4万元", 7_684_000), ("3万元", 30_000)]))
@settings(max_examples=20, deadline=None)
def test_a_rounded_figure_rounds_to_what_was_printed(seed: int, printed: tuple[str, int]) -> None:
    text, yuan = printed
    given = figures({"charity.donated": yuan}, Quality.ROUNDED, text)
    made = decisions(World(seed, 2019, "charity"), given)
    total_fen = sum(getattr(d, "amount_fen", 0) for d in made if hasattr(d, "donation"))
    decimals = 1 if "." in text else 0
    assert f"{total_fen / 1_000_000:.{decimals}f}万元" == text


def test_the_appeal_of_2019_hands_over_all_it_received() -> None:
    records = year_of(1, 2019, {"charity.donated": 100_000})
    appeal = [r for r in records if isinstance(r, FundMoney) and r.fund_kind == "appeal"]
    received = sum(r.amount_fen for r in appeal if isinstance(r, DonationReceived))
    handed_over = sum(r.amount_fen for r in appeal if isinstance(r, FundTransferredToRecipient))
    assert received == handed_over == 5_000_00
    assert any(isinstance(r, FundClosed) for r in records)


def test_years_follow_each_other() -> None:
    replay = Replay()
    for year in (2019, 2020):
        values = figures({"charity.fund_people": 3, "charity.fund_used": 100})
        replay.run(decisions(World(1, year, "charity"), values))
    assert paid([tagged.record for tagged in replay.records], "general") == (6, 200_00)
