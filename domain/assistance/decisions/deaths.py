"""A death is reported; from then on no run pays the person for a later month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.assistance import money_rules, rules
from domain.assistance.records import DeathReported
from domain.assistance.records.deaths import DEATH_SOURCES
from domain.common import tags
from domain.common.decisions import All, Decision
from domain.common.refusals import Citation


@dataclass
class ReportDeath(Decision):
    """Report that a person has died 死亡登记."""

    person: str
    day: date
    certificate: str
    source: str

    reported: Citation | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(types=[DeathReported], tags=[tags.person(self.person)])]

    @event(DeathReported)
    def _(self) -> None:
        self.reported = self.citing

    def execute(self) -> None:
        if self.day > self.act.day:
            self.refuse(
                rules.NOT_IN_FUTURE, f"A death on {self.day} is reported on {self.act.day}."
            )
        if self.reported is not None or self.source not in DEATH_SOURCES:
            self.refuse(
                money_rules.DEATH_REPORTED_ONCE,
                f"The death was reported already, or by {self.source!r}.",
                [self.reported],
                f"Sources are {', '.join(DEATH_SOURCES)}.",
            )
        record = DeathReported(
            person=self.person,
            day=self.day.isoformat(),
            certificate=self.certificate,
            source=self.source,
        )
        self.record(record, [tags.person(self.person), tags.document(self.certificate)])
