"""Grants 救助: applied for, reviewed, posted, approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb

from domain.charity import rules
from domain.charity.decisions.grant_view import (
    GrantView,
    check_step,
    grant_boundary,
    grant_tags,
)
from domain.charity.decisions.view import FundDecision
from domain.charity.records import (
    GrantApplied,
    GrantApproved,
    GrantNoticePosted,
    GrantReviewed,
)
from domain.common.decisions import Decision
from domain.common.money import yuan
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation

NOTICE_DAYS_MIN = 5


@dataclass
class GrantStep(Decision):
    """Base of the steps between an application and its payment."""

    grant: str

    view: GrantView = field(default_factory=GrantView, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [grant_boundary(self.grant)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the grant's steps."""
        self.view.see(tagged.decision, citation)
        super().show(tagged, citation)


@dataclass
class ApplyForGrant(FundDecision):
    """Ask for a grant out of a fund 申请救助."""

    grant: str
    recipient: Person
    purpose: str
    amount_fen: int

    earlier: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        establishment = self.fund_boundary(self.fund)[0]
        return [establishment, grant_boundary(self.grant)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Notice an application with the same number."""
        if isinstance(tagged.decision, GrantApplied):
            self.earlier = citation
        super().show(tagged, citation)

    def execute(self) -> None:
        if self.earlier:
            self.refuse(rules.GRANT_ONCE, f"The grant number {self.grant} is used.", [self.earlier])
        self.check_amount(self.amount_fen)
        self.check_purpose(self.purpose, self.open_fund(self.fund)[0])
        applied = GrantApplied(
            grant=self.grant,
            fund=self.fund,
            recipient=self.recipient.id,
            purpose=self.purpose,
            amount_fen=self.amount_fen,
            registered_by=self.act.by,
        )
        self.record(applied, grant_tags(applied), personal_of([self.recipient]))


@dataclass
class ReviewGrant(GrantStep):
    """Review an application 审核; `passed` false turns it down."""

    passed: bool
    amount_fen: int
    opinion: str

    def execute(self) -> None:
        applied = check_step(self, self.grant, self.view, "applied for")
        if self.passed and self.amount_fen <= 0:
            self.refuse(rules.AMOUNT_POSITIVE, f"The amount is {yuan(self.amount_fen)} yuan.")
        self.record(
            GrantReviewed(
                grant=self.grant,
                passed=self.passed,
                amount_fen=self.amount_fen if self.passed else 0,
                opinion=self.opinion,
                reviewed_by=self.act.by,
            ),
            grant_tags(applied),
        )


@dataclass
class PostGrantNotice(GrantStep):
    """Post the proposed grant for the public 公示, from the first to the last day inclusive."""

    place: str
    day_first: date
    day_last: date

    def execute(self) -> None:
        applied = check_step(self, self.grant, self.view, "reviewed")
        days = (self.day_last - self.day_first).days + 1
        if days < NOTICE_DAYS_MIN:
            self.refuse(
                rules.NOTICE_LONG_ENOUGH,
                f"The notice would run for {days} days.",
                [self.view.last],
            )
        self.record(
            GrantNoticePosted(
                grant=self.grant,
                place=self.place,
                day_first=self.day_first.isoformat(),
                day_last=self.day_last.isoformat(),
            ),
            grant_tags(applied),
        )


@dataclass
class ApproveGrant(GrantStep):
    """Approve a grant after its notice 审批."""

    amount_fen: int

    def execute(self) -> None:
        applied = check_step(self, self.grant, self.view, "posted")
        if self.act.day <= date.fromisoformat(self.view.notice_last):
            self.refuse(
                rules.NOTICE_LONG_ENOUGH,
                f"The notice of grant {self.grant} runs until {self.view.notice_last}.",
                [self.view.seen[GrantNoticePosted]],
            )
        if not 0 < self.amount_fen <= self.view.proposed_fen:
            self.refuse(
                rules.APPROVED_WITHIN_REVIEW,
                f"The review proposed {yuan(self.view.proposed_fen)} yuan; "
                f"{yuan(self.amount_fen)} yuan are to be approved.",
                [self.view.seen[GrantReviewed]],
            )
        self.record(
            GrantApproved(grant=self.grant, amount_fen=self.amount_fen, approved_by=self.act.by),
            grant_tags(applied),
        )
