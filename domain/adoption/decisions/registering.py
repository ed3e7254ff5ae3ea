"""Adoptions registered 收养登记 and dissolved 解除."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.adoption import rules, tags
from domain.adoption.decisions.view import CaseDecision
from domain.adoption.records import (
    AdoptionApplied,
    AdoptionDissolved,
    AdoptionRegistered,
)
from domain.common.decisions import All
from domain.common.people import Person
from domain.common.records import Record
from domain.common.refusals import Citation


@dataclass
class RegisterAdoption(CaseDecision):
    """Register an adoption 收养登记 of the adoptee applied for."""

    adoptee: Person
    certificate: str

    same_certificate: Citation | None = field(default=None, init=False)
    adopted: dict[str, Citation] = field(default_factory=dict, init=False)
    """Standing adoptions of the child, by case."""

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            *super().consistency_boundary(),
            All([AdoptionRegistered, AdoptionDissolved], [self.adoptee.tag]),
            All([AdoptionRegistered], [tags.certificate(self.certificate)]),
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the child's other adoptions and the certificate's number as well."""
        record = tagged.decision
        if isinstance(record, AdoptionRegistered):
            if record.certificate == self.certificate:
                self.same_certificate = citation
            if record.adoptee == self.adoptee.id:
                self.adopted[record.adoption] = citation
        elif isinstance(record, AdoptionDissolved):
            self.adopted.pop(record.adoption, None)
        super().show(tagged, citation)

    def execute(self) -> None:
        applied = self._check_case()
        if self.adopted:
            self.refuse(rules.ADOPTED_ONCE, "This child is adopted.", list(self.adopted.values()))
        if self.same_certificate:
            self.refuse(
                rules.CERTIFICATE_ONCE,
                f"Certificate {self.certificate} is issued.",
                [self.same_certificate],
            )
        self.record(
            AdoptionRegistered(
                adoption=self.adoption,
                certificate=self.certificate,
                kind=applied.kind,
                adoptee=applied.adoptee,
                adopters=applied.adopters,
                registered_on=self.act.day.isoformat(),
            ),
            [*self.about(applied), tags.certificate(self.certificate)],
        )

    def _check_case(self) -> AdoptionApplied:
        applied, assessed = self.view.applied, self.view.assessed
        if applied is None or applied.adoptee != self.adoptee.id or assessed is None:
            self.refuse(
                rules.STEPS_IN_ORDER,
                f"Adoption {self.adoption} of this child is not applied for and assessed.",
                self.view.seen,
            )
        if self.view.registered:
            self.refuse(
                rules.STEPS_IN_ORDER, f"Adoption {self.adoption} is registered.", self.view.seen
            )
        if not assessed.passed:
            self.refuse(
                rules.ASSESSMENT_PASSED, "The assessment was not passed.", self.view.seen[1:]
            )
        if applied.kind == "foundling" and not (
            "" < self.view.notice_last < self.act.day.isoformat()
        ):
            self.refuse(
                rules.NOTICE_60_DAYS,
                f"The notice runs until {self.view.notice_last or '(none is published)'}.",
                self.view.seen,
            )
        return applied


@dataclass
class DissolveAdoption(CaseDecision):
    """Dissolve an adoption 解除收养关系."""

    document: str

    def execute(self) -> None:
        registered = self.view.registered
        if registered is None or self.view.dissolved or not self.document:
            self.refuse(
                rules.TO_DISSOLVE,
                "No agreement or judgement is named."
                if not self.document
                else f"No adoption stands in case {self.adoption}.",
                self.view.seen,
            )
        people = [registered.adoptee, *registered.adopters]
        self.record(
            AdoptionDissolved(
                adoption=self.adoption,
                certificate=registered.certificate,
                adoptee=registered.adoptee,
                adopters=registered.adopters,
                document=self.document,
            ),
            [
                tags.adoption(self.adoption),
                tags.certificate(registered.certificate),
                *map(tags.person, people),
            ],
        )
