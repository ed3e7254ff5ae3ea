"""Payment runs 发放: one command pays cases of one scheme for one benefit month.

A run is scheme, office and month of payment: `dibao-371002001-2019-10`; it may take several
commands, each a numbered batch of it, and may hold arrears of earlier months. Either every case of
a command is paid, or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.assistance import money_rules, rules
from domain.assistance.decisions.base import boundary_of_case
from domain.assistance.decisions.running import RunDecision, run_code
from domain.assistance.entitlement import Entitlement, entitlement
from domain.assistance.history import CaseHistory
from domain.assistance.months import is_month, month_of
from domain.assistance.records import BenefitPaid
from domain.assistance.records.runs import RunOrdered
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
class PayBenefits(RunDecision):
    """Pay cases for a benefit month: what each is entitled to, less what was paid for it before."""

    scheme: Scheme
    benefit_month: str
    payments: tuple[Payment, ...]

    due: dict[str, Entitlement] = field(default_factory=dict, init=False, repr=False)

    @property
    def run(self) -> str:
        """The run these payments belong to."""
        return run_code(self.scheme, self.act.office, month_of(self.act.day))

    @property
    def scheme_at_hand(self) -> Scheme:
        return self.scheme

    def run_code(self) -> str:
        return self.run

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            *(boundary_of_case(payment.case) for payment in self.payments),
            *boundary_of_standards(self.scheme),
            *super().consistency_boundary(),
        ]

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
        batch = self.totals["batch_ordered"] + 1
        for payment in self.payments:
            self._pay(payment, batch)
        self._order()

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
        hold = history.hold()
        if hold is not None:
            detail = f"case {payment.case} is held ({hold.record.reason})"
            return Problem(money_rules.PAYMENT_NOT_HELD, detail, [hold.citation])
        return self._problem_of_amount(payment, history)

    def _problem_of_amount(self, payment: Payment, history: CaseHistory) -> Problem | None:
        paid = history.payments(self.benefit_month)
        try:
            entitled = entitlement(history, self.standards, self.benefit_month)
        except NoStandardError as error:
            return Problem(rules.STANDARD_OF_ITS_DAY, f"case {payment.case}: {error}", [])
        self.due[payment.case] = entitled
        due_fen = entitled.amount_fen - history.paid_fen(self.benefit_month)
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

    def _pay(self, payment: Payment, batch: int) -> None:
        history, month = self.histories[payment.case], self.benefit_month
        people, entitled = history.people_in(month), self.due[payment.case]
        counted = sum(seen.record.persons for seen in history.payments(month))
        reversal = history.reissued_after(month)
        record = BenefitPaid(
            case=payment.case,
            scheme=self.scheme,
            run=self.run,
            benefit_month=month,
            persons=max(0, len(people) - counted),
            amount_fen=payment.amount_fen,
            account=history.account_of(),
            batch=batch,
            members=people,
            area=entitled.area,
            mode=entitled.mode,
            self_care=entitled.self_care,
            basis=entitled.basis,
            terms_position=entitled.terms.position if entitled.terms else 0,
            paid_before_fen=history.paid_fen(month),
            reissue_of=reversal.citation.position if reversal else 0,
        )
        self.record(
            record, [tags.case(payment.case), tags.run(self.run), *map(tags.person, people)]
        )

    def _order(self) -> None:
        lines, amount_fen = len(self.payments), sum(p.amount_fen for p in self.payments)
        makers = sorted({*self.totals["makers"], self.act.by})
        self.record_run(
            RunOrdered,
            {
                "batch_ordered": 1,
                "makers": makers,
                "ordered_lines": lines,
                "ordered_fen": amount_fen,
            },
            scheme=self.scheme,
            benefit_month=self.benefit_month,
            lines=lines,
            amount_fen=amount_fen,
        )
