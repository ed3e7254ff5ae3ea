"""Before an adoption is registered: application 申请, assessment 评估, foundling's notice 公告."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.adoption import rules
from domain.adoption.decisions.view import CaseDecision
from domain.adoption.records import (
    AdoptersAssessed,
    AdoptionApplied,
    AdoptionKind,
    FoundlingNoticePublished,
)
from domain.common.people import Person, personal_of

_WITHIN_FAMILY = ("relative", "stepchild")


@dataclass
class ApplyForAdoption(CaseDecision):
    """Apply to adopt a child 申请收养."""

    kind: AdoptionKind
    adoptee: Person
    adopters: Sequence[Person]

    def execute(self) -> None:
        if self.view.applied:
            self.refuse(
                rules.APPLICATION_ONCE, f"The number {self.adoption} is used.", self.view.seen
            )
        people = {self.adoptee.id, *(adopter.id for adopter in self.adopters)}
        if len(self.adopters) not in (1, 2) or len(people) != len(self.adopters) + 1:
            self.refuse(rules.ADOPTERS_ONE_OR_TWO, f"{len(self.adopters)} adopters are named.")
        self._check_ages()
        applied = AdoptionApplied(
            adoption=self.adoption,
            kind=self.kind,
            adoptee=self.adoptee.id,
            adopters=[adopter.id for adopter in self.adopters],
            registered_by=self.act.by,
        )
        self.record(applied, self.about(applied), personal_of([self.adoptee, *self.adopters]))

    def _check_ages(self) -> None:
        day = self.act.day
        child = self.adoptee.age_on(day)
        adopters = [age for adopter in self.adopters if (age := adopter.age_on(day)) is not None]
        if child is None or len(adopters) < len(self.adopters):
            self.refuse(rules.AGE_KNOWN, "An ID number is missing.")
        limit = 18 if self.kind in _WITHIN_FAMILY else rules.adoptee_age_limit(day)
        if child >= limit:
            self.refuse(rules.ADOPTEE_AGE, f"The child has reached the age of {limit}.")
        if self.kind != "stepchild" and min(adopters) < rules.ADOPTER_AGE_MIN:
            self.refuse(rules.ADOPTER_AGE, f"An adopter is younger than {rules.ADOPTER_AGE_MIN}.")
        if self._gap_asked() and adopters[0] - child < rules.AGE_GAP_MIN:
            self.refuse(rules.AGE_GAP, f"They are {adopters[0] - child} years apart.")

    def _gap_asked(self) -> bool:
        single = len(self.adopters) == 1 and self.kind not in _WITHIN_FAMILY
        other_sex = self.adopters[0].is_male is not self.adoptee.is_male
        asked_of_this_sex = bool(self.adopters[0].is_male) or self.act.day >= rules.CIVIL_CODE_FROM
        return single and other_sex and asked_of_this_sex


@dataclass
class AssessAdopters(CaseDecision):
    """Assess the adopters 收养评估."""

    passed: bool
    report_document: str

    def execute(self) -> None:
        applied = self.view.applied
        if applied is None or self.view.assessed:
            self.refuse(
                rules.STEPS_IN_ORDER,
                f"Adoption {self.adoption} is {'assessed' if applied else 'not applied for'}.",
                self.view.seen,
            )
        self.record(
            AdoptersAssessed(
                adoption=self.adoption,
                passed=self.passed,
                report_document=self.report_document,
                assessed_by=self.act.by,
            ),
            self.about(applied),
        )


@dataclass
class PublishFoundlingNotice(CaseDecision):
    """Look for a foundling's parents by notice 查找生父母公告, first to last day inclusive."""

    medium: str
    day_first: date
    day_last: date

    def execute(self) -> None:
        applied = self.view.applied
        if applied is None or applied.kind != "foundling" or self.view.notice_last:
            self.refuse(
                rules.STEPS_IN_ORDER,
                f"Adoption {self.adoption} is no foundling's, or its notice is published.",
                self.view.seen,
            )
        days = (self.day_last - self.day_first).days + 1
        if days < rules.NOTICE_DAYS_MIN:
            self.refuse(
                rules.NOTICE_60_DAYS, f"The notice would run for {days} days.", self.view.seen
            )
        self.record(
            FoundlingNoticePublished(
                adoption=self.adoption,
                medium=self.medium,
                day_first=self.day_first.isoformat(),
                day_last=self.day_last.isoformat(),
            ),
            self.about(applied),
        )
