"""Dibao: households whose counted incomes are drawn so that the top-ups make the total.

Let T be what all household-months would get with no income. The incomes must take away T less the
published sum. Each is bounded by the top-up staying above zero; the household that closes the list
is paid for one month, so that its income can take whatever is left, to the fen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.assistance.decisions import (
    ApplyForDibao,
    AskNeighbours,
    ConfirmDibao,
    HoldAppraisal,
    HoldReview,
    Payment,
    RejectApplication,
    WithdrawApplication,
)
from domain.assistance.records.cases import HEAD, RELATIONS
from domain.assistance.rules import MEANS_WITHIN_LIMITS
from domain.assistance.schemes import (
    DIBAO_ADDON,
    REVIEW_MONTHS,
    Area,
    ReviewClass,
    Scheme,
    living_standard,
)
from domain.common.decisions import Decision
from tools.demo.plan import Figures
from tools.demo.registers.assistance.desk import MONTHS, Desk, Docket, Spell, area_of
from tools.demo.registers.assistance.endings import Ending
from tools.demo.registers.assistance.parameters import (
    Recalculation,
    Step,
    adopt,
    adoptions,
    published_step,
)
from tools.demo.registers.assistance.payments import PaymentList
from tools.demo.registers.assistance.totals import person_times_and_money
from tools.demo.world import Office

PERSON_TIMES, PAID = "dibao.person_times", "dibao.paid"
SIZES, SIZE_WEIGHTS = (1, 2, 3, 4), (5, 5, 3, 1)
SIZE_MOST = 6
ADDON_FEN = 60_00
MEAN_FEN = 400_00
"""Per person-time, if only one of the two figures is published."""
REJECTED_PER_CASES = 40
"""Cases to one that is rejected or withdrawn."""
WITHDRAWN = 0.25
NEIGHBOURS_ASKED = 0.2

Standards = dict[Area, Step]


@dataclass(frozen=True)
class Household:
    """A household, and what it is paid each month of its spell."""

    office: Office
    spell: Spell
    size: int
    addon_persons: int
    income_fen: int = 0

    def month_fen(self, standards: Standards, addon_fen: int, month: int) -> int:
        """The top-up and add-on of a month."""
        standard_fen = standards[area_of(self.office)].on(month)
        return standard_fen * self.size - self.income_fen + addon_fen * self.addon_persons

    def year_fen(self, standards: Standards, addon_fen: int) -> int:
        """All months together."""
        return sum(self.month_fen(standards, addon_fen, month) for month in self.spell.months)

    def income_most_fen(self, standards: Standards) -> int:
        """The highest income that leaves a top-up in every month."""
        standard = standards[area_of(self.office)]
        return min(standard.on(month) for month in self.spell.months) * self.size - 1


def dibao(
    desk: Desk, figures: Figures, payments: PaymentList, changed: Recalculation
) -> Iterator[Decision]:
    """The commands of all dibao cases but their payments, which go on the list.

    Raises:
        FiguresNotPossibleError: no households can have these totals.
    """
    standards = {
        Area.URBAN: published_step(figures, "standard.dibao.urban", 650),
        Area.RURAL: published_step(figures, "standard.dibao.rural", 470),
    }
    person_times, paid_fen = person_times_and_money(
        figures, PERSON_TIMES, PAID, typical_fen=MEAN_FEN, random=desk.random
    )
    standards, addon_fen, households = _plan(desk, standards, person_times, paid_fen)
    for area, step in standards.items():
        yield from adoptions(desk, living_standard(Scheme.DIBAO, area), step)
    yield adopt(desk, DIBAO_ADDON, addon_fen, 1)
    for household in households:
        docket = Docket.of(desk, Scheme.DIBAO, household.office, household.spell.first)
        yield from _story(docket, household, standards, addon_fen, payments)
        step = standards[area_of(household.office)]
        changed.add(Scheme.DIBAO, docket.case, household.spell, step)
    for _ in range(len(households) // REJECTED_PER_CASES):
        yield from _rejected(desk, standards)


def _plan(
    desk: Desk, standards: Standards, person_times: int, paid_fen: int
) -> tuple[Standards, int, list[Household]]:
    """Standards, add-on and households that make the total."""
    if not person_times:
        return standards, ADDON_FEN, []
    households = _households(desk, person_times)
    whole_fen = sum(household.year_fen(standards, ADDON_FEN) for household in households)
    if whole_fen < paid_fen:
        return _raised(desk, standards, households, paid_fen)
    taken_fen = whole_fen - paid_fen
    if taken_fen <= sum(h.income_most_fen(standards) * h.spell.length for h in households):
        return standards, ADDON_FEN, _with_incomes(desk, households, standards, taken_fen)
    return _thin(desk, standards, person_times, paid_fen)


def _raised(
    desk: Desk, standards: Standards, households: list[Household], paid_fen: int
) -> tuple[Standards, int, list[Household]]:
    """Everybody has the add-on, which is as high as the sum asks for."""
    households = [replace(h, addon_persons=h.size) for h in households]
    person_times = sum(h.size * h.spell.length for h in households)
    bare_fen = sum(h.year_fen(standards, 0) for h in households)
    addon_fen = max(1, -((bare_fen - paid_fen) // person_times))
    taken_fen = bare_fen + addon_fen * person_times - paid_fen
    return standards, addon_fen, _with_incomes(desk, households, standards, taken_fen)


def _thin(
    desk: Desk, standards: Standards, person_times: int, paid_fen: int
) -> tuple[Standards, int, list[Household]]:
    """Large households, no add-on, one standard all year: down to a fen a household and month."""
    flat = {area: replace(step, before_fen=step.after_fen) for area, step in standards.items()}
    households = _households(desk, person_times, large=True)
    taken_fen = sum(h.year_fen(flat, 0) for h in households) - paid_fen
    return flat, ADDON_FEN, _with_incomes(desk, households, flat, taken_fen)


def _households(desk: Desk, person_times: int, *, large: bool = False) -> list[Household]:
    """Households that cover that many persons for a month each; the last for one month only."""
    left, households = person_times, []
    while left > SIZES[-1]:
        size = SIZE_MOST if large else desk.random.choices(SIZES, SIZE_WEIGHTS)[0]
        size = min(size, left - 1)
        length = MONTHS if large or desk.random.random() < 0.8 else desk.random.randint(1, 11)
        spell = desk.spell(min(length, (left - 1) // size))
        households.append(_household(desk, spell, size, large=large))
        left -= size * spell.length
    return [*households, _household(desk, Spell(MONTHS, MONTHS), left, large=large)]


def _household(desk: Desk, spell: Spell, size: int, *, large: bool) -> Household:
    addon_persons = 0 if large else int(desk.random.random() < 0.3)
    return Household(desk.office(*Area), spell, size, addon_persons)


def _with_incomes(
    desk: Desk, households: list[Household], standards: Standards, taken_fen: int
) -> list[Household]:
    """Draw incomes that together take away `taken_fen`, to the fen."""
    bounds = [h.income_most_fen(standards) for h in households]
    room_fen = sum(most * h.spell.length for most, h in zip(bounds, households, strict=True))
    drawn = []
    for most_fen, household in zip(bounds, households, strict=True):
        length = household.spell.length
        share_fen = most_fen * taken_fen // room_fen
        room_fen -= most_fen * length
        low_fen = max(0, -((room_fen - taken_fen) // length))
        high_fen = min(most_fen, taken_fen // length)
        reach_fen = max(0, min(share_fen - low_fen, high_fen - share_fen) * 4 // 5)
        wanted_fen = desk.random.randint(share_fen - reach_fen, share_fen + reach_fen)
        income_fen = min(max(wanted_fen, low_fen), high_fen)
        taken_fen -= income_fen * length
        drawn.append(replace(household, income_fen=income_fen))
    return drawn


def _story(
    docket: Docket,
    household: Household,
    standards: Standards,
    addon_fen: int,
    payments: PaymentList,
) -> Iterator[Decision]:
    spell, office, desk = household.spell, household.office, docket.desk
    members = tuple(desk.world.household(household.size))
    due_fen = {month: household.month_fen(standards, addon_fen, month) for month in spell.months}
    account, letter = desk.world.uuid(), desk.paper("授")
    yield ApplyForDibao(
        docket.application(),
        docket.case,
        account,
        area_of(office),
        members,
        letter,
        relations=(HEAD, *desk.random.choices(RELATIONS[1:], k=len(members) - 1)),
        papers=docket.papers,
    )
    yield from docket.accept()
    yield docket.check(household.income_fen)
    yield from _neighbours(docket)
    appraisal = docket.act("appraisal", 2, 20, 22)
    yield HoldAppraisal(appraisal, docket.case, desk.paper("议"), desk.random.randint(7, 11), 0)
    yield docket.notice(due_fen[spell.first])
    people = tuple(member.id for member in members)
    review_class = desk.random.choices(tuple(ReviewClass), (3, 1))[0]
    yield ConfirmDibao(
        docket.confirmation(),
        docket.case,
        desk.paper("确"),
        people,
        household.addon_persons,
        review_class,
    )
    yield from _review(docket, household, review_class)
    reasons = ("income", "moved", "withdrew", "death") if household.size == 1 else ("income",)
    ending = Ending.of(docket, spell, members, reasons)
    for month, amount_fen in due_fen.items():
        line = Payment(docket.case, amount_fen)
        payments.add(Scheme.DIBAO, office, month, line, steady=month == ending.overpaid)
    yield from ending.decisions(due_fen)


def _neighbours(docket: Docket) -> Iterator[Decision]:
    """Of some households the neighbours are asked."""
    desk = docket.desk
    if desk.random.random() < NEIGHBOURS_ASKED:
        asked = desk.random.randint(2, 5)
        interviewers = tuple(
            desk.world.official(docket.office, duty) for duty in ("visit-1", "visit-2")
        )
        act, minutes = docket.act("visit-1", 2, 17), desk.paper("访")
        yield AskNeighbours(act, docket.case, interviewers, asked, asked, minutes)


def _review(docket: Docket, household: Household, review_class: ReviewClass) -> Iterator[Decision]:
    """The first review, if it falls into the year and the spell."""
    desk, spell = docket.desk, household.spell
    month = spell.first + REVIEW_MONTHS[review_class]
    if month > min(spell.last, MONTHS):
        return
    act = desk.act(docket.office, "review", desk.day(month, 17, 18))
    visitors = tuple(desk.world.official(docket.office, duty) for duty in ("visit-1", "visit-2"))
    yield HoldReview(
        act,
        docket.case,
        review_class,
        household.income_fen,
        visitors,
        "unchanged",
        desk.paper("复"),
    )


def _rejected(desk: Desk, standards: Standards) -> Iterator[Decision]:
    """A household whose income is above the standard; some withdraw before they are told so."""
    office = desk.office(*Area)
    docket = Docket.of(desk, Scheme.DIBAO, office, desk.random.randint(3, MONTHS))
    members = tuple(desk.world.household(desk.random.choice(SIZES)))
    area, letter = area_of(office), desk.paper("授")
    yield ApplyForDibao(
        docket.application(),
        docket.case,
        desk.world.uuid(),
        area,
        members,
        letter,
        papers=docket.papers,
    )
    if desk.random.random() < WITHDRAWN:
        yield WithdrawApplication(docket.act("window", 2, 8, 9), docket.case, desk.paper("撤"))
        return
    yield from docket.accept()
    income_fen = standards[area].after_fen * len(members) + desk.random.randint(1, 999_00)
    yield docket.check(income_fen)
    rule, answer = MEANS_WITHIN_LIMITS.id, desk.paper("函")
    yield RejectApplication(docket.confirmation(), docket.case, Scheme.DIBAO, rule, answer)
