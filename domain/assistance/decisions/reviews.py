"""Live cases are reviewed, held and released, given a grace period, and recalculated 动态管理."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eventsourcing.dcb import domain as dcb

from domain.assistance import money_rules, rules
from domain.assistance.decisions.base import (
    AssistanceDecision,
    CaseDecision,
    boundary_of_case,
)
from domain.assistance.decisions.changes import ChangeOfCase
from domain.assistance.decisions.checks import VISITORS_LEAST
from domain.assistance.entitlement import entitlement
from domain.assistance.months import is_month, month_before, months_after, months_between
from domain.assistance.records import (
    DibaoConfirmed,
    EntitlementRecalculated,
    GracePeriodStarted,
    HoldReleased,
    PaymentHeld,
    ReviewHeld,
    TekunConfirmed,
)
from domain.assistance.records.reviews import REVIEW_OUTCOMES
from domain.assistance.schemes import REVIEW_MONTHS, Area, ReviewClass, Scheme, living_standard
from domain.assistance.standards import NoStandardError, boundary_of_standards
from domain.common import tags
from domain.common.decisions import All
from domain.common.money import yuan

GRACE_MONTHS_MOST = 6
"""Local parameter: the law gives no number."""
CASES_MOST = 200
"""Cases of one recalculation; bounds what it reads and writes in one commit."""


@dataclass
class HoldReview(CaseDecision):
    """Look at a live case again 动态复核: what was found, and what is to follow."""

    review_class: ReviewClass
    income_fen: int
    visitors: tuple[str, ...]
    outcome: str
    report: str

    def execute(self) -> None:
        self.must_be_live()
        two = len(set(self.visitors)) >= VISITORS_LEAST
        if not two or self.income_fen < 0 or self.outcome not in REVIEW_OUTCOMES:
            self.refuse(
                rules.REVIEW_REGULAR,
                f"Case {self.case}: {len(set(self.visitors))} visitors, income "
                f"{self.income_fen} fen, outcome {self.outcome!r}.",
                advice=f"Outcomes are {', '.join(REVIEW_OUTCOMES)}.",
            )
        due = self._due_month()
        record = ReviewHeld(
            case=self.case,
            review_class=self.review_class,
            income_fen=self.income_fen,
            visitors=sorted(set(self.visitors)),
            outcome=self.outcome,
            report=self.report,
            due_month=due,
            months_late=max(0, months_between(due, self.this_month)),
            next_due_month=months_after(self.this_month, REVIEW_MONTHS[self.review_class]),
        )
        self.record_step(record, tags.document(self.report))

    def _due_month(self) -> str:
        before = self.history.latest(ReviewHeld)
        if before is not None:
            return before.record.next_due_month
        confirmation = self.history.confirmation
        if confirmation and isinstance(confirmation.record, (DibaoConfirmed, TekunConfirmed)):
            return confirmation.record.review_month
        first = confirmation.record.from_month if confirmation else self.this_month
        return months_after(first, REVIEW_MONTHS[ReviewClass.STABLE])


@dataclass
class HoldPayments(CaseDecision):
    """Pay a case nothing for the time being; it stays entitled 暂缓发放."""

    reason: str
    letter: str

    def execute(self) -> None:
        self.must_be_live()
        hold = self.history.hold()
        if hold is not None or not self.reason:
            self.refuse(
                money_rules.PAYMENT_NOT_HELD,
                f"Case {self.case} is held already, or no reason is given.",
                [hold.citation if hold else None],
            )
        record = PaymentHeld(case=self.case, reason=self.reason, letter=self.letter)
        self.record_step(record, tags.document(self.letter))


@dataclass
class ReleaseHold(CaseDecision):
    """Pay a held case again, what was held as arrears 解除暂缓."""

    letter: str

    def execute(self) -> None:
        hold = self.history.hold()
        if hold is None:
            self.refuse(money_rules.PAYMENT_NOT_HELD, f"Case {self.case} is not held.")
        self.must_differ_from(hold, "held")
        self.record_step(
            HoldReleased(case=self.case, letter=self.letter), tags.document(self.letter)
        )


@dataclass
class StartGracePeriod(ChangeOfCase):
    """Keep the allowance of a household whose income rose above the standard 渐退期."""

    months: int
    income_fen: int
    decision: str

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            boundary_of_case(self.case),
            *boundary_of_standards(Scheme.DIBAO),
        ]

    def execute(self) -> None:
        self.must_take_effect_in_time()
        amount_fen = self._amount_before_fen()
        record = GracePeriodStarted(
            case=self.case,
            from_month=self.from_month,
            until_month=months_after(self.from_month, self.months - 1),
            amount_fen=amount_fen,
            income_fen=self.income_fen,
            decision=self.decision,
        )
        self.record_step(record, tags.document(self.decision))

    def _amount_before_fen(self) -> int:
        """What the month before entitles to, if the household may keep it."""
        before = month_before(self.from_month)
        terms, given = self.history.dibao_terms(before), self.history.latest(GracePeriodStarted)
        if given is not None or terms is None or not 1 <= self.months <= GRACE_MONTHS_MOST:
            self.refuse(
                rules.GRACE_PERIOD,
                f"Case {self.case} had a grace period, is no dibao case in {before}, or would "
                f"have {self.months} months.",
                [given.citation if given else None],
                f"A dibao household may have up to {GRACE_MONTHS_MOST} months once.",
            )
        try:
            code = living_standard(Scheme.DIBAO, Area(terms.record.area))
            standard_fen = self.standards.month_fen(code, self.from_month)
            amount_fen = entitlement(self.history, self.standards, before).amount_fen
        except NoStandardError as error:
            self.refuse(rules.STANDARD_OF_ITS_DAY, str(error), advice="Adopt the standard first.")
        if self.income_fen <= standard_fen * len(terms.record.members):
            self.refuse(
                rules.GRACE_PERIOD,
                f"Case {self.case} has an income of {yuan(self.income_fen)} yuan, which is not "
                "above the standard.",
                [terms.citation],
                "Change the case instead.",
            )
        return amount_fen


@dataclass
class RecalculateEntitlements(AssistanceDecision):
    """State what a new standard makes of live cases 标准调整重新核算: all of them, or none."""

    scheme: Scheme
    month: str
    """The first month of the new standard."""
    cases: tuple[str, ...]

    @property
    def scheme_at_hand(self) -> Scheme:
        return self.scheme

    def consistency_boundary(self) -> Sequence[All]:
        return [*map(boundary_of_case, self.cases), *boundary_of_standards(self.scheme)]

    def execute(self) -> None:
        twice = len(set(self.cases)) < len(self.cases)
        if not 1 <= len(self.cases) <= CASES_MOST or twice or not is_month(self.month):
            self.refuse(
                rules.RECALCULATED_AS_DUE,
                f"{len(self.cases)} cases are named for {self.month!r}, or one twice.",
                advice=f"Name 1 to {CASES_MOST} cases, each once, and a month.",
            )
        for record in [self._recalculated(case) for case in self.cases]:
            people = self.histories[record.case].people_in(self.month)
            self.record(record, [tags.case(record.case), *map(tags.person, people)])

    def _recalculated(self, case: str) -> EntitlementRecalculated:
        history = self.histories[case]
        against = history.against_paying(self.month)
        if history.scheme is not self.scheme or against is not None:
            self.refuse(
                rules.RECALCULATED_AS_DUE,
                f"Case {case} has no live {self.scheme} decision for {self.month}.",
                against or [],
            )
        try:
            after = entitlement(history, self.standards, self.month)
            before = entitlement(
                history, self.standards, self.month, standards_month=month_before(self.month)
            )
        except NoStandardError as error:
            self.refuse(rules.STANDARD_OF_ITS_DAY, f"Case {case}: {error}")
        if after.amount_fen == before.amount_fen:
            self.refuse(
                rules.RECALCULATED_AS_DUE,
                f"No standard changes case {case} in {self.month}.",
                [after.terms],
                "Leave it out.",
            )
        return EntitlementRecalculated(
            case=case,
            scheme=self.scheme,
            from_month=self.month,
            amount_before_fen=before.amount_fen,
            amount_fen=after.amount_fen,
            basis=after.basis,
        )
