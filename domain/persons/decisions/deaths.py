"""Deaths are reported 死亡信息, and a wrong report is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.common.tags import document as document_tag
from domain.persons import rules, tags
from domain.persons.records import DEATH_RECORDS, DeathReported, DeathReportWithdrawn


@dataclass
class DeathDecision(Decision):
    """What was reported of one person."""

    person: Person

    standing: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(DEATH_RECORDS, [tags.death(self.person.id)])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        self.standing = citation if isinstance(tagged.decision, DeathReported) else None

    def about(self, document: str) -> list[str]:
        papers = [document_tag(document)] if document else []
        return [self.person.tag, tags.death(self.person.id), *papers]


@dataclass
class ReportDeath(DeathDecision):
    """Report that a person died; payments for later months are refused from now on."""

    died_on: date
    source: Literal["family", "village", "hospital", "police", "court", "comparison"]
    document: str

    def execute(self) -> None:
        if self.standing or self.died_on > self.act.day:
            self.refuse(
                rules.DEATH_ONCE,
                f"The death {'is reported' if self.standing else 'would be in the future'}.",
                [self.standing],
                "If the earlier report was wrong, withdraw it first." if self.standing else "",
            )
        record = DeathReported(
            person=self.person.id,
            died_on=self.died_on.isoformat(),
            source=self.source,
            document=self.document,
        )
        self.record(record, self.about(self.document), personal_of([self.person]))


@dataclass
class WithdrawDeathReport(DeathDecision):
    """Withdraw a report of death that was wrong."""

    reason: str
    document: str

    def execute(self) -> None:
        if self.standing is None or not self.reason:
            self.refuse(rules.DEATH_ONCE, "No report of this person's death stands.")
        record = DeathReportWithdrawn(
            person=self.person.id,
            reason=self.reason,
            document=self.document,
            reported_position=self.standing.position,
        )
        self.record(record, self.about(self.document))
