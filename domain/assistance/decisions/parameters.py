"""Standards are adopted, and powers to confirm are given and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eventsourcing.dcb import domain as dcb

from domain.assistance import rules, tags
from domain.assistance.decisions.base import AssistanceDecision, is_district
from domain.assistance.records import AuthorityDelegated, AuthorityRevoked, StandardAdopted
from domain.assistance.schemes import STANDARDS, YEARLY_STANDARDS, Scheme
from domain.common import tags as common_tags
from domain.common.decisions import Decision, Latest
from domain.common.money import yuan
from domain.common.records import Record


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


@dataclass
class DelegateAuthority(Decision):
    """Give an office the power to confirm cases of a scheme 下放审批权限."""

    scheme: Scheme
    office: str
    from_day: date
    policy: str

    def execute(self) -> None:
        record = AuthorityDelegated(
            scheme=self.scheme,
            office=self.office,
            from_day=self.from_day.isoformat(),
            policy=self.policy,
        )
        _record_power(self, record, self.scheme, self.office, self.policy)


@dataclass
class RevokeAuthority(Decision):
    """Take that power back 收回审批权限, at once."""

    scheme: Scheme
    office: str
    policy: str

    def execute(self) -> None:
        record = AuthorityRevoked(
            scheme=self.scheme,
            office=self.office,
            from_day=self.act.day.isoformat(),
            policy=self.policy,
        )
        _record_power(self, record, self.scheme, self.office, self.policy)


def _record_power(
    decision: Decision, record: Record, scheme: Scheme, office: str, policy: str
) -> None:
    if not is_district(decision.act.office):
        decision.refuse(
            rules.AUTHORITY_IN_DISTRICT_HANDS,
            f"Office {decision.act.office} is not the district.",
        )
    power, place = tags.authority(scheme, office), common_tags.office(office)
    decision.record(record, [power, place, common_tags.document(policy)])
