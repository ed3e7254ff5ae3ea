"""Authority: the district's offices, who holds which post, and what towns and streets may decide.

Kept from the first day of the year before the demo's first, since cases that are paid from January
were handled the year before. Later years change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.authority.decisions import (
    AppointOfficial,
    DelegatePower,
    OpenEstablishment,
    RegisterOffice,
)
from domain.authority.kinds import OfficeKind
from domain.common.decisions import Act, Decision, EntryMode
from domain.registry import MATTERS
from domain.upkeep.decisions.backfills import ApproveBackfill
from tools.demo.plan import Figures
from tools.demo.world import BUREAU, CHINA, DUTIES, OFFICES, STREETS_AND_TOWNS, World

HEAD = "head"
POLICY = "威环政办发〔{year}〕1号"
CAPS_FEN = {"temp-relief": 3_000_00}
"""Caps of delegated powers; the district's own are not published. None where none is named."""


def decisions(world: World, figures: Figures) -> Iterator[Decision]:  # noqa: ARG001 - as all parts
    """The establishment, in the first year of the demo; nothing in later ones."""
    if world.year != world.year_first:
        return
    first = date(world.year - 1, 1, 1)
    policy = POLICY.format(year=first.year)
    yield _approve_backfill(world, first)
    acts = _acts(world, first)
    yield OpenEstablishment(next(acts), BUREAU.name_zh, HEAD, first, policy)
    yield from _offices(world, acts, first, policy)
    for matter in sorted(code for code, matter in MATTERS.items() if matter.delegable):
        for street in STREETS_AND_TOWNS:
            cap_fen = CAPS_FEN.get(matter, 0)
            yield DelegatePower(next(acts), matter, street.code, first, policy, cap_fen)


def _offices(world: World, acts: Iterator[Act], first: date, policy: str) -> Iterator[Decision]:
    """Every office, then every post."""
    for office in OFFICES[1:]:
        kind = OfficeKind(office.kind)
        yield RegisterOffice(
            next(acts), office.code, office.name_zh, kind, BUREAU.code, first, policy
        )
    for office in OFFICES:
        for duty in DUTIES[office.kind]:
            if (office, duty) != (BUREAU, HEAD):
                official = world.official(office, duty)
                yield AppointOfficial(next(acts), official, office.code, duty, first, policy)


def _batch(world: World) -> str:
    return f"establishment-{world.year}"


def _approve_backfill(world: World, day: date) -> ApproveBackfill:
    """Approve that offices, posts and powers are written in from their papers."""
    act = Act(
        world.official(BUREAU, HEAD),
        BUREAU.code,
        datetime(day.year, day.month, day.day, 8, tzinfo=CHINA),
        command=world.named_id("approve-backfill"),
    )
    return ApproveBackfill(
        act,
        backfill=_batch(world),
        reason="the establishment is older than the ledger",
        period=f"before {world.year}",
        papers_kept="archive room 档案室",
        second_official=world.official(BUREAU, "comparer"),
    )


def _acts(world: World, day: date) -> Iterator[Act]:
    """Acts of the bureau's head on one day, a few seconds apart, written down afterwards."""
    moment: datetime = world.moment(day)
    while True:
        yield Act(
            world.official(BUREAU, HEAD),
            BUREAU.code,
            moment,
            entry_mode=EntryMode.BACKFILL,
            command=world.command_id(),
            backfill=_batch(world),
        )
        moment += timedelta(seconds=5)
