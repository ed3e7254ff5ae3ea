"""Homes: the central one, and the township homes that close in the year.

Tekun persons supported in a home live there from December before. Those in a township home move to
the central home with their consent before it closes, and everything it owned is settled.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.assistance.decisions import (
    AdmitResident,
    AssessOperator,
    CloseHome,
    ContractOperator,
    DecideClosure,
    HandOverProperty,
    PayOperatorFee,
    RegisterHome,
    SetSupportMode,
    SettleAsset,
    TransferResident,
)
from domain.assistance.schemes import SupportMode
from domain.common.decisions import Act, Decision
from domain.common.people import Person
from tools.demo.aims import count_aim
from tools.demo.plan import Figures
from tools.demo.registers.assistance.desk import MONTHS, Desk
from tools.demo.world import BUREAU, HOME, STREETS_AND_TOWNS, Office

CLOSED = "homes.closed"
RESIDENTS_MOST = 6
"""Tekun residents of a township home."""
OTHER_RESIDENTS = 2
"""Residents of a township home who pay for themselves."""
BEDS = 20
OPERATOR = "52999999MJE0000211"
"""A made-up unified social credit code."""
BED_NIGHT_FEN = 38_00
TOWNS = tuple(office for office in STREETS_AND_TOWNS if office.kind == "town")
ITEMS = ("equipment", "cash", "bank-account", "residents-deposits")


@dataclass(frozen=True)
class Resident:
    """A tekun person who lives in a home all year."""

    case: str
    office: Office
    person: Person
    home: str


def central_home(desk: Desk) -> str:
    """The code of the district's central home. Each year of the demo has its own."""
    return f"{HOME.code}-{desk.world.year}"


def closing_homes(desk: Desk, figures: Figures) -> list[str]:
    """The codes of the township homes that close in the year."""
    count = count_aim(figures, CLOSED)
    return [f"{central_home(desk)}-{number:03d}" for number in range(1, count + 1)]


def home_of(desk: Desk, place: int, closing: Sequence[str]) -> str:
    """Where the person of a place among all residents lives at the start of the year."""
    number = place // RESIDENTS_MOST
    return closing[number] if number < len(closing) else central_home(desk)


def homes(desk: Desk, figures: Figures, residents: Sequence[Resident]) -> Iterator[Decision]:
    """The commands of all homes and residents."""
    closing = closing_homes(desk, figures)
    if not closing and not residents:
        return
    beds = len(residents) + len(closing) * OTHER_RESIDENTS
    yield _register(desk, central_home(desk), HOME.name_zh, beds)
    nights = CentralNights(desk)
    for resident in residents:
        yield _admit(desk, resident.home, resident.person)
        if resident.home == central_home(desk):
            nights.move_in(desk.day(0, 23))
    for place, home in enumerate(closing):
        town = TOWNS[place % len(TOWNS)].name_zh.removesuffix("人民政府")
        yield _register(desk, home, f"{town}敬老院", BEDS)
        moving = [resident for resident in residents if resident.home == home]
        yield from _closure(desk, home, moving, nights)
    yield from nights.contract()


class CentralNights:
    """Who sleeps in the central home from when on, and what its operator is paid for it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._days_in: list[date] = []

    def move_in(self, day: date) -> None:
        """One more resident, who stays to the end of the year."""
        self._days_in.append(day)

    def of_month(self, month: int) -> int:
        """Nights slept there in a month."""
        year = self._desk.world.year
        first, days = date(year, month, 1), calendar.monthrange(year, month)[1]
        return sum(max(0, days - max(0, (day_in - first).days)) for day_in in self._days_in)

    def contract(self) -> Iterator[Decision]:
        """The contract, its assessment at mid-year, and each month's fee in the month after."""
        desk, home = self._desk, central_home(self._desk)
        year, contract = desk.world.year, desk.paper("合同")
        term = date(year, 1, 1), date(year, 12, 31)
        act = _act(desk, 0, 20)
        yield ContractOperator(act, home, contract, OPERATOR, *term, BED_NIGHT_FEN)
        act = _act(desk, 7, 22)
        yield AssessOperator(act, home, contract, desk.paper("考"), desk.random.randint(85, 98))
        for month in range(1, MONTHS):
            bed_nights = self.of_month(month)
            if bed_nights:
                act, invoice = _act(desk, month + 1, 5, 9), desk.paper("发票")
                fee_fen = bed_nights * BED_NIGHT_FEN
                yield PayOperatorFee(
                    act, home, contract, desk.month(month), bed_nights, fee_fen, invoice
                )


def _closure(
    desk: Desk, home: str, moving: Sequence[Resident], nights: CentralNights
) -> Iterator[Decision]:
    month = desk.random.randint(3, 10)
    others = [desk.world.person(age=(65, 90)) for _ in range(OTHER_RESIDENTS)]
    for person in others:
        yield _admit(desk, home, person)
    inventory = {item: desk.random.randint(1, 50_000) * 100 for item in ITEMS}
    policy = desk.paper("威环民撤")
    yield DecideClosure(_act(desk, month, 2, 4), home, policy, inventory)
    for person in [*(resident.person for resident in moving), *others]:
        consent = desk.paper("同意")
        act = _act(desk, month, 8, 14)
        yield TransferResident(act, home, central_home(desk), person.id, consent)
        nights.move_in(act.day)
        act, deposit_fen = _act(desk, month, 17, 18), desk.random.randint(0, 20) * 100_00
        yield HandOverProperty(act, home, person.id, deposit_fen, desk.paper("交"))
    for resident in moving:
        yield _agree(desk, resident, month)
    for item, value_fen in inventory.items():
        act, voucher = _act(desk, month, 19, 21), desk.paper("凭")
        yield SettleAsset(act, home, item, value_fen, BUREAU.code, voucher)
    yield CloseHome(_act(desk, month, 25, 26), home)


def _agree(desk: Desk, resident: Resident, month: int) -> Decision:
    """The care agreement with the new home, from the month after."""
    act = desk.act(resident.office, "window", desk.day(month, 17, 18))
    from_month, agreement = desk.month(month + 1), desk.paper("协")
    mode, home = SupportMode.CENTRALISED, central_home(desk)
    return SetSupportMode(act, resident.case, from_month, mode, agreement, home)


def _register(desk: Desk, home: str, name_zh: str, beds: int) -> Decision:
    return RegisterHome(_act(desk, -1, 5), home, name_zh, beds)


def _admit(desk: Desk, home: str, person: Person) -> Decision:
    return AdmitResident(desk.act(HOME, "admission", desk.day(0, 23, 26)), home, person)


def _act(desk: Desk, month: int, first: int, last: int = 0) -> Act:
    return desk.act(BUREAU, "homes", desk.day(month, first, last))
