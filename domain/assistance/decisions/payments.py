"""Payment runs 发放: one command pays cases of one scheme for one benefit month.

A run is scheme, office and month of payment: `dibao-371002001-2019-10`; it may take several
commands and may hold arrears of earlier months. Either every case of a command is paid, or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eventsourcing.dcb import domain as dcb

from domain.assistance import rules
from domain.assistance.decisions.base import AssistanceDecision, CaseDecision, boundary_of_case
from domain.assistance.history import CaseHistory
from domain.assistance.months import is_month, month_of
from domain.assistance.records import BenefitPaid, PaymentReversed
from domain.assistance.records.payments import REVERSAL_REASONS
from domain.assistance.schemes import Scheme
from domain.assistance.standards import NoStandardError, boundary_of_standards
from domain.common import tags
from domain.common.money import yuan
from domain.common.refusals import Citation, Rule

PAYMENTS_MOST = 200
"""Cases in one command; bounds what it reads and writes in one commit."""
PROBLEMS_SHOWN = 20
"""Cases named in one refusal; the number of all is given."""


@dataclass(frozen=True)
class Payment:
    """One line of the payment list."""

    case: str
    amount_fen: int


@dataclass(frozen=True)
class Problem:
    """Why one line may not be paid."""

    rule: Rule
    detail: str
    against: Sequence[Citation]


@dataclass
class PayBenefits(AssistanceDecision):
    """Pay cases for a benefit month: what each is entitled to, less what was paid for it before."""

    scheme: Scheme
    benefit_month: str
    payments: tuple[Payment, ...]

    @property
    def run(self) -> str:
        """The run these payments belong to."""
        return run_code(self.scheme, self.act.office, month_of(self.act.day))

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        cases = [boundary_of_case(payment.case) for payment in self.payments]
        return [*cases, *boundary_of_standards(self.scheme)]

    def execute(self) -> None:
        self._must_be_well_formed()
        problems = [found for payment in self.payments if (found := self._problem(payment))]
        if problems:
            named = "; ".join(problem.detail for problem in problems[:PROBLEMS_SHOWN])
            self.refuse(
                problems[0].rule,
                f"{len(problems)} of {len(self.payments)} payments of run {self.run} for "
                f"{self.benefit_month} cannot be made: {named}.",
                [citation for problem in problems for citation in problem.against],
                "Correct those lines or leave them out, and send the run again.",
            )
        for payment in self.payments:
            self._pay(payment)

    def _must_be_well_formed(self) -> None:
        repeated = [
            case for case, times in Counter(p.case for p in self.payments).items() if times > 1
        ]
        if not 1 <= len(self.payments) <= PAYMENTS_MOST:
            problem = f"it pays {len(self.payments)} cases"
        elif repeated:
            problem = f"it names {', '.join(repeated[:PROBLEMS_SHOWN])} more than once"
        elif not is_month(self.benefit_month) or self.benefit_month > self.this_month:
            problem = f"it pays {self.benefit_month!r} in {self.this_month}"
        else:
            return
        self.refuse(rules.RUN_WELL_FORMED, f"Run {self.run}: {problem}.")

    def _problem(self, payment: Payment) -> Problem | None:
        history, month = self.histories[payment.case], self.benefit_month
        against = history.against_paying(month)
        if history.scheme is not self.scheme or against is not None:
            detail = f"case {payment.case} has no live {self.scheme} decision for {month}"
            return Problem(rules.PAYMENT_NEEDS_LIVE_DECISION, detail, against or [])
        return self._problem_of_amount(payment, history)

    def _problem_of_amount(self, payment: Payment, history: CaseHistory) -> Problem | None:
        paid = history.payments(self.benefit_month)
        paid_fen = sum(seen.record.amount_fen for seen in paid)
        try:
            due_fen = history.entitled_fen(self.standards, self.benefit_month) - paid_fen
        except NoStandardError as error:
            return Problem(rules.STANDARD_OF_ITS_DAY, f"case {payment.case}: {error}", [])
        citations = [seen.citation for seen in paid]
        if paid and due_fen == 0:
            detail = f"case {payment.case} is paid in full"
            return Problem(rules.PAYMENT_ONCE, detail, citations)
        if payment.amount_fen != due_fen or due_fen <= 0:
            detail = (
                f"case {payment.case} would get {yuan(payment.amount_fen)} yuan, due are "
                f"{yuan(due_fen)}"
            )
            return Problem(
                rules.PAYMENT_OF_RIGHT_AMOUNT, detail, [*citations, *self._basis(history)]
            )
        return None

    def _basis(self, history: CaseHistory) -> list[Citation]:
        terms = history.dibao_terms(self.benefit_month) or history.confirmation
        return [terms.citation] if terms else []

    def _pay(self, payment: Payment) -> None:
        history, month = self.histories[payment.case], self.benefit_month
        people = history.people_in(month)
        counted = sum(seen.record.persons for seen in history.payments(month))
        record = BenefitPaid(
            case=payment.case,
            scheme=self.scheme,
            run=self.run,
            benefit_month=month,
            persons=max(0, len(people) - counted),
            amount_fen=payment.amount_fen,
            account=history.account_of(),
        )
        self.record(
            record, [tags.case(payment.case), tags.run(self.run), *map(tags.person, people)]
        )


@dataclass
class ReversePayment(CaseDecision):
    """Take back the newest payment of a case for a month, or book its return by the bank.

    The month may then be paid again, in whatever run comes next.
    """

    benefit_month: str
    reason: str

    def execute(self) -> None:
        standing = self.history.payments(self.benefit_month)
        if not standing or self.reason not in REVERSAL_REASONS:
            self.refuse(
                rules.REVERSAL_OF_PAYMENT,
                f"Case {self.case} has {len(standing)} payments that stand for "
                f"{self.benefit_month}; the reason is {self.reason!r}.",
                [
                    seen.citation
                    for seen in self.history.all(PaymentReversed)
                    if seen.record.benefit_month == self.benefit_month
                ],
                f"Reasons are {', '.join(REVERSAL_REASONS)}.",
            )
        paid = standing[-1]
        record = PaymentReversed(
            case=self.case,
            scheme=paid.record.scheme,
            run=paid.record.run,
            benefit_month=self.benefit_month,
            persons=paid.record.persons,
            amount_fen=paid.record.amount_fen,
            reason=self.reason,
            reversed_position=paid.citation.position,
        )
        people = self.history.people_in(self.benefit_month)
        about = [tags.case(self.case), tags.run(paid.record.run), *map(tags.person, people)]
        self.record(record, about)


def run_code(scheme: Scheme, office: str, month: str) -> str:
    """The code of a run: scheme, office, month of payment."""
    return f"{scheme}-{office}-{month}"
