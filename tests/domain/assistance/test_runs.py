"""A run's life: ordered, sent by another, answered by the bank, returned, cancelled, paid again."""

from __future__ import annotations

from dataclasses import replace

from domain.assistance import money_rules, rules
from domain.assistance.decisions import (
    BookBankAnswer,
    CancelPayments,
    ChangeAccount,
    HoldPayments,
    ReleaseHold,
    ReversePayment,
    RunLine,
    SendRun,
)
from domain.assistance.records import BenefitPaid, PaymentReversed
from domain.assistance.records.runs import RunRecord
from domain.assistance.schemes import Scheme
from domain.assistance.standards import basis_fen
from domain.common.decisions import Decision
from domain.common.records import Tagged
from domain.persons.decisions import ReportDeath
from domain.persons.rules import NO_PAYMENT_AFTER_DEATH
from tests.domain.assistance.stories import (
    BERT,
    DIBAO_LIVE,
    TEKUN_LIVE,
    act,
    cited,
    day_of,
    paid_lines,
    pay,
    refused,
)
from tests.domain.deciding import decide, history

DIBAO = Scheme.DIBAO
RUN = "dibao-371002-2019-02"
FILE = "cd" * 32
PAY = pay(DIBAO, "2019-02", ("D1", 800_00))
SEND = SendRun(act("2019-02-12", "sender"), RUN, "某银行", FILE, 1, 800_00)
LINE = RunLine("D1", "2019-02", "account-closed")
RETURNED = BookBankAnswer(act("2019-02-16", "bank"), RUN, (LINE,), "回1", FILE, 0, 0)
SETTLED = replace(RETURNED, lines=(), settled_lines=1, settled_fen=800_00)
ORDERED: list[Decision] = [*DIBAO_LIVE, PAY]


def run_of(given: list[Tagged]) -> RunRecord:
    """How the run stands, which must add up."""
    run = next(t.record for t in reversed(given) if isinstance(t.record, RunRecord))
    for column in ("lines", "fen"):
        parts = {name: getattr(run, f"{name}_{column}") for name in PARTS}
        place = 0 if column == "lines" else 1
        assert parts["ordered"] == (
            parts["cancelled"]
            + run.unsent[place]
            + run.outstanding[place]
            + parts["settled"]
            + parts["returned"]
        )
    return run


PARTS = ("ordered", "cancelled", "settled", "returned")


def test_a_run_is_ordered_sent_and_settled() -> None:
    ordered = history(*ORDERED)
    assert run_of(ordered).unsent == (1, 800_00)
    sent = history(SEND, given=ordered)
    assert run_of(sent).outstanding == (1, 800_00)
    settled = history(SETTLED, given=sent)
    run = run_of(settled)
    assert (run.settled_lines, run.settled_fen, run.outstanding) == (1, 800_00, (0, 0))


def test_a_payment_keeps_what_made_it() -> None:
    [line] = paid_lines(decide(PAY, history(*DIBAO_LIVE)))
    record = line.record
    assert isinstance(record, BenefitPaid)
    assert record.members == ["anna", "bert"]
    assert record.basis["standard_fen"] == 600_00
    assert basis_fen(record.basis) == record.amount_fen == 800_00
    assert record.terms_position == len(history(*DIBAO_LIVE))
    tekun = pay(Scheme.TEKUN, "2019-02", ("T1", 80_000 + 91_583))
    [line] = paid_lines(decide(tekun, history(*TEKUN_LIVE)))
    record = line.record
    assert isinstance(record, BenefitPaid)
    assert (record.mode, record.self_care) == ("centralised", "none")
    assert record.basis == {"living_fen": 80_000, "care_fen": 91_583}


def test_who_ordered_does_not_send_and_totals_agree() -> None:
    given = history(*ORDERED)
    same = replace(SEND, act=act("2019-02-12", "cashier"))
    assert cited(refused(money_rules.RUN_IN_STEPS, same, given), given) == ["run-ordered"]
    for wrong in ({"line_count": 2}, {"amount_fen": 799_99}, {"run": "dibao-371002-2019-03"}):
        refused(money_rules.RUN_TOTALS_AGREE, replace(SEND, **wrong), given)
    refused(money_rules.RUN_TOTALS_AGREE, SEND, history(SEND, given=given))


def test_a_returned_line_is_reversed_and_paid_again() -> None:
    given = history(*ORDERED, SEND, RETURNED)
    reversal = given[-2].record
    assert isinstance(reversal, PaymentReversed)
    assert (reversal.reason, reversal.bank_reason) == ("bank-return", "account-closed")
    assert reversal.amount_fen == 800_00
    run = run_of(given)
    assert (run.returned_lines, run.outstanding) == (1, (0, 0))
    moved = history(ChangeAccount(act("2019-02-26"), "D1", "acc-new", "函3"), given=given)
    [again] = paid_lines(decide(pay(DIBAO, "2019-02", ("D1", 800_00), day="2019-03-10"), moved))
    assert isinstance(again.record, BenefitPaid)
    assert (again.record.persons, again.record.account) == (2, "acc-new")
    assert again.record.reissue_of == len(given) - 1


