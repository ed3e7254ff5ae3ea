"""One decision, asked: shown its boundary, admitted, executed and judged by the gate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from eventsourcing.dcb.domain import Selector

from application import backfilling
from domain.authority.establishment import Establishment
from domain.authority.gate import Gate
from domain.authority.gate import selectors_of as gate_selectors_of
from domain.common.decisions import Decision
from domain.common.records import Tagged
from domain.common.refusals import Citation, Refusal, Rule
from domain.registry import DUTY_KINDS

CLOCK_SKEW = timedelta(minutes=5)
"""How far a sender's clock may be ahead."""
NOT_IN_THE_FUTURE = Rule(
    "common.not-in-the-future",
    "What is recorded has happened.",
    "发生时间不得晚于登记时间。",
    "bookkeeping: Accounting Law 会计法 Art. 9, real matters only",
)


def decide(
    decision: Decision,
    establishment: Establishment,
    shown: Iterable[tuple[Tagged, Citation]],
) -> list[Tagged]:
    """The records a decision leads to; what it rests on is noted on them.

    Args:
        decision: to be asked once.
        establishment: as of the moment its boundary was read.
        shown: the records of its boundary, in the order of the log.

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
    gate.judge(made)
    return made


def selectors_of(decision: Decision) -> list[Selector]:
    """The parts of a decision's consistency boundary."""
    return [*gate_selectors_of(decision), *backfilling.selectors(decision)]


def check_moment(decision: Decision) -> None:
    """Refuse what is said to have happened in the future.

    Raises:
        Refusal: see there.
    """
    occurred = decision.act.occurred
    if occurred > datetime.now(UTC) + CLOCK_SKEW:
        raise Refusal(NOT_IN_THE_FUTURE, f"It is said to have happened on {occurred.isoformat()}.")
