"""The demo's charity: the district's funds and donations, grants, six programmes, photographs.

The report's six programmes paid more than the district's fund was used for, so the demo takes
their funds to be held elsewhere (by the city federation and the lottery), where money comes in by
allocation and not by the district's donations. Each year has funds of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from domain.charity.decisions.campaigns import CloseCampaign, OpenCampaign, PhotographCouple
from domain.charity.decisions.donations import ReceiveDonation
from domain.charity.decisions.funds import (
    CloseFund,
    EstablishFund,
    ReplenishFund,
    TransferToRecipient,
)
from domain.charity.records import FundKind, Holder
from domain.common.decisions import Decision
from tools.demo.aims import count_aim, money_aim, people_and_money
from tools.demo.plan import Figures
from tools.demo.registers.acts import act
from tools.demo.registers.charity_donations import donations
from tools.demo.registers.charity_grants import Grant, grants
from tools.demo.world import CHARITY, World

TYPICAL_GRANT_FEN = 2_000_00
LEKIMA_YEAR = 2019
_PHOTO_AGE_MIN = 60
_GENERAL_PURPOSES = ("illness", "hardship", "education")
_PROGRAMMES: tuple[tuple[str, str, str, Holder], ...] = (
    ("ILLNESS", "慈善大病救助基金", "illness", "city_federation"),
    ("CASE-BY-CASE", "一事一议救助基金", "hardship", "city_federation"),
    ("EDUCATION", "教育救助基金", "education", "city_federation"),
    ("FUCAI-GAOKAO", "“慈善·福彩”特困高考新生救助基金", "education", "lottery"),
    ("TRIANGLE-AOXIANG", "三角轮胎“助力翱翔”慈善基金", "education", "city_federation"),
    ("DIBAO-FRESHMAN", "城乡低保家庭高等教育新生入学救助基金", "education", "city_federation"),
)


def decisions(world: World, figures: Figures) -> Iterator[Decision]:
    """A year of charity in the order in which it happened.

    Raises:
        FiguresNotPossibleError: see `people_and_money`.
    """
    made = [
        *_district(world, figures),
        *_programmes(world, figures),
        *_photographs(world, count_aim(figures, "charity.dream_photo_couples")),
    ]
    yield from sorted(made, key=lambda decision: decision.act.occurred)


def _district(world: World, figures: Figures) -> Iterator[Decision]:
    """Donations to the district's funds and grants out of them; an appeal in the typhoon's year."""
    donated_fen = money_aim(figures, "charity.donated", world.random)
    appeal_fen = donated_fen // 20 if world.year == LEKIMA_YEAR else 0
    general, hardship = f"GENERAL-{world.year}", f"HARDSHIP-{world.year}"
    restricted_fen = (donated_fen - appeal_fen) // 4
    given = [
        *donations(world, general, donated_fen - appeal_fen - restricted_fen, day=_any_day),
        *donations(world, hardship, restricted_fen, purpose="hardship", day=_any_day),
    ]
    people, used_fen = people_and_money(
        figures,
        "charity.fund_people",
        "charity.fund_used",
        typical_fen=TYPICAL_GRANT_FEN,
        random=world.random,
    )
    if not (donated_fen or used_fen):
        return
    funds = [(general, "illness"), (general, "hardship"), (general, "education")]
    paid = grants(world, [*funds, (hardship, "hardship")], people, used_fen, "JZ")
    yield _fund(world, general, "慈善救助金", "general", "district_federation", _GENERAL_PURPOSES)
    yield _fund(world, hardship, "困难群众限定捐赠", "general", "district_federation", ["hardship"])
    for fund in (general, hardship):
        yield from _carried_forward(world, fund, given, paid)
    yield from given
    yield from _steps(paid)
    if appeal_fen:
        yield from _appeal(world, appeal_fen)


def _any_day(world: World) -> date:
    return world.working_day(world.random.randint(1, 12), day_first=3, day_last=28)


def _fund(
    world: World, fund: str, name_zh: str, kind: FundKind, holder: Holder, purposes: Sequence[str]
) -> EstablishFund:
    return EstablishFund(
        act(world, CHARITY, "head", date(world.year, 1, 1)),
        fund,
        name_zh,
        kind,
        holder,
        purposes,
        restricted=len(purposes) == 1,
        rules_document=f"慈会〔{world.year}〕{fund}",
    )


def _steps(paid: Iterable[Grant]) -> Iterator[Decision]:
    return (step for grant in paid for step in grant.steps)


def _carried_forward(
    world: World, fund: str, given: Sequence[ReceiveDonation], paid: Sequence[Grant]
) -> Iterator[Decision]:
    """Last year's balance 上年结转: what the fund needs so that no payment comes before money."""
    moves = [(gift.act.occurred, gift.amount_fen) for gift in given if gift.fund == fund]
    moves += [(g.steps[-1].act.occurred, -g.amount_fen) for g in paid if g.fund == fund]
    balance_fen = lowest_fen = 0
    for _, amount_fen in sorted(moves):
        balance_fen += amount_fen
        lowest_fen = min(lowest_fen, balance_fen)
    if lowest_fen:
        yield _replenishment(world, fund, -lowest_fen, "上年结转")


