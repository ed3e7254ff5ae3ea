"""Eco-burials 生态安葬: the subsidy in force, its approval and payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.common.decisions import All, Decision, Latest
from domain.common.money import yuan
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.funerals import rules, tags
from domain.funerals.records import (
    DECEDENT_STEPS,
    BurialMethod,
    CremationRecorded,
    EcoBurialApproved,
    EcoBurialPaid,
    EcoBurialTierSet,
)


@dataclass
class SetEcoBurialTier(Decision):
    """Set the subsidy for one way of eco-burial from a day on 生态安葬补助标准."""

    method: BurialMethod
    amount_fen: int
    from_day: date
    policy_document: str

    before: str = field(default="", init=False)
    before_at: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [Latest([EcoBurialTierSet], [tags.eco_burial_tier(self.method)])]

    @event(EcoBurialTierSet)
    def _(self, from_day: str) -> None:
        self.before, self.before_at = from_day, self.citing

    def execute(self) -> None:
        from_day = self.from_day.isoformat()
        if self.amount_fen <= 0 or from_day <= self.before:
            self.refuse(
                rules.TIER_AMOUNT,
                f"{yuan(self.amount_fen)} yuan from {from_day}; "
                f"the subsidy before it is from {self.before or 'no day'}.",
                [self.before_at],
            )
        self.record(
            EcoBurialTierSet(
                method=self.method,
                amount_fen=self.amount_fen,
                from_day=from_day,
                policy_document=self.policy_document,
            ),
            [tags.eco_burial_tier(self.method)],
        )


@dataclass
class ApproveEcoBurial(Decision):
    """Approve the subsidy for a proved eco-burial, as the tier in force has it 审批."""

    decedent: Person
    payee: Person
    method: BurialMethod
    place: str
    proof_document: str
    amount_fen: int

    cremation: Citation | None = field(default=None, init=False)
    earlier: Citation | None = field(default=None, init=False)
    tier_fen: int = field(default=0, init=False)
    tier_at: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            All(DECEDENT_STEPS, [self.decedent.tag]),
            All([EcoBurialTierSet], [tags.eco_burial_tier(self.method)]),
        ]

    @event(CremationRecorded)
    def _(self, decedent: str) -> None:
        if decedent == self.decedent.id:
            self.cremation = self.citing

    @event(EcoBurialApproved)
    def _(self, decedent: str) -> None:
        if decedent == self.decedent.id:
            self.earlier = self.citing

    @event(EcoBurialTierSet)
    def _(self, amount_fen: int, from_day: str) -> None:
        if from_day <= self.act.day.isoformat():
            self.tier_fen, self.tier_at = amount_fen, self.citing

    def execute(self) -> None:
        self._check()
        self.record(
            EcoBurialApproved(
                decedent=self.decedent.id,
                payee=self.payee.id,
                method=self.method,
                place=self.place,
                proof_document=self.proof_document,
                amount_fen=self.amount_fen,
                approved_by=self.act.by,
            ),
            [self.decedent.tag, self.payee.tag],
            personal_of([self.decedent, self.payee]),
        )

    def _check(self) -> None:
        if not self.cremation:
            self.refuse(
                rules.ECO_BURIAL_NEEDS_CREMATION, "No cremation of this decedent is recorded."
            )
        if self.earlier:
            self.refuse(
                rules.ECO_BURIAL_ONCE, "This decedent's burial is subsidised.", [self.earlier]
            )
        if not self.proof_document:
            self.refuse(rules.ECO_BURIAL_PROVED, "No proof of the burial is named.")
        if not self.tier_at or self.amount_fen != self.tier_fen:
            self.refuse(
                rules.TIER_IN_FORCE,
                f"{yuan(self.amount_fen)} yuan are to be approved; {yuan(self.tier_fen)} yuan are "
                f"in force for {self.method} on {self.act.day}.",
                [self.tier_at],
            )


@dataclass
class PayEcoBurial(Decision):
    """Pay an approved eco-burial subsidy 发放."""

    decedent: Person
    bank_reference: str

    approved: EcoBurialApproved | None = field(default=None, init=False)
    seen: list[Citation] = field(default_factory=list, init=False)
    paid: bool = field(default=False, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(DECEDENT_STEPS, [self.decedent.tag])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the decedent's subsidy (the person may be another's payee as well)."""
        record = tagged.decision
        if getattr(record, "decedent", None) == self.decedent.id:
            if isinstance(record, EcoBurialApproved):
                self.approved = record
            if isinstance(record, EcoBurialApproved | EcoBurialPaid):
                self.seen.append(citation)
            self.paid = self.paid or isinstance(record, EcoBurialPaid)
        super().show(tagged, citation)

    def execute(self) -> None:
        approved = self.approved
        if approved is None or self.paid:
            self.refuse(
                rules.ECO_BURIAL_PAID_AS_APPROVED,
                "The subsidy is paid." if self.paid else "No subsidy is approved.",
                self.seen,
            )
        self.record(
            EcoBurialPaid(
                decedent=approved.decedent,
                payee=approved.payee,
                method=approved.method,
                amount_fen=approved.amount_fen,
                bank_reference=self.bank_reference,
            ),
            [self.decedent.tag, tags.person(approved.payee)],
        )
