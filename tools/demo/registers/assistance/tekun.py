"""Tekun: the cases of the persons that the plan asks for."""

from __future__ import annotations

from collections.abc import Iterator

from domain.assistance.decisions import (
    ApplyForTekun,
    AssessSelfCare,
    ConfirmTekun,
    Payment,
)
from domain.assistance.schemes import (
    Area,
    Scheme,
    SelfCareLevel,
    SupportMode,
    care_standard,
    living_standard,
)
from domain.common.decisions import Decision
from tools.demo.plan import Figures
from tools.demo.registers.assistance.desk import Desk, Docket, area_of
from tools.demo.registers.assistance.endings import Ending
from tools.demo.registers.assistance.homes import Resident, closing_homes, home_of
from tools.demo.registers.assistance.parameters import (
    Recalculation,
    adopt,
    adoptions,
    published_step,
)
from tools.demo.registers.assistance.payments import PaymentList
from tools.demo.registers.assistance.tekun_plan import (
    PAID,
    PERSON_TIMES,
    Standards,
    Supported,
    month_fen,
    plan_tekun,
)
from tools.demo.registers.assistance.totals import person_times_and_money

MEAN_FEN = 900_00
"""Per person-time, if only one of the two figures is published."""
CARE_YUAN = {SelfCareLevel.NONE: 10990, SelfCareLevel.PARTIAL: 5495, SelfCareLevel.FULL: 3297}
ACTIVITIES_LOST = {
    SelfCareLevel.NONE: (4, 5, 6),
    SelfCareLevel.PARTIAL: (1, 2, 3),
    SelfCareLevel.FULL: (0,),
}


def tekun(
    desk: Desk, figures: Figures, payments: PaymentList, changed: Recalculation
) -> tuple[list[Resident], list[Decision]]:
    """The residents of homes, and the commands of all tekun cases but their payments.

    Raises:
        FiguresNotPossibleError: no persons can have these totals.
    """
    standards = {
        Area.URBAN: published_step(figures, "standard.tekun.urban", 900),
        Area.RURAL: published_step(figures, "standard.tekun.rural", 620),
    }
    care_fen = {
        level: published_step(figures, f"standard.care.{level}", yuan).after_fen
        for level, yuan in CARE_YUAN.items()
    }
    person_times, paid_fen = person_times_and_money(
        figures, PERSON_TIMES, PAID, typical_fen=MEAN_FEN, random=desk.random
    )
    standards, people = plan_tekun(desk, standards, care_fen, person_times, paid_fen)
    commands = [adopt(desk, care_standard(level), care_fen[level], 1) for level in care_fen]
    for area, step in standards.items():
        commands += adoptions(desk, living_standard(Scheme.TEKUN, area), step)
    residents: list[Resident] = []
    closing = closing_homes(desk, figures)
    for supported in people:
        case = Case(desk, supported, home_of(desk, len(residents), closing))
        commands += case.story(standards, care_fen, payments)
        step = standards[supported.area]
        changed.add(Scheme.TEKUN, case.docket.case, supported.spell, step)
        if supported.centralised:
            residents.append(case.resident)
    return residents, commands


class Case:
    """One person's case."""

    def __init__(self, desk: Desk, supported: Supported, home: str) -> None:
        office = desk.office(supported.area)
        self.docket = Docket.of(desk, Scheme.TEKUN, office, supported.spell.first)
        number = self.docket.case
        self.supported = supported
        self.resident = Resident(number, office, desk.world.person(age=(60, 90)), home)

    def story(
        self, standards: Standards, care_fen: dict[SelfCareLevel, int], payments: PaymentList
    ) -> Iterator[Decision]:
        """The case's commands; its payments go on the list."""
        docket, spell = self.docket, self.supported.spell
        due_fen = {
            month: month_fen(self.supported, standards, care_fen, month) for month in spell.months
        }
        yield self._application()
        yield from docket.accept()
        yield docket.check(0)
        yield self._assessment()
        yield docket.notice(due_fen[spell.first])
        yield self._confirmation()
        people = (self.resident.person,)
        ending = Ending.of(docket, spell, people, ("death", "death", "income", "withdrew"))
        for month, amount_fen in due_fen.items():
            line = Payment(docket.case, amount_fen)
            payments.add(Scheme.TEKUN, docket.office, month, line, steady=month == ending.overpaid)
        yield from ending.decisions(due_fen)

    def _application(self) -> Decision:
        desk = self.docket.desk
        return ApplyForTekun(
            self.docket.application(),
            self.docket.case,
            desk.world.uuid(),
            area_of(self.docket.office),
            self.resident.person,
            desk.paper("授"),
            without_labour_capacity=True,
            without_income_source=True,
            without_supporter=True,
            papers=self.docket.papers,
        )

    def _assessment(self) -> Decision:
        desk = self.docket.desk
        lost = desk.random.choice(ACTIVITIES_LOST[self.supported.level])
        can = [False] * lost + [True] * (6 - lost)
        desk.random.shuffle(can)
        eat, dress, bed, toilet, walk, bathe = can
        act, report = self.docket.act("assessment", 2, 20, 22), desk.paper("评")
        return AssessSelfCare(act, self.docket.case, eat, dress, bed, toilet, walk, bathe, report)

    def _confirmation(self) -> Decision:
        centralised = self.supported.centralised
        mode = SupportMode.CENTRALISED if centralised else SupportMode.DISPERSED
        home = self.resident.home if centralised else ""
        number, people = self.docket.desk.paper("确"), (self.resident.person.id,)
        act = self.docket.confirmation()
        return ConfirmTekun(act, self.docket.case, number, people, mode, home)
