"""The demo's funerals: a cremation behind each waiver, eco-burials by tier, hearses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from domain.common.decisions import Decision
from domain.funerals.decisions.eco_burials import ApproveEcoBurial, PayEcoBurial, SetEcoBurialTier
from domain.funerals.decisions.hearses import SignHearseUndertaking
from domain.funerals.decisions.waivers import GrantFuneralWaiver, SetWaiverPolicy
from domain.funerals.records import BurialMethod
from tools.demo.aims import count_aim, people_and_money
from tools.demo.plan import Figures
from tools.demo.registers.acts import act, days_later
from tools.demo.registers.funerals_parlour import Cremation, after, claims, cremations
from tools.demo.world import BUREAU, PARLOUR, World

TYPICAL_WAIVER_FEN = 1_200_00
TYPICAL_SUBSIDY_FEN = 1_000_00
_SHARES_PERCENT = {"transport": 25, "cold_storage": 20, "disinfection": 5, "ashes_storage": 5}
_POLICY = "环民〔2018〕惠民殡葬"
_PLATE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PLATES = len(_PLATE_CHARACTERS) ** 5


def decisions(world: World, figures: Figures) -> Iterator[Decision]:
    """A year of funerals in the order in which they happened.

    Raises:
        FiguresNotPossibleError: see `people_and_money`.
    """
    waivers = people_and_money(
        figures,
        "funeral.waivers",
        "funeral.waived",
        typical_fen=TYPICAL_WAIVER_FEN,
        random=world.random,
    )
    subsidies = people_and_money(
        figures,
        "funeral.eco_people",
        "funeral.eco_paid",
        typical_fen=TYPICAL_SUBSIDY_FEN,
        random=world.random,
    )
    cremated = cremations(world, waivers[0] + subsidies[0])
    eco_buried = set(world.random.sample(range(len(cremated)), subsidies[0]))
    waived = [one for place, one in enumerate(cremated) if place not in eco_buried]
    made = [
        *(step for one in cremated for step in one.steps),
        *_waivers(world, waived, waivers[1]),
        *after(world, waived),
        *claims(world, [one.ended.date() for one in waived]),
        *_eco_burials(world, [cremated[place] for place in sorted(eco_buried)], subsidies[1]),
        *_hearses(world, count_aim(figures, "funeral.hearses")),
    ]
    yield from sorted(made, key=lambda decision: decision.act.occurred)


def _waivers(world: World, waived: Sequence[Cremation], total_fen: int) -> Iterator[Decision]:
    if not waived:
        return
    new_year = date(world.year, 1, 1)
    policy = f"环民〔{world.year}〕惠民殡葬"
    each_fen, one_fen_more = divmod(total_fen, len(waived))
    lists = (waiver_items(each_fen), waiver_items(each_fen + 1))
    limits_fen = {item: max(one.get(item, 0) for one in lists) for one in lists for item in one}
    yield SetWaiverPolicy(
        act(world, BUREAU, "head", world.moment(new_year)), policy, new_year, limits_fen
    )
    for number, one in enumerate(waived):
        yield GrantFuneralWaiver(
            act(world, PARLOUR, "till", one.ended + timedelta(minutes=30)),
            one.decedent,
            cremation_certificate=one.certificate,
            items_fen=waiver_items(each_fen + (number < one_fen_more)),
            policy_document=policy,
        )


def waiver_items(amount_fen: int) -> dict[str, int]:
    """The basic services behind a waived amount; cremation takes what the shares leave."""
    items = {item: amount_fen * share // 100 for item, share in _SHARES_PERCENT.items()}
    items["cremation"] = amount_fen - sum(items.values())
    return {item: fen for item, fen in items.items() if fen}


def _eco_burials(world: World, cremated: Sequence[Cremation], total_fen: int) -> Iterator[Decision]:
    people = len(cremated)
    if not people:
        return
    higher_fen, higher, lower_fen = tiers(people, total_fen)
    new_year = date(world.year, 1, 1)
    tier_fen: dict[BurialMethod, int] = {"sea": higher_fen, "tree": lower_fen}
    for method, amount_fen in tier_fen.items():
        moment = world.moment(new_year)
        yield SetEcoBurialTier(
            act(world, BUREAU, "head", moment), method, amount_fen, new_year, _POLICY
        )
    for number, one in enumerate(cremated):
        chosen: BurialMethod = "sea" if number < higher else "tree"
        yield from _eco_burial(world, one, chosen, tier_fen[chosen])


def _eco_burial(
    world: World, cremation: Cremation, method: BurialMethod, amount_fen: int
) -> Iterator[Decision]:
    cremated = cremation.ended.date()
    approved = min(days_later(cremated, world.random.randint(1, 60)), date(world.year, 12, 30))
    paid = min(days_later(approved, 5), date(world.year, 12, 31))
    yield ApproveEcoBurial(
        act(world, BUREAU, "approver", approved),
        decedent=cremation.decedent,
        payee=world.person(age=(25, 70)),
        method=method,
        place="威海海葬区" if method == "sea" else "环翠区生态安葬园",
        proof_document=f"安葬证明-{cremation.certificate}",
        amount_fen=amount_fen,
    )
    yield PayEcoBurial(
        act(world, BUREAU, "cashier", paid),
        decedent=cremation.decedent,
        bank_reference=f"ECO{cremation.certificate}",
    )


def tiers(people: int, total_fen: int) -> tuple[int, int, int]:
    """Two subsidies that make up a total: the higher one, how many get it, the lower one.

    Among the round amounts that do, the one that a third of the people or so get is taken.
    """
    for unit in (100_00, 50_00, 10_00, 100, 1):
        lower_fen = total_fen // people // unit * unit
        rest = total_fen - lower_fen * people
        if lower_fen and rest % unit == 0:
            break
    if not rest:
        return lower_fen, people, lower_fen
    counts = [count for count in range(1, people) if (rest // unit) % count == 0]
    higher = min(counts, key=lambda count: abs(3 * count - people))
    return lower_fen + rest // higher, higher, lower_fen


def _hearses(world: World, vehicles: int) -> Iterator[Decision]:
    first = world.random.randrange(_PLATES)
    for number in range(vehicles):
        yield SignHearseUndertaking(
            act(world, PARLOUR, "window", world.working_day(world.random.randint(2, 4))),
            plate=_plate((first + number) % _PLATES),
            owner=world.person(age=(25, 60)),
            undertaking=f"责任书-{world.year}-{number + 1:03d}",
            valid_to=date(world.year, 12, 31),
        )


def _plate(number: int) -> str:
    characters = ""
    for _ in range(5):
        number, place = divmod(number, len(_PLATE_CHARACTERS))
        characters = _PLATE_CHARACTERS[place] + characters
    return f"鲁K{characters}"
