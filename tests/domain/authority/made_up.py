"""A made-up register for tests of the gate: aid is taken in, checked, approved and paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eventsourcing.dcb import domain as dcb

from domain.common import tags
from domain.common.decisions import All, Decision
from domain.common.duties import Duty, DutyStep, Matter
from domain.common.records import Record

AID = Matter("aid", "Aid", "救助", delegable=True)


class Step(Record):
    case: str
    amount_fen: int = 0


class TakenIn(Step):
    type = "aid.taken-in.v1"
    duty = DutyStep(Duty.REGISTER)


class Checked(Step):
    type = "aid.checked.v1"
    duty = DutyStep(Duty.CHECK)


class Approved(Step):
    type = "aid.approved.v1"
    duty = DutyStep(Duty.APPROVE, (AID,), amount_field="amount_fen")


class Paid(Step):
    type = "aid.paid.v1"
    duty = DutyStep(Duty.PAY)


STEPS: tuple[type[Step], ...] = (TakenIn, Checked, Approved, Paid)
KINDS = {"aid": frozenset[type[Record]](STEPS)}


@dataclass
class TakeStep(Decision):
    """Any step, in any order, of any amount: only the gate stands against it."""

    kind: type[Step]
    case: str
    person: str
    amount_fen: int = 0
    is_blind: bool = False

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        if self.is_blind:
            return [All([TakenIn], [tags.case(self.case)])]
        return [All(STEPS, [tags.case(self.case)]), All(STEPS, [tags.person(self.person)])]

    def execute(self) -> None:
        self.record(
            self.kind(case=self.case, amount_fen=self.amount_fen),
            [tags.case(self.case), tags.person(self.person)],
        )
