"""What decisions about a payment run share: the run's newest record says how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from eventsourcing.dcb import domain as dcb

from domain.assistance.decisions.base import AssistanceDecision
from domain.assistance.records import (
    RUN_RECORDS,
    BenefitPaid,
    PaymentReversed,
)
from domain.assistance.records.runs import RunRecord
from domain.assistance.schemes import Scheme
from domain.common import tags
from domain.common.decisions import Latest
from domain.common.records import Record
from domain.common.refusals import Citation

Run = TypeVar("Run", bound=RunRecord)
NO_TOTALS: dict[str, Any] = {
    name: [] if name == "makers" else 0 for name in RunRecord.model_fields if name != "run"
}


@dataclass
class RunDecision(AssistanceDecision):
    """A decision about one run and perhaps some of its lines."""

    standing: RunRecord | None = field(default=None, init=False, repr=False)
    standing_cited: Citation | None = field(default=None, init=False, repr=False)

    def run_code(self) -> str:
        """The code of the run."""
        raise NotImplementedError

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [Latest(types=RUN_RECORDS, tags=[tags.run(self.run_code())])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        if isinstance(tagged.decision, RunRecord):
            self.standing, self.standing_cited = tagged.decision, citation
        else:
            super().show(tagged, citation)

    @property
    def totals(self) -> dict[str, Any]:
        """The run's totals and batch numbers as they stand; zero if nothing was ordered."""
        if self.standing is None:
            return dict(NO_TOTALS)
        return {name: getattr(self.standing, name) for name in NO_TOTALS}

    def record_run(self, kind: type[Run], changes: dict[str, Any], **own: Any) -> None:
        """Record a step of the run, with its totals changed by so much or set anew.

        Whole numbers in `changes` are added, anything else replaces.
        """
        totals = self.totals
        for name, change in changes.items():
            totals[name] = totals[name] + change if isinstance(change, int) else change
        record = kind(run=self.run_code(), **totals, **own)
        self.standing = record
        self.record(record, [tags.run(self.run_code())])

    def record_reversal(
        self,
        case: str,
        paid: BenefitPaid,
        position: int,
        reason: str,
        bank_reason: str = "",
    ) -> None:
        """Take one line back, for the month it was paid for."""
        record = PaymentReversed(
            case=case,
            scheme=paid.scheme,
            run=paid.run,
            benefit_month=paid.benefit_month,
            persons=paid.persons,
            amount_fen=paid.amount_fen,
            reason=reason,
            reversed_position=position,
            bank_reason=bank_reason,
        )
        people = paid.members or self.histories[case].people_in(paid.benefit_month)
        about = [tags.case(case), tags.run(paid.run), *map(tags.person, people)]
        self.record(record, about)


def run_code(scheme: Scheme, office: str, month: str) -> str:
    """The code of a run: scheme, office, month of payment."""
    return f"{scheme}-{office}-{month}"
