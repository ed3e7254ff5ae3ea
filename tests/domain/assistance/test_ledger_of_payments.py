"""Whatever is commanded in whatever order: paid is entitled less held, plus what was paid again."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.assistance.decisions import (
    BookBankAnswer,
    CancelPayments,
    ChangeDibao,
    EstablishOverpayment,
    HoldPayments,
    ReleaseHold,
    ResumeCase,
    ReversePayment,
    RunLine,
    SendRun,
    SuspendCase,
    TerminateCase,
)
from domain.assistance.decisions.payments import PayBenefits, Payment
from domain.assistance.entitlement import entitlement
from domain.assistance.history import CaseHistory, Seen
from domain.assistance.months import month_after
from domain.assistance.records import (
    FILE_RECORDS,
    BenefitPaid,
    OverpaymentEstablished,
    PaymentReversed,
    StandardAdopted,
)
from domain.assistance.records.runs import RunRecord
from domain.assistance.schemes import Scheme
from domain.assistance.standards import Standards
from domain.common.decisions import Decision
from domain.common.people import Person
from domain.common.records import Tagged
from domain.common.refusals import Citation, Refusal
from tests.domain.assistance.stories import ANNA, BERT, DIBAO_LIVE, act
from tests.domain.deciding import history

DIBAO = Scheme.DIBAO
FILE = "cd" * 32
MONTHS = ["2019-02", "2019-03"]
"""Few, so that what is done to a month is soon done to it again."""
months = st.sampled_from(MONTHS)


@dataclass
class Office:
    """What was let through, and the month it is."""

    given: list[Tagged] = field(default_factory=lambda: history(*DIBAO_LIVE))
    month: str = MONTHS[-1]

    def send(self, command: Decision) -> bool:
        """Whether a command was let through."""
        try:
            self.given = history(command, given=self.given)
        except Refusal:
            return False
        return True

    @property
    def case(self) -> CaseHistory:
        found = CaseHistory("D1")
        for place, tagged in enumerate(self.given, 1):
            if isinstance(tagged.record, FILE_RECORDS):
                found.add(Seen(tagged.record, Citation(place, tagged.record.type, ""), ""))
        return found

    @property
    def standards(self) -> Standards:
        standards = Standards()
        for place, tagged in enumerate(self.given, 1):
            if isinstance(tagged.record, StandardAdopted):
                standards.add(tagged.record, Citation(place, tagged.record.type, ""))
        return standards

    def run_of(self, code: str) -> RunRecord | None:
        """How a run stands."""
        found = [t.record for t in self.given if isinstance(t.record, RunRecord)]
        return next((run for run in reversed(found) if run.run == code), None)


class Payments(RuleBasedStateMachine):
    """One household, paid, returned, held, changed and ended in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.office = Office()

    def _act(self, by: str, day: int = 10) -> object:
        return act(f"{self.office.month}-{day:02d}", by)

    @rule()
    def a_month_passes(self) -> None:
        self.office.month = month_after(self.office.month)

    @rule(month=months)
    def pay_what_is_due(self, month: str) -> None:
        case, standards = self.office.case, self.office.standards
        due_fen = entitlement(case, standards, month).amount_fen - case.paid_fen(month)
        payable = case.against_paying(month) is None and case.hold() is None
        command = PayBenefits(self._act("cashier"), DIBAO, month, (Payment("D1", due_fen),))
        let = self.office.send(command)
        assert let == (payable and due_fen > 0 and month <= self.office.month)

    @rule(month=months, is_returned=st.booleans())
    def pay_send_and_answer(self, month: str, is_returned: bool) -> None:
        self.pay_what_is_due(month)
        self.send_the_run("sender")
        self.the_bank_answers(month, is_returned)

    @rule(month=months)
    def pay_both(self, month: str) -> None:
        for one in (*MONTHS, month):
            self.pay_what_is_due(one)

    @rule(month=months, amount_fen=st.integers(-1, 100_000))
    def pay_any_amount(self, month: str, amount_fen: int) -> None:
        command = PayBenefits(self._act("cashier"), DIBAO, month, (Payment("D1", amount_fen),))
        self.office.send(command)

    @rule(by=st.sampled_from(["sender", "cashier"]))
    def send_the_run(self, by: str) -> None:
        run = self.office.run_of(self._run)
        lines, fen = run.unsent if run else (0, 0)
        let = self.office.send(SendRun(self._act(by, 12), self._run, "银行", FILE, lines, fen))
        assert let == (lines > 0 and by == "sender")

    @rule(month=months, is_returned=st.booleans())
    def the_bank_answers(self, month: str, is_returned: bool) -> None:
        run = self.office.run_of(self._run)
        lines, fen = run.outstanding if run else (0, 0)
        returned = (RunLine("D1", month, "frozen"),) if is_returned else ()
        paid = self.office.case.payments(month)
        back_fen = paid[-1].record.amount_fen if returned and paid else 0
        answer = BookBankAnswer(
            self._act("bank", 16),
            self._run,
            returned,
            "回",
            FILE,
            lines - len(returned),
            fen - back_fen,
        )
        self.office.send(answer)

    @rule(month=months)
    def a_line_is_cancelled(self, month: str) -> None:
        line = (RunLine("D1", month),)
        self.office.send(CancelPayments(self._act("cashier", 11), self._run, line, "wrong"))

    @rule(month=months)
    def a_settled_line_comes_back(self, month: str) -> None:
        paid = self.office.case.payments(month)
        run = paid[-1].record.run if paid else self._run
        self.office.send(
            ReversePayment(self._act("bank", 20), run, (RunLine("D1", month),), "bank-return")
        )

    @rule(month=months)
    def hold_try_and_release(self, month: str) -> None:
        held = self.office.send(HoldPayments(self._act("reviewer"), "D1", "tip-off", "缓"))
        self.pay_what_is_due(month)
        if held:
            assert self.office.send(ReleaseHold(self._act("chief"), "D1", "解"))

    @rule(month=months, members=st.sampled_from([(ANNA,), (ANNA, BERT)]))
    def the_household_changes(self, month: str, members: tuple[Person, ...]) -> None:
        self.office.send(ChangeDibao(self._act("chief"), "D1", month, members, 400_00, "变"))

    @rule(month=months, until=months)
    def suspend_and_resume(self, month: str, until: str) -> None:
        self.office.send(SuspendCase(self._act("clerk"), "D1", month, "not found"))
        self.pay_what_is_due(month)
        self.office.send(ResumeCase(self._act("clerk"), "D1", until, "found"))

    @rule(month=months)
    def end(self, month: str) -> None:
        if self.office.month > "2019-05":
            self.office.send(TerminateCase(self._act("clerk"), "D1", month, "income"))

    @rule(month=months)
    def find_an_overpayment_and_again(self, month: str) -> None:
        for _ in range(2):
            number = f"多{len(self.office.given)}"
            self.office.send(
                EstablishOverpayment(self._act("chief"), "D1", number, DIBAO, (month,), "income")
            )

    @rule(month=months)
    def one_leaves_and_is_told_late(self, month: str) -> None:
        self.pay_what_is_due(month)
        self.the_household_changes(month, (ANNA,))
        self.find_an_overpayment_and_again(month)

    @property
    def _run(self) -> str:
        return f"dibao-371002-{self.office.month}"

    @invariant()
    def every_month_is_paid_no_more_than_it_was_entitled_to_when_paid(self) -> None:
        """Lines less reversals are the entitlement of the day, whatever was returned between."""
        standing: dict[str, int] = {}
        for tagged in self.office.given:
            record = tagged.record
            if isinstance(record, BenefitPaid):
                before = standing.get(record.benefit_month, 0)
                assert record.paid_before_fen == before
                standing[record.benefit_month] = before + record.amount_fen
                assert standing[record.benefit_month] == _worked_out(record)
            elif isinstance(record, PaymentReversed):
                standing[record.benefit_month] -= record.amount_fen
            elif isinstance(record, OverpaymentEstablished):
                for month, fen in record.months_fen.items():
                    standing[month] -= fen
        assert all(fen >= 0 for fen in standing.values())

    @invariant()
    def runs_add_up_to_their_lines(self) -> None:
        lines: dict[str, int] = {}
        for tagged in self.office.given:
            record = tagged.record
            if isinstance(record, (BenefitPaid, PaymentReversed)):
                sign = 1 if isinstance(record, BenefitPaid) else -1
                lines[record.run] = lines.get(record.run, 0) + sign * record.amount_fen
        for code, fen in lines.items():
            run = self.office.run_of(code)
            assert run is not None
            assert min(*run.unsent, *run.outstanding, run.settled_fen, run.settled_lines) >= 0
            assert fen == run.unsent[1] + run.outstanding[1] + run.settled_fen

    @invariant()
    def persons_count_once_a_month(self) -> None:
        for month in MONTHS:
            counted = sum(seen.record.persons for seen in self.office.case.payments(month))
            assert 0 <= counted <= 2


def _worked_out(record: BenefitPaid) -> int:
    """The month's entitlement from what the payment keeps."""
    from domain.assistance.standards import basis_fen

    return basis_fen(record.basis)


Payments.TestCase.settings = settings(max_examples=80, stateful_step_count=20, deadline=None)
TestPayments = Payments.TestCase
