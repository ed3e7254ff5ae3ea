"""The demo's donations to one fund: from people, organisations and the anonymous."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from domain.charity.decisions.donations import ReceiveDonation
from domain.charity.records import Channel
from domain.common.people import Person
from tools.demo.aims import round_parts
from tools.demo.registers.acts import act
from tools.demo.world import CHARITY, World

DONATIONS_MAX = 400
"""A fund's in a year; what is given above goes into larger donations."""
TYPICAL_FEN = 500_00
_PERSON_SHARE, _ORGANISATION_SHARE = 0.5, 0.4
_FROM_PEOPLE: tuple[Channel, ...] = ("wechat", "alipay", "cash", "pos", "platform")


def donations(
    world: World,
    fund: str,
    total_fen: int,
    *,
    purpose: str = "",
    campaign: str = "",
    day: Callable[[World], date],
) -> list[ReceiveDonation]:
    """Donations that make up a total; with a purpose, they are restricted to it.

    Args:
        world: of the part.
        fund: its code.
        total_fen: zero or more.
        purpose: what all donors restrict their donations to; empty for none.
        campaign: the appeal they answer, if one.
        day: draws the day of each.
    """
    count = min(max(total_fen // TYPICAL_FEN, 1), DONATIONS_MAX) if total_fen else 0
    return [
        _donation(world, fund, f"{fund}-{number:04d}", amount_fen, purpose, campaign, day(world))
        for number, amount_fen in enumerate(round_parts(total_fen, count, world.random), 1)
    ]


def _donation(
    world: World, fund: str, number: str, amount_fen: int, purpose: str, campaign: str, day: date
) -> ReceiveDonation:
    donor, organisation = _donor(world)
    return ReceiveDonation(
        act(world, CHARITY, "window", day),
        fund,
        donation=number,
        amount_fen=amount_fen,
        channel=world.random.choice(_FROM_PEOPLE) if not organisation else "bank",
        receipt=f"PJ-{number}" if donor or organisation else "",
        donor=donor,
        organisation=organisation,
        restricted=bool(purpose),
        purpose=purpose,
        campaign=campaign,
    )


def _donor(world: World) -> tuple[Person | None, str]:
    draw = world.random.random()
    if draw < _PERSON_SHARE:
        return world.person(age=(18, 80)), ""
    if draw < _PERSON_SHARE + _ORGANISATION_SHARE:
        return None, f"环翠爱心单位{world.random.randrange(1, 200):03d}"
    return None, ""
