"""The demo's grants: each one person's, through all its steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.charity.decisions.grant_payments import PayGrant
from domain.charity.decisions.grants import (
    NOTICE_DAYS_MIN,
    ApplyForGrant,
    ApproveGrant,
    PostGrantNotice,
    ReviewGrant,
)
from domain.common.decisions import Decision
from tools.demo.aims import round_parts
from tools.demo.registers.acts import act, days_later
from tools.demo.world import CHARITY, STREETS_AND_TOWNS, World


@dataclass(frozen=True)
class Grant:
    """A grant as the demo plans it; the last of its steps is its payment."""

    fund: str
    amount_fen: int
    steps: Sequence[Decision]


def grants(
    world: World, funds: Sequence[tuple[str, str]], people: int, total_fen: int, series: str
) -> list[Grant]:
    """Grants to so many different people that make up a total.

    Args:
        world: of the part.
        funds: codes, each with the purpose its grants have; people are spread over them in turn.
        people: how many.
        total_fen: at least one fen each.
        series: what the grants' numbers begin with.
    """
    planned = []
    for number, amount_fen in enumerate(round_parts(total_fen, people, world.random)):
        fund, purpose = funds[number % len(funds)]
        grant = f"{series}{world.year}-{number + 1:05d}"
        steps = list(_steps(world, fund, purpose, grant, amount_fen))
        planned.append(Grant(fund, amount_fen, steps))
    return planned


def _steps(
    world: World, fund: str, purpose: str, grant: str, amount_fen: int
) -> Iterator[Decision]:
    street = world.random.choice(STREETS_AND_TOWNS)
    applied = world.working_day(world.random.randint(1, 11), day_first=3)
    reviewed = days_later(applied, 2)
    posted = days_later(reviewed, 1)
    notice_last = posted + timedelta(days=NOTICE_DAYS_MIN - 1)
    approved = days_later(notice_last, 1)
    yield ApplyForGrant(
        act(world, street, "window", applied),
        fund,
        grant,
        recipient=world.person(age=(18, 85)),
        purpose=purpose,
        amount_fen=amount_fen,
    )
    yield ReviewGrant(
        act(world, CHARITY, "reviewer", reviewed),
        grant,
        passed=True,
        amount_fen=amount_fen,
        opinion="符合救助条件",
    )
    yield PostGrantNotice(
        act(world, CHARITY, "window", posted), grant, street.name_zh, posted, notice_last
    )
    yield ApproveGrant(act(world, CHARITY, "approver", approved), grant, amount_fen)
    yield PayGrant(
        act(world, CHARITY, "cashier", days_later(approved, 2)),
        fund,
        grant,
        bank_reference=f"BK-{grant}",
    )
