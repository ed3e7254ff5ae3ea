"""Temporary relief and the reserve funds that pay some of it; no published figure fixes either.

Each street and town has a reserve fund from January, pays emergencies out of it, brings the
vouchers, counts it in June, and is closed in December: what is left is paid back, and the next
year begins with a new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.assistance.decisions import (
    AcceptApplication,
    ApplyForRelief,
    AttachVoucher,
    CloseImprest,
    ConfirmRelief,
    EstablishImprest,
    PayRelief,
    PostNotice,
    ReceiveSupplement,
    ReconcileImprest,
    ReplenishImprest,
    ReportMeansCheck,
    ReturnImprest,
)
from domain.assistance.decisions.checks import SOURCES_ASKED
from domain.assistance.editions import edition_of
from domain.assistance.records.relief import RELIEF_CAUSES
from domain.assistance.schemes import RELIEF_CAP, ReliefPath, Scheme
from domain.common.decisions import Decision
from domain.common.people import Person
from tools.demo.registers.assistance.desk import MONTHS, NOTICE_DAYS, Desk, area_of
from tools.demo.registers.assistance.parameters import adopt
from tools.demo.world import BUREAU, STREETS_AND_TOWNS, Office

HOUSEHOLDS_PER_RELIEF = 4
"""Dibao households to one that is given relief."""
CAP_FEN = 2_600_00
"""Four months of the urban dibao standard; the district's own cap is not published."""
CEILING_FEN = 50_000_00
MONTH_FIRST, MONTH_LAST = 2, 11


def relief(desk: Desk, cases: int) -> Iterator[Decision]:
    """The commands of so many relief cases, and of the reserve funds; nothing if there are none."""
    if not cases:
        return
    yield adopt(desk, RELIEF_CAP, CAP_FEN, 1)
    taken_fen: dict[tuple[Office, int], int] = {}
    for place in range(cases):
        office = STREETS_AND_TOWNS[place % len(STREETS_AND_TOWNS)]
        month = desk.random.randint(MONTH_FIRST, MONTH_LAST)
        case = ReliefCase.of(desk, office, month)
        if desk.random.random() < 0.5 and _has_room(taken_fen, office, case.amount_fen):
            yield from case.emergency()
            key = office, month
            taken_fen[key] = taken_fen.get(key, 0) + case.amount_fen
        else:
            yield from case.general()
    for office in STREETS_AND_TOWNS[:cases]:
        taken = {month: fen for (of, month), fen in taken_fen.items() if of == office}
        yield from _reserve_fund(desk, office, taken)


def _has_room(taken_fen: dict[tuple[Office, int], int], office: Office, amount_fen: int) -> bool:
    """Whether a fund that is filled once can still pay."""
    spent = sum(fen for (of, _), fen in taken_fen.items() if of == office)
    return spent + amount_fen <= CEILING_FEN


def _reserve_fund(desk: Desk, office: Office, taken_fen: dict[int, int]) -> Iterator[Decision]:
    """A fund's year: filled, counted in June, what is left paid back, closed."""
    policy = desk.paper("威环民备")
    act = desk.act(BUREAU, "head", desk.day(1, 8))
    yield EstablishImprest(act, office.code, CEILING_FEN, policy)
    act = desk.act(BUREAU, "cashier", desk.day(1, 15))
    yield ReplenishImprest(act, office.code, CEILING_FEN, desk.paper("拨"))
    spent_fen = sum(fen for month, fen in taken_fen.items() if month <= 6)
    act = desk.act(BUREAU, "reserve", desk.day(6, 26))
    yield ReconcileImprest(act, office.code, CEILING_FEN - spent_fen, desk.paper("盘"))
    left_fen = CEILING_FEN - sum(taken_fen.values())
    if left_fen:
        act = desk.act(office, "reserve", desk.day(MONTHS, 20))
        yield ReturnImprest(act, office.code, left_fen, desk.paper("缴"))
    act = desk.act(BUREAU, "head", desk.day(MONTHS, 26))
    yield CloseImprest(act, office.code, policy)


