"""One decision, asked: shown its boundary, admitted, executed and judged by the gate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from eventsourcing.dcb.domain import Selector

from application import backfilling
from domain.authority.establishment import Establishment
from domain.authority.gate import Gate
from domain.authority.gate import selectors_of as gate_selectors_of
from domain.common.decisions import Decision
from domain.common.records import Tagged
from domain.common.refusals import Citation
from domain.registry import DUTY_KINDS

Shown = tuple[Tagged, Citation]
"""A record and where it stands."""


def decide(
    decision: Decision,
    establishment: Establishment,
    shown: Iterable[Shown],
    look: Callable[[Sequence[Selector]], Iterable[Shown]],
) -> list[Tagged]:
    """The records a decision leads to; what it rests on is noted on them.

    Args:
        decision: to be asked once.
        establishment: as of the moment its boundary was read.
        shown: the records of its boundary, in the order of the log.
        look: reads what has to be looked at beside, and makes it part of the boundary.

    Raises:
        Refusal: the command breaks a rule of its register, or one that holds for all.
    """
    gate = Gate(decision, establishment, DUTY_KINDS)
    shown = list(shown)
    backfilling.check(decision, shown)
    for tagged, citation in shown:
        decision.show(tagged, citation)
        gate.show(tagged, citation)
    gate.admit()
    decision.execute()
    made = [made for made in decision.collect_events() if isinstance(made, Tagged)]
    asked = gate.asks(made)
    for tagged, citation in look(asked) if asked else ():
        gate.learn(tagged, citation)
    gate.judge(made)
    return made


def selectors_of(decision: Decision) -> list[Selector]:
    """The parts of a decision's consistency boundary."""
    return [*gate_selectors_of(decision), *backfilling.selectors(decision)]
