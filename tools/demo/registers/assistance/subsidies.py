"""Subsidies: how many draw which, so that the monthly amounts make the published sum.

No figure fixes the standards. Three child schemes take round shares of the sum; the two disability
standards have no common divisor in yuan, so that some number of person-months of each makes the
rest. A rest too small for that, or not in whole yuan, is paid by two disability standards a fen
apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.assistance.decisions import ApplyForSubsidy, ConfirmSubsidy, Payment, TerminateCase
from domain.assistance.schemes import CHILD_SCHEMES, Area, Scheme
from domain.common.decisions import Decision
from tools.demo.aims import money_aim
from tools.demo.plan import Figures
from tools.demo.registers.assistance.desk import MONTHS, Desk, Docket, Spell
from tools.demo.registers.assistance.parameters import adopt
from tools.demo.registers.assistance.payments import PaymentList
from tools.demo.world import BUREAU

PAID = "subsidies.paid"
STANDARDS_FEN = {
    Scheme.DISABILITY_LIVING: 117_00,
    Scheme.DISABILITY_CARE: 100_00,
    Scheme.ORPHAN: 1500_00,
    Scheme.UNSUPPORTED_CHILD: 1200_00,
    Scheme.CHILD_IN_DIFFICULTY: 500_00,
}
CHILD_SHARES_PERCENT = {
    Scheme.ORPHAN: 25,
    Scheme.UNSUPPORTED_CHILD: 25,
    Scheme.CHILD_IN_DIFFICULTY: 20,
}
CHILD_AGES_YEARS = (1, 15)
ADULT_AGES_YEARS = (19, 85)

Plan = dict[Scheme, tuple[int, int]]
"""Standard in fen and person-months by scheme."""


def subsidies(desk: Desk, figures: Figures, payments: PaymentList) -> Iterator[Decision]:
    """The commands of all subsidy cases but their payments, which go on the list."""
    paid_fen = money_aim(figures, PAID, desk.random)
    for scheme, (standard_fen, person_months) in _plan(paid_fen).items():
        yield adopt(desk, scheme, standard_fen, 1)
        while person_months:
            length = MONTHS if desk.random.random() < 0.9 else desk.random.randint(1, MONTHS - 1)
            spell = desk.spell(min(length, person_months))
            yield from _story(desk, scheme, spell, standard_fen, payments)
            person_months -= spell.length


def _plan(paid_fen: int) -> Plan:
    """Standards and person-months that make the sum."""
    months = {
        scheme: paid_fen * percent // 100 // STANDARDS_FEN[scheme]
        for scheme, percent in CHILD_SHARES_PERCENT.items()
    }
    left_fen = paid_fen - sum(count * STANDARDS_FEN[scheme] for scheme, count in months.items())
    plan = {scheme: (STANDARDS_FEN[scheme], count) for scheme, count in months.items()}
    return {**plan, **(_of_usual_standards(left_fen) or _a_fen_apart(left_fen))}


def _of_usual_standards(paid_fen: int) -> Plan | None:
    """Person-months of the two disability subsidies; `None` if the sum does not allow it."""
    living_fen = STANDARDS_FEN[Scheme.DISABILITY_LIVING]
    care_fen = STANDARDS_FEN[Scheme.DISABILITY_CARE]
    period = care_fen // 100
    least = paid_fen // 100 * pow(living_fen // 100, -1, period) % period
    if paid_fen % 100 or least * living_fen > paid_fen:
        return None
    half = paid_fen // 2 // living_fen
    living = least + max(0, half - least) // period * period
    return {
        Scheme.DISABILITY_LIVING: (living_fen, living),
        Scheme.DISABILITY_CARE: (care_fen, (paid_fen - living * living_fen) // care_fen),
    }


def _a_fen_apart(paid_fen: int) -> Plan:
    """Two disability standards of about the usual amount."""
    person_months = max(1, paid_fen // STANDARDS_FEN[Scheme.DISABILITY_CARE])
    amount_fen, more = divmod(paid_fen, person_months)
    return {
        Scheme.DISABILITY_CARE: (amount_fen, person_months - more),
        Scheme.DISABILITY_LIVING: (amount_fen + 1, more),
    }


def _story(
    desk: Desk, scheme: Scheme, spell: Spell, standard_fen: int, payments: PaymentList
) -> Iterator[Decision]:
    docket = Docket.of(desk, scheme, desk.office(*Area), spell.first)
    is_child = scheme in CHILD_SCHEMES
    person = desk.world.person(age=CHILD_AGES_YEARS if is_child else ADULT_AGES_YEARS)
    grade = 0 if is_child else desk.random.choice((1, 2))
    application, account = docket.application(), desk.world.uuid()
    yield ApplyForSubsidy(application, docket.case, account, scheme, person, grade, docket.papers)
    yield from docket.accept()
    confirmation, number = docket.confirmation(BUREAU), desk.paper("确")
    yield ConfirmSubsidy(confirmation, docket.case, number, (person.id,), scheme)
    for month in spell.months:
        payments.add(scheme, BUREAU, month, Payment(docket.case, standard_fen))
    if spell.last < MONTHS:
        act = desk.act(BUREAU, "review", desk.day(spell.last, 21, 25))
        reason = "guardian-regained" if is_child else "certificate-lapsed"
        yield TerminateCase(act, docket.case, desk.month(spell.last + 1), reason)