@dataclass(frozen=True)
class ReliefCase:
    """One household that something struck in a month."""

    desk: Desk
    case: str
    office: Office
    month: int
    people: tuple[Person, ...]
    cause: str
    amount_fen: int

    @staticmethod
    def of(desk: Desk, office: Office, month: int) -> ReliefCase:
        """A new case of an office."""
        people = tuple(desk.world.household(desk.random.choice((1, 2, 3))))
        cause = desk.random.choice(RELIEF_CAUSES)
        amount_fen = desk.random.randint(5, CAP_FEN // 100_00) * 100_00
        return ReliefCase(
            desk, desk.case(Scheme.TEMP_RELIEF), office, month, people, cause, amount_fen
        )

    @property
    def members(self) -> tuple[str, ...]:
        """Ids of the household."""
        return tuple(person.id for person in self.people)

    @property
    def papers_asked(self) -> tuple[str, ...]:
        """What the rules of the year ask for."""
        return edition_of(Scheme.TEMP_RELIEF, date(self.desk.world.year, 1, 1)).papers_asked

    def emergency(self) -> Iterator[Decision]:
        """Paid the next morning out of the reserve fund; papers, decision and voucher follow."""
        desk, office = self.desk, self.office
        papers = self.papers_asked
        applied = self._apply(ReliefPath.EMERGENCY, desk.day(self.month, 3, 5), papers[:1])
        yield applied
        slip = desk.paper("备支")
        paid = desk.act(office, "payment", applied.act.day + timedelta(days=1))
        yield PayRelief(
            paid, self.case, self.members, self.amount_fen, source="imprest", voucher=slip
        )
        act = desk.act(office, "window", desk.day(self.month, 12))
        yield ReceiveSupplement(act, self.case, papers[1:])
        voucher, digest = desk.paper("凭"), f"{desk.random.getrandbits(256):064x}"
        act = desk.act(office, "reserve", desk.day(self.month, 13, 15))
        yield AttachVoucher(act, office.code, slip, voucher, digest)
        act = desk.act(office, "confirmation", desk.day(self.month, 20, 22))
        yield ConfirmRelief(act, self.case, self.members, self.amount_fen, desk.paper("临"))

    def general(self) -> Iterator[Decision]:
        """Checked, noticed, decided, and paid through the bank in the month after."""
        desk, office = self.desk, self.office
        yield self._apply(ReliefPath.GENERAL, desk.day(self.month, 1, 3), self.papers_asked)
        yield AcceptApplication(desk.act(office, "window", desk.day(self.month, 7)), self.case)
        visitors = tuple(desk.world.official(office, duty) for duty in ("visit-1", "visit-2"))
        act = desk.act(office, "means-check", desk.day(self.month, 11))
        yield ReportMeansCheck(act, self.case, desk.paper("核"), SOURCES_ASKED, 0, True, visitors)
        act = desk.act(office, "notice", desk.day(self.month, 15))
        last = act.day + timedelta(days=NOTICE_DAYS - 1)
        photo = f"{desk.random.getrandbits(256):064x}"
        place = f"{office.code}-{desk.random.randint(1, 20):03d}"
        yield PostNotice(act, self.case, place, act.day, last, self.amount_fen, photo)
        act = desk.act(office, "confirmation", desk.day(self.month, 26))
        yield ConfirmRelief(act, self.case, self.members, self.amount_fen, desk.paper("临"))
        act = desk.act(office, "payment", desk.day(self.month + 1, 5, 9))
        yield PayRelief(
            act,
            self.case,
            self.members,
            self.amount_fen,
            source="treasury",
            voucher=desk.paper("行"),
        )

    def _apply(self, path: ReliefPath, day: date, papers: tuple[str, ...]) -> Decision:
        desk, area = self.desk, area_of(self.office)
        act, account = desk.act(self.office, "window", day), desk.world.uuid()
        return ApplyForRelief(act, self.case, account, area, path, self.people, self.cause, papers)
