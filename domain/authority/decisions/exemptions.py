"""Small offices are exempted from keeping two duties apart 不相容岗位豁免."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.authority import rules
from domain.authority.decisions.base import AuthorityDecision
from domain.authority.records import ExemptionEnded, ExemptionGranted
from domain.common import tags
from domain.common.duties import Duty

EXEMPTION_DAYS_MOST = 731
"""Two years: an exemption is reviewed, not forgotten."""


@dataclass
class GrantExemption(AuthorityDecision):
    """Let one official of an office combine two duties in the files of a register."""

    exemption: str
    office: str
    register_name: str
    duties: tuple[Duty, Duty]
    from_day: date
    to_day: date
    reason: str
    policy: str

    def execute(self) -> None:
        self.must_be_district()
        first, last = self.from_day.isoformat(), self.to_day.isoformat()
        self.must_exist(self.office, first)
        known = self.now.exemptions.get(self.exemption)
        days = (self.to_day - self.from_day).days
        if (
            known
            or not self.exemption
            or len(set(self.duties)) != 2
            or not self.reason
            or not 0 <= days < EXEMPTION_DAYS_MOST
            or self.from_day < self.act.day
        ):
            self.refuse(
                rules.EXEMPTION_WELL_FORMED,
                f"Exemption {self.exemption!r} for {' and '.join(self.duties)} would hold from "
                f"{first} to {last}; today is {self.today}.",
                [known.citation if known else None],
                f"Give a new id, two duties, a reason, and at most {EXEMPTION_DAYS_MOST} days "
                "that are not past.",
            )
        record = ExemptionGranted(
            exemption=self.exemption,
            office=self.office,
            register_name=self.register_name,
            duties=sorted(self.duties),
            from_day=first,
            to_day=last,
            reason=self.reason,
            policy=self.policy,
        )
        self.keep(record, tags.office(self.office), document=self.policy)


@dataclass
class EndExemption(AuthorityDecision):
    """End an exemption before its last day."""

    exemption: str
    last_day: date
    policy: str

    def execute(self) -> None:
        self.must_be_district()
        last = self.last_day.isoformat()
        known = self.now.exemptions.get(self.exemption)
        if known is None or not known.holds_on(last) or last < self.today:
            self.refuse(
                rules.EXEMPTION_WELL_FORMED,
                f"Exemption {self.exemption} does not hold on {last}, or {last} is past.",
                [known.citation if known else None],
            )
        record = ExemptionEnded(
            exemption=self.exemption, office=known.office, last_day=last, policy=self.policy
        )
        self.keep(record, tags.office(known.office), document=self.policy)