def _replenishment(world: World, fund: str, amount_fen: int, source: str) -> ReplenishFund:
    return ReplenishFund(
        act(world, CHARITY, "cashier", date(world.year, 1, 2)),
        fund,
        amount_fen,
        source,
        document=f"拨款单-{fund}",
    )


def _appeal(world: World, total_fen: int) -> Iterator[Decision]:
    """The appeal for the typhoon's victims 情系灾区: all that came in goes to the disaster area."""
    fund, campaign = f"LEKIMA-{world.year}", f"lekima-{world.year}"
    yield _fund(world, fund, "情系灾区募捐", "appeal", "district_federation", ["disaster"])
    yield OpenCampaign(
        act(world, CHARITY, "head", date(world.year, 8, 12)), campaign, "“情系灾区”慈善募捐", 0
    )
    yield from donations(
        world, fund, total_fen, purpose="disaster", campaign=campaign, day=_appeal_day
    )
    yield CloseCampaign(act(world, CHARITY, "head", date(world.year, 9, 2)), campaign)
    yield TransferToRecipient(
        act(world, CHARITY, "cashier", date(world.year, 9, 9)),
        fund,
        total_fen,
        recipient="受灾地区慈善总会",
        purpose="disaster",
        approval_document=f"慈会〔{world.year}〕灾区拨付",
    )
    yield CloseFund(act(world, CHARITY, "head", date(world.year, 9, 30)), fund, "募捐全部拨付")


def _appeal_day(world: World) -> date:
    return world.working_day(8, day_first=13, day_last=30)


def _programmes(world: World, figures: Figures) -> Iterator[Decision]:
    """Six programmes 六项慈善救助, whose funds are held by the city federation and the lottery."""
    people, paid_fen = people_and_money(
        figures,
        "charity.programmes_people",
        "charity.programmes_paid",
        typical_fen=TYPICAL_GRANT_FEN,
        random=world.random,
    )
    if not people:
        return
    funds = [(f"{code}-{world.year}", purpose) for code, _, purpose, _ in _PROGRAMMES]
    paid = grants(world, funds, people, paid_fen, "XM")
    for code, name_zh, purpose, holder in _PROGRAMMES:
        yield _fund(world, f"{code}-{world.year}", name_zh, "programme", holder, [purpose])
    for fund, _ in funds:
        needed_fen = sum(grant.amount_fen for grant in paid if grant.fund == fund)
        if needed_fen:
            yield _replenishment(world, fund, needed_fen, "持有方拨入")
    yield from _steps(paid)


def _photographs(world: World, couples: int) -> Iterator[Decision]:
    """The dream photographs 圆未圆之梦公益摄影."""
    if not couples:
        return
    campaign = f"dream-photo-{world.year}"
    yield OpenCampaign(
        act(world, CHARITY, "head", date(world.year, 3, 1)),
        campaign,
        "孝亲敬老·圆未圆之梦公益摄影",
        _PHOTO_AGE_MIN,
    )
    for _ in range(couples):
        day = world.working_day(world.random.randint(4, 10))
        husband, wife = (
            world.person(age=(_PHOTO_AGE_MIN, 90), male=male) for male in (True, False)
        )
        yield PhotographCouple(act(world, CHARITY, "window", day), campaign, (husband, wife))
    yield CloseCampaign(act(world, CHARITY, "head", date(world.year, 11, 29)), campaign)
