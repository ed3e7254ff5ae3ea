"""Standards are adopted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eventsourcing.dcb import domain as dcb

from domain.assistance import rules, tags
from domain.assistance.decisions.base import AssistanceDecision
from domain.assistance.records import StandardAdopted
from domain.assistance.schemes import STANDARDS, YEARLY_STANDARDS
from domain.common import tags as common_tags
from domain.common.decisions import Latest
from domain.common.money import yuan


@dataclass
class AdoptStandard(AssistanceDecision):
    """Adopt a standard 制定标准 that holds from a day on."""

    standard: str
    amount_fen: int
    effective_from: date
    policy: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [Latest(types=[StandardAdopted], tags=[tags.standard(self.standard)])]

    def execute(self) -> None:
        self._must_be_well_formed()
        before = self.standards.newest(self.standard)
        day = self.effective_from.isoformat()
        if before and before[0].effective_from >= day:
            self.refuse(
                rules.STANDARD_IN_ORDER,
                f"{self.standard} of {yuan(before[0].amount_fen)} yuan holds from "
                f"{before[0].effective_from}; the new one would hold from {day}.",
                [before[1]],
                "Let the new standard take effect in a later month.",
            )
        record = StandardAdopted(
            standard=self.standard,
            amount_fen=self.amount_fen,
            per="year" if self.standard in YEARLY_STANDARDS else "month",
            effective_from=day,
            policy=self.policy,
        )
        self.record(record, [tags.standard(self.standard), common_tags.document(self.policy)])

    def _must_be_well_formed(self) -> None:
        if self.standard not in STANDARDS:
            problem = f"{self.standard!r} is none of {', '.join(STANDARDS)}"
        elif self.amount_fen <= 0:
            problem = f"{self.standard} would be {yuan(self.amount_fen)} yuan"
        elif self.effective_from.day != 1:
            problem = f"{self.standard} would take effect on {self.effective_from}"
        else:
            return
        self.refuse(rules.STANDARD_WELL_FORMED, f"{problem}.")
