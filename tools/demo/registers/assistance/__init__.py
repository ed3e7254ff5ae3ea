"""Social assistance: a year of cases whose payments add up to the published figures.

The figures fix totals, and standards from a day on. What they leave open is drawn so that the
totals come out to the fen: counted incomes of dibao households, the tekun standards that held
before, and how many draw which subsidy.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.assistance.decisions import ApplyForDibao
from domain.common.decisions import Decision
from tools.demo.plan import Figures
from tools.demo.registers.assistance.desk import Desk
from tools.demo.registers.assistance.dibao import dibao
from tools.demo.registers.assistance.homes import homes
from tools.demo.registers.assistance.parameters import Recalculation
from tools.demo.registers.assistance.payments import PaymentList
from tools.demo.registers.assistance.relief import HOUSEHOLDS_PER_RELIEF, relief
from tools.demo.registers.assistance.subsidies import subsidies
from tools.demo.registers.assistance.tekun import tekun
from tools.demo.world import World


def decisions(world: World, figures: Figures) -> Iterator[Decision]:
    """The year's commands in the order in which they happened.

    Cases that are paid from January were confirmed the year before; those come as backfill.

    Raises:
        FiguresNotPossibleError: no records can have these totals.
    """
    desk, payments, changed = Desk(world), PaymentList(), Recalculation()
    made = list(dibao(desk, figures, payments, changed))
    households = len({d.case for d in made if isinstance(d, ApplyForDibao)})
    residents, commands = tekun(desk, figures, payments, changed)
    made += [*commands, *subsidies(desk, figures, payments), *homes(desk, figures, residents)]
    made.append(desk.approve_backfill())
    made += payments.runs(desk)
    made += [*changed.decisions(desk), *relief(desk, households // HOUSEHOLDS_PER_RELIEF)]
    yield from sorted(made, key=lambda decision: decision.act.occurred)