def test_the_bank_answers_for_what_was_sent() -> None:
    sent = history(*ORDERED, SEND)
    for wrong in (
        replace(SETTLED, settled_fen=799_99),
        replace(SETTLED, settled_lines=2, final=False),
        replace(RETURNED, settled_lines=1, settled_fen=800_00),
        replace(SETTLED, settled_lines=-1, settled_fen=-1, final=False),
    ):
        refused(money_rules.RUN_TOTALS_AGREE, wrong, sent)
    unknown = replace(RETURNED, lines=(replace(LINE, bank_reason="whim"),))
    refused(rules.REVERSAL_OF_PAYMENT, unknown, sent)
    refused(rules.REVERSAL_OF_PAYMENT, RETURNED, history(*ORDERED))
    refused(rules.RUN_WELL_FORMED, replace(RETURNED, lines=(LINE, LINE)), sent)


def test_a_bank_may_answer_in_parts() -> None:
    tekun = pay(Scheme.TEKUN, "2019-02", ("T1", 80_000 + 91_583))
    given = history(*DIBAO_LIVE, PAY, SEND)
    nothing = replace(SETTLED, settled_lines=0, settled_fen=0, final=False)
    refused(money_rules.RUN_TOTALS_AGREE, nothing, given)
    late = pay(DIBAO, "2019-02", ("D1", 800_00), day="2019-02-20")
    refused(rules.PAYMENT_ONCE, late, given)
    assert decide(tekun, history(*TEKUN_LIVE))


def test_a_line_is_cancelled_until_it_is_sent() -> None:
    cancel = CancelPayments(act("2019-02-11"), RUN, (replace(LINE, bank_reason=""),), "wrong list")
    given = history(*ORDERED, cancel)
    assert run_of(given).unsent == (0, 0)
    refused(money_rules.RUN_TOTALS_AGREE, SEND, given)
    again = history(pay(DIBAO, "2019-02", ("D1", 800_00), day="2019-02-12"), given=given)
    assert run_of(again).batch_ordered == 2
    sent = history(replace(SEND, act=act("2019-02-13", "sender")), given=again)
    assert cited(refused(rules.REVERSAL_OF_PAYMENT, cancel, sent), sent) == ["benefit-paid"]


def test_a_settled_line_that_comes_back_is_reversed_after_the_banks_answer() -> None:
    back = ReversePayment(act("2019-03-01"), RUN, (LINE,), "bank-return")
    sent = history(*ORDERED, SEND)
    assert cited(refused(money_rules.RUN_IN_STEPS, back, sent), sent) == ["run-sent"]
    settled = history(SETTLED, given=sent)
    for wrong in ("whim", "cancelled"):
        refused(rules.REVERSAL_OF_PAYMENT, replace(back, reason=wrong), settled)
    given = history(back, given=settled)
    run = run_of(given)
    assert (run.settled_lines, run.returned_lines) == (0, 1)
    assert cited(refused(rules.REVERSAL_OF_PAYMENT, back, given), given) == ["payment-reversed"]


def test_a_held_case_is_not_paid_until_released_and_then_in_full() -> None:
    hold = HoldPayments(act("2019-02-05", "reviewer"), "D1", "tip-off", "缓1")
    held = history(*DIBAO_LIVE, hold)
    assert cited(refused(money_rules.PAYMENT_NOT_HELD, PAY, held), held) == ["payment-held"]
    march = pay(DIBAO, "2019-03", ("D1", 800_00))
    assert cited(refused(money_rules.PAYMENT_NOT_HELD, march, held), held) == ["payment-held"]
    refused(money_rules.PAYMENT_NOT_HELD, hold, held)
    release = ReleaseHold(act("2019-03-20", "chief"), "D1", "解1")
    same = replace(release, act=act("2019-03-20", "reviewer"))
    refused(rules.DIFFERENT_OFFICIALS, same, held)
    released = history(release, given=held)
    refused(money_rules.PAYMENT_NOT_HELD, release, released)
    for month in ("2019-02", "2019-03"):
        late = pay(DIBAO, month, ("D1", 800_00), day="2019-04-10")
        assert paid_lines(decide(late, released))


def test_nobody_is_paid_for_a_month_after_death() -> None:
    died = ReportDeath(act("2019-03-05"), BERT, day_of("2019-02-20"), "family", "亡1")
    given = history(*DIBAO_LIVE, died)
    decide(pay(DIBAO, "2019-02", ("D1", 800_00), day="2019-03-10"), given)
    march = pay(DIBAO, "2019-03", ("D1", 800_00))
    assert cited(refused(NO_PAYMENT_AFTER_DEATH, march, given), given) == ["death-reported"]
