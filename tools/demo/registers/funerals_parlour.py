"""The demo's parlour: bodies, furnaces, ashes, the till and its settlement, claims for waivers."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.common.books import Taken
from domain.common.decisions import Decision
from domain.common.people import Person
from domain.funerals.decisions.bodies import (
    PlaceAshes,
    ReceiveBody,
    RecordCremation,
    VoidCremationCertificate,
    cremation_book,
)
from domain.funerals.decisions.claims import ApproveWaiverClaim, ClaimWaivers, ReimburseWaiverClaim
from domain.funerals.decisions.till import IssueTillReceipt, SetChargeList, SettleTill
from domain.funerals.records import Means
from tools.demo.registers.acts import act, days_later
from tools.demo.world import BUREAU, CHINA, PARLOUR, World

_SLOTS_A_DAY = 16
"""Cremations one furnace does in a day; another furnace is lit for more."""
_FURNACE_FROM = time(8, 30)
_SLOT, _BURNING = timedelta(minutes=30), timedelta(minutes=28)
_CREMATIONS_A_SPOILT_BLANK = 1_000
_PRICES_FEN = {"urn": 3_000_00, "wreath": 200_00, "farewell_hall": 600_00}
_CASES_A_RECEIPT, _CASES_AN_URN_STORED = 6, 8
_MEANS: tuple[Means, ...] = ("cash", "card", "mobile")
_SETTLED_AT, _CLAIMED_AT = time(17, 50), time(18, 0)


@dataclass(frozen=True)
class Cremation:
    """A cremation as the demo plans it, with what came before it."""

    decedent: Person
    certificate: str
    ended: datetime
    steps: Sequence[Decision]
    """In their order; the last is the cremation."""


def cremations(world: World, count: int) -> list[Cremation]:
    """So many cremations of the year, in the order in which they end."""
    days = sorted(
        world.working_day(world.random.randint(1, 12), day_first=3, day_last=28)
        for _ in range(count)
    )
    today: Counter[date] = Counter()
    slots = []
    for day in days:
        slots.append((day, today[day] % _SLOTS_A_DAY, today[day] // _SLOTS_A_DAY + 1))
        today[day] += 1
    made, serial = [], 0
    for number, (day, slot, furnace) in enumerate(sorted(slots), 1):
        spoilt = number % _CREMATIONS_A_SPOILT_BLANK == 0
        serial += 1 + spoilt
        made.append(_cremation(world, day, slot, furnace, serial, spoilt))
    return made


def _cremation(
    world: World, day: date, slot: int, furnace: int, serial: int, spoilt: bool
) -> Cremation:
    decedent = world.person(age=(50, 100))
    started = datetime.combine(day, _FURNACE_FROM, CHINA) + slot * _SLOT
    ended = started + _BURNING
    received = day - timedelta(days=1)
    certificate = Taken(cremation_book(PARLOUR.code, day), serial).number
    steps: list[Decision] = [
        ReceiveBody(
            act(world, PARLOUR, "window", received),
            decedent,
            died_on=received - timedelta(days=world.random.randint(0, 1)),
            death_certificate=f"SW{certificate[2:]}",
            certified_by="威海市立医院",
            resident=True,
            place_from="威海市立医院",
        )
    ]
    burnt = act(world, PARLOUR, "furnace", ended)
    if spoilt:
        voided = act(world, PARLOUR, "furnace", ended)
        steps.append(VoidCremationCertificate(voided, reason="打印错误"))
    steps.append(
        RecordCremation(
            burnt,
            decedent,
            cremated_on=day,
            furnace=f"furnace-{furnace}",
            started_at=f"{started:%H:%M}",
            ended_at=f"{ended:%H:%M}",
            cremation_certificate=certificate,
        )
    )
    return Cremation(decedent, certificate, ended, steps)


def after(world: World, cremated: Sequence[Cremation]) -> Iterator[Decision]:
    """Ashes and the till: some are stored, some families buy an urn or rent the hall."""
    if not cremated:
        return
    moment = world.moment(date(world.year, 1, 1))
    yield SetChargeList(
        act(world, BUREAU, "head", moment),
        f"威价费〔{world.year}〕殡葬收费清单",
        date(world.year, 1, 1),
        _PRICES_FEN,
    )
    takings: dict[date, Counter[Means]] = {}
    for number, one in enumerate(cremated, 1):
        if number % _CASES_AN_URN_STORED == 0:
            yield PlaceAshes(
                act(world, PARLOUR, "window", one.ended + timedelta(minutes=20)),
                one.decedent,
                "stored",
                "环翠区公益性骨灰堂",
                spot=f"{world.year}-{number:05d}",
            )
        if number % _CASES_A_RECEIPT == 0:
            receipt = _receipt(world, one)
            day_takings = takings.setdefault(receipt.act.day, Counter())
            day_takings[receipt.means] += sum(receipt.charges_fen.values())
            yield receipt
    for day, counted in takings.items():
        yield SettleTill(
            act(world, PARLOUR, "accountant", datetime.combine(day, _SETTLED_AT, CHINA)),
            till_day=day,
            cash_fen=counted["cash"],
            card_fen=counted["card"],
            mobile_fen=counted["mobile"],
        )


def _receipt(world: World, one: Cremation) -> IssueTillReceipt:
    item, price_fen = world.random.choice(list(_PRICES_FEN.items()))
    return IssueTillReceipt(
        act(world, PARLOUR, "till", one.ended + timedelta(minutes=40)),
        one.decedent,
        charges_fen={item: price_fen},
        means=world.random.choice(_MEANS),
    )


def claims(world: World, waived: Sequence[date]) -> Iterator[Decision]:
    """A claim at the end of each month with waivers; December's is not yet decided."""
    for month in sorted({day.month for day in waived}):
        claim = f"JS{world.year}-{month:02d}"
        last = date(world.year, month, calendar.monthrange(world.year, month)[1])
        moment = datetime.combine(last, _CLAIMED_AT, CHINA)
        yield ClaimWaivers(act(world, PARLOUR, "accountant", moment), claim)
        approved = days_later(last, 5)
        paid = days_later(approved, 10)
        if paid.year == world.year:
            yield ApproveWaiverClaim(act(world, BUREAU, "approver", approved), claim)
            yield ReimburseWaiverClaim(
                act(world, BUREAU, "cashier", paid), claim, bank_reference=f"BK-{claim}"
            )
